-- The public API: documented SQL views. A column is added, never renamed or dropped, within a major
-- version. The comments inside each view stay in the database: `.schema articles` prints them.

CREATE VIEW articles AS
-- One row per article, in the wording we show: the latest one.
SELECT
    a.id,                   -- never given to another article, even after a purge
    o.name AS outlet,       -- who published it where we saw it first
    a.url,                  -- its page, as the feed gives it
    r.title,                -- plain text
    a.byline,               -- the authors' names, joined by commas
    r.summary,              -- plain text; NULL where the feed gives none
    r.text,                 -- plain, readable text; paragraphs stand a blank line apart
    r.text_from,            -- none, feed-content, feed-summary or page
    a.language,             -- BCP 47 (en, de-AT)
    a.published_at,         -- when it was published, UTC; see published_from
    a.published_raw,        -- the date as the feed wrote it
    a.published_from,       -- feed, feed-updated, page, or first-seen where nobody says
    a.first_seen_at,        -- start of the poll that showed it first
    a.changed_at,           -- start of the poll that showed its latest wording first
    a.revisions,            -- how many wordings we hold, at least 1
    r.words,                -- words in the text
    a.image_url,            -- lead picture
    a.image_credit,         -- whose picture
    a.original_outlet,      -- who had it first, where somebody says so
    a.original_url,         -- where it stood first
    s.story_id,             -- the story it is a copy of; NULL while there is no other copy
    a.withdrawn_at          -- when the outlet pulled it
FROM article AS a
JOIN outlet AS o ON o.id = a.outlet_id
JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown
LEFT JOIN story_article AS s ON s.article_id = a.id;

CREATE VIEW article_tags AS
-- One row per article and tag.
SELECT
    at.article_id,
    t.scheme,               -- the facet: the feed's own scheme, a page's label, category, keyword
    t.term,                 -- folded: lower case, no accents, hyphens
    at.label,               -- as printed
    at.origin,              -- feed, page, config or rule
    at.added_at             -- the poll that brought it
FROM article_tag AS at
JOIN tag AS t ON t.id = at.tag_id;

CREATE VIEW article_disclaimers AS
-- One row per article and notice that stands with it.
SELECT
    ad.article_id,
    ad.disclaimer_id,       -- disclaimers.id
    d.kind,                 -- see disclaimers.kind
    d.text,                 -- plain text
    ad.origin,              -- feed, page, config or rule
    ad.position,            -- order among the article's notices, from 0
    ad.added_at             -- the poll that brought it
FROM article_disclaimer AS ad
JOIN disclaimer AS d ON d.id = ad.disclaimer_id;

CREATE VIEW disclaimers AS
-- One row per distinct notice of an outlet: when an outlet changes its wording, that is a new row.
SELECT
    d.id,
    d.kind,                 -- disclaimer, copyright, licence, fair-use, attribution, sponsored, agency,
                            -- correction, editor-note, ai, contact or other
    d.text,                 -- plain text
    o.name AS outlet,
    d.first_seen_at,
    d.last_seen_at,         -- last poll that showed it with a new or changed article
    (SELECT count(DISTINCT ad.article_id) FROM article_disclaimer AS ad WHERE ad.disclaimer_id = d.id)
        AS articles         -- how many articles it stands with
FROM disclaimer AS d
JOIN outlet AS o ON o.id = d.outlet_id;

CREATE VIEW article_authors AS
-- One row per article and author.
SELECT article_id, position, name, uri, email FROM author;

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
    credit                  -- media:credit
FROM media;

CREATE VIEW sightings AS
-- One row per article and feed: one article seen in three feeds has three sightings.
SELECT
    s.article_id,
    f.name AS feed,
    s.guid,                 -- the feed's id for it, byte for byte; NULL where the feed gives none
    s.url,                  -- the address this feed gives
    s.first_seen_at,
    s.last_seen_at          -- last poll whose document showed it (a 304 shows nothing)
FROM sighting AS s
JOIN feed AS f ON f.id = s.feed_id;

CREATE VIEW revisions AS
-- One row per wording of an article, the first included.
SELECT
    article_id,
    revision,               -- from 1
    seen_at,                -- start of the poll that showed it first
    change,                 -- first, or what changed: title, summary, text, fuller
    title,
    summary,
    text
FROM revision;

CREATE VIEW stories AS
-- One row per story: articles of different outlets that are copies of one text; linked, never merged.
SELECT
    s.id,
    count(*) AS articles,
    count(DISTINCT a.outlet_id) AS outlets,
    (SELECT x.id FROM story_article AS y JOIN article AS x ON x.id = y.article_id
     WHERE y.story_id = s.id ORDER BY x.published_at, x.id LIMIT 1) AS first_article_id,
    s.first_seen_at
FROM story AS s
JOIN story_article AS sa ON sa.story_id = s.id
JOIN article AS a ON a.id = sa.article_id
GROUP BY s.id;

CREATE VIEW story_articles AS
-- One row per story and article.
SELECT
    story_id,
    article_id,
    relation,               -- copy, excerpt, contains, adapted, update, same-url or declared
    score,                  -- 0 to 1
    evidence                -- why, for a person to read
FROM story_article;

CREATE VIEW outlets AS
-- One row per outlet ever configured.
SELECT name, home FROM outlet;

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
    f.moved_to              -- where a permanent redirect points
FROM feed AS f
JOIN outlet AS o ON o.id = f.outlet_id;

CREATE VIEW polls AS
-- One row per attempt at a feed, whatever came of it.
SELECT
    f.name AS feed,
    p.started_at,
    p.duration_ms,
    p.outcome,              -- ok, not-modified, unchanged, gone, refused, not-found, busy, http-error,
                            -- network, tls, timeout, too-large, bad-body, bad-redirect,
                            -- private-address, not-a-feed, bad-feed or bad-request
    p.http_status,          -- of the last response; NULL where there was none
    p.bytes,                -- of body, after decompression
    p.entries,              -- items in the document
    p.new,                  -- articles the archive did not have
    p.revised,              -- articles that gained a wording
    p.error,                -- what went wrong, in words
    p.conditional,          -- 1 = asked with ETag or Last-Modified
    p.notes,                -- JSON object: what the parser repaired, kind → count
    p.id                    -- attempts in the order in which they were kept
FROM poll AS p
JOIN feed AS f ON f.id = p.feed_id;

CREATE VIEW gaps AS
-- One row per stretch of time in which a feed may have shown items we never saw.
SELECT f.name AS feed, g.after, g.before, g.reason
FROM gap AS g
JOIN feed AS f ON f.id = g.feed_id;

CREATE VIEW digests AS
-- One row per digest made.
SELECT name, since, until, made_at, format, path, sha256, articles FROM digest;
