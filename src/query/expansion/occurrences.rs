//! Finds rows of words from the positions of each word: for highlights (positions from the text) and
//! for ranking (positions from the index).

/// A match of a variant: positions of its words in the passage, ascending, 0-based.
pub type Occurrence = Vec<u32>;

/// All matches of a row of words. `tokens` holds the positions of each word,
/// ascending. With `slop` 0 they must follow each other; else the distance of each word from where
/// it would stand in an exact match may differ by at most `slop` in all.
pub fn occurrences<P: AsRef<[u32]>>(tokens: &[P], slop: u32) -> Vec<Occurrence> {
    let Some((first, rest)) = tokens.split_first() else {
        return Vec::new();
    };
    let first = first.as_ref().iter().copied();
    if rest.is_empty() {
        return first.map(|at| vec![at]).collect();
    }
    if slop == 0 {
        let follows = |&start: &u32| {
            (1..).zip(rest).all(|(offset, positions)| {
                let positions = positions.as_ref();
                positions.binary_search(&(start + offset)).is_ok()
            })
        };
        let length = tokens.len() as u32;
        return first
            .filter(follows)
            .map(|start| (start..start + length).collect())
            .collect();
    }
    first
        .filter_map(|anchor| sloppy(anchor, rest, i64::from(slop)))
        .collect()
}

/// The match that begins with the first word at `anchor`, each further word as near as can be to
/// where an exact match would have it.
fn sloppy<P: AsRef<[u32]>>(anchor: u32, rest: &[P], slop: i64) -> Option<Occurrence> {
    let mut occurrence = vec![anchor];
    // Displacements so far, relative to the first word's.
    let (mut least, mut most) = (0i64, 0i64);
    for (home, positions) in (anchor + 1..).zip(rest) {
        let positions = positions.as_ref();
        let from = positions.partition_point(|&at| i64::from(at) < i64::from(home) - slop);
        let nearest = positions[from..]
            .iter()
            .take_while(|&&at| i64::from(at) <= i64::from(home) + slop)
            .filter(|at| !occurrence.contains(at))
            .map(|&at| (at, i64::from(at) - i64::from(home)))
            .filter(|&(_, moved)| most.max(moved) - least.min(moved) <= slop)
            .min_by_key(|&(_, moved)| moved.abs());
        let (at, moved) = nearest?;
        least = least.min(moved);
        most = most.max(moved);
        occurrence.push(at);
    }
    occurrence.sort_unstable();
    Some(occurrence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_exact_or_within_slop() {
        let (a, b): (&[u32], &[u32]) = (&[0, 5], &[1, 3, 9]);
        assert_eq!(occurrences(&[a, b], 0), [[0, 1]]);
        assert_eq!(occurrences(&[a, b], 3), [vec![0, 1], vec![3, 5],]);
        assert_eq!(occurrences(&[b, a], 0), Vec::<Occurrence>::new());
        assert_eq!(occurrences(&[a], 0), [[0], [5]]);
        assert!(occurrences::<&[u32]>(&[], 2).is_empty());
    }
}
