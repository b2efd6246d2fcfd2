use super::{Author, Disclaimer, Link, Media, Tag, When};

/// A normalised entry, before we know whether we have it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// The feed's id, byte for byte.
    pub guid: Option<String>,
    /// The article's address as the feed gives it, absolute.
    pub url: Option<String>,
    /// The address folded by `identity::canonical`: what is compared across feeds.
    pub url_key: Option<String>,
    /// Plain text; never empty (the first words of the text where the feed gives none).
    pub title: String,
    /// The authors' names, joined.
    pub byline: Option<String>,
    /// In document order.
    pub authors: Vec<Author>,
    /// Who else had a part in it, in document order.
    pub contributors: Vec<Author>,
    /// Plain text.
    pub summary: Option<String>,
    /// Plain, readable text with paragraphs; empty where the feed gives none.
    pub text: String,
    /// Which element the text came from.
    pub text_from: TextFrom,
    /// Sanitised HTML of the same.
    pub html: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was published, by the feed.
    pub published: Option<When>,
    /// Which element said so.
    pub published_from: PublishedFrom,
    /// When the feed says it changed.
    pub updated: Option<When>,
    /// Without duplicates, in document order, configuration's last.
    pub tags: Vec<Tag>,
    /// In document order, configuration's last.
    pub disclaimers: Vec<Disclaimer>,
    /// Lead picture.
    pub image_url: Option<String>,
    /// Whose picture.
    pub image_credit: Option<String>,
    /// Enclosures and pictures.
    pub media: Vec<Media>,
    /// Pages beside its own: comments, originals, other languages.
    pub links: Vec<Link>,
    /// Who had it first, where the feed says so.
    pub original_outlet: Option<String>,
    /// Where it stood first.
    pub original_url: Option<String>,
}

/// Where [`Draft::text`] came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextFrom {
    /// There is none.
    #[default]
    None,
    /// The feed's full form.
    FeedContent,
    /// The feed's short form.
    FeedSummary,
    /// The article's page.
    Page,
}

impl TextFrom {
    /// The word in `articles.text_from`.
    pub fn as_str(self) -> &'static str {
        match self {
            TextFrom::None => "none",
            TextFrom::FeedContent => "feed-content",
            TextFrom::FeedSummary => "feed-summary",
            TextFrom::Page => "page",
        }
    }
}

/// Where [`Draft::published`] came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PublishedFrom {
    /// Nobody says: the archive uses the time it first saw the article.
    #[default]
    FirstSeen,
    /// The feed's publication date.
    Feed,
    /// The feed has a date of change only.
    FeedUpdated,
    /// The article's page.
    Page,
}

impl PublishedFrom {
    /// The word in `articles.published_from`.
    pub fn as_str(self) -> &'static str {
        match self {
            PublishedFrom::FirstSeen => "first-seen",
            PublishedFrom::Feed => "feed",
            PublishedFrom::FeedUpdated => "feed-updated",
            PublishedFrom::Page => "page",
        }
    }
}
