//! Holding a text against the reports: the quotations in it, what else it says of areas and
//! inspections, and what the reports ask for.

mod request;

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use crate::answers::check::{self, About, AreaNames, Compared, Marks, Quoted, Sentence, Subject};
use crate::api::{
    Asked, Check, CheckSummary, CheckedQuotation, Claim, NearPassage, ReportEntry, SCHEMA, Verdict,
};
use crate::document::Document;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::report::{self, Paragraph};
use request::request;

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
    /// Id of the report that the text is itself.
    itself: Option<String>,
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
        let mut same = reports.iter().filter(|entry| check::is_same(entry, sha256));
        let itself = same.next().map(|entry| entry.report.id.clone());
        Ok(Text {
            engine,
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
        let quotations = self.quotations(&about.reports, step)?;
        let claims = self.claims(&about, &quotations, step)?;
        let asked = self.asked(&about.reports)?;
        let summary = CheckSummary {
            elapsed_ms: started.elapsed().as_secs_f64() * 1000.0,
            ..summary(&quotations, &claims, &asked, self.reports.len() as u64)
        };
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
                    let error = self.engine.report_text(id).err();
                    return Err(error.unwrap_or_else(|| Error::NoSuchReport {
                        id: id.clone(),
                        near: Vec::new(),
                    }));
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
                    let stretches = self.engine.stretches_with(&runs, &preferred, without)?;
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
            for section in self.engine.report_text(&entry.report.id)?.sections {
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
        let request = request(sentence, &words, against);
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
        elapsed_ms: 0.0,
    }
}
