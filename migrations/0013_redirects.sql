-- Redirects: what was known before one began, and whose validators are whose.

-- The last sighting there was when the permanent redirect began: what a feed showed before is evidence that the
-- target is the same feed; what was first seen through the redirect is none. NULL = it never answered elsewhere.
ALTER TABLE feed ADD COLUMN moved_known INTEGER;
UPDATE feed SET moved_overlap = 0, moved_known =
    (SELECT max(s.id) FROM sighting AS s WHERE s.feed_id = feed.id AND s.first_seen_at < feed.moved_since)
WHERE moved_to IS NOT NULL;

-- The address that the validators came from; NULL = the feed's or page's own. They mean nothing to another.
ALTER TABLE feed ADD COLUMN validators_from TEXT;
ALTER TABLE page ADD COLUMN validators_from TEXT;
-- Cache-Control of the last answer that had one: it holds still where a 304 brings none (RFC 9111 section 4.3.4).
ALTER TABLE feed ADD COLUMN cache_control TEXT;

-- Gone is due never.
UPDATE feed SET next_due_at = NULL WHERE last_outcome = 'gone';

-- Did the answer's document come with validators (NULL = there was no document), and from which address, where that is
-- not the feed's own: whether the next request could have been conditional.
ALTER TABLE poll ADD COLUMN gave_validators INTEGER;
ALTER TABLE poll ADD COLUMN answered_by TEXT;
