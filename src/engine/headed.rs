//! Headings. What a heading says is said of every passage below it, and held by the first of them
//! alone.

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Where the sections of a segment begin.
pub(super) struct SectionStarts {
    number: Column<u64>,
    start: Column<u64>,
    documents: DocId,
}

impl SectionStarts {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(SectionStarts {
            number: fast.u64("number")?,
            start: fast.u64("section_start")?,
            documents: segment.max_doc(),
        })
    }

    /// The first passage of the section in which `document` stands; itself for what is no passage.
    pub(super) fn of(&self, document: DocId) -> DocId {
        // The passages of a report follow each other.
        let number = self.number.values.get_val(document);
        let start = self.start.values.get_val(document);
        let before = number.saturating_sub(start);
        document.saturating_sub(DocId::try_from(before).unwrap_or(0))
    }
}

/// All passages of the sections whose first passage a query finds, without a score.
#[derive(Debug)]
pub(super) struct Headed(pub(super) Box<dyn Query>);

impl Clone for Headed {
    fn clone(&self) -> Self {
        Headed(self.0.box_clone())
    }
}

impl Query for Headed {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(HeadedWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct HeadedWeight(Box<dyn Weight>);

impl Weight for HeadedWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let first = self.0.scorer(segment, boost)?;
        Ok(Box::new(HeadedScorer {
            document: first.doc(),
            first,
            starts: SectionStarts::open(segment)?,
        }))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let start = SectionStarts::open(segment)?.of(document);
        self.0.explain(segment, start)
    }
}

struct HeadedScorer {
    /// Finds first passages; stands at that of the section of `document`.
    first: Box<dyn Scorer>,
    document: DocId,
    starts: SectionStarts,
}

impl DocSet for HeadedScorer {
    fn advance(&mut self) -> DocId {
        match self.document {
            TERMINATED => TERMINATED,
            document => self.seek(document + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.document {
            return self.document;
        }
        if target >= self.starts.documents {
            self.document = TERMINATED;
            return TERMINATED;
        }
        let start = self.starts.of(target);
        if self.first.doc() < start {
            self.first.seek(start);
        }
        self.document = match self.first.doc() {
            found if found == start => target,
            // A section behind the target.
            found => found,
        };
        self.document
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.first.size_hint()
    }

    fn cost(&self) -> u64 {
        self.first.cost()
    }
}

impl Scorer for HeadedScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
