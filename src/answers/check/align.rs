//! Finding the stretch of a report that a quotation is nearest to, word by word.

use super::pattern::Element;

/// How a quotation lies on a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Words of either side that the other has not.
    pub(super) cost: usize,
    /// Words that both have.
    pub(super) matched: usize,
    /// Words of the text that the quotation leaves out without saying so.
    pub(super) left_out: usize,
    /// What becomes of each word, in order.
    pub(super) steps: Vec<Step>,
}

/// What becomes of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A word of the quotation is a word of the text.
    Same { quoted: usize, printed: usize },
    /// Only the quotation has it.
    Quoted(usize),
    /// Only the text has it.
    Printed(usize),
}

impl Alignment {
    /// The words of the text from the first shared to the last; `None` if none is.
    pub(super) fn span(&self) -> Option<(usize, usize)> {
        let shared = |step: &Step| match step {
            Step::Same { printed, .. } => Some(*printed),
            Step::Quoted(_) | Step::Printed(_) => None,
        };
        let first = self.steps.iter().find_map(shared)?;
        let last = self.steps.iter().rev().find_map(shared)?;
        Some((first, last))
    }
}

/// What a word of the quotation costs that the text has not.
const QUOTED: u32 = 3;

/// What a word of the text costs that the quotation has not: less, so that as many words as can be
/// are found in both.
const PRINTED: u32 = 2;

/// The cheapest way to lay a quotation on a text, wherever in the text it begins and ends. Words
/// are compared by number; `words` are the quotation's.
pub(super) fn align(elements: &[Element], words: &[u32], text: &[u32]) -> Alignment {
    let width = text.len() + 1;
    // Costs, row by row: row `i` is what the first `i` elements cost when they end before a column.
    let mut costs = vec![0_u32; width * (elements.len() + 1)];
    // Where a gap that ends at a column began.
    let mut from = vec![0_u32; width * elements.len()];
    for (row, element) in elements.iter().enumerate() {
        let (before, after) = costs.split_at_mut((row + 1) * width);
        let (before, after) = (&before[row * width..], &mut after[..width]);
        match *element {
            Element::Word(word) => {
                after[0] = before[0] + QUOTED;
                for column in 1..width {
                    let skipped = (before[column] + QUOTED).min(after[column - 1] + PRINTED);
                    after[column] = if text[column - 1] == words[word] {
                        skipped.min(before[column - 1])
                    } else {
                        skipped
                    };
                }
            }
            Element::Gap(reach) => gap(reach, before, after, &mut from[row * width..][..width]),
        }
    }
    let last = &costs[elements.len() * width..];
    let end = (0..width).min_by_key(|&column| last[column]).unwrap_or(0);
    trace(elements, words, text, &costs, &from, end)
}

/// The cheapest beginning of a gap for each of its ends.
fn gap(reach: usize, before: &[u32], after: &mut [u32], from: &mut [u32]) {
    // Candidates in order, each cheaper than those behind it are not.
    let mut best: std::collections::VecDeque<usize> = std::collections::VecDeque::new();
    for column in 0..before.len() {
        while best.back().is_some_and(|&at| before[at] >= before[column]) {
            best.pop_back();
        }
        best.push_back(column);
        while best.front().is_some_and(|&at| column - at > reach) {
            best.pop_front();
        }
        let at = best.front().copied().unwrap_or(column);
        after[column] = before[at];
        from[column] = at as u32;
    }
}

