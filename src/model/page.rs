use std::collections::BTreeMap;

use super::{Author, DisclaimerKind, Origin, Tag, When, fold_term};

/// What an article's own web page says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// What sort of page it is: only an [`PageKind::Article`] may become an article's text.
    pub kind: PageKind,
    /// Plain text, without the site's suffix.
    pub title: Option<String>,
    /// People, in order.
    pub authors: Vec<Author>,
    /// Publication time, with the zone the page gives.
    pub published: Option<When>,
    /// Last change, by the page.
    pub modified: Option<When>,
    /// The site's name.
    pub site: Option<String>,
    /// The section it stands in, as printed.
    pub section: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Absolute; what the page says its address is.
    pub canonical_url: Option<String>,
    /// Plain text with paragraphs, notices and furniture cut; empty where there is no body.
    pub text: String,
    /// Sanitised HTML of the same.
    pub html: Option<String>,
    /// Lead picture, absolute.
    pub image_url: Option<String>,
    /// Whose picture.
    pub image_credit: Option<String>,
    /// In document order; `origin` is [`Origin::Page`](super::Origin::Page).
    pub tags: Vec<Tag>,
    /// In document order.
    pub notices: Vec<Notice>,
    /// Who had it first, where the page says so.
    pub original: Option<Original>,
    /// The licence's address, or its name.
    pub licence: Option<String>,
    /// Which signal gave which field: `title` → `json-ld`.
    pub from: BTreeMap<&'static str, String>,
}

impl Page {
    /// The section as a tag of the scheme `section`, for the archive.
    pub fn section_tag(&self) -> Option<Tag> {
        let label = self.section.clone()?;
        let term = Some(fold_term(&label)).filter(|t| !t.is_empty())?;
        Some(Tag { scheme: "section".to_owned(), term, label, origin: Origin::Page })
    }
}

/// What sort of page stands at an article's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageKind {
    /// An article, whole as far as can be seen.
    #[default]
    Article,
    /// A stub before a paywall.
    Paywall,
    /// A question for consent to cookies.
    Consent,
    /// A form to sign in, or a check that we are a person.
    Login,
    /// No article: a list, an error page with status 200, an empty page.
    NoArticle,
}

impl PageKind {
    /// The word in outcomes and in `extract --json`.
    pub fn as_str(self) -> &'static str {
        match self {
            PageKind::Article => "article",
            PageKind::Paywall => "paywall",
            PageKind::Consent => "consent",
            PageKind::Login => "login",
            PageKind::NoArticle => "no-article",
        }
    }
}

/// A notice as it stands on a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    /// What sort of notice.
    pub kind: DisclaimerKind,
    /// Plain text.
    pub text: String,
    /// BCP 47 language of the notice, where known.
    pub language: Option<String>,
    /// Whose it is.
    pub scope: Scope,
}

/// Whose notice it is: decided before its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// It stands with this article.
    Article,
    /// It is the outlet's: a footer's line, on every page.
    Outlet,
    /// It is a picture's credit.
    Image,
    /// It belongs to an advertisement slot or to a teaser of another article.
    Other,
}

impl Scope {
    /// The word in `extract --json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Article => "article",
            Scope::Outlet => "outlet",
            Scope::Image => "image",
            Scope::Other => "other",
        }
    }
}

/// Who had a republished article first, as the page says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Original {
    /// The outlet's name as printed.
    pub outlet: Option<String>,
    /// The original's address.
    pub url: Option<String>,
    /// The words or the markup that say so.
    pub evidence: String,
}
