-- How filling a gap ended, in one word; and what is needed to try again.

ALTER TABLE gap ADD COLUMN ended TEXT;
ALTER TABLE gap ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE gap ADD COLUMN next_try_at TEXT;
-- The page at which to go on, and the highest sighting before the gap was found.
ALTER TABLE gap ADD COLUMN resume_url TEXT;
ALTER TABLE gap ADD COLUMN known INTEGER;

UPDATE gap SET tries = 1, ended = CASE WHEN filled_at IS NULL THEN 'failed' ELSE 'filled' END
WHERE filled_by IS NOT NULL;

CREATE INDEX gap_retry ON gap (feed_id) WHERE next_try_at IS NOT NULL;

DROP VIEW gaps;
CREATE VIEW gaps AS
-- One row per stretch of time in which a feed may have shown items we never saw.
SELECT
    f.name AS feed,
    g.after,                -- last poll before it
    g.before,               -- oldest item the feed still showed after it, else the poll that found it
    g.reason,               -- late-poll, outage (the polls in between failed) or ids-rewritten (by the feed)
    g.found_at,             -- the poll that found it
    g.filled_at,            -- when older pages had been read back to what we had; NULL = not filled
    g.filled_by,            -- by which pages: prev-archive, next (RFC 5005) or paged (WordPress)
    g.pages,                -- older pages read
    g.recovered,            -- articles found there
    g.note,                 -- why it was not filled, in words
    g.ended,                -- filled; exhausted (no older page is left, and none reached back to what we had);
                            -- failed (given up); again (see next_try_at); NULL = there are no older pages
    g.tries,                -- how often filling it was tried
    g.next_try_at           -- with the first poll of the feed after this it is tried again
FROM gap AS g
JOIN feed AS f ON f.id = g.feed_id;
