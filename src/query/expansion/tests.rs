//! What queries are taken to mean, over a lexicon of a few words.

use super::ExpansionOptions;
use super::*;
use crate::query::parse;
use crate::query::synonyms::Synonyms;
use crate::report::facet::Vocabulary;
use crate::text::spelling::Correction;
use crate::text::{self, Compound};

/// Texts that print a few words, `co-production` among them, and define a few acronyms.
struct Printed;

const WORDS: &str = "a b c d e x product production coproduction charter co wait waiting long list \
    healthcare health care the they parent listen to not camhs child and adolescent mental service \
    salt speech language therapy sdq strength difficulty questionnaire rip pa autism assessment \
    delay teenager adolescent young person people it system county line";

impl Lexicon for Printed {
    fn open_forms(&self, closed: &str) -> Vec<String> {
        match closed {
            "coproduction" => vec!["co production".to_owned()],
            _ => Vec::new(),
        }
    }

    fn is_compound(&self, compound: &Compound) -> bool {
        compound.open == "co production"
    }

    fn printing(&self, _: &str) -> u64 {
        0
    }

    fn holding(&self, stem: &str) -> u64 {
        let mut words = WORDS.split_whitespace();
        // Everybody writes of waiting.
        let often = if stem == "wait" { 1000 } else { 1 };
        u64::from(words.any(|word| text::stem(word) == stem)) * often
    }

    fn long_forms(&self, short: &str) -> Vec<(String, u32)> {
        let long = |text: &str, count| (text.to_owned(), count);
        match short {
            "sdq" => vec![
                long("strengths and difficulties questionnaire", 2),
                long("strength and difficulties questionnaires", 3),
            ],
            "wait" => vec![long("working at interim tasks", 3)],
            "rip" => vec![
                long("reducing inequalities plan", 2),
                long("risk in place", 2),
            ],
            _ => Vec::new(),
        }
    }

    fn short_forms(&self, stems: &str) -> Vec<(String, u32)> {
        if stems == stems_of("strengths and difficulties questionnaire") {
            vec![("SDQ".to_owned(), 5)]
        } else {
            Vec::new()
        }
    }

    fn correction(&self, word: &str) -> Correction {
        match word {
            "autisim" => Correction::Clear("autism".to_owned()),
            "healthcarre" => Correction::Clear("health care".to_owned()),
            "delya" => Correction::Open(vec!["delay".to_owned(), "deal".to_owned()]),
            _ => Correction::Open(Vec::new()),
        }
    }
}

fn expanded(text: &str, options: ExpansionOptions) -> Expansion {
    let vocabulary = Vocabulary::default();
    let synonyms = Synonyms::parse(
        "CAMHS = child and adolescent mental health services\n\
         teenager = adolescent\nteenager > young people\n\
         PA ? personal adviser ? personal assistant",
    );
    let synonyms = synonyms.expect("a good list");
    expand(&parse(text), &options, &Printed, &synonyms, &vocabulary).expect("no facets in it")
}

fn read(text: &str) -> Expansion {
    expanded(text, ExpansionOptions::default())
}

/// The variants of the nth group, words with a space between, other names in brackets.
fn variants(text: &str, nth: usize) -> Vec<String> {
    let expansion = read(text);
    let groups = expansion.condition.positive_groups();
    groups[nth].variants.iter().map(spelled).collect()
}

fn spelled(variant: &Variant) -> String {
    let words: Vec<String> = variant
        .tokens
        .iter()
        .map(|token| match token {
            TokenMatch::Stem(stem) => format!("{stem}~"),
            TokenMatch::Word(word) => word.clone(),
            TokenMatch::Prefix(start) => format!("{start}*"),
        })
        .collect();
    match variant.origin {
        Origin::Typed => words.join(" "),
        Origin::Acronym => format!("({})", words.join(" ")),
        Origin::Synonym => format!("[{}]", words.join(" ")),
        Origin::Related => format!("<{}>", words.join(" ")),
    }
}

#[test]
fn closed_and_open_spellings_are_forms_of_each_other() {
    assert_eq!(variants("co-production", 0), ["co~ product~", "coproduct~"]);
    assert_eq!(variants("coproduction", 0), ["coproduct~", "co~ product~"]);
    assert_eq!(
        variants("\"co-production charter\"", 0),
        ["co~ product~ charter~", "coproduct~ charter~"]
    );
}

#[test]
fn neighbours_that_are_one_word_elsewhere_count_as_it() {
    for nth in [0, 1] {
        assert_eq!(variants("co production", nth)[1], "coproduct~");
        assert_eq!(variants("health care", nth)[1], "healthcar~");
        assert_eq!(variants("production co", nth).len(), 1, "order matters");
    }
}

#[test]
fn one_word_in_quotes_is_exact_and_prefixes_are_unstemmed() {
    assert_eq!(variants("\"waiting\"", 0), ["waiting"]);
    assert_eq!(variants("waiting", 0), ["wait~"]);
    assert_eq!(variants("waiting*", 0), ["waiting*"]);
    assert_eq!(variants("\"long wait*\"", 0), ["long wait*"]);
}

