-- What else a feed says of an article: who had a part in it, how long it plays, where else it leads.

-- author or contributor.
ALTER TABLE author ADD COLUMN role TEXT NOT NULL DEFAULT 'author';
ALTER TABLE media ADD COLUMN duration_s INTEGER;
CREATE TABLE article_link (
    article_id INTEGER NOT NULL REFERENCES article (id),
    rel        TEXT NOT NULL,
    url        TEXT NOT NULL,
    type       TEXT,
    language   TEXT,
    title      TEXT,
    added_at   TEXT NOT NULL,
    PRIMARY KEY (article_id, rel, url)
) STRICT, WITHOUT ROWID;

DROP VIEW article_authors;
CREATE VIEW article_authors AS
-- One row per article and person: authors, then contributors.
SELECT
    article_id,
    position,
    name,
    uri,
    email,
    role                    -- author or contributor
FROM author;

DROP VIEW article_media;
CREATE VIEW article_media AS
-- One row per article and enclosure, picture or film.
SELECT
    article_id,
    url,
    role,                   -- enclosure, media, thumbnail or image
    type,                   -- media type as the feed gives it
    length,                 -- bytes as the feed gives it
    title,
    description,
    credit,                 -- media:credit
    duration_s              -- how long it plays, in seconds, as the feed gives it
FROM media;

CREATE VIEW article_links AS
-- One row per article and page it names beside its own: comments, originals, other languages.
SELECT
    article_id,
    rel,                    -- IANA's word: replies (the comments), via, related, canonical, alternate, …
    url,
    type,                   -- media type as the feed gives it
    language,               -- BCP 47, as the feed gives it
    title
FROM article_link;
