//! A second implementation of the contract of engines: a plain scan over parsed reports. It keeps no
//! index, so that what it finds is right by construction, and it is what the built-in engine is held
//! against.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use findings::engine::{
    Crosstab, Engine, IndexedPassage, IndexedReport, NearDuplicates, PassageKey, PassageQuery,
    Ranked, RankedPassage, Ranking, Searcher, Totals,
};
use findings::error::Result;
use findings::query::complete::{self, Completion};
use findings::query::expansion::{Condition, Lexicon, TermGroup, TokenMatch, occurrences};
use findings::report::facet::{self, Dimension, FacetPath, Vocabulary};
use findings::report::{Date, Report, Role};
use findings::storage::ledger::Ledger;
use findings::text::near_duplicate::signature;
use findings::text::spelling::Correction;
use findings::text::{Compound, stem, tokens};

/// Reports that are read through for every question.
pub(crate) struct Scan {
    /// Knows acronyms, compounds and near spellings of the texts: what words stand for is decided
    /// above the contract, and is the same for both.
    lexicon: Engine,
    reports: Vec<IndexedReport>,
    /// In the order of [`Searcher::each_passage`].
    passages: Vec<Scanned>,
    vocabulary: Vocabulary,
}

/// A passage with all that conditions ask of it.
struct Scanned {
    passage: IndexedPassage,
    date: Option<Date>,
    text: Words,
    heading: Words,
    values: Vec<(Dimension, FacetPath)>,
}

/// Words of a text with their places and stems.
struct Words(Vec<(u32, String, String)>);

impl Words {
    fn of(text: &str) -> Self {
        let words = tokens(text).map(|token| {
            let word = token.word.to_string();
            (token.position, stem(&word), word)
        });
        Words(words.collect())
    }

    /// Where a word of a variant stands.
    fn places(&self, wanted: &TokenMatch) -> Vec<u32> {
        let holds = |(_, stem, word): &&(u32, String, String)| wanted.matches(word, stem);
        let places = self.0.iter().filter(holds);
        places.map(|(position, ..)| *position).collect()
    }

    /// Whether one of the variants stands here in a row.
    fn hold(&self, group: &TermGroup) -> bool {
        group.variants.iter().any(|variant| {
            let places: Vec<Vec<u32>> = variant.tokens.iter().map(|one| self.places(one)).collect();
            !occurrences(&places, group.slop).is_empty()
        })
    }

    /// As [`Words::hold`], for headings, of which stems alone count.
    fn hold_stems(&self, group: &TermGroup) -> bool {
        let stems = |wanted: &TokenMatch| match wanted {
            TokenMatch::Word(word) => TokenMatch::Stem(stem(word)),
            other => other.clone(),
        };
        let mut group = group.clone();
        for variant in &mut group.variants {
            variant.tokens = variant.tokens.iter().map(stems).collect();
        }
        self.hold(&group)
    }
}

impl Scan {
    pub(crate) fn new(reports: &[(Report, String)], lexicon: Engine) -> Self {
        let mut passages = Vec::new();
        let mut indexed = Vec::new();
        for (report, path) in reports {
            let values = facet::of_report(report);
            let mut number = 0;
            for section in &report.sections {
                for passage in &section.passages {
                    number += 1;
                    let mut values = values.clone();
                    values.extend(facet::of_section(section.role));
                    values.extend(facet::of_passage(passage));
                    passages.push(Scanned {
                        date: report.inspection_end.or(report.published),
                        text: Words::of(&passage.text),
                        heading: Words::of(&section.heading),
                        values,
                        passage: IndexedPassage {
                            report: report.id.clone(),
                            number,
                            heading: section.heading.clone(),
                            role: section.role,
                            passage: passage.clone(),
                        },
                    });
                }
            }
            indexed.push(IndexedReport::new(report, path.clone(), String::new()));
        }
        passages.sort_by_key(|one| {
            let passage = &one.passage;
            (Reverse(one.date), passage.report.clone(), passage.number)
        });
        indexed.sort_by(|a, b| a.report.id.cmp(&b.report.id));
        let present = passages.iter().flat_map(|one| one.values.clone());
        Scan {
            lexicon,
            vocabulary: Vocabulary::new(present),
            reports: indexed,
            passages,
        }
    }

    fn matching<'s>(&'s self, query: &'s PassageQuery) -> impl Iterator<Item = &'s Scanned> {
        self.passages.iter().filter(|one| one.matches(query))
    }

