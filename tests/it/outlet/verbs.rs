//! What an outlet does to its articles, its feeds and its readers.

use std::time::Duration;

use super::behaviour::Behaviour;
use super::{Coding, Garbage, Keeps, Outlet, Piece, Stall};

impl Outlet {
    /// Puts an article at the top of a feed. Its format follows from the path, see [`Format::of`].
    pub fn publishes(&self, path: &str, piece: Piece) {
        let id = piece.id.clone();
        self.shared.lock().pieces.insert(id.clone(), piece);
        self.change(path, |c| {
            c.pieces.insert(0, id);
            c.changed += 1;
        });
    }

    /// Changes an article in every feed that shows it.
    pub fn edits(&self, id: &str, edit: impl FnOnce(&mut Piece)) {
        let mut guard = self.shared.lock();
        let state = &mut *guard;
        let key = format!("https://courier.example/{id}");
        edit(state.pieces.get_mut(&key).expect("an article that was published"));
        state.version += 1;
        for channel in state.channels.values_mut().filter(|c| c.pieces.contains(&key)) {
            channel.changed += 1;
        }
    }

    /// Shows an article that it has already in one more feed.
    pub fn republishes(&self, path: &str, id: &str) {
        let key = format!("https://courier.example/{id}");
        assert!(self.shared.lock().pieces.contains_key(&key), "{id} was never published");
        self.change(path, |c| {
            c.pieces.insert(0, key);
            c.changed += 1;
        });
    }

    /// Takes one article out of a feed, and leaves the rest standing.
    pub fn withdraws(&self, path: &str, id: &str) {
        let key = format!("https://courier.example/{id}");
        self.change(path, |c| {
            let before = c.pieces.len();
            c.pieces.retain(|piece| *piece != key);
            assert!(c.pieces.len() < before, "{path} does not show {id}");
            c.changed += 1;
        });
    }

    /// From now on the feed shows its newest so many articles.
    pub fn has_window(&self, path: &str, articles: usize) {
        self.change(path, |c| {
            c.pieces.truncate(articles);
            c.changed += 1;
        });
    }

    /// Calls a feed by another name.
    pub fn is_called(&self, path: &str, title: &str) {
        self.change(path, |c| title.clone_into(&mut c.masthead.title));
    }

    /// Puts a link of that relation into the feed (RSS and Atom).
    pub fn links(&self, path: &str, rel: &str, href: &str) {
        self.change(path, |c| c.masthead.links.push((rel.to_owned(), href.to_owned())));
    }

    /// Takes all articles out of a feed, as a short feed does that has moved on.
    pub fn drops_all(&self, path: &str) {
        self.change(path, |c| {
            c.pieces.clear();
            c.changed += 1;
        });
    }

    pub fn keeps(&self, path: &str, keeps: Keeps) {
        self.change(path, |c| c.keeps = keeps);
    }

    /// Every answer differs in some byte though no article does.
    pub fn fidgets(&self, path: &str) {
        self.change(path, |c| c.masthead.fidget = Some(0));
    }

    pub fn copyright(&self, path: &str, text: &str) {
        self.change(path, |c| c.masthead.rights = Some(text.to_owned()));
    }

    pub fn compresses(&self, path: &str, coding: Coding) {
        self.change(path, |c| c.coding = coding);
    }

    /// Takes its time before every answer.
    pub fn is_slow(&self, path: &str, delay: Duration) {
        self.change(path, |c| c.delay = delay);
    }

    /// Answers with a status instead of articles.
    pub fn goes_down(&self, path: &str, code: u16) {
        self.change(path, |c| c.behaviour = Behaviour::Status { code, headers: Vec::new() });
    }

    /// 429 or 503 with `Retry-After`.
    pub fn is_busy(&self, path: &str, code: u16, retry_after: &str) {
        let headers = vec![("Retry-After", retry_after.to_owned())];
        self.change(path, |c| c.behaviour = Behaviour::Status { code, headers });
    }

    /// Serves its articles with a header field more.
    pub fn says(&self, path: &str, name: &str, value: &str) {
        self.change(path, |c| {
            c.says.retain(|(known, _)| known != name);
            c.says.push((name.to_owned(), value.to_owned()));
        });
    }

    /// Says no more of what [`Outlet::says`] added.
    pub fn is_silent(&self, path: &str) {
        self.change(path, |c| c.says.clear());
    }

    /// Puts elements into the channel of an RSS feed, such as `<ttl>90</ttl>`.
    pub fn asks(&self, path: &str, elements: &str) {
        self.change(path, |c| {
            c.masthead.asks = elements.to_owned();
            c.changed += 1;
        });
    }

    /// Redirects, and asks for patience with it.
    pub fn redirects_for_later(&self, path: &str, code: u16, to: &str, retry_after: &str) {
        let headers = vec![("Location", to.to_owned()), ("Retry-After", retry_after.to_owned())];
        self.change(path, |c| c.behaviour = Behaviour::Status { code, headers });
    }

    pub fn redirects(&self, path: &str, code: u16, to: &str) {
        let headers = vec![("Location", to.to_owned())];
        self.change(path, |c| c.behaviour = Behaviour::Status { code, headers });
    }

    /// Answers with this text, such as a `robots.txt`.
    pub fn shows_text(&self, path: &str, text: &str) {
        self.change(path, |c| c.behaviour = Behaviour::Text(text.to_owned()));
    }

    /// Shows a web page, or another version of it.
    pub fn shows_page(&self, path: &str, html: &str) {
        self.change(path, |c| {
            c.behaviour = Behaviour::Page(html.to_owned());
            c.changed += 1;
        });
    }

    pub fn resets(&self, path: &str) {
        self.change(path, |c| c.behaviour = Behaviour::Resets);
    }

    pub fn sends_garbage(&self, path: &str, kind: Garbage) {
        self.change(path, |c| c.behaviour = Behaviour::Garbage(kind));
    }

    pub fn stalls(&self, path: &str, stall: Stall) {
        self.change(path, |c| c.behaviour = Behaviour::Stalls(stall));
    }

    /// Serves its articles again.
    pub fn comes_back(&self, path: &str) {
        self.change(path, |c| c.behaviour = Behaviour::Serves);
    }
}
