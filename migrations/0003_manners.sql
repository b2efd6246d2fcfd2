-- What servers and publishers ask of us, kept over a restart.

-- Until when somebody's wish holds the feed back, and whose: retry-after, host, max-age, ttl,
-- update-period, skip-hours, skip-days or no-validators. NULL where the schedule decides.
ALTER TABLE feed ADD COLUMN held_until TEXT;
ALTER TABLE feed ADD COLUMN held_by TEXT;
-- The first of the failures in a row.
ALTER TABLE feed ADD COLUMN failing_since TEXT;
-- The failures in a row by their weight: it decides how long the next attempt waits.
ALTER TABLE feed ADD COLUMN strain INTEGER NOT NULL DEFAULT 0;
-- How many articles known before were seen again where a permanent redirect points.
ALTER TABLE feed ADD COLUMN moved_overlap INTEGER NOT NULL DEFAULT 0;
-- What the document says of when to ask (JSON): a 304 brings no document.
ALTER TABLE feed ADD COLUMN pace TEXT;
-- 304s in a row, and the last answer with a body: a server whose validators lie is found by asking
-- without them once in a while.
ALTER TABLE feed ADD COLUMN not_modified_run INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN last_body_at TEXT;
-- It answered 304 although it had new articles.
ALTER TABLE feed ADD COLUMN lied_at TEXT;
UPDATE feed SET strain = failures, last_body_at = last_success_at;
UPDATE feed SET failing_since = coalesce(
    (SELECT min(p.started_at) FROM poll AS p
     WHERE p.feed_id = feed.id AND p.started_at > coalesce(feed.last_success_at, '')),
    last_polled_at)
WHERE failures > 0;

-- The server asked not to be asked again before (Retry-After).
ALTER TABLE poll ADD COLUMN not_before TEXT;

-- Hosts that are left alone, whichever of their feeds is due.
CREATE TABLE host_patience (
    host  TEXT PRIMARY KEY,
    until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

DROP VIEW polls;
CREATE VIEW polls AS
-- One row per attempt at a feed, whatever came of it.
SELECT
    f.name AS feed,
    p.started_at,
    p.duration_ms,
    p.outcome,              -- ok, not-modified, unchanged, held, gone, refused, not-found, busy,
                            -- http-error, network, tls, expired-certificate, timeout, too-slow,
                            -- header-flood, too-large, bomb, wrong-length, bad-body, empty,
                            -- bad-redirect, redirect-loop, bad-scheme, private-address, login-page,
                            -- html-page, not-a-feed, bad-feed or bad-request
    p.http_status,          -- of the last response; NULL where there was none
    p.bytes,                -- of body, after decompression
    p.entries,              -- items in the document
    p.new,                  -- articles the archive did not have
    p.revised,              -- articles that gained a wording
    p.error,                -- what went wrong, in words
    p.conditional,          -- 1 = asked with ETag or Last-Modified
    p.notes,                -- JSON object, kind → count: what the parser repaired; probe: asked again
                            -- without validators after many 304s; lying-validators: with new articles
    p.id,                   -- attempts in the order in which they were kept
    p.not_before            -- the server asked not to be asked again before
FROM poll AS p
JOIN feed AS f ON f.id = p.feed_id;