    fn totals_of<'s>(passages: impl Iterator<Item = &'s Scanned>) -> Totals {
        let mut reports = BTreeSet::new();
        let mut totals = Totals::default();
        for one in passages {
            totals.passages += 1;
            reports.insert(&one.passage.report);
        }
        totals.reports = reports.len() as u64;
        totals
    }

    fn counted(&self, word: impl Fn(&Words) -> bool) -> u64 {
        self.passages.iter().filter(|one| word(&one.text)).count() as u64
    }
}

impl Scanned {
    fn matches(&self, query: &PassageQuery) -> bool {
        let held = query.words.iter().filter(|word| self.holds(word)).count();
        let role = self.passage.role;
        (query.include_boilerplate || role != Role::Boilerplate)
            && query.holding.contains(&held)
            && query.rest.iter().all(|condition| self.holds(condition))
            && query.filters.iter().all(|filter| {
                let has = |path| self.has(filter.dimension, path);
                let said = filter.or_text.iter().any(|text| self.holds(text));
                (filter.paths.iter().any(has) || said) != filter.exclude
            })
            && (query.stems.is_empty() || {
                let stems = query.stems.iter();
                stems
                    .map(|(stem, _)| TokenMatch::Stem(stem.clone()))
                    .any(|stem| !self.text.places(&stem).is_empty())
            })
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Everything => true,
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::Text(group) => self.text.hold(group),
            Condition::Heading(group) => self.heading.hold_stems(group),
            Condition::Facet(dimension, paths) => {
                paths.iter().any(|path| self.has(*dimension, path))
            }
            Condition::Report(id) => self.passage.report == *id,
        }
    }

    fn has(&self, dimension: Dimension, path: &FacetPath) -> bool {
        let own = match dimension {
            Dimension::Region => Dimension::Area,
            other => other,
        };
        let mut values = self.values.iter();
        values.any(|(of, value)| *of == own && value.0.starts_with(&path.0))
    }

    /// The values that are counted for a facet: of an area its region alone, else the whole value.
    fn counted_values(&self, dimension: Dimension) -> BTreeSet<FacetPath> {
        let own = match dimension {
            Dimension::Region => Dimension::Area,
            other => other,
        };
        // An area that is not on the official list has no region.
        let levels = if dimension == Dimension::Region { 2 } else { 1 };
        let values = self.values.iter();
        let values = values.filter(|(of, value)| *of == own && value.0.len() >= levels);
        let counted = values.map(|(_, value)| match dimension {
            Dimension::Region => value.top(),
            _ => value.clone(),
        });
        counted.collect()
    }
}

impl Searcher for Scan {
    fn totals(&self) -> Result<Totals> {
        Ok(Totals {
            passages: self.passages.len() as u64,
            reports: self.reports.len() as u64,
        })
    }

    fn vocabulary(&self) -> Result<&Vocabulary> {
        Ok(&self.vocabulary)
    }

    /// The passages come in the order of their dates: ranking is no part of what is held against it.
    fn search(&self, query: &PassageQuery, ranking: &Ranking<'_>) -> Result<Ranked> {
        let facets = ranking.facets.iter().map(|&dimension| {
            let mut by_value: BTreeMap<FacetPath, Vec<&Scanned>> = BTreeMap::new();
            for one in self.matching(query) {
                for value in one.counted_values(dimension) {
                    by_value.entry(value).or_default().push(one);
                }
            }
            let counted = by_value.into_iter();
            counted
                .map(|(value, found)| (value, Scan::totals_of(found.into_iter())))
                .collect()
        });
        let facets = facets.collect();
        let mut found: Vec<&Scanned> = self.matching(query).collect();
        let totals = Scan::totals_of(found.iter().copied());
        if let Some(first) = &ranking.first {
            found.sort_by_key(|one| !one.matches(first));
        }
        let then = if found.is_empty() {
            &ranking.or_else
        } else {
            &ranking.then
        };
        for next in then {
            let next = self.passages.iter().filter(|one| one.matches(next));
            let same = |one: &&Scanned| !found.iter().any(|known| known.passage == one.passage);
            let next: Vec<&Scanned> = next.filter(same).collect();
            found.extend(next);
        }
        let shown = found.into_iter().enumerate();
        let shown = shown.skip(ranking.skip).take(ranking.limit);
        let passages = shown.map(|(place, one)| RankedPassage {
            rank: place + 1,
            score: 0.0,
            passage: one.passage.clone(),
            missing: (query.words.iter())
                .filter(|word| !one.holds(word))
                .map(Condition::label)
                .collect(),
            more: 0,
            parts: Vec::new(),
        });
        Ok(Ranked {
            totals,
            facets,
            passages: passages.collect(),
        })
    }

