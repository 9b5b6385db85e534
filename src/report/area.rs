//! Local authority areas of England and how reports name them.
//!
//! The table is Data to Insight's lookup of upper-tier authorities, repaired (new codes of 2025,
//! abolished areas with their successors). Names are matched longest first on whole words: most
//! short names stand inside a longer one (Somerset, North Somerset, Bath and North East Somerset).

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::text::dates::{Date, iso_date};
use crate::text::fold::without_accents;

/// An area as a report names it, resolved to its official name where it has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Area {
    /// Official name (`Gloucestershire`), or the name as printed where the area is not on the list.
    pub name: String,
    /// ONS region (`South West`); `None` for an area that is not on the list.
    pub region: Option<String>,
}

impl Area {
    /// The name in lower case with hyphens, `[a-z0-9-]` only, as used in ids and filters.
    pub fn slug(&self) -> String {
        match official(&self.name) {
            Some(area) => area.slug.clone(),
            None => slug(&self.name),
        }
    }
}

/// One row of the table of areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialArea {
    /// Official name without `City of` and the like, unless it is needed (`City of London`).
    pub name: String,
    /// Lower case with hyphens, unique.
    pub slug: String,
    /// One of the nine ONS regions.
    pub region: String,
    /// Current code of the Government Statistical Service, such as `E10000013`.
    pub gss: String,
    /// Three-digit code of the Department for Education.
    pub la_code: String,
    /// Other names in use.
    pub aliases: Vec<String>,
    /// Whether the area still exists.
    pub status: Status,
    /// Official names of the areas that followed an abolished one.
    pub successors: Vec<String>,
}

/// Whether an area still exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Current,
    /// Abolished on this day.
    Abolished(Date),
}

/// Every area of the table: current ones by name, then abolished ones.
pub fn areas() -> &'static [OfficialArea] {
    &TABLE.areas
}

/// The nine ONS regions, by name.
pub fn regions() -> &'static [String] {
    &TABLE.regions
}

/// Whether [`resolve`] may know `input`, told without reading the list of areas, which takes longer
/// than completing what is being typed may take.
pub fn may_be_area(input: &str) -> bool {
    let first = crate::text::tokens(input).next();
    first.is_some_and(|first| {
        let first = first.word.as_bytes();
        LIST.as_bytes()
            .windows(first.len())
            .any(|window| window.eq_ignore_ascii_case(first))
    })
}

/// The area a person means: official name, alias, slug or code, whatever the case and
/// punctuation. Short names that would be unsafe in running text (`Richmond`) are understood.
pub fn resolve(input: &str) -> Option<Area> {
    let words = words(input);
    let key = key_of(&words);
    let bare = key_of(bare_words(&words));
    // `telford-wrekin`, `brighton hove`: the way files and people leave out the `and`.
    let squeezed = squeeze(&bare);
    let found = TABLE.by_key.get(&key).or_else(|| TABLE.by_key.get(&bare));
    let index = found
        .or_else(|| TABLE.by_squeezed.get(&squeezed))
        .copied()?;
    TABLE.areas.get(index).map(OfficialArea::area)
}

