//! Reports made up from a seed: sections, kinds, areas, outcomes, dates, themes and vocabulary in
//! the proportions of real ones, none of them copied. The same seed and number give the same
//! report on every machine, whichever reports were asked for before.

#![allow(dead_code, unused_imports, reason = "every benchmark uses a part")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers drawn here are small and not negative"
)]

mod files;
mod frequencies;
mod grammar;
pub(crate) mod index;
mod outline;
mod queries;
mod random;
mod words;

use findings::report::themes::Taxonomy;
use findings::report::{Area, Date, Kind, Outcome, Passage, Report, Role, Scale, Section, Status};
use jiff::civil::date;
use serde::{Deserialize, Serialize};

pub(crate) use files::{write_file, write_files};
pub(crate) use frequencies::Frequencies;
pub(crate) use queries::{Queries, phrases, single_words};

use grammar::Grammar;
use outline::Outline;
use random::Random;

/// The seed of all published figures.
pub(crate) const SEED: u64 = 20_260;

/// Words on a printed page.
const PAGE: usize = 420;

/// Makes reports.
#[derive(Debug)]
pub(crate) struct Corpus {
    seed: u64,
    taxonomy: Taxonomy,
    grammar: Grammar,
    areas: Vec<Area>,
}

impl Corpus {
    pub(crate) fn new(seed: u64) -> Self {
        let areas = findings::report::areas()
            .iter()
            .filter(|area| area.status == Status::Current)
            .map(|area| Area {
                name: area.name.clone(),
                region: Some(area.region.clone()),
            })
            .collect();
        Corpus {
            seed,
            taxonomy: Taxonomy::embedded().expect("the built-in themes are sound"),
            grammar: Grammar::new(),
            areas,
        }
    }

    /// The themes that passages are given.
    pub(crate) fn taxonomy(&self) -> &Taxonomy {
        &self.taxonomy
    }

    /// Report `number` (from 0) of the mixed corpus, as if parsed. Up to half a million have
    /// inspections of their own.
    pub(crate) fn report(&self, number: usize) -> Report {
        let (area, turn) = self.place(number);
        // 3,650 and 1,009 have no common factor: no area has two inspections on one day.
        let end = day(date(2016, 1, 4), turn * 1009 % 3650);
        let mut random = Random::new(self.seed, number as u64);
        let kinds = outline::kinds(end.year());
        let kind = kinds[random.below(kinds.len()).min(random.below(kinds.len()))];
        self.build(kind, area, end, turn, &mut random)
    }

    /// Report `number` (from 0) of a corpus of area SEND inspections alone, the form that
    /// [`write_files`] prints. Up to 150,000 have inspections of their own.
    pub(crate) fn send_full(&self, number: usize) -> Report {
        let (area, turn) = self.place(number);
        let end = day(date(2023, 1, 9), turn * 397 % 1039);
        let mut random = Random::new(self.seed ^ 0x5e9d, number as u64);
        self.build(Kind::SendFull, area, end, turn, &mut random)
    }

    /// The first `count` reports of the mixed corpus.
    pub(crate) fn reports(&self, count: usize) -> Vec<Report> {
        (0..count).map(|number| self.report(number)).collect()
    }

    fn place(&self, number: usize) -> (&Area, usize) {
        let areas = self.areas.len();
        (&self.areas[number % areas], number / areas)
    }

    fn build(
        &self,
        kind: Kind,
        area: &Area,
        end: Date,
        turn: usize,
        random: &mut Random,
    ) -> Report {
        let outcome = outcome(kind, random);
        let failing = outcome.value == "send-widespread-failings";
        let title = match kind {
            Kind::SendFull => format!(
                "Area SEND inspection of {} Local Area Partnership",
                area.name
            ),
            _ => format!("{}: {}", area.name, kind.label()),
        };
        let mut printed = 0;
        let mut sections = vec![outcome_section(&outcome, &mut printed)];
        for outline in outline::sections(kind, failing) {
            sections.push(self.section(&outline, &mut printed, random));
        }
        let pages = u32::try_from(printed / PAGE + 1).ok();
        let base =
            findings::report::natural_id(std::slice::from_ref(area), kind, Some(end), &title);
        Report {
            // Inspections of one area in one month are told apart by number.
            id: if turn == 0 {
                base
            } else {
                format!("{base}-{}", turn + 1)
            },
            title,
            kind,
            areas: vec![area.clone()],
            outcome_text: Some(sections[0].passages[0].text.clone()),
            judgements: Vec::new(),
            inspection_start: Some(earlier(end, 4)),
            inspection_end: Some(end),
            published: Some(day(end, 60)),
            previous_inspection: None,
            year: Some(end.year()),
            pages,
            outcome,
            sections,
            warnings: Vec::new(),
            evidence: std::collections::BTreeMap::new(),
            url: None,
        }
    }

