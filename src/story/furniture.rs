//! Furniture: menus, notices, appeals and signatures that stand in many stories.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use super::sample::is_sampled;

/// What stands in so many different stories is furniture. Not in so many articles: a wire copy may stand
/// in eighty.
pub const STORIES: usize = 6;
/// The index holds a sample: so many shingles around one that is known to be furniture are taken for it,
/// too, as far as none nearer is known to be none.
const REACH: usize = 40;

/// Shingles that count for nothing.
#[derive(Debug, Clone, Default)]
pub struct Furniture(HashSet<u64, Spread>);

impl Furniture {
    /// From what the index says of some of a text's shingles: position, and in how many stories it stands.
    pub(super) fn around(shingles: &[u64], known: &[(usize, usize)]) -> Furniture {
        // That few stories show it means something only where all that have it would be in the index.
        let known: Vec<(usize, bool)> = known
            .iter()
            .map(|&(at, stories)| (at, stories >= STORIES))
            .filter(|&(at, is)| is || is_sampled(at, shingles[at]))
            .collect();
        let mut furniture = Furniture::default();
        if !known.iter().any(|(_, is)| *is) {
            return furniture;
        }
        let mut nearest = 0;
        for (at, shingle) in shingles.iter().enumerate() {
            while nearest + 1 < known.len()
                && known[nearest + 1].0.abs_diff(at) <= known[nearest].0.abs_diff(at)
            {
                nearest += 1;
            }
            let (place, is) = known[nearest];
            if is && place.abs_diff(at) <= REACH {
                furniture.0.insert(*shingle);
            }
        }
        furniture
    }

    /// Does the shingle belong to it?
    pub fn holds(&self, shingle: u64) -> bool {
        self.0.contains(&shingle)
    }
}

/// A set of hashes need not hash them again.
pub(super) type Spread = BuildHasherDefault<Identity>;

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::{Furniture, REACH};

    #[test]
    fn what_lies_between_known_shingles_goes_with_the_nearest() {
        // Multiples of 64 are sampled everywhere.
        let shingles: Vec<u64> = (1..=300).map(|n| n * 64).collect();
        let furniture = Furniture::around(&shingles, &[(100, 9), (120, 1)]);
        let held: Vec<usize> = (0..300).filter(|at| furniture.holds(shingles[*at])).collect();
        assert_eq!(held, (100 - REACH..110).collect::<Vec<_>>());
        assert!(!Furniture::around(&shingles, &[(100, 5)]).holds(shingles[100]));
    }
}
