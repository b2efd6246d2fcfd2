-- A changed byline is an edit, too: the names that stood there before stay readable.

-- What a feed's entry gave last; NULL = no name, or not kept then.
ALTER TABLE sighting ADD COLUMN byline TEXT;
-- NULL = that of the article: written only when it gives way to another one.
ALTER TABLE revision ADD COLUMN byline TEXT;
-- From when until when the article named them; NULL = from the first, and still.
ALTER TABLE author ADD COLUMN added_at TEXT;
ALTER TABLE author ADD COLUMN gone_at TEXT;

DROP VIEW article_authors;
CREATE VIEW article_authors AS
-- One row per article and person it names now: authors and contributors. (Former ones: revisions.byline.)
SELECT
    article_id,
    position,
    name,
    uri,
    email,
    role                    -- author or contributor
FROM author WHERE gone_at IS NULL;

DROP VIEW revisions;
CREATE VIEW revisions AS
-- One row per wording of an article, the first included.
SELECT
    r.article_id,
    r.revision,             -- from 1
    r.seen_at,              -- start of the poll that showed it first
    r.change,               -- first, or what changed, comma separated: headline, summary, byline, typo, body,
                            -- numbers, dates, tags, rights, shortened (a stub), fuller (the whole text after a
                            -- teaser), withdrawn (a notice in its place), restored (after a notice)
    r.title,
    r.summary,
    r.text,
    r.announced,            -- did the outlet say so: note (a correction), date (a newer one), no (a stealth
                            -- edit); NULL where there was nothing to own up to
    r.shown,                -- 0 = kept beside the text, never shown in its place: shortened, withdrawn
    r.words,                -- words in the text
    m.seen_at AS markup_changed_at, -- when other markup under the same words was seen last (`clippings show --html`);
                            -- NULL = never
    coalesce(r.byline, a.byline) AS byline -- the names it stood under
FROM revision AS r
JOIN article AS a ON a.id = r.article_id
LEFT JOIN markup AS m ON m.article_id = r.article_id AND m.revision = r.revision;
