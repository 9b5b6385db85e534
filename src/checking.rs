//! Holding a text against the reports: the quotations in it, what else it says of areas and
//! inspections, and what the reports ask for.

use std::collections::BTreeSet;
use std::time::Instant;

use crate::answers::check::{self, AreaNames, Quoted, Sentence, Subject};
use crate::api::{
    Asked, Check, CheckSummary, CheckedQuotation, Claim, Filter, Group, Mode, ReportEntry, SCHEMA,
    SearchRequest, Verdict,
};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::facet::{Dimension, FacetPath};
use crate::query::{Node, Query, Span};
use crate::report::{self, Paragraph};
use crate::source::Document;

/// Hits among which the passages nearest to a claim are chosen.
const HITS: usize = 40;

/// A text that is checked, and the reports it is held against.
pub struct Text<'e> {
    engine: &'e Engine,
    paragraphs: Vec<Paragraph>,
    quotations: Vec<Quoted>,
    sentences: Vec<Sentence>,
    subject: Subject,
    names: AreaNames,
    reports: Vec<ReportEntry>,
    /// Ids of reports that are no evidence.
    without: BTreeSet<String>,
}

impl std::fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text")
            .field("quotations", &self.quotations.len())
            .field("sentences", &self.sentences.len())
            .finish_non_exhaustive()
    }
}

