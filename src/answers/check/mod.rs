//! `check`: the quotations and claims of a text, compared with reports.
//!
//! ```text
//! paragraphs ─▶ quotations ─▶ runs of words ─▶ (engine) ─▶ compare ─▶ verbatim, near, not found
//!            └▶ sentences ─▶ claims ─▶ (engine) ─▶ nearest passages ─▶ notes
//! ```

mod claims;
mod compare;
mod outcome;
mod quotations;
mod stretches;
mod subject;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, Criteria, Holding};
use super::report_info::{ReportEntry, ReportInfo};
use super::search::{self, SearchRequest};
use super::show::{entries, indexed_report, report_text};
use super::summary::SCHEMA;
use crate::document::Document;
use crate::engine::Group;
use crate::error::Result;
use crate::query::expansion::{Condition, ExpansionOptions};
use crate::query::{Node, Query, Span};
use crate::report::{self, Paragraph};
use crate::text::Range;
pub use claims::{
    Asked, NearPassage, Sentence, all_sentences, content, folded_words, foreign, share,
};
use claims::{content_words, is_fragment};
use compare::is_short;
pub use compare::{Compared, DifferenceKind, DifferencePart, QuotedSource, Verdict, compare, runs};
use outcome::{misstated, states_outcome};
use quotations::{Marks, introduces};
pub use quotations::{Quoted, quotations, speaker};
use stretches::stretches_with;
pub use subject::AreaNames;
use subject::{About, Subject, is_evidence, is_on, is_same, speaks_of_inspection};

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

/// What `findings check` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The reports that the text is about, as far as it says.
    pub about: Vec<ReportInfo>,
    /// What to mind of it as a whole.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Its quotations, in order.
    pub quotations: Vec<CheckedQuotation>,
    /// Its other sentences that name an area or an inspection, in order.
    pub claims: Vec<Claim>,
    /// What the reports it is about ask for, with whether the text speaks of it.
    pub asked: Vec<Asked>,
    /// Totals.
    pub summary: CheckSummary,
}

/// Totals of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckSummary {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Quotations word for word in a report.
    pub verbatim: u64,
    /// Quotations nearly so.
    pub near: u64,
    /// Quotations that are in no report.
    pub not_found: u64,
    /// Those of them that the text gives as the words of a person.
    pub spoken: u64,
    /// Those of them that are of one or two words, and were looked for in the reports the text is
    /// about alone.
    #[serde(default)]
    pub short: u64,
    /// Quotations found, or nearly, in no report that the text is about, but in another.
    #[serde(default)]
    pub elsewhere: u64,
    /// Claims.
    pub claims: u64,
    /// Claims without a passage near them.
    pub unsupported: u64,
    /// Claims that give an outcome which is not that of the report.
    #[serde(default)]
    pub misstated: u64,
    /// What the reports ask for.
    pub asked: u64,
    /// What of it the text does not speak of.
    pub unmentioned: u64,
    /// Reports in the index.
    pub indexed_reports: u64,
    /// Time taken, in milliseconds, where somebody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<f64>,
}

/// A quotation of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckedQuotation {
    /// Place among the quotations of the text, 1-based.
    pub number: usize,
    /// The words quoted, without the quotation marks.
    pub text: String,
    /// Page of the text on which it begins, 1-based; `null` where the file has no pages.
    pub page: Option<u32>,
    /// Whose words the text says they are, if it names a person.
    pub speaker: Option<String>,
    /// Whether a report says so.
    pub verdict: Verdict,
    /// Whether only a report says so that the text is not about.
    #[serde(default)]
    pub elsewhere: bool,
    /// Whether it is of one or two words, looked for in the reports the text is about alone.
    #[serde(default)]
    pub short: bool,
    /// What to mind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Where a report says so, or nearly.
    pub source: Option<QuotedSource>,
    /// How the text and the report differ, in order; empty unless `verdict` is `near`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub difference: Vec<DifferencePart>,
}

/// A sentence that names an area or an inspection, with what reports say nearest to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Place among the claims of the text, 1-based.
    pub number: usize,
    /// The sentence.
    pub text: String,
    /// Page of the text on which its paragraph begins.
    pub page: Option<u32>,
    /// Whether it is part of what a person is quoted as saying.
    pub spoken: bool,
    /// Number of the quotation that it is part of.
    #[serde(default)]
    pub quotation: Option<usize>,
    /// How often the text says it, word for word.
    #[serde(default = "once")]
    pub times: usize,
    /// Whether it gives an outcome that is not that of the report.
    #[serde(default)]
    pub misstated: bool,
    /// Areas that it names; none: those of the whole text are meant.
    pub areas: Vec<String>,
    /// The nearest passages, best first; one beside strengths that says what is to be better comes
    /// last.
    pub nearest: Vec<NearPassage>,
    /// What to mind.
    pub notes: Vec<String>,
}

fn once() -> usize {
    1
}

