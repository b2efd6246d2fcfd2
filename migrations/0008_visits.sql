-- Visits: the pages of articles, their queue, every attempt at one, and what pages repeat.

-- Whose pages are wanted: never, always or if-short, as the configuration says.
ALTER TABLE feed ADD COLUMN full_text TEXT NOT NULL DEFAULT 'never';

-- One row per article whose page is wanted: the queue, so that it outlives a restart.
CREATE TABLE page (
    article_id      INTEGER PRIMARY KEY REFERENCES article (id),
    -- The feed that wants it: by its proxy and with its headers.
    feed_id         INTEGER NOT NULL REFERENCES feed (id),
    url             TEXT NOT NULL,
    -- Who is asked; without port, as patience counts.
    host            TEXT NOT NULL,
    queued_at       TEXT NOT NULL,
    -- NULL = never again.
    due_at          TEXT,
    failures        INTEGER NOT NULL DEFAULT 0,
    last_visited_at TEXT,
    last_outcome    TEXT,
    last_error      TEXT,
    -- Committed with what was read, as a feed's are.
    etag            BLOB,
    last_modified   BLOB,
    body_sha256     BLOB,
    -- What the page showed last: a change counts against it, so that feed and page do not revise each
    -- other for ever.
    wording         BLOB,
    canonical_url   TEXT,
    canonical_key   TEXT,
    first_read_at   TEXT,
    last_read_at    TEXT,
    gone_since      TEXT
) STRICT;
CREATE INDEX page_due ON page (host, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX page_of_feed ON page (feed_id);
CREATE INDEX page_canonical ON page (canonical_key) WHERE canonical_key IS NOT NULL;

CREATE TABLE visit (
    id          INTEGER PRIMARY KEY,
    article_id  INTEGER NOT NULL REFERENCES article (id),
    url         TEXT NOT NULL,
    started_at  TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    outcome     TEXT NOT NULL,
    http_status INTEGER,
    bytes       INTEGER NOT NULL,
    conditional INTEGER NOT NULL,
    revised     INTEGER NOT NULL,
    error       TEXT,
    not_before  TEXT
) STRICT;
CREATE INDEX visit_of_article ON visit (article_id, started_at);

-- Hosts whose pages failed one after the other: they rest, and do not keep the others waiting.
CREATE TABLE page_host (
    host        TEXT PRIMARY KEY,
    failures    INTEGER NOT NULL,
    rests_until TEXT
) STRICT, WITHOUT ROWID;

-- The first and last paragraphs of an outlet's latest pages: what recurs in them is furniture or a notice.
CREATE TABLE paragraph (
    outlet_id  INTEGER NOT NULL REFERENCES outlet (id),
    article_id INTEGER NOT NULL REFERENCES article (id),
    position   INTEGER NOT NULL,
    text       TEXT NOT NULL,
    PRIMARY KEY (outlet_id, article_id, position)
) STRICT, WITHOUT ROWID;

ALTER TABLE disclaimer ADD COLUMN language TEXT;
-- Whose it is: the article's, or the outlet's on every page.
ALTER TABLE article_disclaimer ADD COLUMN scope TEXT NOT NULL DEFAULT 'article';
-- The last visit whose page showed it with this article; NULL where no page did.
ALTER TABLE article_disclaimer ADD COLUMN last_seen_at TEXT;

DROP VIEW article_disclaimers;
CREATE VIEW article_disclaimers AS
-- One row per article and notice that stands with it.
SELECT
    ad.article_id,
    ad.disclaimer_id,       -- disclaimers.id
    d.kind,                 -- see disclaimers.kind
    d.text,                 -- plain text
    ad.origin,              -- feed, page, config or rule
    ad.position,            -- order among the article's notices, from 0
    ad.added_at,            -- the poll or visit that brought it
    ad.scope,               -- article, or outlet where it stands on every page of the outlet
    ad.last_seen_at         -- last visit whose page showed it with the article; NULL = no page did
FROM article_disclaimer AS ad
JOIN disclaimer AS d ON d.id = ad.disclaimer_id;

DROP VIEW disclaimers;
CREATE VIEW disclaimers AS
-- One row per distinct notice of an outlet: when an outlet changes its wording, that is a new row.
SELECT
    d.id,
    d.kind,                 -- disclaimer, copyright, licence, fair-use, attribution, sponsored, agency,
                            -- correction, editor-note, ai, contact or other
    d.text,                 -- plain text
    o.name AS outlet,
    d.first_seen_at,
    d.last_seen_at,         -- last poll that showed it with a new or changed article, or visit whose page did
    (SELECT count(DISTINCT ad.article_id) FROM article_disclaimer AS ad WHERE ad.disclaimer_id = d.id)
        AS articles,        -- how many articles it stands with
    d.language              -- BCP 47, where known
FROM disclaimer AS d
JOIN outlet AS o ON o.id = d.outlet_id;

CREATE VIEW pages AS
-- One row per article whose own page is wanted (full_text).
SELECT
    p.article_id,
    f.name AS feed,         -- which feed wants it
    p.url,                  -- what is asked for
    p.host,
    p.queued_at,            -- the poll that asked for it
    CASE WHEN p.first_read_at IS NOT NULL THEN 'read'
         WHEN p.due_at IS NULL THEN 'given-up'
         ELSE 'waiting' END AS state, -- read, waiting or given-up
    p.due_at,               -- next visit; NULL = never again
    p.failures,             -- visits that failed in a row
    p.last_visited_at,
    p.last_outcome,         -- see visits.outcome
    p.last_error,           -- why the last one failed
    p.first_read_at,        -- the visit that read the article first …
    p.last_read_at,         -- … and last; a 304 reads nothing
    p.canonical_url,        -- what the page says its address is
    p.gone_since            -- the outlet says that there is no such page: since when; NULL = there is one
FROM page AS p
JOIN feed AS f ON f.id = p.feed_id;

CREATE VIEW visits AS
-- One row per attempt at an article's page, whatever came of it.
SELECT
    v.article_id,
    v.url,
    v.started_at,
    v.duration_ms,          -- from asking for a turn to the page read
    v.outcome,              -- ok, not-modified, unchanged; robots (forbids it), paywall, consent, login,
                            -- no-article, not-html, home-page or other-article (the address leads there),
                            -- unreadable; else as in polls.outcome
    v.http_status,          -- of the last response; NULL where there was none
    v.bytes,                -- of body, after decompression
    v.conditional,          -- 1 = asked with ETag or Last-Modified
    v.revised,              -- 1 = the article gained a wording
    v.error,                -- what went wrong, in words
    v.id,                   -- attempts in the order in which they were kept
    v.not_before            -- the server asked not to be asked again before
FROM visit AS v;

CREATE VIEW feed_pages AS
-- One row per feed with full_text, or with pages from when it had.
SELECT
    f.name AS feed,
    f.full_text,            -- never, always or if-short
    count(p.article_id) AS wanted,
    count(p.first_read_at) AS visited, -- of them, those that were read as the article
    count(CASE WHEN p.first_read_at IS NULL AND p.due_at IS NOT NULL THEN 1 END) AS waiting, -- never read yet
    count(CASE WHEN p.first_read_at IS NULL AND p.due_at IS NULL THEN 1 END) AS given_up,
    (SELECT x.last_outcome FROM page AS x WHERE x.feed_id = f.id AND x.last_visited_at IS NOT NULL
     ORDER BY x.last_visited_at DESC, x.article_id DESC LIMIT 1) AS last_outcome, -- of its last visit
    max(p.last_visited_at) AS last_visited_at
FROM feed AS f
LEFT JOIN page AS p ON p.feed_id = f.id
GROUP BY f.id
HAVING f.full_text <> 'never' OR count(p.article_id) > 0;
