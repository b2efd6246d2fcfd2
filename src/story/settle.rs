//! From links and people's rulings to stories.

use std::collections::{HashMap, HashSet};

/// An article that may belong to a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// `articles.id`
    pub article: i64,
    /// When it was published: seconds since 1970.
    pub at: i64,
}

/// A reason why two articles belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// The one.
    pub article: i64,
    /// The other.
    pub other: i64,
    /// The strongest ties bind first.
    pub strength: f64,
    /// A person's word or a declared source: binds whatever the stories' representatives say.
    pub certain: bool,
}

/// So many articles speak for a story where several bear the earliest date: which of them is the original
/// cannot be told then.
const SPEAKERS: usize = 2;

/// Sorts articles into stories, each a list with its representative first; articles without company are
/// left out.
///
/// The strongest ties bind first, and a tie binds only where those who speak for what it would bring
/// together agree (the articles published first), and nobody has ruled that two of them stay `apart`. So
/// the outcome depends on the ties, and not on the order in which the articles came. `agree` is asked for
/// pairs without a tie of their own.
pub fn settle<E>(
    members: &[Member],
    ties: &[Tie],
    apart: &HashSet<(i64, i64)>,
    mut agree: impl FnMut(i64, i64) -> Result<bool, E>,
) -> Result<Vec<Vec<i64>>, E> {
    let mut order: Vec<&Tie> = ties.iter().collect();
    order.sort_by(|a, b| {
        let ids = |tie: &Tie| (tie.article.min(tie.other), tie.article.max(tie.other));
        b.certain.cmp(&a.certain).then(b.strength.total_cmp(&a.strength)).then(ids(a).cmp(&ids(b)))
    });
    let tied: HashSet<(i64, i64)> =
        ties.iter().flat_map(|tie| [(tie.article, tie.other), (tie.other, tie.article)]).collect();
    let at: HashMap<i64, i64> = members.iter().map(|member| (member.article, member.at)).collect();
    // Article → story, story → its articles, the representative first.
    let mut story: HashMap<i64, usize> = HashMap::new();
    let mut stories: Vec<Vec<i64>> = Vec::new();
    for (number, member) in members.iter().enumerate() {
        story.insert(member.article, number);
        stories.push(vec![member.article]);
    }
    for tie in order {
        let (Some(&one), Some(&two)) = (story.get(&tie.article), story.get(&tie.other)) else { continue };
        if one == two || parted(&stories[one], &stories[two], apart) {
            continue;
        }
        let firsts = (stories[one][0], stories[two][0]);
        if !tie.certain
            && !speakers_agree(
                &speakers(&stories[one], &at),
                &speakers(&stories[two], &at),
                &tied,
                &mut agree,
            )?
        {
            continue;
        }
        // The earlier representative stands for both.
        let earlier = |article: i64| (at[&article], article);
        let (keep, gone) = if earlier(firsts.0) <= earlier(firsts.1) { (one, two) } else { (two, one) };
        let moved = std::mem::take(&mut stories[gone]);
        for article in &moved {
            story.insert(*article, keep);
        }
        stories[keep].extend(moved);
    }
    stories.retain(|story| story.len() > 1);
    Ok(stories)
}

fn speakers(story: &[i64], at: &HashMap<i64, i64>) -> Vec<i64> {
    let first = at.get(&story[0]);
    story.iter().filter(|article| at.get(article) == first).take(SPEAKERS).copied().collect()
}

fn speakers_agree<E>(
    one: &[i64],
    two: &[i64],
    tied: &HashSet<(i64, i64)>,
    agree: &mut impl FnMut(i64, i64) -> Result<bool, E>,
) -> Result<bool, E> {
    for a in one {
        for b in two {
            if !tied.contains(&(*a, *b)) && !agree(*a, *b)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

fn parted(one: &[i64], two: &[i64], apart: &HashSet<(i64, i64)>) -> bool {
    !apart.is_empty() && one.iter().any(|a| two.iter().any(|b| apart.contains(&(*a.min(b), *a.max(b)))))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::convert::Infallible;

    use super::{Member, Tie, settle};

    fn stories(ties: &[(i64, i64, f64)], apart: &[(i64, i64)], agree: bool) -> Vec<Vec<i64>> {
        let members: Vec<Member> = (1..=5).map(|article| Member { article, at: article * 100 }).collect();
        let ties: Vec<Tie> = ties
            .iter()
            .map(|&(article, other, strength)| Tie { article, other, strength, certain: strength > 1.0 })
            .collect();
        let apart: HashSet<(i64, i64)> = apart.iter().copied().collect();
        let mut found = settle(&members, &ties, &apart, |_, _| Ok::<_, Infallible>(agree)).unwrap();
        found.iter_mut().for_each(|story| story[1..].sort_unstable());
        found
    }

    #[test]
    fn the_strongest_tie_binds_first_and_chains_do_not_drift() {
        let ties = [(3, 2, 0.6), (2, 1, 0.9)];
        assert_eq!(stories(&ties, &[], true), [vec![1, 2, 3]]);
        // 3 is like 2, but not like 1, which stands for the two.
        assert_eq!(stories(&ties, &[], false), [vec![1, 2]]);
        // Whoever comes first: 2 belongs to the stronger tie.
        let ties = [(2, 1, 0.9), (3, 2, 0.6)];
        assert_eq!(stories(&ties, &[], false), [vec![1, 2]]);
        // A certain tie asks nobody, and binds first: then 1 is held against 2, which it is tied to.
        assert_eq!(stories(&[(2, 1, 0.9), (3, 2, 1.5)], &[], false), [vec![1, 2, 3]]);
    }

    #[test]
    fn what_a_person_parted_stays_apart() {
        // A new copy, 4, of both does not bring them together again.
        let ties = [(2, 1, 0.99), (4, 1, 0.9), (4, 2, 0.95)];
        assert_eq!(stories(&ties, &[(1, 2)], true), [vec![2, 4]]);
        assert_eq!(stories(&[(2, 1, 1.9)], &[(1, 2)], true), Vec::<Vec<i64>>::new());
    }
}
