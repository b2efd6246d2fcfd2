//! Wire agencies: their names, and the places where a text names the one it comes from.

use std::ops::Range;

use super::doubt::needs_link;
use super::sentence::fold;
use crate::page::block::{Block, Place};

/// A news agency.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::page) struct Agency {
    /// Its name.
    pub(in crate::page) name: &'static str,
    /// What it is called in credits, folded.
    pub(in crate::page) called: &'static [&'static str],
    /// Its own site.
    pub(in crate::page) host: &'static str,
}

/// Agencies whose texts others print.
#[rustfmt::skip]
pub(in crate::page) const AGENCIES: &[Agency] = &[
    Agency { name: "Reuters", called: &["reuters", "thomson reuters", "рейтер", "rtr"], host: "reuters.com" },
    Agency { name: "Associated Press", called: &["associated press", "the associated press", "ap"], host: "apnews.com" },
    Agency { name: "AFP", called: &["afp", "agence france-presse", "agence france presse"], host: "afp.com" },
    Agency { name: "dpa", called: &["dpa", "deutsche presse-agentur", "dpa-infocom"], host: "dpa.com" },
    Agency { name: "Bloomberg", called: &["bloomberg", "bloomberg news"], host: "bloomberg.com" },
    Agency { name: "EFE", called: &["efe", "agencia efe"], host: "efe.com" },
    Agency { name: "Europa Press", called: &["europa press"], host: "europapress.es" },
    Agency { name: "ANSA", called: &["ansa", "redazione ansa"], host: "ansa.it" },
    Agency { name: "Adnkronos", called: &["adnkronos"], host: "adnkronos.com" },
    Agency { name: "AGI", called: &["agi"], host: "agi.it" },
    Agency { name: "Italpress", called: &["italpress"], host: "italpress.com" },
    Agency { name: "Lusa", called: &["lusa", "agencia lusa"], host: "lusa.pt" },
    Agency { name: "Agência Brasil", called: &["agencia brasil"], host: "agenciabrasil.ebc.com.br" },
    Agency { name: "ANP", called: &["anp"], host: "anp.nl" },
    Agency { name: "Belga", called: &["belga"], host: "belga.be" },
    Agency { name: "ТАСС", called: &["тасс", "tass", "itar-tass"], host: "tass.ru" },
    Agency { name: "РИА Новости", called: &["риа новости", "ria novosti"], host: "ria.ru" },
    Agency { name: "Интерфакс", called: &["интерфакс", "interfax"], host: "interfax.ru" },
    Agency { name: "Xinhua", called: &["xinhua"], host: "xinhuanet.com" },
    Agency { name: "epd", called: &["epd"], host: "epd.de" },
    Agency { name: "KNA", called: &["kna"], host: "kna.de" },
    Agency { name: "SID", called: &["sid"], host: "sid.de" },
    Agency { name: "APA", called: &["apa"], host: "apa.at" },
    Agency { name: "Keystone-SDA", called: &["keystone-sda", "sda", "ats", "keystone-ats"], host: "keystone-sda.ch" },
    Agency { name: "PA Media", called: &["press association", "pa media"], host: "pamediagroup.com" },
    Agency { name: "AAP", called: &["aap", "australian associated press"], host: "aap.com.au" },
    Agency { name: "The Canadian Press", called: &["the canadian press", "canadian press", "cp"], host: "thecanadianpress.com" },
    Agency { name: "Kyodo", called: &["kyodo", "kyodo news"], host: "kyodonews.net" },
    Agency { name: "Yonhap", called: &["yonhap"], host: "yna.co.kr" },
    Agency { name: "Anadolu Agency", called: &["anadolu agency", "anadolu", "aa"], host: "aa.com.tr" },
    Agency { name: "PTI", called: &["pti", "press trust of india"], host: "ptinews.com" },
    Agency { name: "ANI", called: &["ani"], host: "aninews.in" },
    Agency { name: "IANS", called: &["ians"], host: "ians.in" },
    Agency { name: "UPI", called: &["upi", "united press international"], host: "upi.com" },
    Agency { name: "Jiji Press", called: &["jiji", "jiji press"], host: "jiji.com" },
    Agency { name: "Kathpress", called: &["kathpress"], host: "kathpress.at" },
    Agency { name: "PAP", called: &["pap", "polska agencja prasowa"], host: "pap.pl" },
    Agency { name: "ISBnews", called: &["isbnews"], host: "isbnews.pl" },
    Agency { name: "ČTK", called: &["ctk"], host: "ctk.cz" },
    Agency { name: "MTI", called: &["mti"], host: "mti.hu" },
    Agency { name: "Ritzau", called: &["ritzau"], host: "ritzau.dk" },
    Agency { name: "STT", called: &["stt"], host: "stt.fi" },
    Agency { name: "Télam", called: &["telam"], host: "telam.com.ar" },
    Agency { name: "Notimex", called: &["notimex"], host: "notimex.mx" },
    Agency { name: "Prensa Latina", called: &["prensa latina"], host: "prensa-latina.cu" },
    Agency { name: "Estadão Conteúdo", called: &["estadao conteudo"], host: "estadaoconteudo.com.br" },
    Agency { name: "Folhapress", called: &["folhapress"], host: "folhapress.folha.com.br" },
    Agency { name: "Укринформ", called: &["укринформ", "ukrinform"], host: "ukrinform.ua" },
    Agency { name: "dpa-AFX", called: &["dpa-afx"], host: "dpa-afx.de" },
    Agency { name: "dts Nachrichtenagentur", called: &["dts", "dts nachrichtenagentur"], host: "dts-nachrichtenagentur.de" },
    Agency { name: "AWP", called: &["awp"], host: "awp.ch" },
    Agency { name: "Dow Jones Newswires", called: &["dow jones newswires"], host: "dowjones.com" },
    Agency { name: "PR Newswire", called: &["pr newswire", "prnewswire"], host: "prnewswire.com" },
    Agency { name: "Business Wire", called: &["business wire", "businesswire"], host: "businesswire.com" },
    Agency { name: "GlobeNewswire", called: &["globenewswire", "globe newswire"], host: "globenewswire.com" },
    Agency { name: "news aktuell", called: &["ots", "news aktuell", "newsaktuell"], host: "newsaktuell.de" },
    Agency { name: "NTB", called: &["ntb"], host: "ntb.no" },
];

