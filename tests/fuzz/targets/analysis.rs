//! Any text is a passage and any line a query of it: the first line of the input is asked of all of
//! it, and is a list of synonyms with what follows.
#![no_main]

use std::collections::HashSet;
use std::sync::LazyLock;

use findings::answers::highlight::Highlighter;
use findings::answers::snippet;
use findings::query::acronyms::{self, Definition};
use findings::query::expansion::{
    Condition, ExpansionOptions, Lexicon, TermGroup, expand, stems_of,
};
use findings::query::parse;
use findings::query::synonyms::Synonyms;
use findings::query::typed::TypedWord;
use findings::report::facet::{Dimension, FacetPath, Vocabulary};
use findings::text::Range;
use findings::text::near_duplicate;
use findings::text::spelling::Correction;
use findings::text::{self, Compound, LONGEST_WORD, SENTENCE_GAP};
use libfuzzer_sys::fuzz_target;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::new([
        (Dimension::Year, FacetPath::new(["2023"])),
        (Dimension::Area, FacetPath::new(["South East", "Kent"])),
        (Dimension::Theme, FacetPath::new(["health", "camhs"])),
        (
            Dimension::Outcome,
            FacetPath::new(["send-2023", "send-inconsistent"]),
        ),
    ])
});

fuzz_target!(|text: &str| {
    let words = words(text);
    let compounds = compounds(text);
    let definitions = definitions(text);
    let signature = near_duplicate::signature(text);
    assert_eq!(near_duplicate::signature(&format!("{text} 7")), signature);

    let line = text.lines().next().unwrap_or("");
    let typed = TypedWord::split(line);
    let own = synonyms(text);
    for synonyms in own.iter().chain([Synonyms::built_in()]) {
        for at in 0..typed.len() {
            if let Some(found) = synonyms.longest_at(&typed[at..]) {
                assert!((1..=typed.len() - at).contains(&found.words));
            }
        }
    }

    let texts = Texts {
        stems: words.iter().map(|word| text::stem(word)).collect(),
        words,
        compounds,
        definitions,
    };
    let query = parse(line);
    let own = own.as_ref().unwrap_or(Synonyms::built_in());
    let readings = [
        (
            ExpansionOptions::default(),
            Synonyms::built_in(),
            snippet::ROOM,
        ),
        (ExpansionOptions::default(), own, 120),
        (ExpansionOptions::EXACT, own, 40),
    ];
    for (reading, synonyms, room) in readings {
        let Ok(found) = expand(&query, &reading, &texts, synonyms, &VOCABULARY) else {
            continue;
        };
        check_leaves(&found.condition);
        let leaves = found.condition.positive_groups();
        let ranges = Highlighter::new(&leaves).highlights(text);
        highlights(text, &ranges);
        cut(text, &ranges, room);
    }
});

/// The words of a text, after a look at their places.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut end, mut position) = (0, None);
    for token in text::tokens(text) {
        assert!(token.start < token.end && end <= token.start, "{token:?}");
        assert!(text.get(token.start..token.end).is_some(), "{token:?}");
        assert!(!token.word.is_empty() && token.word.len() <= LONGEST_WORD);
        assert!(!text::stem(&token.word).is_empty());
        match position {
            None => assert!(token.position == 0 && !token.linked),
            Some(before) => {
                let step = token.position - before;
                assert!(step == 1 || step == 1 + SENTENCE_GAP, "{token:?}");
            }
        }
        (end, position) = (token.end, Some(token.position));
        words.push(token.word.into_owned());
    }
    words
}

fn compounds(text: &str) -> Vec<Compound> {
    let found = text::compounds(text);
    for compound in &found {
        assert_eq!(compound.open.replace(' ', ""), compound.closed);
        assert!((2..=4).contains(&compound.open.split(' ').count()));
    }
    found
}

fn definitions(text: &str) -> Vec<Definition> {
    let found = acronyms::definitions(text);
    for definition in &found {
        let Definition {
            short,
            long,
            short_at,
            long_at,
        } = definition;
        assert_eq!(text.get(short_at.clone()), Some(short.as_str()));
        let printed = text.get(long_at.clone()).expect("on boundaries");
        assert!(long.split(' ').eq(printed.split_whitespace()));
        let apart = short_at.end <= long_at.start || long_at.end <= short_at.start;
        assert!(apart, "{definition:?}");
    }
    found
}