impl<'e> Text<'e> {
    /// The text of a document, content hash `sha256`, to be held against the reports of an index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of(document: &Document, sha256: &str, engine: &'e Engine) -> Result<Self> {
        let reports = engine.reports()?;
        let paragraphs = report::paragraphs(&document.pages);
        let quotations = check::quotations(&paragraphs);
        let sentences = check::all_sentences(&paragraphs, &quotations);
        let names = AreaNames::of(&reports);
        let metadata = report::metadata::recognise(&document.pages);
        let texts = sentences.iter().map(|sentence| sentence.text.as_str());
        let subject = Subject::of(&metadata, &names, texts);
        let without = reports
            .iter()
            .filter(|entry| !check::is_evidence(&entry.report, &entry.facts.sha256, sha256))
            .map(|entry| entry.report.id.clone())
            .collect();
        Ok(Text {
            engine,
            paragraphs,
            quotations,
            sentences,
            subject,
            names,
            reports,
            without,
        })
    }

    /// Quotations and sentences to be looked at: how often [`Text::check`] calls `step`.
    pub fn steps(&self) -> usize {
        self.quotations.len() + self.sentences.len()
    }

    /// Holds the text against the reports: those with the ids `named`, else those it is about as far
    /// as that can be told.
    ///
    /// # Errors
    /// There is no such report, or the index cannot be read.
    pub fn check(&self, named: &[String], step: &dyn Fn()) -> Result<Check> {
        let started = Instant::now();
        let about = self.about(named)?;
        let quotations = self.quotations(&about, step)?;
        let claims = self.claims(&about, &quotations, step)?;
        let asked = self.asked(&about)?;
        let summary = CheckSummary {
            elapsed_ms: started.elapsed().as_secs_f64() * 1000.0,
            ..summary(&quotations, &claims, &asked, self.reports.len() as u64)
        };
        Ok(Check {
            about: about.iter().map(|entry| entry.report.clone()).collect(),
            quotations,
            claims,
            asked,
            summary,
        })
    }

    /// The reports that may be evidence.
    fn evidence(&self) -> Vec<&ReportEntry> {
        let usable = |entry: &&ReportEntry| !self.without.contains(&entry.report.id);
        self.reports.iter().filter(usable).collect()
    }

    /// The reports that the text is about: those named by hand, else those it speaks of.
    fn about(&self, named: &[String]) -> Result<Vec<&ReportEntry>> {
        if named.is_empty() {
            return Ok(self.subject.reports(&self.evidence()));
        }
        let mut about = Vec::new();
        for id in named {
            match self.reports.iter().find(|entry| entry.report.id == *id) {
                Some(entry) => about.push(entry),
                // It says which ids are near.
                None => {
                    return Err(self
                        .engine
                        .report_text(id)
                        .err()
                        .unwrap_or(Error::NothingToIndex));
                }
            }
        }
        Ok(about)
    }

    fn quotations(&self, about: &[&ReportEntry], step: &dyn Fn()) -> Result<Vec<CheckedQuotation>> {
        let preferred = self.preferred(about);
        let mut found = Vec::with_capacity(self.quotations.len());
        for (number, quoted) in (1..).zip(&self.quotations) {
            step();
            let runs = check::runs(&quoted.text);
            let stretches = self
                .engine
                .stretches_with(&runs, &preferred, &self.without)?;
            let compared = check::compare(&quoted.text, &stretches, &preferred);
            let page = quoted.parts.first().map(|&(place, _)| place);
            found.push(CheckedQuotation {
                number,
                text: quoted.text.clone(),
                page: page.and_then(|place| self.paragraphs[place].page),
                speaker: check::speaker(quoted, &self.paragraphs),
                verdict: compared.verdict,
                source: compared.source,
                difference: compared.difference,
            });
        }
        Ok(found)
    }

    /// Ids of the reports that a quotation is looked for in first: those the text is about, else
    /// all on its areas.
    fn preferred(&self, about: &[&ReportEntry]) -> BTreeSet<String> {
        let ids = |entries: &[&ReportEntry]| -> BTreeSet<String> {
            let ids = entries.iter().map(|entry| entry.report.id.clone());
            ids.collect()
        };
        if about.is_empty() {
            ids(&self.on(&self.subject.areas))
        } else {
            ids(about)
        }
    }

    /// The reports on some areas that may be evidence.
    fn on(&self, areas: &[String]) -> Vec<&ReportEntry> {
        let mut on = self.evidence();
        on.retain(|entry| check::is_on(entry, areas));
        on
    }

    fn claims(
        &self,
        about: &[&ReportEntry],
        quotations: &[CheckedQuotation],
        step: &dyn Fn(),
    ) -> Result<Vec<Claim>> {
        let mut claims: Vec<Claim> = Vec::new();
        let mut words = check::Vocabulary::default();
        for entry in about {
            for section in self.engine.report_text(&entry.report.id)?.sections {
                words.add(&section.heading);
                section.passages.iter().for_each(|one| words.add(&one.text));
            }
        }
        for sentence in &self.sentences {
            step();
            let spoken = match sentence.quotation.map(|place| &quotations[place]) {
                // Words of a report are checked as a quotation, word by word.
                Some(quotation) if quotation.verdict != Verdict::NotFound => continue,
                quotation => quotation.is_some(),
            };
            let areas = self.names.named_in(&sentence.text);
            let says = check::speaks_of_inspection(&sentence.text) || !areas.is_empty();
            let stems = check::content(&sentence.text, &self.names);
            if !says || stems.len() < FEWEST_WORDS || check::introduces(&sentence.text) {
                continue;
            }
            let others = areas.iter().any(|area| !self.subject.areas.contains(area));
            let against = match (areas.is_empty() || !others, about.is_empty()) {
                (true, false) => about.to_vec(),
                (true, true) => self.on(&self.subject.areas),
                (false, _) => self.on(&areas),
            };
            let nearest = self.nearest(&sentence.text, &against)?;
            let mut notes = check::notes(&nearest);
            if against.is_empty() {
                notes = vec!["no report that it could be held against is indexed".to_owned()];
            } else if !about.is_empty() && !others {
                let foreign = check::foreign(&sentence.text, &words);
                if !foreign.is_empty() {
                    notes.push(format!("not in the report: {}", foreign.join(", ")));
                }
            }
            claims.push(Claim {
                number: claims.len() + 1,
                text: sentence.text.clone(),
                page: self.paragraphs[sentence.paragraph].page,
                spoken,
                notes,
                nearest,
                areas,
            });
        }
        Ok(claims)
    }

    /// The passages of some reports that are nearest to a sentence.
    fn nearest(
        &self,
        sentence: &str,
        against: &[&ReportEntry],
    ) -> Result<Vec<crate::api::NearPassage>> {
        let words = check::content_words(sentence, &self.names);
        if against.is_empty() {
            return Ok(Vec::new());
        }
        let mut request = SearchRequest {
            filters: filters(against),
            mode: Mode::Any,
            group: Group::None,
            limit: HITS,
            ..SearchRequest::new(any_of(sentence, &words))
        };
        request.reading.corrections = false;
        let mut hits = self.engine.search(&request)?.hits;
        hits.retain(|hit| against.iter().any(|entry| entry.report.id == hit.report.id));
        let stems = check::content(sentence, &self.names);
        Ok(check::nearest(&stems, hits))
    }

    fn asked(&self, about: &[&ReportEntry]) -> Result<Vec<Asked>> {
        let mut asked = Vec::new();
        for entry in about {
            let report = self.engine.report_text(&entry.report.id)?;
            asked.extend(check::asked(&report, &self.sentences, &self.names));
        }
        Ok(asked)
    }
}