#[test]
fn exact_reading_leaves_everything_as_typed() {
    let exact = expanded("CAMHS waiting autisim the", ExpansionOptions::EXACT);
    let groups = exact.condition.positive_groups();
    let shown: Vec<String> = groups
        .iter()
        .flat_map(|group| &group.variants)
        .map(spelled)
        .collect();
    assert_eq!(shown, ["camhs", "waiting", "autisim", "the"]);
    assert!(groups.iter().all(|group| !group.optional));
    assert!(exact.added.is_empty() && exact.corrected.is_empty());
}

#[test]
fn acronyms_and_full_names_count_as_each_other() {
    let long = "(child~ and~ adolesc~ mental~ health~ servic~)";
    assert_eq!(variants("camhs waiting", 0), ["camh~", long]);
    let expansion = read("child and adolescent mental health service delays");
    let groups = expansion.condition.positive_groups();
    for group in &groups[..6] {
        assert_eq!(
            group.variants.last().map(spelled).as_deref(),
            Some("(camh~)"),
            "{}",
            group.label
        );
        assert_eq!(group.name, groups[0].name, "one name");
    }
    assert_eq!(groups[6].variants.len(), 1);
    assert_eq!(groups[6].name, None);
    assert_eq!(
        expansion.added[0].word,
        "child and adolescent mental health service"
    );
    assert_eq!(expansion.added[0].also, ["CAMHS"]);
}

#[test]
fn what_texts_define_themselves_is_used() {
    assert_eq!(
        variants("sdq", 0),
        ["sdq~", "(strength~ and~ difficulti~ questionnair~)"]
    );
    assert_eq!(
        variants("strengths and difficulties questionnaires", 0),
        ["strength~", "(sdq~)"]
    );
    assert_eq!(
        variants("wait", 0).len(),
        1,
        "an ordinary word in small letters"
    );
    assert_eq!(
        variants("WAIT", 0).len(),
        1,
        "whose other name occurs nowhere"
    );
    let expansion = read("rip");
    assert!(expansion.added.is_empty(), "they do not agree");
    assert_eq!(expansion.ambiguous[0].meanings.len(), 2);
}

#[test]
fn ambiguous_acronyms_stay_as_typed() {
    let expansion = read("PA turnover");
    assert!(expansion.added.is_empty());
    assert_eq!(
        expansion.ambiguous[0].meanings,
        ["personal adviser", "personal assistant"]
    );
}

#[test]
fn synonyms_and_related_words_are_told_apart() {
    assert_eq!(
        variants("teenagers", 0),
        ["teenag~", "[adolesc~]", "<young~ person~>"]
    );
    assert_eq!(
        variants("-teenagers a", 0),
        ["a~"],
        "what is excluded is as typed"
    );
}

#[test]
fn words_that_occur_nowhere_are_corrected_or_offered() {
    let expansion = read("autisim delya waiting");
    assert_eq!(expansion.corrected[0].from, "autisim");
    assert_eq!(expansion.corrected[0].to, "autism");
    assert_eq!(expansion.suggested[0].word, "delya");
    let groups = expansion.condition.positive_groups();
    let labels: Vec<&str> = groups.iter().map(|group| group.label.as_str()).collect();
    assert_eq!(labels, ["autism", "delya", "waiting"]);
    assert_eq!(variants("healthcarre", 0)[0], "health~ care~");
    assert_eq!(variants("\"autisim\"", 0), ["autisim"], "quotes mean it");
    assert!(read("-autisim a").corrected.is_empty());
}

#[test]
fn function_words_are_optional_beside_others() {
    let optional = |text: &str| -> Vec<bool> {
        let expansion = read(text);
        let groups = expansion.condition.positive_groups();
        groups.iter().map(|group| group.optional).collect()
    };
    assert_eq!(
        optional("they are not listened to"),
        [true, true, false, false, true]
    );
    assert_eq!(optional("to the"), [false, false]);
    assert_eq!(optional("IT system"), [false, false], "a name");
    assert_eq!(optional("the OR parents"), [false, false]);
}

#[test]
fn what_is_excluded_is_no_positive_leaf() {
    let condition = read("x -b (c OR d) heading:e").condition;
    let labels: Vec<&str> = condition
        .positive_groups()
        .iter()
        .map(|group| group.label.as_str())
        .collect();
    assert_eq!(labels, ["x", "c", "d"]);
    let (words, rest) = condition.split();
    let labels =
        |parts: &[Condition]| -> Vec<String> { parts.iter().map(Condition::label).collect() };
    assert_eq!(labels(&words), ["x", "c OR d"]);
    assert_eq!(labels(&rest), ["-b", "e"]);
}

#[test]
fn many_compounds_do_not_multiply_for_ever() {
    let phrase = ["co-production"; 12].join(" ");
    let found = variants(&format!("\"{phrase}\""), 0);
    assert!(found.len() <= 16, "{}", found.len());
    assert!(!found.is_empty());
}