/// The text as a list of synonyms, which reads the same when printed.
fn synonyms(text: &str) -> Option<Synonyms> {
    match Synonyms::parse(text) {
        Err(problem) => {
            assert!((1..=text.lines().count()).contains(&problem.line));
            None
        }
        Ok(list) => {
            let forms = |list: &Synonyms| -> Vec<Vec<Vec<String>>> {
                let groups = list.groups().iter();
                let words = |group: &findings::query::synonyms::Group| {
                    let forms = group.forms().iter();
                    forms
                        .map(|form| form.words().map(Into::into).collect())
                        .collect()
                };
                groups.map(words).collect()
            };
            let printed: String = list
                .groups()
                .iter()
                .map(|group| format!("{group}\n"))
                .collect();
            let again = Synonyms::parse(&printed).expect("what is printed is a list");
            assert_eq!(forms(&again), forms(&list), "{printed}");
            // The built-in list is long: now and then will do.
            if text.len() % 32 == 0 {
                let _ = Synonyms::built_in().with(list.clone());
            }
            Some(list)
        }
    }
}

fn check_leaves(condition: &Condition) {
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            children.iter().for_each(check_leaves);
        }
        Condition::Not(inner) => check_leaves(inner),
        Condition::Text(leaf) | Condition::Heading(leaf) => check_leaf(leaf),
        Condition::Everything | Condition::Facet(..) | Condition::Report(_) => {}
    }
}

fn check_leaf(leaf: &TermGroup) {
    assert!(!leaf.variants.is_empty(), "{leaf:?}");
    for form in &leaf.variants {
        assert!(!form.tokens.is_empty(), "{leaf:?}");
    }
}

/// Ranges are words of the text in order, and apart.
fn highlights(text: &str, ranges: &[Range]) {
    let mut last = None;
    for &(start, end) in ranges {
        assert!(start < end && text.get(start..end).is_some());
        assert!(last.is_none_or(|last| last < start), "apart and in order");
        last = Some(end);
    }
}

/// A snippet shows words of the text and marks the same ones.
fn cut(text: &str, ranges: &[Range], room: usize) {
    let cut = snippet::cut_to(text, ranges, room);
    highlights(&cut.text, &cut.highlights);
    assert_eq!(ranges.is_empty(), cut.highlights.is_empty());
    let mut rest = ranges.iter();
    for &(start, end) in &cut.highlights {
        let shown = &cut.text[start..end];
        assert!(rest.any(|&(from, to)| &text[from..to] == shown));
    }
}

/// What an index of nothing but one text knows.
struct Texts {
    words: Vec<String>,
    stems: HashSet<String>,
    compounds: Vec<Compound>,
    definitions: Vec<Definition>,
}

impl Lexicon for Texts {
    fn open_forms(&self, closed: &str) -> Vec<String> {
        let found = self.compounds.iter().filter(|one| one.closed == closed);
        found.map(|one| one.open.clone()).take(3).collect()
    }

    fn is_compound(&self, compound: &Compound) -> bool {
        self.compounds.contains(compound)
    }

    fn holding(&self, stem: &str) -> u64 {
        u64::from(self.stems.contains(stem))
    }

    fn printing(&self, word: &str) -> u64 {
        u64::from(self.words.iter().any(|known| known == word))
    }

    fn long_forms(&self, short: &str) -> Vec<(String, u32)> {
        let definitions = self.definitions.iter();
        definitions
            .filter(|one| text::fold(&one.short) == short)
            .map(|one| (one.long.clone(), 1))
            .collect()
    }

    fn short_forms(&self, stems: &str) -> Vec<(String, u32)> {
        let definitions = self.definitions.iter();
        definitions
            .filter(|one| stems_of(&one.long) == stems)
            .map(|one| (one.short.clone(), 1))
            .collect()
    }

    fn correction(&self, word: &str) -> Correction {
        let near = |known: &&String| known.chars().next() == word.chars().next();
        let mut near = self.words.iter().filter(near).cloned();
        match (near.next(), near.next()) {
            (Some(one), None) => Correction::Clear(one),
            (Some(one), Some(two)) if one.len() % 2 == 0 => {
                Correction::Clear(format!("{one} {two}"))
            }
            (one, two) => Correction::Open(one.into_iter().chain(two).collect()),
        }
    }
}
