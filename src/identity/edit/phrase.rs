//! What outlets write when they shut, correct or pull a text, in the languages of most news. In lower case.

/// A text that ends like this is not the whole one.
const STUB: &str = "subscribe to read|subscribe to continue|subscribe now|to continue reading|continue reading|\
    already a subscriber|for subscribers|subscribers only|sign in to read|log in to read|\
    register to read|read the full|read more at|unlock this article|start your free trial|weiterlesen|\
    nur für abonnenten|mit einem abo|jetzt abonnieren|diesen artikel lesen|réservé aux abonnés|\
    il vous reste|lire la suite|pour lire la suite|déjà abonné|para seguir leyendo|sigue leyendo|\
    suscríbete|para suscriptores|per continuare a leggere|continua a leggere|abbonati|\
    riservato agli abbonati|continue lendo|para assinantes|assine para|lees verder|voor abonnees|\
    alleen voor leden|läs mer|för prenumeranter|les mer|for abonnenter|czytaj dalej|\
    dla prenumeratorów|читать далее|читать полностью|оформите подписку|続きを読む|会員限定|有料会員|阅读全文|订阅后|订阅以|\
    اقرأ المزيد|للمشتركين";
/// How a note begins that owns up to a change.
const CORRECTION: &str = "correction|corrected|clarification|editor's note|editors' note|this article was amended|\
    this article has been amended|this article was corrected|this article has been corrected|\
    this story has been corrected|this story was corrected|this article was updated|\
    this article has been updated|this story has been updated|an earlier version|a previous version|\
    update:|updated:|korrektur|berichtigung|richtigstellung|anmerkung der redaktion|\
    in einer früheren version|rectificatif|correction :|mise à jour :|une version précédente|\
    fe de errores|fe de erratas|corrección|rectificación|una versión anterior|errata corrige|\
    rettifica|precisazione|correção|errata|uma versão anterior|correctie|rectificatie|\
    in een eerdere versie|rättelse|rettelse|sprostowanie|korekta|исправление|уточнение|訂正|お詫びして訂正|更正|\
    تصحيح";
/// Anywhere in a sentence.
const CORRECTION_WITHIN: &str = "an earlier version of this|a previous version of this|article has been amended|\
    article was amended|has been corrected|was corrected|has been updated to|was updated to|\
    in einer früheren version|une version précédente|una versión anterior|una versione precedente|\
    uma versão anterior|een eerdere versie";
/// In a short text that stands where the article was.
const WITHDRAWN: &str = "article has been removed|article has been withdrawn|article has been deleted|article was removed|\
    article was withdrawn|article has been taken down|story has been removed|story has been withdrawn|\
    story has been retracted|article has been retracted|no longer available|has been unpublished|\
    artikel wurde entfernt|artikel wurde zurückgezogen|artikel wurde gelöscht|nicht mehr verfügbar|\
    beitrag wurde entfernt|article a été retiré|article a été supprimé|n'est plus disponible|\
    artículo ha sido eliminado|artículo ha sido retirado|noticia ha sido eliminada|\
    ya no está disponible|articolo è stato rimosso|articolo è stato ritirato|non è più disponibile|\
    artigo foi removido|não está mais disponível|artikel is verwijderd|artikel is ingetrokken|\
    niet meer beschikbaar|artikeln har tagits bort|материал удален|материал удалён|статья удалена|\
    削除されました|已被删除";

/// How far from its end a text says that it is a stub, in characters.
const STUB_AT_END: usize = 240;

/// Does the text end with an invitation to read, or to pay for, the rest?
pub(super) fn is_stub(text: &str) -> bool {
    let mut end =
        text.char_indices().rev().take(STUB_AT_END).last().map_or("", |(at, _)| &text[at..]).to_lowercase();
    end = end.replace('\u{2019}', "'");
    STUB.split('|').any(|phrase| end.contains(phrase))
}

/// Does the paragraph own up to a change?
pub(super) fn is_correction(paragraph: &str) -> bool {
    let lower = paragraph.to_lowercase().replace('\u{2019}', "'");
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    CORRECTION.split('|').any(|phrase| start.starts_with(phrase))
        || CORRECTION_WITHIN.split('|').any(|phrase| lower.contains(phrase))
}

/// Does a short text say that the article is no more?
pub(super) fn is_withdrawal(text: &str) -> bool {
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    WITHDRAWN.split('|').any(|phrase| lower.contains(phrase)) || super::notice::says_pulled(&lower)
}

/// Has the text been cut in the middle of a sentence?
pub(super) fn is_cut(text: &str) -> bool {
    let end = text.trim_end();
    let bare = end.trim_end_matches([')', ']', '"', '\u{201d}', '»']);
    bare.ends_with("...")
        || bare.ends_with(['…', '[', ',', ':', ';', '-', '–'])
        || end.ends_with("[…]")
        || end.ends_with(|c: char| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::{is_correction, is_cut, is_stub, is_withdrawal};

    #[test]
    fn phrases_in_several_languages() {
        assert!(is_stub("The ferry sank.\n\nSubscribe to read the rest."));
        assert!(is_stub("Die Fähre sank. Jetzt weiterlesen mit einem Abo"));
        assert!(
            !is_stub("He asked readers to continue reading aloud.".repeat(20).as_str())
                || is_stub("continue reading")
        );
        assert!(is_correction("Correction: nine, not eleven, people died."));
        assert!(is_correction("• In einer früheren Version hieß es, die Fähre sei gesunken."));
        assert!(!is_correction("The minister asked for a correction of the budget."));
        assert!(is_withdrawal("This article has been removed for legal reasons."));
        assert!(
            is_cut("The ferry was on its way to") && is_cut("The ferry [...]") && !is_cut("The ferry sank.")
        );
    }
}
