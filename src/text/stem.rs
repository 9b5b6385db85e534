//! Stems, which unite the forms of a word: endings by Porter's English rules, irregular forms
//! (`children`, `felt`) and spellings (`organization`, `judgment`) by tables.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};

/// English (Porter 2) stem of a folded word. A function word is its own stem and that of no other
/// word: `willing` is no form of `will`.
pub fn stem(word: &str) -> String {
    with_stem(word, str::to_owned)
}

/// The first character of the stem of a folded word, for which no stem need be made: but for
/// irregular forms (`went`) it is that of the word.
pub fn initial_of_stem(word: &str) -> Option<char> {
    if base_of(word).is_some() {
        with_stem(word, |stem| stem.chars().next())
    } else {
        word.chars().next()
    }
}

/// Calls `take` with the stem of a folded word, without allocating where the stem is known.
pub fn with_stem<T>(word: &str, take: impl FnOnce(&str) -> T) -> T {
    looked_up(word, |stem, _| take(stem))
}

/// Whether a stem is that of one word alone, and that word is the stem itself: a function word, or
/// anything that is not all letters of the alphabet.
pub fn is_own_stem(stem: &str) -> bool {
    !is_alphabetic(stem) || is_function_word(stem)
}

/// Digits carry no endings; the stemmer is for ASCII words after folding.
fn is_alphabetic(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Calls `take` with the stem of a word and with [`is_own_stem`] of it.
pub(crate) fn looked_up<T>(word: &str, take: impl FnOnce(&str, bool) -> T) -> T {
    thread_local! {
        static STEMS: RefCell<StemCache> = RefCell::new(StemCache {
            stemmer: Stemmer::new(Algorithm::English),
            stems: FxHashMap::default(),
        });
    }
    if !is_alphabetic(word) {
        return take(word, true);
    }
    STEMS.with_borrow_mut(|stems| stems.look_up(word, take))
}

/// The stemmer with the stems of the words it has seen.
///
/// Reports hold millions of words but few different ones. Over 18,562 passages of reports a word costs
/// 120 instructions less to look up here than in a packed table of 48-byte slots, and 1,800 less than to
/// stem again; where other work empties the processor's cache between passages, the table is no faster.
struct StemCache {
    stemmer: Stemmer,
    /// Stems by word, each with [`is_own_stem`] of it.
    stems: FxHashMap<Box<str>, (Box<str>, bool)>,
}

/// Most words in the cache, which is emptied when it is full: 183 reports have some 10,000 words.
const MOST_CACHED: usize = 1 << 15;

impl StemCache {
    fn look_up<T>(&mut self, word: &str, take: impl FnOnce(&str, bool) -> T) -> T {
        if let Some((stem, own)) = self.stems.get(word) {
            return take(stem, *own);
        }
        let own = is_function_word(word);
        let stem = if own {
            Cow::Borrowed(word)
        } else {
            let stem = self.stemmer.stem(&regular(word)).into_owned();
            // The stem of a word is never a function word, nor anything but letters.
            if is_own_stem(&stem) {
                Cow::Borrowed(word)
            } else {
                Cow::Owned(stem)
            }
        };
        if self.stems.len() == MOST_CACHED {
            self.stems.clear();
        }
        self.stems.insert(word.into(), (stem.as_ref().into(), own));
        take(&stem, own)
    }
}

/// Words with their irregular forms. Left out are forms that are another word as often: `left`, `saw`,
/// `lives`, `found`, `sent`.
const IRREGULAR: &str = "\
    begin began begun; bring brought; build built; buy bought; catch caught; child children \
    childrens; choose chose chosen; crisis crises; criterion criteria; deal dealt; draw drawn drew; \
    drive driven drove; fall fallen fell; feel felt; forget forgot forgotten; give gave given; go \
    went; grow grew grown; hear heard; hide hidden; hold held; keep kept; know knew known; lead \
    led; lose lost; make made; man men; mean meant; pay paid; person people; say said; seek sought; \
    show shown; speak spoke spoken; spend spent; stand stood; take taken took; teach taught; tell \
    told; think thought; understand understood; woman women; write written wrote";

/// Spellings with the one they are read as; a short ending may follow (`advisors`, `enrolment`).
const SPELLINGS: [(&str, &str); 8] = [
    ("acknowledgment", "acknowledgement"),
    ("advisor", "adviser"),
    ("behavior", "behaviour"),
    ("counsel", "counsell"),
    ("enrol", "enroll"),
    ("fulfil", "fulfill"),
    ("judgment", "judgement"),
    ("programme", "program"),
];

/// Longest ending after a spelling, in bytes.
const LONGEST_ENDING: usize = 4;

/// Words as far as their `iz` in which it is no ending that British spelling writes `is`.
const WITH_Z: [&str; 5] = ["assiz", "capsiz", "downsiz", "oversiz", "resiz"];

/// The word that an irregular form belongs to, which may begin with any letter.
fn base_of(form: &str) -> Option<&'static str> {
    static BASES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        let entries = IRREGULAR.split("; ");
        let entries = entries.filter_map(|entry| entry.split_once(' '));
        entries
            .flat_map(|(base, forms)| forms.split(' ').map(move |form| (form, base)))
            .collect()
    });
    BASES.get(form).copied()
}

/// The regular word to take endings off: `children` gives `child`, `organization` `organisation`,
/// `judgments` `judgements`. `word` is folded and ASCII.
fn regular(word: &str) -> Cow<'_, str> {
    if let Some(base) = base_of(word) {
        return Cow::Borrowed(base);
    }
    for (spelling, usual) in SPELLINGS {
        if let Some(ending) = word.strip_prefix(spelling)
            // What already goes on like the usual spelling (`counselling`) is it.
            && !ending.starts_with(&usual[usual.len() - 1..])
            && ending.len() <= LONGEST_ENDING
        {
            return Cow::Owned(format!("{usual}{ending}"));
        }
    }
    british(word)
}

