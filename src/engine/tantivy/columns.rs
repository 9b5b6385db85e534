//! The columns of one segment, opened once for all searches.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentOrdinal, SegmentReader, TERMINATED};

use super::schema::{DocumentType, Fields, facet_path};
use crate::report::facet::{Dimension, FacetPath};

/// The columns of a segment.
pub(super) struct Columns {
    pub(super) segment_ord: SegmentOrdinal,
    /// Tokens of each passage, as exact as fieldnorms are.
    pub(super) lengths: FieldNormReader,
    /// The reports' own documents, each the first of its batch, ascending.
    pub(super) starts: Vec<DocId>,
    role: Column<u64>,
    number: Column<u64>,
    date: Column<i64>,
    signature: Column<u64>,
    report: Option<StrColumn>,
    heading: Option<StrColumn>,
    areas: Option<StrColumn>,
    area_ranks: OnceLock<Vec<u32>>,
    facets: [OnceLock<Arc<FacetRows>>; Dimension::ALL.len()],
}

/// Cache of the columns of the segments searched so far. Without it a query with all facet counts
/// takes 4.7 × as long (100,000 passages), others 1.1 ×.
#[derive(Default)]
pub(super) struct KnownColumns(Mutex<FxHashMap<SegmentOrdinal, Arc<Columns>>>);

impl KnownColumns {
    pub(super) fn of(
        &self,
        segment_ord: SegmentOrdinal,
        segment: &SegmentReader,
        fields: &Fields,
    ) -> tantivy::Result<Arc<Columns>> {
        // A panic cannot leave the map half changed.
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&segment_ord) {
            return Ok(Arc::clone(known));
        }
        let opened = Arc::new(Columns::open(segment_ord, segment, fields)?);
        Ok(Arc::clone(lock().entry(segment_ord).or_insert(opened)))
    }
}

impl Columns {
    fn open(
        segment_ord: SegmentOrdinal,
        segment: &SegmentReader,
        fields: &Fields,
    ) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let mut starts = Vec::new();
        let report = fields.type_term(DocumentType::Report);
        let inverted = segment.inverted_index(report.field())?;
        if let Some(mut postings) = inverted.read_postings(&report, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                starts.push(postings.doc());
                postings.advance();
            }
        }
        Ok(Columns {
            segment_ord,
            lengths: segment.get_fieldnorms_reader(fields.text)?,
            starts,
            role: fast.u64("role")?,
            number: fast.u64("number")?,
            date: fast.i64("date")?,
            signature: fast.u64("signature")?,
            report: fast.str("report")?,
            heading: fast.str("heading")?,
            areas: fast.str(Fields::facet_name(Dimension::Area))?,
            area_ranks: OnceLock::new(),
            facets: std::array::from_fn(|_| OnceLock::new()),
        })
    }

    /// Place of the role of the passage's section in [`crate::report::Role::ALL`].
    pub(super) fn role(&self, document: DocId) -> usize {
        usize::try_from(self.role.values.get_val(document)).unwrap_or(usize::MAX)
    }

    /// Number of the passage in its report, 1-based.
    pub(super) fn number(&self, document: DocId) -> u64 {
        self.number.values.get_val(document)
    }

    /// Days since 1970-01-01.
    pub(super) fn date(&self, document: DocId) -> i64 {
        self.date.values.get_val(document)
    }

    /// The passage's [`crate::text::near_duplicate::signature`], 0 for none.
    pub(super) fn signature(&self, document: DocId) -> u64 {
        self.signature.values.get_val(document)
    }

    /// Ordinal of the document's report, in the order of the names; [`u64::MAX`] for none.
    pub(super) fn report(&self, document: DocId) -> u64 {
        let column = self.report.as_ref();
        let ordinal = column.and_then(|column| column.ords().first(document));
        ordinal.unwrap_or(u64::MAX)
    }

    /// The id of a report.
    pub(super) fn report_name(&self, ordinal: u64) -> String {
        text_of(self.report.as_ref(), ordinal)
    }

    /// Ordinal of the heading of the passage's section.
    pub(super) fn heading(&self, document: DocId) -> Option<u64> {
        self.heading.as_ref()?.ords().first(document)
    }

    /// A heading, as [`super::analysis::stems_of_text`] writes it.
    pub(super) fn heading_text(&self, ordinal: u64) -> String {
        text_of(self.heading.as_ref(), ordinal)
    }

    /// Ordinal of the document's first area, if it has one.
    pub(super) fn area(&self, document: DocId) -> Option<u64> {
        let areas = self.areas.as_ref()?;
        areas.ords().first(document)
    }

    /// The name of an area.
    pub(super) fn area_name(&self, ordinal: u64) -> String {
        let area = text_of(self.areas.as_ref(), ordinal);
        facet_path(&area).leaf().to_owned()
    }

    /// Rank of every area by name, by its ordinal.
    pub(super) fn area_ranks(&self) -> tantivy::Result<&[u32]> {
        if let Some(known) = self.area_ranks.get() {
            return Ok(known);
        }
        let mut names: Vec<(String, usize)> = Vec::new();
        if let Some(areas) = &self.areas {
            let mut stream = areas.dictionary().stream()?;
            while stream.advance() {
                let name = String::from_utf8_lossy(stream.key());
                names.push((facet_path(&name).leaf().to_owned(), names.len()));
            }
        }
        names.sort();
        let mut ranks = vec![0; names.len()];
        for (rank, (_, ordinal)) in (0..).zip(names) {
            ranks[ordinal] = rank;
        }
        Ok(self.area_ranks.get_or_init(|| ranks))
    }

    /// The values of a facet: of every passage, or of every report where its passages share them.
    pub(super) fn facet(
        &self,
        dimension: Dimension,
        segment: &SegmentReader,
    ) -> tantivy::Result<Arc<FacetRows>> {
        let place = &self.facets[dimension as usize];
        if let Some(known) = place.get() {
            return Ok(Arc::clone(known));
        }
        let facet = FacetColumn::open(segment, dimension)?;
        let read = if dimension.is_of_report() {
            // The passages of a report follow its own document; the last report may have none.
            let last = segment.max_doc().saturating_sub(1);
            let starts = self.starts.iter();
            FacetRows::read(facet, starts.map(|start| (start + 1).min(last)))
        } else {
            FacetRows::read(facet, 0..segment.max_doc())
        };
        Ok(Arc::clone(place.get_or_init(|| Arc::new(read))))
    }
}

