//! The index's own words: prefixes, frequencies, compounds, near spellings, facet values.

use std::collections::BTreeMap;

use tantivy::schema::Field;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::engine_error;
use super::schema::{Fields, SEPARATOR, facet_path};
use crate::error::Result;
use crate::query::expansion::Lexicon;
use crate::report::facet::{Dimension, Vocabulary};
use crate::text::Compound;
use crate::text::spelling::Correction;

/// Words of `field` that begin with `start`, each with the number of documents that hold it
/// (deleted ones included until they are merged away), in order.
pub(super) fn terms_with_prefix(
    searcher: &Searcher,
    field: Field,
    start: &str,
) -> Result<Vec<(String, u32)>> {
    let mut all: BTreeMap<String, u32> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field).map_err(engine_error)?;
        let mut stream = inverted
            .terms()
            .range()
            .ge(start.as_bytes())
            .into_stream()
            .map_err(engine_error)?;
        while stream.advance() {
            let Ok(word) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            if !word.starts_with(start) {
                break;
            }
            *all.entry(word.to_owned()).or_default() += stream.value().doc_freq;
        }
    }
    Ok(all.into_iter().collect())
}

/// The facet values that passages of the index have.
pub(super) fn vocabulary(searcher: &Searcher, fields: &Fields) -> Result<Vocabulary> {
    let mut present = Vec::new();
    for dimension in Dimension::ALL {
        if dimension == Dimension::Region {
            continue;
        }
        for segment in searcher.segment_readers() {
            let name = Fields::facet_name(dimension);
            let Some(values) = segment.fast_fields().str(name).map_err(engine_error)? else {
                continue;
            };
            let mut stream = values.dictionary().stream().map_err(engine_error)?;
            while stream.advance() {
                let Ok(encoded) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                let path = facet_path(encoded);
                if !segment.has_deletes()
                    || is_alive(segment, &fields.facet_term(dimension, &path))?
                {
                    present.push((dimension, path));
                }
            }
        }
    }
    Ok(Vocabulary::new(present))
}

/// Whether a term stands in a document that is not deleted, in any segment.
pub(super) fn is_alive_anywhere(searcher: &Searcher, term: &Term) -> Result<bool> {
    for segment in searcher.segment_readers() {
        if is_alive(segment, term)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a term stands in a document that is not deleted.
fn is_alive(segment: &tantivy::SegmentReader, term: &Term) -> Result<bool> {
    let inverted = segment.inverted_index(term.field()).map_err(engine_error)?;
    let postings = inverted
        .read_postings(term, tantivy::schema::IndexRecordOption::Basic)
        .map_err(engine_error)?;
    let Some(mut postings) = postings else {
        return Ok(false);
    };
    while postings.doc() != TERMINATED {
        if !segment.is_deleted(postings.doc()) {
            return Ok(true);
        }
        postings.advance();
    }
    Ok(false)
}

/// The index's words as the reader of queries asks for them.
pub(super) struct IndexedWords<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
}

impl IndexedWords<'_> {
    pub(super) fn occurs(&self, field: Field, word: &str) -> bool {
        self.passages(&Term::from_field_text(field, word)) > 0
    }

    // What is asked here only widens a search: where the index cannot be read the search says so.
    fn passages(&self, term: &Term) -> u64 {
        self.searcher.doc_freq(term).unwrap_or(0)
    }

    fn after(&self, field: Field, start: &str) -> Vec<(String, u32)> {
        let start = format!("{start}{SEPARATOR}");
        let mut found = terms_with_prefix(self.searcher, field, &start).unwrap_or_default();
        for (term, _) in &mut found {
            term.drain(..start.len());
        }
        found
    }
}

impl Lexicon for IndexedWords<'_> {
    fn open_forms(&self, closed: &str) -> Vec<String> {
        let forms = self.after(self.fields.compound, closed);
        forms.into_iter().map(|(open, _)| open).collect()
    }

    fn is_compound(&self, compound: &Compound) -> bool {
        let forms = format!("{}{SEPARATOR}{}", compound.closed, compound.open);
        self.occurs(self.fields.compound, &forms)
    }

    fn holding(&self, stem: &str) -> u64 {
        self.passages(&self.fields.stem_term(stem))
    }

    fn long_forms(&self, short: &str) -> Vec<(String, u32)> {
        self.after(self.fields.acronym, short)
            .into_iter()
            .filter_map(|(printed, count)| {
                let (_, long) = printed.split_once(SEPARATOR)?;
                Some((long.to_owned(), count))
            })
            .collect()
    }

    fn short_forms(&self, stems: &str) -> Vec<(String, u32)> {
        self.after(self.fields.long_form, stems)
    }

    fn correction(&self, word: &str) -> Correction {
        super::correction::correction(self, word).unwrap_or(Correction::Open(Vec::new()))
    }
}
