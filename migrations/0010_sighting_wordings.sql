-- What a feed said of an article that another feed brought, in its own words: nothing is hidden by
-- recognising an entry, and recognising it can be taken back (`clippings unmerge`).

CREATE TABLE sighting_wording (
    sighting_id INTEGER PRIMARY KEY REFERENCES sighting (id),
    title       TEXT NOT NULL,
    summary     TEXT,
    -- NULL = the text that the article showed then.
    text        TEXT
) STRICT;

DROP VIEW sightings;
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
                            -- worldwide-guid, loose-address, title+date or text, person (`clippings unmerge`
                            -- made the article of it); NULL = not kept then
    s.renamed,              -- how often it came under another id or link since
    w.title,                -- what this feed says in other words than the article had from another feed;
    w.summary,              -- NULL = the same, or it is the feed whose words the article has
    w.text                  -- NULL likewise; empty = this feed gives no text
FROM sighting AS s
JOIN feed AS f ON f.id = s.feed_id
LEFT JOIN sighting_wording AS w ON w.sighting_id = s.id;
