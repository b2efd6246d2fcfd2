-- Stories: the index by which copies find each other, the links between articles, and people's rulings.

-- What stands behind a membership: the article it was held against, the rule's version, when, and who
-- said so (rule, source or person).
ALTER TABLE story_article ADD COLUMN other_id INTEGER REFERENCES article (id);
ALTER TABLE story_article ADD COLUMN rule INTEGER;
ALTER TABLE story_article ADD COLUMN linked_at TEXT;
ALTER TABLE story_article ADD COLUMN linked_by TEXT;

-- Two articles, judged: links (holds = 1) and suggestions. Stories are made of the links, so that they
-- can be made again whatever comes later. `article_id` is the one that was judged against the other.
CREATE TABLE story_link (
    article_id INTEGER NOT NULL REFERENCES article (id),
    other_id   INTEGER NOT NULL REFERENCES article (id),
    relation   TEXT NOT NULL,
    score      REAL NOT NULL,
    strength   REAL NOT NULL,
    holds      INTEGER NOT NULL,
    evidence   TEXT NOT NULL,
    rule       INTEGER NOT NULL,
    made_at    TEXT NOT NULL,
    PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_link_other ON story_link (other_id);

-- What a person said of two articles: they beat every score, the latest of a pair holds. `batch` is what
-- one command said, and what `story undo` takes back. `article_id` is the lower of the two.
CREATE TABLE story_ruling (
    id         INTEGER PRIMARY KEY,
    batch      INTEGER NOT NULL,
    verdict    TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article (id),
    other_id   INTEGER NOT NULL REFERENCES article (id),
    made_at    TEXT NOT NULL,
    undone_at  TEXT
) STRICT;
CREATE INDEX story_ruling_pair ON story_ruling (article_id, other_id);
CREATE INDEX story_ruling_other ON story_ruling (other_id);

-- Canonical addresses that articles name as their source, whether we hold it or not.
CREATE TABLE story_origin (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    url_key    TEXT NOT NULL
) STRICT;
CREATE INDEX story_origin_url ON story_origin (url_key);

-- Articles that stand in the index, by which of their wordings, and until when (seconds since 1970).
CREATE TABLE story_document (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    at         INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    until      INTEGER NOT NULL
) STRICT;
CREATE INDEX story_document_until ON story_document (until);

-- The sample of their shingles: 32 bits each.
CREATE TABLE story_shingle (
    shingle    INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (shingle, article_id)
) STRICT, WITHOUT ROWID;

-- The configuration's [stories], so that every command sees the same.
CREATE TABLE story_setting (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

DROP VIEW stories;
CREATE VIEW stories AS
-- One row per story: articles that are copies of one text; linked, never merged.
SELECT
    s.id,                   -- never given to another story
    (SELECT count(*) FROM story_article AS m WHERE m.story_id = s.id) AS articles,
    (SELECT count(DISTINCT a.outlet_id) FROM story_article AS m JOIN article AS a ON a.id = m.article_id
     WHERE m.story_id = s.id) AS outlets,
    (SELECT a.id FROM story_article AS m JOIN article AS a ON a.id = m.article_id
     WHERE m.story_id = s.id ORDER BY a.published_at, a.id LIMIT 1)
        AS first_article_id, -- the one published first
    s.first_seen_at         -- when we first saw one of its articles
FROM story AS s;

DROP VIEW story_articles;
CREATE VIEW story_articles AS
-- One row per story and article.
SELECT
    story_id,
    article_id,
    relation,               -- what it is to other_article_id: copy, excerpt (a part of it), contains (it is a
                            -- part of this), adapted (much of it), update (the same outlet's other version),
                            -- same-url or declared (named as the source, or joined by a person)
    score,                  -- how alike the two are, 0 to 1; NULL where nobody compared
    evidence,               -- why, for a person to read
    other_id AS other_article_id, -- the article of the story it belongs to most closely
    rule,                   -- version of the rule that compared them
    linked_at,              -- since when
    linked_by               -- rule, source (one names the other) or person
FROM story_article;

CREATE VIEW story_suggestions AS
-- One row per pair of articles that may be copies and that are in no story together: for a person to judge.
SELECT
    l.article_id,
    l.other_id AS other_article_id,
    l.relation,             -- see story_articles.relation
    l.score,                -- 0 to 1
    l.evidence,             -- for a person to read
    l.rule,                 -- version of the rule
    l.made_at AS found_at
FROM story_link AS l
LEFT JOIN story_article AS a ON a.article_id = l.article_id
LEFT JOIN story_article AS b ON b.article_id = l.other_id
WHERE (a.story_id IS NULL OR b.story_id IS NULL OR a.story_id <> b.story_id)
    AND NOT EXISTS (SELECT 1 FROM story_ruling AS r WHERE r.undone_at IS NULL
        AND r.article_id = min(l.article_id, l.other_id) AND r.other_id = max(l.article_id, l.other_id));

CREATE VIEW story_rulings AS
-- One row per pair of articles of which a person said that they belong together or apart.
SELECT
    id,                     -- the latest of a pair holds
    batch,                  -- what one command said
    verdict,                -- together or apart
    article_id,
    other_id AS other_article_id,
    made_at,
    undone_at               -- taken back by `clippings story undo`
FROM story_ruling;

CREATE VIEW story_origins AS
-- One row per article that names its source.
SELECT
    a.id AS article_id,
    a.original_outlet,      -- as it was named
    a.original_url,         -- as it was named
    (SELECT CASE l.article_id WHEN a.id THEN l.other_id ELSE l.article_id END FROM story_link AS l
     WHERE l.relation = 'declared' AND l.holds AND (l.article_id = a.id OR l.other_id = a.id)
     ORDER BY l.strength DESC LIMIT 1) AS original_article_id -- NULL while we lack it
FROM article AS a
WHERE a.original_outlet IS NOT NULL OR a.original_url IS NOT NULL;