    fn section(&self, outline: &Outline, printed: &mut usize, random: &mut Random) -> Section {
        let (fewest, most) = outline.passages;
        let passages = (0..random.between(fewest, most))
            .map(|_| {
                let wanted = outline.words(random);
                let mut text = String::with_capacity(wanted * 7);
                let mut words = 0;
                // Stop where another sentence of the usual length would overshoot more.
                while words == 0 || words + 9 < wanted {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    let start = text.len();
                    self.grammar.sentence(outline.tone, random, &mut text);
                    words += text[start..].split(' ').count();
                }
                self.passage(text, words, printed)
            })
            .collect();
        Section {
            heading: outline.heading.to_owned(),
            role: outline.role,
            verdict: None,
            passages,
        }
    }

    fn passage(&self, text: String, words: usize, printed: &mut usize) -> Passage {
        let page = |words: usize| u32::try_from(words / PAGE + 1).ok();
        let page_start = page(*printed);
        *printed += words;
        Passage {
            themes: self.taxonomy.assign(&text),
            text,
            page_start,
            page_end: page(*printed),
        }
    }
}

fn outcome_section(outcome: &Outcome, printed: &mut usize) -> Section {
    let passages = outline::outcome_paragraphs(&outcome.value)
        .iter()
        .map(|text| {
            *printed += text.split(' ').count();
            Passage {
                text: (*text).to_owned(),
                page_start: Some(1),
                page_end: Some(1),
                themes: Vec::new(),
            }
        });
    Section {
        heading: "Inspection outcome".to_owned(),
        role: Role::Outcome,
        verdict: None,
        passages: passages.collect(),
    }
}

fn outcome(kind: Kind, random: &mut Random) -> Outcome {
    let scale = kind.scale();
    let value = match scale {
        // Middling outcomes are the most frequent.
        Scale::Send2023 => *random.pick(&[
            "send-inconsistent",
            "send-inconsistent",
            "send-positive",
            "send-widespread-failings",
        ]),
        Scale::FourGrades => *random.pick(&[
            "requires-improvement",
            "good",
            "good",
            "requires-improvement",
            "inadequate",
            "outstanding",
        ]),
        _ => *random.pick(scale.values()),
    };
    Outcome::new(scale, value)
}

fn day(first: Date, later: usize) -> Date {
    first
        .checked_add(jiff::Span::new().days(i64::try_from(later).unwrap_or(0)))
        .expect("dates of this century")
}

fn earlier(last: Date, days: i64) -> Date {
    last.checked_sub(jiff::Span::new().days(days))
        .expect("dates of this century")
}

/// How large a corpus is.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Size {
    pub(crate) reports: usize,
    pub(crate) passages: usize,
    /// Of the passages' text.
    pub(crate) bytes: usize,
}

impl Size {
    pub(crate) fn of<'r>(reports: impl IntoIterator<Item = &'r Report>) -> Self {
        let mut size = Size::default();
        for report in reports {
            size.add(report);
        }
        size
    }

    pub(crate) fn add(&mut self, report: &Report) {
        self.reports += 1;
        for passage in report.sections.iter().flat_map(|section| &section.passages) {
            self.passages += 1;
            self.bytes += passage.text.len();
        }
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reports = if self.reports == 1 {
            "report"
        } else {
            "reports"
        };
        write!(
            f,
            "{} {reports}, {} passages, {:.1} MB of text",
            self.reports,
            self.passages,
            self.bytes as f64 / 1e6
        )
    }
}

/// Reports that a benchmark is to use: `FINDINGS_BENCH_REPORTS`, else 1,000.
pub(crate) fn wanted() -> usize {
    const NAME: &str = "FINDINGS_BENCH_REPORTS";
    std::env::var(NAME).map_or(1000, |text| number(NAME, &text))
}

/// A number from the environment variable `name`.
pub(crate) fn number(name: &str, text: &str) -> usize {
    text.trim()
        .replace('_', "")
        .parse()
        .unwrap_or_else(|_| panic!("{name} is no number: {text}"))
}
