//! Who wrote it and when, what it is called, where it stands.
//!
//! For each field the signals are asked in one order, the first that says something usable wins, and
//! [`Page::from`] says which it was:
//!
//! | field | order |
//! | --- | --- |
//! | title | JSON-LD `headline`, unless `og:title` and the heading agree on another; `og:title`; heading; microdata; other meta; `<title>` |
//! | authors | JSON-LD `author`, `creator`; meta elements; microdata, RDFa; `rel=author`; the visible byline, by its class, else by where it stands. People before organisations: a publisher that names itself stands only where nobody else is named |
//! | published, modified | JSON-LD; `article:*_time` and other meta; microdata; `<time>`; the printed date, under the heading or by its class; the address. One that bears a zone and means the same day beats one without |
//! | site | `og:site_name`; JSON-LD `publisher`, `WebSite`; `application-name` |
//! | section | JSON-LD `articleSection`; `article:section` and other meta; microdata, RDFa |
//! | language | `<html lang>`; JSON-LD `inLanguage`; `og:locale`; `content-language` |
//! | picture | `og:image`; JSON-LD `image`; `twitter:image`; microdata; the first picture of the article |
//! | address | `<link rel=canonical>`; `og:url`; JSON-LD `url`, `mainEntityOfPage` |

mod authors;
mod credit;
mod head;
mod head_lines;
mod lead;
mod moment;
mod names;
mod picture;
mod place;
mod title;

pub(super) use credit::of_line as picture_credit;

use super::signals::Signals;
use crate::model::Page;

/// Fills in everything that stands in the head, the data and the byline.
pub(super) fn read(signals: &Signals<'_>, page: &mut Page) {
    place::site(signals, page);
    place::canonical(signals, page);
    place::language(signals, page);
    place::section(signals, page);
    title::title(signals, page);
    moment::published(signals, page);
    moment::modified(signals, page);
    authors::authors(signals, page);
    picture::picture(signals, page);
}