/// The text of an ordinal; empty where it cannot be read.
pub(super) fn text_of(column: Option<&StrColumn>, ordinal: u64) -> String {
    let mut text = String::new();
    if let Some(column) = column {
        let _ = column.ord_to_str(ordinal, &mut text);
    }
    text
}

/// The column of a facet in one segment, with its values.
#[derive(Default)]
pub(super) struct FacetColumn {
    /// `None` where no document of the segment has a value.
    column: Option<StrColumn>,
    /// Each value once, in order.
    pub(super) values: Vec<Arc<FacetPath>>,
    /// Index into `values` by ordinal. Several areas have one region; some have none.
    slots: Vec<Option<u32>>,
}

/// The values of many documents in rows, which are read faster than the column. Without them, queries
/// with all facet counts over a million passages take 1.2 × (p50), those for single words up to 1.4 ×.
pub(super) struct FacetRows {
    /// Each value once, in order.
    pub(super) values: Vec<Arc<FacetPath>>,
    /// Where each row begins in `slots`, and where the last one ends.
    starts: Vec<u32>,
    /// Indexes into `values`.
    slots: Vec<u32>,
}

impl FacetRows {
    fn read(facet: FacetColumn, documents: impl Iterator<Item = DocId>) -> Self {
        let (mut starts, mut slots) = (vec![0], Vec::new());
        for document in documents {
            slots.extend(facet.of(document));
            starts.push(u32::try_from(slots.len()).unwrap_or(u32::MAX));
        }
        FacetRows {
            values: facet.values,
            starts,
            slots,
        }
    }

    /// The values of a row, as indexes into `values`.
    pub(super) fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        match self.starts.get(row..row + 2) {
            Some(&[start, end]) => &self.slots[start as usize..end as usize],
            _ => &[],
        }
    }
}

impl FacetColumn {
    pub(super) fn open(segment: &SegmentReader, dimension: Dimension) -> tantivy::Result<Self> {
        let name = Fields::facet_name(dimension);
        let Some(column) = segment.fast_fields().str(name)? else {
            return Ok(FacetColumn::default());
        };
        let mut slots = Vec::with_capacity(column.num_terms());
        let mut values: Vec<Arc<FacetPath>> = Vec::new();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            let path = facet_path(&String::from_utf8_lossy(stream.key()));
            let value = if dimension.stored_as() == dimension {
                path
            } else if path.0.len() > 1 {
                path.top()
            } else {
                // An area of one level is in no region.
                slots.push(None);
                continue;
            };
            // The dictionary is sorted: the areas of a region are neighbours.
            if values.last().is_none_or(|last| **last != value) {
                values.push(Arc::new(value));
            }
            slots.push(u32::try_from(values.len() - 1).ok());
        }
        Ok(FacetColumn {
            column: Some(column),
            values,
            slots,
        })
    }

    /// The document's values as indexes into `values`. An area's region may be given twice.
    pub(super) fn of(&self, document: DocId) -> impl Iterator<Item = u32> {
        let columns = self.column.iter();
        let ordinals = columns.flat_map(move |column| column.term_ords(document));
        ordinals.filter_map(|ordinal| *self.slots.get(usize::try_from(ordinal).ok()?)?)
    }
}
