//! Holding a text against the reports: the quotations in it, what else it says of areas and
//! inspections, and what the reports ask for.

use std::collections::{BTreeSet, HashMap};

use crate::answers::check::{
    self, About, AreaNames, Asked, Check, CheckSummary, CheckedQuotation, Claim, Compared, Marks,
    NearPassage, Quoted, Sentence, Subject, Verdict,
};
use crate::answers::corpus::{Corpus, Criteria, Holding};
use crate::answers::report_info::ReportEntry;
use crate::answers::search::{self, SearchRequest};
use crate::answers::show::{entries, indexed_report, report_text};
use crate::answers::summary::SCHEMA;
use crate::document::Document;
use crate::engine::Group;
use crate::error::Result;
use crate::query::expansion::{Condition, ExpansionOptions};
use crate::query::{Node, Query, Span};
use crate::report::{self, Paragraph};
use crate::text::Range;
use serde::{Deserialize, Serialize};

use super::stretches::stretches_with;

/// A question whether a text says what the reports say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckRequest {
    /// The text, as a reader of files gives it.
    pub document: Document,
    /// SHA-256 of its file, in hexadecimal; a report with the same is no evidence.
    pub sha256: String,
    /// Ids of the reports to hold it against; empty for those it is about.
    pub report: Vec<String>,
}

/// Holds a text against the reports.
///
/// # Errors
/// There is no such report, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &CheckRequest) -> Result<Check> {
    let text = Text::of(&request.document, &request.sha256, corpus)?;
    text.check(&request.report, corpus.progress)
}

/// A text that is checked, and the reports it is held against.
struct Text<'e> {
    corpus: &'e Corpus<'e>,
    paragraphs: Vec<Paragraph>,
    quotations: Vec<Quoted>,
    sentences: Vec<Sentence>,
    subject: Subject,
    names: AreaNames,
    reports: Vec<ReportEntry>,
    /// Ids of reports that are no evidence.
    without: BTreeSet<String>,
    /// Id of the report that the text is itself.
    itself: Option<String>,
}

impl<'e> Text<'e> {
    /// The text of a document, content hash `sha256`, to be held against the reports of an index.
    ///
    /// # Errors
    /// The index cannot be read.
    fn of(document: &Document, sha256: &str, corpus: &'e Corpus<'e>) -> Result<Self> {
        let reports = entries(corpus, &corpus.searcher.reports()?)?;
        let paragraphs = document.paragraphs();
        let quotations = check::quotations(&paragraphs);
        let sentences = check::all_sentences(&paragraphs, &quotations);
        let names = AreaNames::of(&reports);
        let metadata = report::recognise(document);
        let texts = sentences.iter().map(|sentence| sentence.text.as_str());
        let subject = Subject::of(&metadata, &names, texts);
        let without = reports
            .iter()
            .filter(|entry| !check::is_evidence(&entry.report, &entry.facts.sha256, sha256))
            .map(|entry| entry.report.id.clone())
            .collect();
        let mut same = reports.iter().filter(|entry| check::is_same(entry, sha256));
        let itself = same.next().map(|entry| entry.report.id.clone());
        Ok(Text {
            corpus,
            paragraphs,
            quotations,
            sentences,
            subject,
            names,
            reports,
            without,
            itself,
        })
    }

