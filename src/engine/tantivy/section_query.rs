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
pub(super) struct SectionQuery(pub(super) Box<dyn Query>);

impl Clone for SectionQuery {
    fn clone(&self) -> Self {
        SectionQuery(self.0.box_clone())
    }
}

impl Query for SectionQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SectionWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct SectionWeight(Box<dyn Weight>);

impl Weight for SectionWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let first = self.0.scorer(segment, boost)?;
        Ok(Box::new(SectionScorer {
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

struct SectionScorer {
    /// Finds first passages; stands at that of the section of `document`.
    first: Box<dyn Scorer>,
    document: DocId,
    starts: SectionStarts,
}

impl DocSet for SectionScorer {
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

impl Scorer for SectionScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tantivy::query::TermQuery;
    use tantivy::schema::{FAST, Field, IndexRecordOption, STRING, Schema};
    use tantivy::{Index, Searcher, TantivyDocument};

    const HEADING: &str = "waits";

    /// Reports of sections, each with a number of passages and whether it has the heading.
    type Reports = Vec<Vec<(u64, bool)>>;

    fn index(reports: &Reports) -> (Searcher, Field) {
        let mut schema = Schema::builder();
        let heading = schema.add_text_field("heading", STRING);
        let number = schema.add_u64_field("number", FAST);
        let start = schema.add_u64_field("section_start", FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index
            .writer_with_num_threads(1, 20 << 20)
            .expect("memory suffices");
        let add = |place: u64, section: u64, headed: bool| {
            let mut document = TantivyDocument::new();
            document.add_u64(number, place);
            document.add_u64(start, section);
            if headed {
                document.add_text(heading, HEADING);
            }
            let added = writer.add_document(document);
            added.expect("the passage can be indexed");
        };
        for sections in reports {
            add(0, 0, false);
            let mut section = 1;
            for &(passages, headed) in sections {
                for place in section..section + passages {
                    add(place, section, headed && place == section);
                }
                section += passages;
            }
        }
        writer.commit().expect("memory suffices");
        let reader = index.reader().expect("the index can be read");
        (reader.searcher(), heading)
    }

    /// The passages below the heading.
    fn expected(reports: &Reports) -> Vec<DocId> {
        let mut documents = Vec::new();
        let mut next = 0;
        for sections in reports {
            next += 1;
            for &(passages, headed) in sections {
                let end = next + passages as DocId;
                documents.extend((next..end).filter(|_| headed));
                next = end;
            }
        }
        documents
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn all_passages_below_a_heading_are_found(
            reports in proptest::collection::vec(
                proptest::collection::vec((0u64..4, any::<bool>()), 0..5),
                1..5,
            ),
            mut targets in proptest::collection::vec(0u32..40, 0..8),
        ) {
            let (searcher, heading) = index(&reports);
            let expected = expected(&reports);
            let term = Term::from_field_text(heading, HEADING);
            let first = TermQuery::new(term, IndexRecordOption::Basic);
            let query = SectionQuery(Box::new(first));
            let weight = query.weight(EnableScoring::disabled_from_searcher(&searcher));
            let weight = weight.expect("the query is sound");
            let scorer = || weight.scorer(searcher.segment_reader(0), 1.0);
            let mut walking = scorer().expect("the index can be read");
            let mut walked = Vec::new();
            while walking.doc() != TERMINATED {
                walked.push(walking.doc());
                walking.advance();
            }
            prop_assert_eq!(&walked, &expected);
            targets.sort_unstable();
            let mut seeking = scorer().expect("the index can be read");
            for target in targets {
                let next = expected.iter().copied().find(|&document| document >= target);
                if seeking.doc() <= target {
                    prop_assert_eq!(seeking.seek(target), next.unwrap_or(TERMINATED));
                }
            }
        }
    }
}