/// Holds a text against the reports.
///
/// # Errors
/// There is no such report, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &CheckRequest) -> Result<Check> {
    let text = Text::of(&request.document, &request.sha256, corpus)?;
    text.check(&request.report)
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
        let quotations = quotations::quotations(&paragraphs);
        let sentences = all_sentences(&paragraphs, &quotations);
        let names = AreaNames::of(&reports);
        let metadata = report::recognise(document);
        let texts = sentences.iter().map(|sentence| sentence.text.as_str());
        let subject = Subject::of(&metadata, &names, texts);
        let without = reports
            .iter()
            .filter(|entry| !is_evidence(&entry.report, &entry.facts.sha256, sha256))
            .map(|entry| entry.report.id.clone())
            .collect();
        let mut same = reports.iter().filter(|entry| is_same(entry, sha256));
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
    fn check(&self, named: &[String]) -> Result<Check> {
        let about = self.about(named)?;
        let quotations = self.quotations(&about.reports)?;
        let claims = self.claims(&about, &quotations)?;
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
            format!("the text is itself an indexed report ({id}), which is not used as evidence")
        });
        let missing = about.missing.as_ref().map(|inspection| {
            let other = if itself.is_some() { "other " } else { "" };
            format!(
                "no {other}indexed report on {} covers {inspection}",
                self.subject.areas.join(" and ")
            )
        });
        itself.into_iter().chain(missing).collect()
    }

    fn quotations(&self, about: &[&ReportEntry]) -> Result<Vec<CheckedQuotation>> {
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
            (self.corpus.progress)();
            let short = is_short(&quoted.text) && !preferred.is_empty();
            let compared = match known.get(quoted.text.as_str()) {
                Some(compared) => compared.clone(),
                None => {
                    let runs = runs(&quoted.text);
                    let without = if short { &elsewhere } else { &self.without };
                    let stretches = stretches_with(self.corpus, &runs, &preferred, without)?;
                    let compared = compare::compare(&quoted.text, &stretches, &preferred);
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
                    .is_some_and(|entry| is_on(entry, &named));
                let others = named.iter().any(|area| !self.subject.areas.contains(area));
                let expected = preferred.contains(&source.report.id) || (others && of_named);
                !preferred.is_empty() && !expected
            });
            let note = match elsewhere {
                Some(source) => Some(format!(
                    "not in the report that the text is about, but in {}",
                    source.report.id
                )),
                None if short && compared.verdict == Verdict::NotFound => {
                    Some("too short to look for in other reports".to_owned())
                }
                None => None,
            };
            found.push(CheckedQuotation {
                number,
                text: quoted.text.clone(),
                page: place.and_then(|place| self.paragraphs[place].page),
                speaker: speaker(quoted, &self.paragraphs),
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
        on.retain(|entry| is_on(entry, areas));
        on
    }

    fn claims(&self, about: &About<'_>, quotations: &[CheckedQuotation]) -> Result<Vec<Claim>> {
        let mut claims: Vec<Claim> = Vec::new();
        let words = self.vocabulary(&about.reports)?;
        // What is said again is held against the reports once.
        let mut known: HashMap<&str, Option<usize>> = HashMap::new();
        for sentence in &self.sentences {
            (self.corpus.progress)();
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
    fn vocabulary(&self, reports: &[&ReportEntry]) -> Result<BTreeSet<String>> {
        let mut words = BTreeSet::new();
        for entry in reports {
            for section in report_text(self.corpus, &entry.report.id)?.sections {
                words.extend(folded_words(&section.heading));
                let passages = section.passages.iter();
                words.extend(passages.flat_map(|one| folded_words(&one.text)));
            }
        }
        Ok(words)
    }

    /// A sentence held against the reports, if it says something of an area or an inspection.
    fn claim(
        &self,
        sentence: &Sentence,
        about: &About<'_>,
        words: &BTreeSet<String>,
    ) -> Result<Option<Claim>> {
        let text = &sentence.text;
        let areas = self.names.named_in(text);
        let says = !areas.is_empty() || speaks_of_inspection(text) || states_outcome(text);
        let stems = content(text, &self.names);
        let idle = || introduces(text) || is_fragment(text);
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
        let mut notes = claims::notes(&nearest);
        let missing = about.missing.is_some() && !others;
        let misstated = misstated(text, &against).filter(|_| !missing);
        if against.is_empty() {
            notes = vec!["no report to check it against is indexed".to_owned()];
        } else if missing && !nearest.is_empty() {
            notes = vec!["similar passages are from another inspection than the text's".to_owned()];
        } else if known && !others {
            let foreign = foreign(text, words);
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
        let words = content_words(sentence, &self.names);
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
        let stems = content(sentence, &self.names);
        Ok(claims::nearest(&stems, hits))
    }

    fn asked(&self, about: &[&ReportEntry]) -> Result<Vec<Asked>> {
        let mut asked = Vec::new();
        for entry in about {
            let report = report_text(self.corpus, &entry.report.id)?;
            asked.extend(claims::asked(&report, &self.sentences, &self.names));
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
