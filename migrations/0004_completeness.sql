-- What may be missing: gaps and how they were filled, silence, withdrawn items, and what is remembered of
-- each feed to judge by.

ALTER TABLE feed ADD COLUMN silent_since TEXT;
ALTER TABLE feed ADD COLUMN silent_how TEXT;

ALTER TABLE gap ADD COLUMN found_at TEXT;
ALTER TABLE gap ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE gap ADD COLUMN recovered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE gap ADD COLUMN filled_at TEXT;
ALTER TABLE gap ADD COLUMN filled_by TEXT;
ALTER TABLE gap ADD COLUMN note TEXT;

-- One row per feed that was polled. Beside `feed`, because it is rewritten at every poll.
CREATE TABLE feed_memory (
    feed_id  INTEGER PRIMARY KEY REFERENCES feed (id),
    -- The feed's rhythm by hour of the week, JSON; see `schedule`.
    rhythm   TEXT,
    -- The sightings of the last document that had items, JSON, in its order, and when that was.
    shown    TEXT NOT NULL DEFAULT '[]',
    shown_at TEXT,
    -- The sites its articles stood on when it was last its own, JSON.
    sites    TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- Every time an outlet pulled an article; `article.withdrawn_at` holds the one that stands.
CREATE TABLE withdrawal (
    article_id   INTEGER NOT NULL REFERENCES article (id),
    feed_id      INTEGER NOT NULL REFERENCES feed (id),
    withdrawn_at TEXT NOT NULL,
    returned_at  TEXT,
    PRIMARY KEY (article_id, withdrawn_at)
) STRICT, WITHOUT ROWID;

DROP VIEW feeds;
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
    (SELECT count(*) FROM sighting AS s WHERE s.feed_id = f.id) AS articles,
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
        AS gaps_open        -- of them, those in which something may still be missing
FROM feed AS f
JOIN outlet AS o ON o.id = f.outlet_id;

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
    g.note                  -- why it was not filled, in words
FROM gap AS g
JOIN feed AS f ON f.id = g.feed_id;

CREATE VIEW withdrawals AS
-- One row per time an outlet pulled an article.
SELECT
    w.article_id,
    f.name AS feed,         -- where it was missed
    w.withdrawn_at,         -- the poll that missed it, while older ones still stood
    w.returned_at           -- the poll that showed it again; NULL = it is still withdrawn
FROM withdrawal AS w
JOIN feed AS f ON f.id = w.feed_id;
