//! Notices that stand where an article was: who pulled it says so of `this article`, in words of its own.

/// Of what it is said.
const ARTICLES: &str = "this article|this story|this report|this post|this piece|this column|this page|diesen artikel|\
    dieser artikel|diesen beitrag|dieser beitrag|diesen text|dieser text|diesen bericht|dieser bericht|cet article|\
    ce texte|cette dépêche|cette information|este artículo|esta noticia|este texto|esta nota|esta información|\
    questo articolo|questa notizia|questo testo|este artigo|esta notícia|esta reportagem|esta matéria|dit artikel|\
    dit bericht|dit verhaal|этот материал|эту статью|эта статья|этот текст|эту новость|эта новость|эту публикацию|\
    эта публикация";
/// What was done to it.
const PULLED: &str = "retracted|withdrawn|withdrew|retracts|withdraws|taken down|took down|unpublished|removed|deleted|\
    pulled|zurückgezogen|entfernt|gelöscht|depubliziert|vom netz genommen|offline genommen|retiré|supprimé|dépublié|\
    retirée|supprimée|dépubliée|rétracté|retirado|retirada|eliminado|eliminada|borrado|borrada|despublicado|ritirato|\
    ritirata|rimosso|rimossa|eliminato|eliminata|removido|removida|excluído|excluída|apagado|apagada|despublicada|\
    ingetrokken|verwijderd|teruggetrokken|offline gehaald|отозвали|отозвана|отозван|отозвала|удалили|удалён|удален|\
    удалена|удалила|сняли с публикации|снят с публикации|снята с публикации";
/// What stands between the two where the article is what it was done to.
const WAS: &str = "has|was|is|had|have|wurde|ist|a|est|été|fue|ha|è|foi|é|is|werd|wordt|был|была|были|уже";
/// In these the verb closes the sentence.
const VERB_LAST: &str = "diesen|dit|этот|эту";
/// A part was taken out of the article, and not the article.
const OUT_OF: &str = "from|in|of|to|into|aus|uit|van|in|de|dans|del|du|dal|da|do|из|в|о";
/// Somebody mended it.
const MENDED: &str = "corrected|amended|updated|edited|clarified|korrigiert|aktualisiert|berichtigt|geändert|corrigé|\
    modifié|corregido|actualizado|corretto|aggiornato|corrigido|atualizado|gecorrigeerd|bijgewerkt|aangepast|исправлен|\
    обновлён|обновлен";
/// Words from `this article was` to what was done to it …
const NEAR: usize = 3;
/// … and from `diesen Artikel` to the end of the sentence.
const FAR: usize = 14;

/// Does a sentence of it say that the article was pulled? The text is in lower case.
pub(super) fn says_pulled(lower: &str) -> bool {
    lower.split(['.', '!', '?', ';', ':', '\n', '。']).any(is_pulled)
}

fn is_pulled(sentence: &str) -> bool {
    let words: Vec<&str> = sentence
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let one_of = |list: &str, word: &str| list.split('|').any(|other| other == word);
    if words.iter().any(|word| one_of(MENDED, word)) {
        return false;
    }
    let pair = |at: usize| [words[at], words[at + 1]].join(" ");
    (0..words.len().saturating_sub(1)).filter(|&at| one_of(ARTICLES, &pair(at))).any(|at| {
        let (before, after) = (&words[..at], &words[at + 2..]);
        if before.last().is_some_and(|word| one_of(OUT_OF, word)) {
            return false;
        }
        let pulled = |words: &[&str]| (0..words.len()).any(|from| starts_pulled(&words[from..]));
        let by_somebody = PULLED.split('|').any(|verb| ends_with(before, verb));
        let was = after.first().is_some_and(|word| one_of(WAS, word));
        let it_was = was && pulled(&after[1..after.len().min(2 + NEAR)]);
        let verb_last = one_of(VERB_LAST, words[at]) && pulled(&after[..after.len().min(FAR)]);
        by_somebody || it_was || verb_last
    })
}

fn starts_pulled(words: &[&str]) -> bool {
    PULLED.split('|').any(|verb| {
        let parts = verb.split(' ');
        parts.clone().count() <= words.len() && parts.zip(words).all(|(part, word)| part == *word)
    })
}

fn ends_with(words: &[&str], verb: &str) -> bool {
    let parts = verb.split(' ').rev();
    parts.clone().count() <= words.len() && parts.zip(words.iter().rev()).all(|(part, word)| part == *word)
}

#[cfg(test)]
mod tests {
    use super::says_pulled;

    #[test]
    fn outlets_say_that_they_pulled_an_article() {
        for notice in [
            "Retraction: The Courier has retracted this article because it did not meet its standards.",
            "We have retracted this story because it did not meet our standards.",
            "The Courier has taken down this article following a legal complaint.",
            "Editor's note: We have withdrawn this story after learning that it contained errors.",
            "This piece has since been permanently deleted.",
            "This report was taken down at the request of its subject.",
            "Die Redaktion hat diesen Artikel nach einer Beschwerde zurückgezogen.",
            "Wir haben diesen Beitrag vom Netz genommen, weil er fehlerhaft war.",
            "Dieser Text wurde depubliziert.",
            "La rédaction a retiré cet article à la suite d'une plainte.",
            "Cet article a été dépublié.",
            "Hemos retirado esta noticia por contener errores.",
            "Abbiamo ritirato questo articolo perché conteneva errori.",
            "A redação removeu e excluiu o texto. Esta reportagem foi removida.",
            "Wij hebben dit artikel na een klacht ingetrokken.",
            "Редакция отозвала эту статью из-за ошибок.",
            "Эту новость мы удалили по решению суда.",
        ] {
            assert!(says_pulled(&notice.to_lowercase()), "{notice}");
        }
    }

    #[test]
    fn what_was_done_to_something_else_is_no_notice() {
        for text in [
            "A quotation was removed from this article.",
            "This article was updated and a name removed.",
            "This article has been corrected after an error was deleted.",
            "The ministry has withdrawn its report.",
            "This story is about a post that she deleted.",
            "Aus diesem Artikel wurde ein Name entfernt.",
            "Dieser Artikel handelt von einem Dorf, das fünf Kilometer entfernt liegt.",
            "The journal retracted the study in March. This story was first told in 1911.",
            "Uit dit artikel is een naam verwijderd.",
            "Из этой статьи удалили имя.",
        ] {
            assert!(!says_pulled(&text.to_lowercase()), "{text}");
        }
    }
}
