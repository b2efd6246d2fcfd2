use jiff::Timestamp;

/// An article as the outlet has it, before it is rendered as RSS, Atom or JSON.
#[derive(Debug, Clone)]
pub struct Piece {
    /// By which the tests name it, and the feed too, unless `guid` says something else.
    pub id: String,
    /// What the feed gives as the article's id; empty: none at all.
    pub guid: Option<String>,
    pub link: Option<String>,
    pub title: String,
    pub summary: Option<String>,
    /// HTML.
    pub body: Option<String>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub authors: Vec<String>,
    pub tags: Vec<(Option<String>, String)>,
    pub rights: Option<String>,
    /// Address and credit.
    pub image: Option<(String, String)>,
}

impl Piece {
    /// An article whose every field follows from its id, so that tests need not invent them.
    pub fn new(id: &str) -> Piece {
        Piece {
            id: format!("https://courier.example/{id}"),
            guid: None,
            link: Some(format!("https://courier.example/{id}")),
            title: format!("The harbour master on {id}"),
            summary: Some(format!("What the harbour master said about {id}, in short.")),
            body: Some(format!(
                "<p>The harbour master spoke about {id} on the quay.</p><p>He spoke at length.</p>"
            )),
            published: Some(Timestamp::from_second(1_790_000_000).expect("a time in range")),
            updated: None,
            authors: Vec::new(),
            tags: Vec::new(),
            rights: None,
            image: None,
        }
    }

    pub fn titled(mut self, title: &str) -> Self {
        self.title = title.to_owned();
        self
    }

    /// The text, as HTML.
    pub fn says(mut self, html: &str) -> Self {
        self.body = Some(html.to_owned());
        self
    }

    /// Puts a paragraph at the end of the text.
    pub fn says_also(&mut self, paragraph: &str) {
        self.body.get_or_insert_default().push_str(&format!("<p>{paragraph}</p>"));
    }

    pub fn by(mut self, author: &str) -> Self {
        self.authors.push(author.to_owned());
        self
    }

    pub fn tagged(mut self, scheme: Option<&str>, label: &str) -> Self {
        self.tags.push((scheme.map(str::to_owned), label.to_owned()));
        self
    }

    pub fn rights(mut self, text: &str) -> Self {
        self.rights = Some(text.to_owned());
        self
    }

    pub fn pictured(mut self, url: &str, credit: &str) -> Self {
        self.image = Some((url.to_owned(), credit.to_owned()));
        self
    }

    /// The feed gives this as its id; empty: it gives none.
    pub fn guid(mut self, guid: &str) -> Self {
        self.guid = Some(guid.to_owned());
        self
    }

    /// What the feed gives as its id.
    pub fn feed_id(&self) -> Option<&str> {
        Some(self.guid.as_deref().unwrap_or(&self.id)).filter(|id| !id.is_empty())
    }

    /// When it was published, RFC 3339.
    pub fn at(mut self, when: &str) -> Self {
        self.published = Some(when.parse().expect("an RFC 3339 time"));
        self
    }
}