fn trace(
    elements: &[Element],
    words: &[u32],
    text: &[u32],
    costs: &[u32],
    from: &[u32],
    end: usize,
) -> Alignment {
    let width = text.len() + 1;
    let cost = |row: usize, column: usize| costs[row * width + column];
    let (mut row, mut column) = (elements.len(), end);
    let mut steps = Vec::with_capacity(words.len());
    while row > 0 {
        let here = cost(row, column);
        match elements[row - 1] {
            Element::Word(word) => {
                let same = column > 0 && text[column - 1] == words[word];
                if same && here == cost(row - 1, column - 1) {
                    steps.push(Step::Same {
                        quoted: word,
                        printed: column - 1,
                    });
                    row -= 1;
                    column -= 1;
                } else if here == cost(row - 1, column) + QUOTED {
                    steps.push(Step::Quoted(word));
                    row -= 1;
                } else {
                    steps.push(Step::Printed(column - 1));
                    column -= 1;
                }
            }
            Element::Gap(_) => {
                column = from[(row - 1) * width + column] as usize;
                row -= 1;
            }
        }
    }
    steps.reverse();
    let count = |of: fn(&Step) -> bool| steps.iter().filter(|step| of(step)).count();
    Alignment {
        cost: count(|step| !matches!(step, Step::Same { .. })),
        matched: count(|step| matches!(step, Step::Same { .. })),
        left_out: count(|step| matches!(step, Step::Printed(_))),
        steps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::check::pattern::ANY;
    use proptest::prelude::*;

    fn plain(words: &[u32]) -> Vec<Element> {
        (0..words.len()).map(Element::Word).collect()
    }

    #[test]
    fn the_same_words_cost_nothing_wherever_they_stand() {
        let quoted = [3, 4, 5];
        let found = align(&plain(&quoted), &quoted, &[1, 2, 3, 4, 5, 6]);
        assert_eq!((found.cost, found.span()), (0, Some((2, 4))));
    }

    #[test]
    fn a_gap_is_free_as_far_as_it_reaches() {
        let quoted = [3, 9];
        let text = [1, 3, 4, 5, 9];
        let gapped = |reach| [Element::Word(0), Element::Gap(reach), Element::Word(1)];
        assert_eq!(align(&gapped(ANY), &quoted, &text).cost, 0);
        assert_eq!(align(&gapped(2), &quoted, &text).cost, 0);
        assert_eq!(align(&gapped(1), &quoted, &text).cost, 1);
    }

    #[test]
    fn a_word_that_differs_near_the_end_is_one_word() {
        let quoted = [1, 2, 3, 9, 5];
        let found = align(&plain(&quoted), &quoted, &[1, 2, 3, 4, 5, 6]);
        assert_eq!((found.matched, found.cost), (4, 2));
    }

    #[test]
    fn what_differs_is_told_word_by_word() {
        let quoted = [1, 2, 7, 4];
        let found = align(&plain(&quoted), &quoted, &[0, 1, 2, 3, 4, 5]);
        assert_eq!((found.cost, found.matched, found.left_out), (2, 3, 1));
        let same = |quoted, printed| Step::Same { quoted, printed };
        let steps: Vec<Step> = found
            .steps
            .iter()
            .copied()
            .filter(|step| matches!(step, Step::Same { .. }))
            .collect();
        assert_eq!(steps, [same(0, 1), same(1, 2), same(3, 4)]);
    }

    proptest! {
        #[test]
        fn alignments_add_up(
            quoted in prop::collection::vec(0_u32..5, 0..12),
            text in prop::collection::vec(0_u32..5, 0..20),
            gap in prop::option::of((0_usize..12, 0_usize..6)),
        ) {
            let mut elements = plain(&quoted);
            if let Some((at, reach)) = gap {
                elements.insert(at.min(quoted.len()), Element::Gap(reach));
            }
            let found = align(&elements, &quoted, &text);
            let mut of_quoted = Vec::new();
            let mut of_text = Vec::new();
            for step in &found.steps {
                match *step {
                    Step::Same { quoted: q, printed } => {
                        prop_assert_eq!(quoted[q], text[printed]);
                        of_quoted.push(q);
                        of_text.push(printed);
                    }
                    Step::Quoted(q) => of_quoted.push(q),
                    Step::Printed(printed) => of_text.push(printed),
                }
            }
            // Every quoted word once, the text's in order, and no more cost than what differs.
            prop_assert_eq!(of_quoted, (0..quoted.len()).collect::<Vec<_>>());
            prop_assert!(of_text.is_sorted_by(|a, b| a < b));
            prop_assert_eq!(found.cost, quoted.len() - found.matched + found.left_out);
            let weight = 3 * (quoted.len() - found.matched) + 2 * found.left_out;
            prop_assert!(weight <= 3 * quoted.len(), "no dearer than nothing in common");
        }

        #[test]
        fn what_is_cut_out_of_a_text_is_found_in_it(
            text in prop::collection::vec(0_u32..50, 1..40),
            cut in (0_usize..40, 1_usize..40),
        ) {
            let from = cut.0 % text.len();
            let quoted = &text[from..(from + cut.1).min(text.len())];
            prop_assert_eq!(align(&plain(quoted), quoted, &text).cost, 0);
        }
    }
}
