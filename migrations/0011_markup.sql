-- The same words in other markup are no new wording; what changed may matter all the same (a link that leads
-- elsewhere). The first markup of a wording stays with it, so that digests come out the same again, and the
-- latest stands here.

CREATE TABLE markup (
    article_id INTEGER NOT NULL REFERENCES article (id),
    revision   INTEGER NOT NULL,
    -- The poll or visit that showed it first.
    seen_at    TEXT NOT NULL,
    -- Packed beside the wording's text, as revision.html is.
    html       BLOB NOT NULL,
    PRIMARY KEY (article_id, revision)
) STRICT, WITHOUT ROWID;

DROP VIEW revisions;
CREATE VIEW revisions AS
-- One row per wording of an article, the first included.
SELECT
    r.article_id,
    r.revision,             -- from 1
    r.seen_at,              -- start of the poll that showed it first
    r.change,               -- first, or what changed, comma separated: headline, summary, typo, body, numbers,
                            -- dates, tags, rights, shortened (a stub), fuller (the whole text after a
                            -- teaser), withdrawn (a notice in its place), restored (after a notice)
    r.title,
    r.summary,
    r.text,
    r.announced,            -- did the outlet say so: note (a correction), date (a newer one), no (a stealth
                            -- edit); NULL where there was nothing to own up to
    r.shown,                -- 0 = kept beside the text, never shown in its place: shortened, withdrawn
    r.words,                -- words in the text
    m.seen_at AS markup_changed_at -- when other markup under the same words was seen last (`clippings show --html`);
                            -- NULL = never
FROM revision AS r
LEFT JOIN markup AS m ON m.article_id = r.article_id AND m.revision = r.revision;
