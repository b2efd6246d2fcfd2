-- The archive. Singular tables may change between versions; the plural views are the public API.
-- Times are TEXT, YYYY-MM-DDTHH:MM:SSZ, UTC: they sort as text, indexes serve views, and people can
-- read them.

CREATE TABLE outlet (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    home          TEXT,
    excerpt_words INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE feed (
    id              INTEGER PRIMARY KEY,
    name            TEXT NOT NULL UNIQUE,
    outlet_id       INTEGER NOT NULL REFERENCES outlet (id),
    url             TEXT NOT NULL,
    title           TEXT,
    enabled         INTEGER NOT NULL DEFAULT 1,
    -- What makes the next request conditional: bytes as received, committed with the articles.
    etag            BLOB,
    last_modified   BLOB,
    body_sha256     BLOB,
    schedule        TEXT,
    last_polled_at  TEXT,
    last_success_at TEXT,
    last_changed_at TEXT,
    next_due_at     TEXT,
    failures        INTEGER NOT NULL DEFAULT 0,
    last_outcome    TEXT,
    last_error      TEXT,
    -- Where a permanent redirect points (RFC 9110 §15.4.2, §15.4.9) and since when.
    moved_to        TEXT,
    moved_since     TEXT,
    -- The last body that could not be read, capped and compressed, for a person to look at.
    bad_body        BLOB,
    bad_body_at     TEXT
) STRICT;
CREATE INDEX feed_due ON feed (next_due_at) WHERE enabled;

CREATE TABLE poll (
    id          INTEGER PRIMARY KEY,
    feed_id     INTEGER NOT NULL REFERENCES feed (id),
    started_at  TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    outcome     TEXT NOT NULL,
    http_status INTEGER,
    bytes       INTEGER NOT NULL,
    conditional INTEGER NOT NULL,
    entries     INTEGER NOT NULL,
    new         INTEGER NOT NULL,
    revised     INTEGER NOT NULL,
    error       TEXT,
    notes       TEXT
) STRICT;
CREATE INDEX poll_of_feed ON poll (feed_id, started_at);

CREATE TABLE article (
    -- AUTOINCREMENT: ids are public, and one that was purged is never given to another article.
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    outlet_id       INTEGER NOT NULL REFERENCES outlet (id),
    url             TEXT,
    -- The canonical address, where it identifies this article; NULL where it does not.
    url_key         TEXT,
    byline          TEXT,
    language        TEXT,
    published_at    TEXT NOT NULL,
    published_raw   TEXT,
    published_from  TEXT NOT NULL,
    first_seen_at   TEXT NOT NULL,
    changed_at      TEXT NOT NULL,
    -- The wording the view shows.
    shown           INTEGER NOT NULL DEFAULT 1,
    revisions       INTEGER NOT NULL DEFAULT 1,
    image_url       TEXT,
    image_credit    TEXT,
    original_outlet TEXT,
    original_url    TEXT,
    withdrawn_at    TEXT
) STRICT;
CREATE UNIQUE INDEX article_by_url ON article (url_key) WHERE url_key IS NOT NULL;
CREATE INDEX article_seen ON article (first_seen_at);
CREATE INDEX article_published ON article (published_at);

CREATE TABLE revision (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    revision   INTEGER NOT NULL,
    seen_at    TEXT NOT NULL,
    change     TEXT NOT NULL,
    words      INTEGER NOT NULL,
    text_from  TEXT NOT NULL,
    title      TEXT NOT NULL,
    summary    TEXT,
    text       TEXT NOT NULL,
    -- Sanitised HTML of the text: zstd, with the text as its dictionary.
    html       BLOB,
    UNIQUE (article_id, revision)
) STRICT;

CREATE TABLE sighting (
    id            INTEGER PRIMARY KEY,
    article_id    INTEGER NOT NULL REFERENCES article (id),
    feed_id       INTEGER NOT NULL REFERENCES feed (id),
    -- What identifies the entry within the feed: its guid, else its address, else title and date.
    key           TEXT NOT NULL,
    guid          TEXT,
    url           TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    -- Of the words this feed showed last: a change counts against the same feed's own last wording,
    -- so that two feeds with two wordings of one article do not revise it for ever.
    wording       BLOB NOT NULL,
    -- Of everything else it showed last.
    details       BLOB NOT NULL,
    UNIQUE (feed_id, key),
    UNIQUE (article_id, feed_id)
) STRICT;
CREATE INDEX sighting_guid ON sighting (guid) WHERE guid IS NOT NULL;

CREATE TABLE author (
    article_id INTEGER NOT NULL REFERENCES article (id),
    position   INTEGER NOT NULL,
    name       TEXT,
    uri        TEXT,
    email      TEXT,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    id     INTEGER PRIMARY KEY,
    scheme TEXT NOT NULL,
    term   TEXT NOT NULL,
    UNIQUE (scheme, term)
) STRICT;
CREATE INDEX tag_term ON tag (term);

CREATE TABLE article_tag (
    article_id INTEGER NOT NULL REFERENCES article (id),
    tag_id     INTEGER NOT NULL REFERENCES tag (id),
    origin     TEXT NOT NULL,
    position   INTEGER NOT NULL,
    label      TEXT NOT NULL,
    added_at   TEXT NOT NULL,
    PRIMARY KEY (article_id, tag_id, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_of_tag ON article_tag (tag_id, article_id);

CREATE TABLE disclaimer (
    id            INTEGER PRIMARY KEY,
    outlet_id     INTEGER NOT NULL REFERENCES outlet (id),
    kind          TEXT NOT NULL,
    text          TEXT NOT NULL,
    digest        BLOB NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at  TEXT NOT NULL,
    UNIQUE (outlet_id, kind, digest)
) STRICT;

CREATE TABLE article_disclaimer (
    article_id    INTEGER NOT NULL REFERENCES article (id),
    disclaimer_id INTEGER NOT NULL REFERENCES disclaimer (id),
    origin        TEXT NOT NULL,
    position      INTEGER NOT NULL,
    added_at      TEXT NOT NULL,
    PRIMARY KEY (article_id, disclaimer_id, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_of_disclaimer ON article_disclaimer (disclaimer_id, article_id);

CREATE TABLE media (
    article_id  INTEGER NOT NULL REFERENCES article (id),
    url         TEXT NOT NULL,
    role        TEXT NOT NULL,
    type        TEXT,
    length      INTEGER,
    title       TEXT,
    description TEXT,
    credit      TEXT,
    added_at    TEXT NOT NULL,
    PRIMARY KEY (article_id, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE story (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    first_seen_at TEXT NOT NULL
) STRICT;

CREATE TABLE story_article (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    story_id   INTEGER NOT NULL REFERENCES story (id),
    relation   TEXT NOT NULL,
    score      REAL,
    evidence   TEXT NOT NULL
) STRICT;
CREATE INDEX article_of_story ON story_article (story_id);

CREATE TABLE gap (
    id      INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    after   TEXT NOT NULL,
    before  TEXT NOT NULL,
    reason  TEXT NOT NULL
) STRICT;
CREATE INDEX gap_of_feed ON gap (feed_id);

CREATE TABLE digest (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    since    TEXT NOT NULL,
    until    TEXT NOT NULL,
    made_at  TEXT NOT NULL,
    format   TEXT NOT NULL,
    path     TEXT,
    sha256   TEXT NOT NULL,
    articles INTEGER NOT NULL
) STRICT;

-- When each [[digest]] of the configuration is due: a query, like the feeds', so that one missed
-- while the daemon was down is made when it comes back.
CREATE TABLE digest_due (
    name        TEXT PRIMARY KEY,
    schedule    TEXT NOT NULL,
    next_due_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Words of the shown wording of every article; no copy of the text is kept in it.
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, summary, text, byline,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);
