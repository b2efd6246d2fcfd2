-- Identity and revisions: how far a feed's ids are trusted, by what an entry was recognised, and what an edit
-- was.

-- By what the feed's entries are told apart (guid, link, link+date+title), since when, and why.
ALTER TABLE feed ADD COLUMN identity TEXT NOT NULL DEFAULT 'guid';
ALTER TABLE feed ADD COLUMN identity_since TEXT;
ALTER TABLE feed ADD COLUMN identity_why TEXT;
-- Documents in a row in which the keys that are not trusted were in order, and since when.
ALTER TABLE feed ADD COLUMN identity_good INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN identity_good_since TEXT;

-- Made anew: a feed may show one article under two ids at once, and both are kept.
CREATE TABLE sighting_anew (
    id            INTEGER PRIMARY KEY,
    article_id    INTEGER NOT NULL REFERENCES article (id),
    feed_id       INTEGER NOT NULL REFERENCES feed (id),
    -- What identifies the entry within the feed, by the feed's policy: its guid, else its address, else
    -- title and date; `was …` where that was given to another article.
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
    -- A print of the folded words, under which an entry is found again whose ids and addresses were
    -- rewritten.
    words_key     INTEGER,
    -- The later of the entry's dates, in seconds since 1970: whether an edit came with a newer one.
    stamp         INTEGER,
    matched_by    TEXT,
    renamed       INTEGER NOT NULL DEFAULT 0,
    -- 1 = the feed has another sighting of the same article.
    twin          INTEGER NOT NULL DEFAULT 0,
    UNIQUE (feed_id, key)
) STRICT;
INSERT INTO sighting_anew (id, article_id, feed_id, key, guid, url, first_seen_at, last_seen_at, wording, details)
SELECT id, article_id, feed_id, key, guid, url, first_seen_at, last_seen_at, wording, details FROM sighting;
-- Views that name the table stand again below, or follow its name.
DROP VIEW sightings;
DROP VIEW feeds;
DROP TABLE sighting;
ALTER TABLE sighting_anew RENAME TO sighting;
CREATE INDEX sighting_of_article ON sighting (article_id, feed_id);
CREATE INDEX sighting_guid ON sighting (guid) WHERE guid IS NOT NULL;
CREATE INDEX sighting_words ON sighting (words_key) WHERE words_key IS NOT NULL;
CREATE INDEX sighting_twin ON sighting (feed_id) WHERE twin;

-- A print of a looser form of the address: it proposes, and the words must confirm.
ALTER TABLE article ADD COLUMN loose_key INTEGER;
CREATE INDEX article_by_loose_key ON article (loose_key) WHERE loose_key IS NOT NULL;

ALTER TABLE revision ADD COLUMN announced TEXT;
-- 0 = a stub or a notice of withdrawal, which never stands in the text's place.
ALTER TABLE revision ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;
UPDATE revision SET change = replace(replace(change, 'title', 'headline'), 'text', 'body');

CREATE VIEW sightings AS
-- One row per article and feed: one article seen in three feeds has three sightings. (Two rows where a feed
-- shows one article under two ids.)
SELECT
    s.article_id,
    f.name AS feed,
    s.guid,                 -- the feed's id for it, byte for byte; NULL where the feed gives none
    s.url,                  -- the address this feed gives
    s.first_seen_at,
    s.last_seen_at,         -- last poll whose document showed it (a 304 shows nothing)
    s.matched_by,           -- by what the entry was last taken for the article: new (it made it), address,
                            -- worldwide-guid, loose-address, title+date or text; NULL = not kept then
    s.renamed               -- how often it came under another id or link since
FROM sighting AS s
JOIN feed AS f ON f.id = s.feed_id;

DROP VIEW revisions;
CREATE VIEW revisions AS
-- One row per wording of an article, the first included.
SELECT
    article_id,
    revision,               -- from 1
    seen_at,                -- start of the poll that showed it first
    change,                 -- first, or what changed, comma separated: headline, summary, typo, body, numbers,
                            -- dates, tags, rights, shortened (a stub), fuller (the whole text after a
                            -- teaser), withdrawn (a notice in its place), restored (after a notice)
    title,
    summary,
    text,
    announced,              -- did the outlet say so: note (a correction), date (a newer one), no (a stealth
                            -- edit); NULL where there was nothing to own up to
    shown,                  -- 0 = kept beside the text, never shown in its place: shortened, withdrawn
    words                   -- words in the text
FROM revision;

CREATE VIEW feeds AS
-- One row per feed ever configured.
SELECT
    f.name,
    o.name AS outlet,
    f.url,
    f.title,                -- the feed's own
    f.enabled,              -- 0 = switched off in, or gone from, the configuration
    CASE
        WHEN NOT f.enabled THEN 'disabled'
        WHEN f.last_outcome = 'gone' THEN 'gone'
        WHEN f.failures > 0 THEN 'failing'
        WHEN f.last_polled_at IS NULL THEN 'new'
        ELSE 'ok'
    END AS health,          -- new, ok, failing, gone or disabled
    f.last_polled_at,
    f.last_changed_at,      -- last poll that brought a new or revised article
    f.next_due_at,
    f.failures,             -- in a row
    f.last_error,
    (SELECT count(*) FROM sighting AS s WHERE s.feed_id = f.id)
        - (SELECT count(*) FROM sighting AS s WHERE s.feed_id = f.id AND s.twin) AS articles,
    f.last_success_at,
    f.moved_to,             -- where a permanent redirect points
    f.moved_since,          -- since when
    f.held_until,           -- not polled before, whatever its schedule says
    f.held_by,              -- who holds it back
    f.failing_since,        -- first failure of those in a row
    f.silent_since,         -- it answers and says nothing: when it was last alive; NULL = it is alive
    f.silent_how,           -- quiet (against its own rhythm), empty, not-a-feed or other-content
    (SELECT count(*) FROM gap AS g WHERE g.feed_id = f.id) AS gaps,
    (SELECT count(*) FROM gap AS g WHERE g.feed_id = f.id AND g.filled_at IS NULL AND g.reason <> 'ids-rewritten')
        AS gaps_open,       -- of them, those in which something may still be missing
    f.identity,             -- by what its entries are told apart: guid, link or link+date+title
    f.identity_since,       -- the poll that changed it; NULL = from the beginning
    f.identity_why          -- what changed it
FROM feed AS f
JOIN outlet AS o ON o.id = f.outlet_id;
