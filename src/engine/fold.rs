//! Passages that say the same in the same words are one hit.

use std::collections::HashSet;

use tantivy::Term;
use tantivy::query::{Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::collect::{Candidate, PassageCollector};
use super::compile::silent;
use super::engine_error;
use super::evidence::Seen;
use super::schema::DocumentType;
use super::search::{Boxed, Search};
use crate::api::{Alike, Group, Sort, passage_id};
use crate::error::Result;

/// Passages alike that are named by id.
const NAMED: usize = 20;

/// Keeps the first of those that are alike, and none that is like one of `before`.
pub(super) fn keep_firsts(seen: &mut Vec<Seen>, before: &[Seen]) {
    let mut signatures: HashSet<u64> = before.iter().map(|seen| seen.candidate.signature).collect();
    seen.retain(|seen| {
        let signature = seen.candidate.signature;
        signature == 0 || signatures.insert(signature)
    });
}

impl Search<'_> {
    /// The passages among those that `query` finds that say the same as a candidate, if any.
    pub(super) fn alike(&self, candidate: &Candidate, query: &dyn Query) -> Result<Option<Alike>> {
        if self.request.group != Group::Alike || candidate.signature == 0 {
            return Ok(None);
        }
        let term = Term::from_field_u64(self.engine.fields.alike, candidate.signature);
        let searcher = &self.engine.searcher;
        if searcher.doc_freq(&term).map_err(engine_error)? < 2 {
            return Ok(None);
        }
        let same = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self.compiler.join(vec![
            (Occur::Must, silent(Box::new(same) as Boxed)),
            (Occur::Must, silent(query.box_clone())),
        ]);
        let collector = PassageCollector {
            sort: Sort::Date,
            group: Group::None,
            keep: NAMED + 1,
            dimensions: Vec::new(),
            substance: None,
            labels: &self.engine.labels,
            report_start: self.engine.fields.type_term(DocumentType::Report),
        };
        let collected = searcher
            .search(found.as_ref(), &collector)
            .map_err(engine_error)?;
        let others: Vec<&Candidate> = collected
            .first
            .iter()
            .filter(|other| other.address != candidate.address)
            .take(NAMED)
            .collect();
        if others.is_empty() {
            return Ok(None);
        }
        let own = others.iter().any(|other| other.report == candidate.report);
        let ids = others
            .iter()
            .map(|other| passage_id(&other.report, other.number as usize));
        Ok(Some(Alike {
            passages: collected.passages - 1,
            // The candidate's own report is one of them.
            reports: collected.reports - 1,
            ids: ids.collect(),
        })
        .filter(|_| own || collected.reports > 1))
    }
}
