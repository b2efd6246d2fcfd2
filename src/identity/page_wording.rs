//! Feed or page: whose text is the article's?

use super::edit::Wording;
use crate::model::{TextFrom, fold_text};

/// A text that is shorter by less is as long: the same words in another page's markup come out so.
const AS_LONG: usize = 90;
/// One in so many words of a feed's text may be a notice or furniture, and it is clean still.
const UNCLEAN: usize = 20;
/// A shorter paragraph stands in a notice by chance.
const MIN_PARAGRAPH: usize = 20;

/// Is the page's text what makes it the article, beside the one that the feed gave? A feed's full text
/// stays where it is as long and as clean; `notices` are the page's, none of which belongs into a text.
pub fn page_has_more(feed: &Wording<'_>, page: &str, notices: &[&str]) -> bool {
    let page_words = words(page);
    if page_words == 0 {
        return false;
    }
    let feed_words = words(feed.text);
    if feed.text_from != TextFrom::FeedContent {
        return page_words > feed_words;
    }
    let notices: Vec<String> = notices.iter().map(|notice| fold_text(notice)).collect();
    let is_notice = |paragraph: &str| {
        let folded = fold_text(paragraph);
        folded.len() >= MIN_PARAGRAPH
            && notices.iter().any(|notice| {
                notice.contains(&folded)
                    || (notice.len() * 2 >= folded.len() && folded.contains(notice.as_str()))
            })
    };
    let paragraphs = feed.text.split("\n\n");
    let clean: usize = paragraphs.filter(|paragraph| !is_notice(paragraph)).map(words).sum();
    let unclean = (feed_words - clean.min(feed_words)) * UNCLEAN > feed_words;
    page_words * AS_LONG > clean * 100 || (unclean && page_words * 100 >= clean * AS_LONG)
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::{TextFrom, Wording, page_has_more};

    const NOTICE: &str = "The views expressed are the author's own and not the Courier's.";

    fn more(text: &str, text_from: TextFrom, page: &str) -> bool {
        let feed = Wording { title: "The ferry", summary: None, text, text_from };
        page_has_more(&feed, page, &[NOTICE])
    }

    #[test]
    fn the_longer_and_cleaner_text_is_the_article() {
        let body = |words: usize| "harbour ".repeat(words);
        let with_notice = |words: usize| format!("{}\n\n{NOTICE}", body(words));
        for (feed, from, page, wins) in [
            (String::new(), TextFrom::None, body(50), true),
            (body(30), TextFrom::FeedSummary, body(40), true),
            (body(30), TextFrom::FeedSummary, body(20), false),
            (body(200), TextFrom::FeedContent, body(200), false),
            (body(200), TextFrom::FeedContent, body(215), false),
            (body(200), TextFrom::FeedContent, body(300), true),
            (body(200), TextFrom::FeedContent, String::new(), false),
            // As long as the page's, and not as clean.
            (with_notice(100), TextFrom::FeedContent, body(100), true),
            (with_notice(100), TextFrom::FeedContent, body(60), false),
            // One line in a long text is no reason to take another.
            (with_notice(900), TextFrom::FeedContent, body(900), false),
        ] {
            assert_eq!(
                more(&feed, from, &page),
                wins,
                "{} words {from:?}, {} on the page",
                feed.len(),
                page.len()
            );
        }
    }
}