/// Fewest words of a claim that say something; there is nothing to hold less against.
const FEWEST_WORDS: usize = 2;

/// A query for any of some words of a sentence.
fn any_of(sentence: &str, words: &[(usize, usize)]) -> Query {
    let mut nodes: Vec<Node> = words
        .iter()
        .map(|&(start, end)| Node::Word {
            text: sentence[start..end].to_owned(),
            span: Span { start, end },
        })
        .collect();
    let root = if nodes.len() > 1 {
        Some(Node::And(nodes))
    } else {
        nodes.pop()
    };
    Query {
        text: sentence.to_owned(),
        root,
        notes: Vec::new(),
    }
}

/// Filters that let the passages of some reports through, and few others.
fn filters(reports: &[&ReportEntry]) -> Vec<Filter> {
    let of = |dimension, mut paths: Vec<FacetPath>| {
        paths.sort();
        paths.dedup();
        Filter {
            dimension,
            paths,
            exclude: false,
            label: String::new(),
        }
    };
    let areas = reports.iter().flat_map(|entry| &entry.facts.areas);
    let areas = areas.map(|area| FacetPath::new(area.region.iter().chain([&area.name]).cloned()));
    let kinds = reports
        .iter()
        .map(|entry| FacetPath::new([&entry.report.kind]));
    let mut filters = vec![of(Dimension::Kind, kinds.collect())];
    if reports.iter().all(|entry| !entry.facts.areas.is_empty()) {
        filters.push(of(Dimension::Area, areas.collect()));
    }
    let years = reports.iter().map(|entry| entry.report.year);
    if let Some(years) = years.collect::<Option<Vec<_>>>() {
        let years = years
            .into_iter()
            .map(|year| FacetPath::new([year.to_string()]));
        filters.push(of(Dimension::Year, years.collect()));
    }
    filters
}

fn summary(
    quotations: &[CheckedQuotation],
    claims: &[Claim],
    asked: &[Asked],
    indexed_reports: u64,
) -> CheckSummary {
    let count = |verdict| {
        let of = quotations.iter().filter(|one| one.verdict == verdict);
        of.count() as u64
    };
    let not_found = quotations
        .iter()
        .filter(|one| one.verdict == Verdict::NotFound);
    CheckSummary {
        schema: SCHEMA,
        verbatim: count(Verdict::Verbatim),
        near: count(Verdict::Near),
        not_found: count(Verdict::NotFound),
        spoken: not_found.filter(|one| one.speaker.is_some()).count() as u64,
        claims: claims.len() as u64,
        unsupported: claims
            .iter()
            .filter(|claim| claim.nearest.is_empty())
            .count() as u64,
        asked: asked.len() as u64,
        unmentioned: asked.iter().filter(|one| one.mentioned.is_none()).count() as u64,
        indexed_reports,
        elapsed_ms: 0.0,
    }
}