/// So many paragraphs may follow on the one that an agency signs.
const MAX_AFTER: usize = 2;
/// The place, the date and the agency stand within so many bytes of a text's beginning.
const DATELINE: usize = 120;

/// A line of sources is no longer than this.
const MAX_SOURCES: usize = 100;

/// The agency that a credit names and nothing else: "AFP", "The Associated Press".
pub(in crate::page) fn agency_in(credit: &str) -> Option<&'static Agency> {
    let folded = fold(credit);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    AGENCIES.iter().find(|a| a.called.contains(&bare))
}

/// The agency a byline gives the text to, beside a place, a desk or a sign: "Associated Press in Valencia",
/// "dpa/lno", "Ada Quay, AP".
pub(in crate::page) fn agency_in_byline(byline: &str) -> Option<&'static Agency> {
    let folded = fold(byline);
    let last = folded.rsplit(", ").next().unwrap_or(&folded);
    let first = last.split(" in ").next().unwrap_or(last).split(['/', '(']).next().unwrap_or(last);
    agency_in(last).or_else(|| agency_in(first))
}

/// Where a line names the agency its text comes from: the dateline of the first paragraph, the sign
/// behind the last.
pub(super) fn sign(line: &str, block: &Block, after: usize) -> Option<Range<usize>> {
    if !block.in_body || block.place != Place::Main {
        return None;
    }
    if block.before == 0
        && let Some((_, end)) = dateline(line)
    {
        return Some(0..end);
    }
    if after > MAX_AFTER {
        return None;
    }
    // Behind a dash stands many a name; in brackets, before an invitation to read on, only a sign.
    let (_, from) = signature(line).filter(|_| after == 0 || line.trim_end().ends_with([')', '.']))?;
    Some(from..line.len())
}

/// "Quelle: outlet.example, abc/dpa": a line that names the sources of the text, an agency among them.
pub(super) fn is_sourced(line: &str) -> bool {
    let Some((label, sources)) = line.split_once(':').filter(|_| line.len() <= MAX_SOURCES) else {
        return false;
    };
    needs_link(&fold(&format!("{}:", label.trim())))
        && sources
            .split(['/', ',', ';', '&', '+', '|'])
            .flat_map(|s| s.split(" und "))
            .any(|s| agency_in(s).is_some())
}

/// "LONDON (Reuters) - …", "Berlin (dpa) – …", "(ANSA) - ROMA, 3 MAR - …", "МОСКВА, 3 мар. /ТАСС/. …": the
/// agency, and where its name ends.
pub(in crate::page) fn dateline(text: &str) -> Option<(&'static Agency, usize)> {
    let head = &text[..text.floor_char_boundary(DATELINE)];
    let (open, close) = match head.find('(') {
        Some(open) => (open, open + head[open..].find(')')?),
        None => {
            let open = head.find(" /")? + 1;
            (open, open + 1 + head[open + 1..].find('/')?)
        }
    };
    // In front of it stands a place and perhaps a day, no sentence.
    let place = &head[..open];
    let words = place.split_whitespace().count();
    if words > 7 || place.contains(['!', '?', ':', ';', '"', '“']) {
        return None;
    }
    let begins_large = place.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase);
    let rest = head[close + 1..].trim_start();
    let goes_on = rest.starts_with(['-', '–', '—', '.', ':', ',']) || words == 0;
    let inside = &head[open + 1..close];
    let agency = inside.split(['/', ',', '&']).find_map(agency_in)?;
    (begins_large && goes_on).then_some((agency, close + 1))
}

/// "… he said. (AFP)", "… sagte er. — dpa": the agency that signs a text, and where its sign begins.
pub(in crate::page) fn signature(text: &str) -> Option<(&'static Agency, usize)> {
    let bare = text.trim_end().trim_end_matches('.');
    if let Some(inner) = bare.strip_suffix(')') {
        let open = inner.rfind('(')?;
        // "(KNA 19.11.21)".
        let undated = |name: &str| agency_in(name.trim_end_matches(|c: char| !c.is_alphabetic()));
        let inside = &inner[open + 1..];
        let agency = inside.split(['/', ',', '&', '-']).find_map(agency_in).or_else(|| undated(inside))?;
        return Some((agency, open));
    }
    let (head, last) = bare.rsplit_once(['—', '–'])?;
    let agency = agency_in(last).filter(|_| last.trim().len() < 30)?;
    Some((agency, head.len()))
}