    fn near_duplicates(
        &self,
        query: &PassageQuery,
        passages: &[&IndexedPassage],
    ) -> Result<Vec<Option<NearDuplicates>>> {
        let duplicates = passages.iter().map(|passage| {
            let own = signature(&passage.passage.text);
            let same = |one: &&Scanned| own != 0 && signature(&one.passage.passage.text) == own;
            let others: Vec<&Scanned> = self
                .matching(query)
                .filter(same)
                .filter(|one| one.passage != **passage)
                .collect();
            let mut reports: BTreeSet<&str> = BTreeSet::new();
            reports.extend(others.iter().map(|one| one.passage.report.as_str()));
            reports.remove(passage.report.as_str());
            let first = others.iter().map(|one| &one.passage);
            (!others.is_empty()).then(|| NearDuplicates {
                passages: others.len() as u64,
                reports: reports.len() as u64,
                first: first.map(|one| (one.report.clone(), one.number)).collect(),
            })
        });
        Ok(duplicates.collect())
    }

    fn each_passage(
        &self,
        query: &PassageQuery,
        take: &mut dyn FnMut(IndexedPassage) -> Result<()>,
    ) -> Result<()> {
        self.matching(query)
            .try_for_each(|one| take(one.passage.clone()))
    }

    fn locate(&self, query: &PassageQuery) -> Result<Vec<PassageKey>> {
        let keys = self.matching(query).map(|one| PassageKey {
            report: one.passage.report.as_str().into(),
            number: one.passage.number,
        });
        Ok(keys.collect())
    }

    fn crosstab(&self, query: &PassageQuery, by: &[Dimension]) -> Result<Crosstab> {
        let mut cells: BTreeMap<Vec<FacetPath>, Vec<&Scanned>> = BTreeMap::new();
        let mut reports: Vec<String> = Vec::new();
        let mut passages = 0;
        for one in self.matching(query) {
            passages += 1;
            if reports.last() != Some(&one.passage.report) {
                reports.push(one.passage.report.clone());
            }
            let mut keys: Vec<Vec<FacetPath>> = vec![Vec::new()];
            for &dimension in by {
                let values = one.counted_values(dimension);
                let longer = keys.iter().flat_map(|key| {
                    values
                        .iter()
                        .map(|value| key.iter().chain([value]).cloned().collect())
                });
                keys = longer.collect();
            }
            for key in keys {
                cells.entry(key).or_default().push(one);
            }
        }
        let cells = cells.into_iter();
        Ok(Crosstab {
            passages,
            reports,
            cells: cells
                .map(|(values, found)| (values, Scan::totals_of(found.into_iter())))
                .collect(),
        })
    }

    fn passages(
        &self,
        report: &str,
        numbers: RangeInclusive<usize>,
    ) -> Result<Vec<IndexedPassage>> {
        let own = self.passages.iter().map(|one| &one.passage);
        let own = own.filter(|one| one.report == report && numbers.contains(&one.number));
        Ok(own.cloned().collect())
    }

    fn report(&self, id: &str) -> Result<Option<IndexedReport>> {
        let mut reports = self.reports.iter();
        Ok(reports.find(|report| report.report.id == id).cloned())
    }

    fn reports(&self) -> Result<Vec<IndexedReport>> {
        Ok(self.reports.clone())
    }

    fn having(&self, dimension: Dimension, path: &FacetPath) -> Result<u64> {
        let having = self.passages.iter().filter(|one| one.has(dimension, path));
        Ok(having.count() as u64)
    }

    fn completions(&self, typed: &complete::Words, limit: usize) -> Result<Vec<Completion>> {
        self.lexicon.completions(typed, limit)
    }

    fn has_built_in_themes(&self) -> bool {
        true
    }

    fn ledger(&self) -> Result<Ledger> {
        Ok(Ledger::default())
    }

    fn revision(&self) -> Option<String> {
        None
    }
}

impl Lexicon for Scan {
    fn open_forms(&self, closed: &str) -> Vec<String> {
        self.lexicon.open_forms(closed)
    }

    fn is_compound(&self, compound: &Compound) -> bool {
        self.lexicon.is_compound(compound)
    }

    fn holding(&self, stem: &str) -> u64 {
        self.counted(|words| words.0.iter().any(|(_, own, _)| own == stem))
    }

    fn printing(&self, word: &str) -> u64 {
        self.counted(|words| words.0.iter().any(|(_, _, own)| own == word))
    }

    fn long_forms(&self, short: &str) -> Vec<(String, u32)> {
        self.lexicon.long_forms(short)
    }

    fn short_forms(&self, stems: &str) -> Vec<(String, u32)> {
        self.lexicon.short_forms(stems)
    }

    fn correction(&self, word: &str) -> Correction {
        self.lexicon.correction(word)
    }
}