/// `[a-z0-9-]` only: other characters become single hyphens, apostrophes and dots vanish.
pub fn slug(text: &str) -> String {
    let plain: String = without_accents(text).collect();
    let ascii = |key: String| key.chars().filter(char::is_ascii).collect::<String>();
    let keys = words(&plain).into_iter().map(|word| ascii(word.key));
    keys.filter(|key| !key.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// The longest name of the list that starts at the first of `words`: the area and how many words it
/// takes. In running text (`in_title` false) names must be capitalised and unmistakable.
pub(super) fn longest(words: &[Word], in_title: bool) -> Option<(&'static OfficialArea, usize)> {
    let first = words.first()?;
    if !in_title && !first.capital {
        return None;
    }
    let names = TABLE.by_first.get(&first.key)?;
    let (keys, index) = names.iter().find(|(keys, _)| {
        let safe = in_title || keys.len() > 1 || !UNSAFE_IN_TEXT.contains(&keys[0].as_str());
        let here = words.get(..keys.len()).unwrap_or_default();
        safe && here.iter().map(|word| &word.key).eq(keys)
    })?;
    Some((TABLE.areas.get(*index)?, keys.len()))
}

/// The areas that words name, each with the index of its first word; see [`longest`].
pub(super) fn mentions(
    words: &[Word],
    in_title: bool,
) -> impl Iterator<Item = (usize, &'static OfficialArea)> {
    let mut next = 0;
    (0..words.len()).filter_map(move |at| {
        let rest = words.get(at..).filter(|_| at >= next)?;
        let (area, length) = longest(rest, in_title)?;
        next = at + length;
        Some((at, area))
    })
}

/// Most words of an area's name.
pub const LONGEST_AREA_NAME: usize = 8;

/// The words of a text in the form in which names of areas are compared: lower case, `&` as `and`,
/// without dots and apostrophes; each with its place in the text.
pub fn name_words(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let words = words(text).into_iter();
    words.map(|word| (word.key, word.start..word.end)).collect()
}

/// The longest official or other name of an area that some [`name_words`] begin with, and how many
/// of them it takes. An `and` in the name may be left out; codes are no names.
pub fn longest_name(words: &[&str]) -> Option<(&'static OfficialArea, usize)> {
    let taken = |keys: &[String]| {
        let mut at = 0;
        for key in keys {
            if words.get(at) == Some(&key.as_str()) {
                at += 1;
            } else if key != "and" {
                return None;
            }
        }
        Some(at)
    };
    let names = TABLE.by_first.get(*words.first()?)?;
    let (length, index) = names
        .iter()
        .find_map(|(keys, index)| Some((taken(keys)?, *index)))?;
    Some((TABLE.areas.get(index)?, length))
}

/// The areas of the list that running text names, each once, in order. Names that are also common
/// words do not count.
pub fn named_in(text: &str) -> Vec<Area> {
    distinct(mentions(&words(text), false).map(|(_, area)| area))
}

/// Each of the areas once, in order.
pub(super) fn distinct(areas: impl Iterator<Item = &'static OfficialArea>) -> Vec<Area> {
    let mut found: Vec<Area> = Vec::new();
    for area in areas {
        if found.iter().all(|known| known.name != area.name) {
            found.push(area.area());
        }
    }
    found
}

impl OfficialArea {
    /// The area as a report's metadata carry it.
    pub(super) fn area(&self) -> Area {
        Area {
            name: self.name.clone(),
            region: Some(self.region.clone()),
        }
    }
}

fn official(name: &str) -> Option<&'static OfficialArea> {
    TABLE.areas.iter().find(|area| area.name == name)
}

/// Short names that are also common words or other places: only for titles and queries.
const UNSAFE_IN_TEXT: [&str; 17] = [
    "richmond",
    "stoke",
    "newcastle",
    "stockton",
    "mk",
    "bcp",
    "glos",
    "herts",
    "poole",
    "bournemouth",
    "reading",
    "bury",
    "iow",
    "nnc",
    "wnc",
    "hull",
    "southend",
];

/// Words for the sort of an authority, before or after its name.
const AUTHORITY_WORDS: [&str; 20] = [
    "the",
    "of",
    "london",
    "royal",
    "metropolitan",
    "borough",
    "city",
    "county",
    "district",
    "unitary",
    "council",
    "corporation",
    "local",
    "authority",
    "authorities",
    "area",
    "partnership",
    "common",
    "safeguarding",
    "children",
];

/// A word of a text in comparable form and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub key: String,
    pub start: usize,
    pub end: usize,
    pub comma_after: bool,
    pub capital: bool,
}