/// `organize` as `organise`, with all its endings.
fn british(word: &str) -> Cow<'_, str> {
    const ENDINGS: [&str; 8] = [
        "ize", "izes", "ized", "izing", "izer", "izers", "ization", "izations",
    ];
    // Shorter beginnings are no words with an ending: `size`, `prize`, `seize`.
    const SHORTEST: usize = 3;
    match word.rfind("iz") {
        Some(at)
            if at >= SHORTEST
                && ENDINGS.contains(&&word[at..])
                && !WITH_Z.contains(&&word[..at + 2]) =>
        {
            Cow::Owned(format!("{}is{}", &word[..at], &word[at + 2..]))
        }
        _ => Cow::Borrowed(word),
    }
}

/// Articles, pronouns, prepositions, conjunctions, auxiliary verbs, question words, and what is left
/// of contractions; folded. Words that negate are none of them: who types `not listened to` does not
/// mean `listened to`.
const WORDS: &str = "
    a about after again all also am an and any are as at be because been before being both but by
    can could d did do does doing done during each either else ever every for from further had has
    have having he her here hers herself him himself his how however i if in into is it its itself
    just ll m many may me might more most much must my myself of off on once only onto or other our
    ours ourselves out over own per quite rather re really s same shall she should since so some
    such t than that the their theirs them themselves then there these they this those though
    through to too toward towards under until up upon us ve very via was we were what when where
    whether which while who whom whose why will with would yet you your yours yourself";

/// Verbs and pronouns that say little of what a text is about, folded: who types `keep getting a new
/// one` looks for what is new. They are the first that may be missing.
const LIGHT: &str = "
    anybody anyone anything became become becomes becoming bring bringing brings brought came come
    comes coming everybody everyone everything gave get gets getting give given gives giving go goes
    going gone got happen happened happening happens keep keeping keeps kept let lets letting made
    make makes making put puts putting seem seemed seems somebody someone something start started
    starting starts take taken takes taking thing things took tried tries try trying turn turned
    turning turns want wanted wanting wants went";

/// Whether a folded word says little of what a text is about.
pub(crate) fn is_light_word(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| LIGHT.split_whitespace().collect());
    SET.contains(word)
}

/// Whether a folded word is a function word.
pub(crate) fn is_function_word(word: &str) -> bool {
    static SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());
    SET.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn endings_follow_spellings() {
        assert_eq!(regular("judgments"), "judgements");
        assert_eq!(regular("enrolment"), "enrollment");
        assert_eq!(regular("counselling"), "counselling");
        assert_eq!(regular("programmes"), "programs");
        assert_eq!(regular("prioritizing"), "prioritising");
        assert_eq!(regular("resized"), "resized");
        assert_eq!(regular("horizon"), "horizon");
    }

    #[test]
    fn what_a_query_is_about_is_none() {
        for word in ["they", "to", "the", "are", "who"] {
            assert!(is_function_word(word), "{word}");
        }
        for word in ["not", "feel", "new", "keep", "send", "back", "without"] {
            assert!(!is_function_word(word), "{word}");
        }
        for word in ["keep", "getting", "wants"] {
            assert!(is_light_word(word), "{word}");
        }
        for word in ["not", "feel", "help", "enough", "the"] {
            assert!(!is_light_word(word), "{word}");
        }
    }

    #[test]
    fn function_words_have_no_other_forms() {
        for (word, expected) in [
            ("will", "will"),
            ("willing", "willing"),
            ("being", "being"),
            ("its", "its"),
            ("2019", "2019"),
            ("waits", "wait"),
        ] {
            assert_eq!(stem(word), expected);
        }
        assert!(is_own_stem("will"));
        assert!(is_own_stem("3.5"));
        assert!(!is_own_stem("willing"));
        assert!(!is_own_stem("wait"));
    }

    #[test]
    fn words_of_any_length_have_stems() {
        let long = "a".repeat(60);
        assert_eq!(stem(&format!("{long}ed")), long);
        assert_eq!(stem(""), "");
    }

    #[test]
    fn an_irregular_form_begins_like_its_stem() {
        assert_eq!(initial_of_stem("went"), Some('g'));
        assert_eq!(initial_of_stem("children"), Some('c'));
        assert_eq!(initial_of_stem(""), None);
    }

    proptest! {
        #[test]
        fn a_stem_begins_with_its_initial(
            word in "[a-z]{1,3}(ying|ies|enrol|ization|fully|[a-z]{0,6})|[0-9é]{1,3}",
        ) {
            prop_assert_eq!(initial_of_stem(&word), stem(&word).chars().next());
        }

        #[test]
        fn a_stem_is_the_same_however_often_it_is_asked_for(
            words in proptest::collection::vec("[a-e]{0,3}(ing|ed|s|ation)?", 1..60),
        ) {
            let alone = |word: &String| std::thread::scope(|scope| {
                scope.spawn(|| looked_up(word, |stem, own| (stem.to_owned(), own))).join()
            });
            for word in words.iter().chain(&words) {
                let (stem, own) = alone(word).expect("a stem is found");
                let own_stem = is_own_stem(&stem);
                prop_assert_eq!(own, own_stem, "{}", &stem);
                prop_assert_eq!(looked_up(word, |stem, own| (stem.to_owned(), own)), (stem, own));
            }
        }
    }
}
