//! The part of a passage to show when room is scarce: whole sentences around what matched.

use crate::answers::hit::Snippet;
use crate::text::Range;
use crate::text::sentences::starts;

/// A passage up to this many bytes is shown whole.
pub const ROOM: usize = 420;

/// Stands where something was left out.
const GAP: &str = "…";

/// Most parts of a passage that one snippet shows.
const MOST_PARTS: usize = 2;

/// Cuts `text` to about [`ROOM`] bytes at sentence boundaries, so that as much of what matched as
/// possible is in sight, in at most two parts.
pub fn cut(text: &str, highlights: &[Range]) -> Snippet {
    cut_to(text, highlights, ROOM)
}

/// [`cut`] with room for about `room` bytes.
pub fn cut_to(text: &str, highlights: &[Range], room: usize) -> Snippet {
    if text.len() <= room {
        return Snippet {
            text: text.to_owned(),
            highlights: highlights.to_vec(),
        };
    }
    let sentences = sentences(text, highlights);
    let chosen = choose(&sentences, highlights, room);
    let mut out = String::new();
    let mut moved = Vec::new();
    let mut last_end = 0;
    for (start, end) in chosen {
        let part = &text[start..end];
        let lead = part.len() - part.trim_start().len();
        let (start, end) = (start + lead, start + part.trim_end().len());
        if start > last_end {
            if !out.is_empty() {
                out.push(' ');
            }
            if !text[last_end..start].trim().is_empty() {
                out.push_str(GAP);
                out.push(' ');
            }
        }
        let base = out.len();
        out.push_str(&text[start..end]);
        for &(from, to) in highlights {
            if from >= start && to <= end {
                moved.push((from - start + base, to - start + base));
            }
        }
        last_end = end;
    }
    if !text[last_end..].trim().is_empty() {
        out.push(' ');
        out.push_str(GAP);
    }
    Snippet {
        text: out,
        highlights: moved,
    }
}

/// Sentences as byte ranges. A boundary inside something highlighted is none (a phrase may run
/// over what looks like one), and a sentence that is too long by itself is cut at words.
fn sentences(text: &str, highlights: &[Range]) -> Vec<Range> {
    let mut bounds: Vec<Range> = Vec::new();
    for start in starts(text) {
        let inside = highlights
            .iter()
            .any(|&(from, to)| from < start && start < to);
        if !inside {
            if let Some(last) = bounds.last_mut() {
                last.1 = start;
            }
            bounds.push((start, text.len()));
        }
    }
    bounds
        .into_iter()
        .flat_map(|bound| split_long(text, bound, highlights))
        .filter(|&(start, end)| !text[start..end].trim().is_empty())
        .collect()
}

/// Pieces of at most about this many bytes, cut between words.
const LONGEST_PIECE: usize = 240;

fn split_long(text: &str, (start, end): Range, highlights: &[Range]) -> Vec<Range> {
    if end - start <= LONGEST_PIECE + LONGEST_PIECE / 2 {
        return vec![(start, end)];
    }
    let mut pieces = Vec::new();
    let mut from = start;
    for (offset, _) in text[start..end].match_indices(' ') {
        let at = start + offset + 1;
        let inside = highlights.iter().any(|&(a, b)| a < at && at < b);
        if at - from >= LONGEST_PIECE && !inside && end - at > LONGEST_PIECE / 4 {
            pieces.push((from, at));
            from = at;
        }
    }
    pieces.push((from, end));
    pieces
}

/// Sentences to show: those with most of what matched, with their neighbours while there is room.
fn choose(sentences: &[Range], highlights: &[Range], room: usize) -> Vec<Range> {
    let weight = |&(start, end): &Range| {
        highlights
            .iter()
            .filter(|&&(from, to)| from >= start && to <= end)
            .count()
    };
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(weight(&sentences[index])));
    let mut chosen = vec![false; sentences.len()];
    let mut used = 0;
    let length = |index: usize| sentences[index].1 - sentences[index].0;
    for index in order {
        let first = used == 0;
        if !first && (weight(&sentences[index]) == 0 || used + length(index) > room) {
            continue;
        }
        chosen[index] = true;
        if parts(&chosen) > MOST_PARTS {
            chosen[index] = false;
            continue;
        }
        used += length(index);
    }
    // What room is left goes to what follows, then to what precedes: a finding is understood
    // better with the sentence after it.
    loop {
        let fits = |index: &usize| !chosen[*index] && used + length(*index) <= room;
        let after = (1..sentences.len())
            .filter(|&index| chosen[index - 1])
            .find(fits);
        let next = after.or_else(|| {
            (1..sentences.len())
                .filter(|&index| chosen[index])
                .map(|index| index - 1)
                .find(fits)
        });
        let Some(index) = next else {
            break;
        };
        chosen[index] = true;
        used += length(index);
    }
    let mut ranges: Vec<Range> = Vec::new();
    for (index, &(start, end)) in sentences.iter().enumerate() {
        if !chosen[index] {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if last.1 == start => last.1 = end,
            _ => ranges.push((start, end)),
        }
    }
    ranges
}

fn parts(chosen: &[bool]) -> usize {
    let starts = chosen.windows(2).filter(|pair| !pair[0] && pair[1]).count();
    starts + usize::from(chosen.first() == Some(&true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Leaders know the area well. Waiting times for therapy have grown to \
        forty weeks. Families told inspectors that nobody explained why. Schools have started \
        their own groups while children wait.";

    #[test]
    fn a_short_passage_is_whole() {
        let snippet = cut("Waits are long.", &[(0, 5)]);
        assert_eq!(snippet.text, "Waits are long.");
        assert_eq!(snippet.highlights, [(0, 5)]);
    }

    #[test]
    fn a_long_passage_keeps_the_sentence_that_matched() {
        let at = TEXT.find("therapy").expect("in the text");
        let snippet = cut_to(TEXT, &[(at, at + 7)], 70);
        assert!(
            snippet.text.starts_with("… Waiting times for therapy"),
            "{}",
            snippet.text
        );
        assert!(snippet.text.ends_with('…'), "{}", snippet.text);
        let (start, end) = snippet.highlights[0];
        assert_eq!(&snippet.text[start..end], "therapy");
    }

    #[test]
    fn nothing_highlighted_shows_the_beginning() {
        let snippet = cut_to(TEXT, &[], 60);
        assert!(snippet.text.starts_with("Leaders know"), "{}", snippet.text);
    }

    proptest! {
        #[test]
        fn highlights_show_the_same_words(text in "[A-Za-zéö’. ]{1,600}", room in 20usize..300) {
            let words: Vec<Range> = crate::text::tokens(&text)
                .step_by(3)
                .map(|token| (token.start, token.end))
                .collect();
            let snippet = cut_to(&text, &words, room);
            let printed: Vec<&str> = words.iter().map(|&(a, b)| &text[a..b]).collect();
            for &(start, end) in &snippet.highlights {
                let shown = snippet.text.get(start..end);
                prop_assert!(shown.is_some_and(|shown| printed.contains(&shown)));
            }
            prop_assert!(words.is_empty() || !snippet.highlights.is_empty());
        }
    }
}