/// Comparable words: lower case, `&` as `and`, hyphens and commas as spaces, dots and apostrophes
/// (straight or curly) left out.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c == '&' {
            words.push(word("and", at, end, false));
            open = false;
        } else if c.is_alphanumeric() {
            let lower: String = c.to_lowercase().collect();
            match words.last_mut().filter(|_| open) {
                Some(last) => {
                    last.key.push_str(&lower);
                    last.end = end;
                }
                None => words.push(word(&lower, at, end, c.is_uppercase())),
            }
            open = true;
        } else if !matches!(c, '.' | '\'' | '\u{2019}' | '\u{2018}') {
            open = false;
            if matches!(c, ',' | ';')
                && let Some(last) = words.last_mut()
            {
                last.comma_after = true;
            }
        }
    }
    words
}

fn word(key: &str, start: usize, end: usize, capital: bool) -> Word {
    Word {
        key: key.to_owned(),
        start,
        end,
        comma_after: false,
        capital,
    }
}

/// The words without [`AUTHORITY_WORDS`] at both ends.
pub(super) fn bare_words(words: &[Word]) -> &[Word] {
    let is_plain = |word: &Word| AUTHORITY_WORDS.contains(&word.key.as_str());
    let from = words.iter().position(|word| !is_plain(word));
    let to = words.iter().rposition(|word| !is_plain(word));
    match (from, to) {
        (Some(from), Some(to)) => words.get(from..=to).unwrap_or_default(),
        _ => &[],
    }
}

fn key_of(words: &[Word]) -> String {
    words
        .iter()
        .map(|word| word.key.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn squeeze(key: &str) -> String {
    key.split(' ')
        .filter(|word| !matches!(*word, "and" | "the"))
        .collect::<Vec<_>>()
        .join(" ")
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(LIST));

const LIST: &str = include_str!("areas.csv");

struct Table {
    areas: Vec<OfficialArea>,
    regions: Vec<String>,
    by_key: HashMap<String, usize>,
    by_squeezed: HashMap<String, usize>,
    /// First word of a name to the names that start with it, longest first.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    slug: String,
    region: String,
    gss: String,
    la_code: String,
    status: String,
    successor: String,
    aliases: String,
}

impl Table {
    fn read(csv: &str) -> Table {
        // The table is part of the program and tested; a row that cannot be read is left out.
        let rows = csv::Reader::from_reader(csv.as_bytes())
            .into_deserialize::<Row>()
            .flatten();
        let areas: Vec<OfficialArea> = rows.map(OfficialArea::from).collect();
        let regions: BTreeSet<String> = areas.iter().map(|area| area.region.clone()).collect();
        let mut by_key = HashMap::new();
        let mut by_squeezed = HashMap::new();
        let mut by_first: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (index, area) in areas.iter().enumerate() {
            let codes = [&area.gss, &area.la_code, &area.slug];
            for name in std::iter::once(&area.name).chain(&area.aliases) {
                let keys: Vec<String> = words(name).into_iter().map(|word| word.key).collect();
                let key = keys.join(" ");
                by_squeezed.entry(squeeze(&key)).or_insert(index);
                by_key.entry(key).or_insert(index);
                if let Some(first) = keys.first() {
                    by_first
                        .entry(first.clone())
                        .or_default()
                        .push((keys, index));
                }
            }
            for code in codes {
                by_key.entry(key_of(&words(code))).or_insert(index);
            }
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each list is sorted by itself, in whatever order they come"
        )]
        for names in by_first.values_mut() {
            names.sort_by_key(|(keys, _)| std::cmp::Reverse(keys.len()));
        }
        Table {
            areas,
            regions: regions.into_iter().collect(),
            by_key,
            by_squeezed,
            by_first,
        }
    }
}

impl From<Row> for OfficialArea {
    fn from(row: Row) -> Self {
        let list = |text: &str| -> Vec<String> {
            let items = text.split(';').map(|item| item.trim().to_owned());
            items.filter(|item| !item.is_empty()).collect()
        };
        let abolished = row.status.strip_prefix("abolished ").and_then(iso_date);
        OfficialArea {
            status: abolished.map_or(Status::Current, Status::Abolished),
            aliases: list(&row.aliases),
            successors: list(&row.successor),
            name: row.name,
            slug: row.slug,
            region: row.region,
            gss: row.gss,
            la_code: row.la_code,
        }
    }
}