    /// Holds the text against the reports: those with the ids `named`, else those it is about as far
    /// as that can be told.
    ///
    /// # Errors
    /// There is no such report, or the index cannot be read.
    fn check(&self, named: &[String], step: &dyn Fn()) -> Result<Check> {
        let about = self.about(named)?;
        let quotations = self.quotations(&about.reports, step)?;
        let claims = self.claims(&about, &quotations, step)?;
        let asked = self.asked(&about.reports)?;
        let summary = summary(&quotations, &claims, &asked, self.reports.len() as u64);
        Ok(Check {
            notes: self.notes(&about),
            about: about
                .reports
                .iter()
                .map(|entry| entry.report.clone())
                .collect(),
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
    fn about(&self, named: &[String]) -> Result<About<'_>> {
        if named.is_empty() {
            return Ok(self.subject.reports(&self.evidence()));
        }
        let mut about = Vec::new();
        for id in named {
            match self.reports.iter().find(|entry| entry.report.id == *id) {
                Some(entry) => about.push(entry),
                // It says which ids are near.
                None => {
                    indexed_report(self.corpus, id)?;
                }
            }
        }
        Ok(About::these(about))
    }

    /// What to mind of the text as a whole: that it is itself a report, that none is on the
    /// inspection it speaks of.
    fn notes(&self, about: &About<'_>) -> Vec<String> {
        let itself = self.itself.as_ref();
        let itself = itself.map(|id| {
            format!("the text is itself an indexed report, {id}; it is no evidence here")
        });
        let missing = about.missing.as_ref().map(|inspection| {
            let other = if itself.is_some() { "other " } else { "" };
            format!(
                "no {other}indexed report on {} is on {inspection}",
                self.subject.areas.join(" and ")
            )
        });
        itself.into_iter().chain(missing).collect()
    }

    fn quotations(&self, about: &[&ReportEntry], step: &dyn Fn()) -> Result<Vec<CheckedQuotation>> {
        let preferred = self.preferred(about);
        let ids = self.reports.iter().map(|entry| &entry.report.id);
        let elsewhere = ids
            .filter(|id| !preferred.contains(*id))
            .chain(&self.without);
        let elsewhere: BTreeSet<String> = elsewhere.cloned().collect();
        // A text may quote the same words time and again.
        let mut known: HashMap<&str, Compared> = HashMap::new();
        let mut found = Vec::with_capacity(self.quotations.len());
        for (number, quoted) in (1..).zip(&self.quotations) {
            step();
            let short = check::is_short(&quoted.text) && !preferred.is_empty();
            let compared = match known.get(quoted.text.as_str()) {
                Some(compared) => compared.clone(),
                None => {
                    let runs = check::runs(&quoted.text);
                    let without = if short { &elsewhere } else { &self.without };
                    let stretches = stretches_with(self.corpus, &runs, &preferred, without)?;
                    let compared = check::compare(&quoted.text, &stretches, &preferred);
                    known.insert(&quoted.text, compared.clone());
                    compared
                }
            };
            let place = quoted.parts.first().map(|&(place, _)| place);
            let beside = place.map(|place| self.paragraphs[place].text.as_str());
            let source = compared.source.as_ref();
            let elsewhere = source.filter(|source| {
                // What the text says of another area it may quote from there.
                let named = self.names.named_in(beside.unwrap_or_default());
                let mut reports = self.reports.iter();
                let of_named = reports
                    .find(|entry| entry.report.id == source.report.id)
                    .is_some_and(|entry| check::is_on(entry, &named));
                let others = named.iter().any(|area| !self.subject.areas.contains(area));
                let expected = preferred.contains(&source.report.id) || (others && of_named);
                !preferred.is_empty() && !expected
            });
            let note = match elsewhere {
                Some(source) => Some(format!(
                    "not in the report the text is about: it stands in {}",
                    source.report.id
                )),
                None if short && compared.verdict == Verdict::NotFound => Some(
                    "so few words are looked for in the reports the text is about alone".to_owned(),
                ),
                None => None,
            };
            found.push(CheckedQuotation {
                number,
                text: quoted.text.clone(),
                page: place.and_then(|place| self.paragraphs[place].page),
                speaker: check::speaker(quoted, &self.paragraphs),
                elsewhere: elsewhere.is_some(),
                short,
                notes: note.into_iter().collect(),
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
        about: &About<'_>,
        quotations: &[CheckedQuotation],
        step: &dyn Fn(),
    ) -> Result<Vec<Claim>> {
        let mut claims: Vec<Claim> = Vec::new();
        let words = self.vocabulary(&about.reports)?;
        // What is said again is held against the reports once.
        let mut known: HashMap<&str, Option<usize>> = HashMap::new();
        for sentence in &self.sentences {
            step();
            if let Some(place) = known.get(sentence.text.as_str()) {
                if let Some(place) = *place {
                    claims[place].times += 1;
                }
                continue;
            }
            let quotation = sentence.quotation.map(|place| &quotations[place]);
            if let (Some(place), Some(quotation)) = (sentence.quotation, quotation) {
                let block = self.quotations[place].marks == Marks::Block;
                // A quotation is checked word by word; only what a person says is a claim as well.
                let claimed = quotation.speaker.is_some() || block;
                if quotation.verdict != Verdict::NotFound || !claimed {
                    continue;
                }
            }
            let claim = self.claim(sentence, about, &words)?.map(|claim| Claim {
                number: claims.len() + 1,
                spoken: quotation.is_some(),
                quotation: quotation.map(|quotation| quotation.number),
                ..claim
            });
            known.insert(&sentence.text, claim.as_ref().map(|_| claims.len()));
            claims.extend(claim);
        }
        Ok(claims)
    }

    /// The words of some reports.
    fn vocabulary(&self, reports: &[&ReportEntry]) -> Result<check::Vocabulary> {
        let mut words = check::Vocabulary::default();
        for entry in reports {
            for section in report_text(self.corpus, &entry.report.id)?.sections {
                words.add(&section.heading);
                section.passages.iter().for_each(|one| words.add(&one.text));
            }
        }
        Ok(words)
    }

    /// A sentence held against the reports, if it says something of an area or an inspection.
    fn claim(
        &self,
        sentence: &Sentence,
        about: &About<'_>,
        words: &check::Vocabulary,
    ) -> Result<Option<Claim>> {
        let text = &sentence.text;
        let areas = self.names.named_in(text);
        let says =
            !areas.is_empty() || check::speaks_of_inspection(text) || check::states_outcome(text);
        let stems = check::content(text, &self.names);
        let idle = || check::introduces(text) || check::is_fragment(text);
        if !says || stems.len() < FEWEST_WORDS || idle() {
            return Ok(None);
        }
        let others = areas.iter().any(|area| !self.subject.areas.contains(area));
        let known = !about.reports.is_empty();
        let against = match (areas.is_empty() || !others, known) {
            (true, true) => about.reports.clone(),
            (true, false) => self.on(&self.subject.areas),
            (false, _) => self.on(&areas),
        };
        let nearest = self.nearest(text, &against)?;
        let mut notes = check::notes(&nearest);
        let missing = about.missing.is_some() && !others;
        let misstated = check::misstated(text, &against).filter(|_| !missing);
        if against.is_empty() {
            notes = vec!["no report that it could be held against is indexed".to_owned()];
        } else if missing && !nearest.is_empty() {
            notes = vec!["what is near it is of another inspection than the text's".to_owned()];
        } else if known && !others {
            let foreign = check::foreign(text, words);
            if !foreign.is_empty() {
                notes.push(format!("not in the report: {}", foreign.join(", ")));
            }
        }
        let wrong = misstated.is_some();
        notes.splice(0..0, misstated);
        Ok(Some(Claim {
            number: 0,
            text: text.clone(),
            page: self.paragraphs[sentence.paragraph].page,
            spoken: false,
            quotation: None,
            times: 1,
            misstated: wrong,
            notes,
            nearest,
            areas,
        }))
    }

    /// The passages of some reports that are nearest to a sentence.
    fn nearest(&self, sentence: &str, against: &[&ReportEntry]) -> Result<Vec<NearPassage>> {
        let words = check::content_words(sentence, &self.names);
        if against.is_empty() {
            return Ok(Vec::new());
        }
        let options = ExpansionOptions {
            corrections: false,
            ..ExpansionOptions::default()
        };
        let query = any_of(sentence, &words);
        let mut plan = self
            .corpus
            .plan_query(query, Vec::new(), options, Holding::Any)?;
        let reports = against.iter();
        let reports = reports.map(|entry| Condition::Report(entry.report.id.clone()));
        plan.passages.rest.push(Condition::Any(reports.collect()));
        let request = SearchRequest {
            criteria: Criteria {
                any: true,
                ..Criteria::default()
            },
            group: Group::None,
            limit: HITS,
            ..SearchRequest::default()
        };
        let hits = search::search(&plan, &request)?.hits;
        let stems = check::content(sentence, &self.names);
        Ok(check::nearest(&stems, hits))
    }

    fn asked(&self, about: &[&ReportEntry]) -> Result<Vec<Asked>> {
        let mut asked = Vec::new();
        for entry in about {
            let report = report_text(self.corpus, &entry.report.id)?;
            asked.extend(check::asked(&report, &self.sentences, &self.names));
        }
        Ok(asked)
    }
}

/// A query for any of some words of a sentence, given as byte ranges.
fn any_of(sentence: &str, words: &[Range]) -> Query {
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

/// Hits among which the passages nearest to a claim are chosen.
const HITS: usize = 40;

/// Fewest words of a claim that say something; there is nothing to hold less against.
const FEWEST_WORDS: usize = 2;

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
        spoken: not_found
            .clone()
            .filter(|one| one.speaker.is_some())
            .count() as u64,
        short: not_found.filter(|one| one.short).count() as u64,
        elsewhere: quotations.iter().filter(|one| one.elsewhere).count() as u64,
        misstated: claims.iter().filter(|claim| claim.misstated).count() as u64,
        claims: claims.len() as u64,
        unsupported: claims
            .iter()
            .filter(|claim| claim.nearest.is_empty())
            .count() as u64,
        asked: asked.len() as u64,
        unmentioned: asked.iter().filter(|one| one.mentioned.is_none()).count() as u64,
        indexed_reports,
        elapsed_ms: None,
    }
}
