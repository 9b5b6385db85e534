//! The index's own words: prefixes, frequencies, compounds, near spellings, facet values.

use std::collections::BTreeMap;

use tantivy::schema::Field;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::engine_error;
use super::schema::{COMPOUND_SEPARATOR, Fields, facet_path};
use crate::analysis::Compound;
use crate::error::Result;
use crate::facet::{Dimension, Vocabulary};
use crate::matching::Spellings;

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

/// Words of the index's texts that are spelled like `word`, best first: of equally near ones the
/// more frequent first.
pub(super) fn near_words(searcher: &Searcher, fields: &Fields, word: &str) -> Result<Vec<String>> {
    // Almost nobody errs in the first letter, and it keeps the list of candidates short.
    let first: String = word.chars().take(1).collect();
    let mut words = terms_with_prefix(searcher, fields.words, &first)?;
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let candidates = words.iter().map(|(word, _)| word.as_str());
    Ok(crate::spelling::near(word, candidates, 3)
        .into_iter()
        .map(str::to_owned)
        .collect())
}

/// The facet values that passages of the index have.
pub(super) fn vocabulary(searcher: &Searcher, fields: &Fields) -> Result<Vocabulary> {
    let mut present = Vec::new();
    for dimension in Dimension::ALL {
        if dimension == Dimension::Region {
            continue;
        }
        for segment in searcher.segment_readers() {
            let Ok(facets) = segment.facet_reader(Fields::facet_name(dimension)) else {
                continue;
            };
            let mut stream = facets.facet_dict().stream().map_err(engine_error)?;
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

/// Open and closed spellings that the indexed texts attest.
pub(super) struct IndexedSpellings<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
}

impl Spellings for IndexedSpellings<'_> {
    fn open_forms(&self, closed: &str) -> Vec<String> {
        let start = format!("{closed}{COMPOUND_SEPARATOR}");
        // Spellings only widen a search: where the index cannot be read the search itself says so.
        terms_with_prefix(self.searcher, self.fields.compound, &start)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(forms, _)| {
                forms
                    .split_once(COMPOUND_SEPARATOR)
                    .map(|(_, open)| open.to_owned())
            })
            .collect()
    }

    fn is_compound(&self, compound: &Compound) -> bool {
        let forms = format!("{}{COMPOUND_SEPARATOR}{}", compound.closed, compound.open);
        let term = Term::from_field_text(self.fields.compound, &forms);
        self.searcher.doc_freq(&term).unwrap_or(0) > 0
    }
}
