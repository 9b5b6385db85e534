//! Passages by how many of the words they hold, a window of documents at a time.
//!
//! tantivy asks its scorers document by document, each through several layers: for words that stand
//! in every second passage, most of a search. Here the postings of every word are laid out for a few
//! thousand documents, put together bit by bit, and only what is left is scored. Words in a row are
//! looked for in the passages that hold all of them, if it still matters.

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

use super::bm25::Bm25Query;
use super::form_query::FormQuery;

/// Documents of a window.
const WINDOW: usize = 4096;

/// Terms that are laid out at most: each takes as many bytes as the window has documents.
const MOST_TERMS: usize = 256;

/// What one step of a scorer costs, in postings that are laid out.
const STEP: u64 = 10;

/// A bit for each document of a window.
type Bits = [u64; WINDOW / 64];

/// Passages that hold at least `least` and at most `most` of the words, with the sum of what the
/// words count, each by the best of its forms.
#[derive(Debug)]
pub(super) struct WordsQuery {
    /// The forms of each word.
    pub(super) words: Vec<Vec<FormQuery>>,
    pub(super) least: usize,
    pub(super) most: usize,
    /// The same query as tantivy answers it.
    pub(super) plain: Box<dyn Query>,
}

impl Clone for WordsQuery {
    fn clone(&self) -> Self {
        WordsQuery {
            words: self.words.clone(),
            least: self.least,
            most: self.most,
            plain: self.plain.box_clone(),
        }
    }
}

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let plain = self.plain.weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(plain);
        }
        let mut words = Vec::with_capacity(self.words.len());
        for forms in &self.words {
            let mut weights = Vec::with_capacity(forms.len());
            for form in forms {
                match form {
                    FormQuery::Word(word) => weights.push(FormWeight::Word(word.clone())),
                    FormQuery::Row(row) => weights.push(FormWeight::Row {
                        terms: row.terms.clone(),
                        boost: row.boost,
                        weight: row.query().weight(scoring)?,
                    }),
                    // What is made of neither is left to tantivy.
                    FormQuery::Other(_) => return Ok(plain),
                }
            }
            words.push(weights);
        }
        Ok(Box::new(WordsWeight {
            words,
            least: self.least,
            most: self.most,
            plain,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.plain.query_terms(visitor);
    }
}

struct WordsWeight {
    words: Vec<Vec<FormWeight>>,
    least: usize,
    most: usize,
    plain: Box<dyn Weight>,
}

enum FormWeight {
    Word(Bm25Query),
    Row {
        terms: Vec<Term>,
        boost: Score,
        weight: Box<dyn Weight>,
    },
}

impl Weight for WordsWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.plain.scorer(segment, boost)
    }

    fn scorer_danger(
        &self,
        segment: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        self.plain.scorer_danger(segment, target, boost)
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.plain.explain(segment, document)
    }

    fn for_each(
        &self,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let mut search = WindowSearch::open(self, segment)?;
        if search.is_worthwhile() {
            search.run(callback)
        } else {
            self.plain.for_each(segment, callback)
        }
    }
}

/// The postings of one term, laid out in the window.
struct TermWindow {
    term: Term,
    postings: BlockSegmentPostings,
    /// The first posting of the block that is not laid out.
    next: usize,
    bits: Bits,
    empty: bool,
    /// Mentions in each document whose bit is set.
    tf: Box<[u8; WINDOW]>,
}

impl TermWindow {
    fn lay_out(&mut self, base: DocId) {
        if !self.empty {
            self.bits.fill(0);
            self.empty = true;
        }
        loop {
            let (documents, tf) = (self.postings.docs(), self.postings.freqs());
            let first = self.next;
            let postings = documents.iter().zip(tf).skip(first);
            for (&document, &count) in postings {
                let place = (document - base) as usize;
                if place >= WINDOW {
                    break;
                }
                self.bits[place / 64] |= 1 << (place % 64);
                self.tf[place] = u8::try_from(count).unwrap_or(u8::MAX);
                self.next += 1;
            }
            self.empty &= self.next == first;
            if self.next < documents.len() || documents.is_empty() {
                return;
            }
            self.postings.advance();
            self.next = 0;
        }
    }

    fn holds(&self, place: usize) -> bool {
        self.bits[place / 64] & (1 << (place % 64)) != 0
    }
}

/// A form of a word in a segment; terms by their place in [`WindowSearch::terms`].
enum FormWindow<'w> {
    Word { term: usize, word: &'w Bm25Query },
    Row { terms: Vec<usize>, row: Row<'w> },
}

/// Words in a row, looked for where they are asked for.
struct Row<'w> {
    boost: Score,
    weight: &'w dyn Weight,
    scorer: Option<Box<dyn Scorer>>,
    /// The first document that may hold it, of those not asked for yet.
    next: DocId,
}

impl Row<'_> {
    /// Whether a document holds it. Documents must be asked for in order, each once.
    fn holds(&mut self, document: DocId, segment: &SegmentReader) -> tantivy::Result<bool> {
        if document < self.next {
            return Ok(false);
        }
        let looked = match &mut self.scorer {
            Some(scorer) => scorer.seek_danger(document),
            None => {
                let (looked, scorer) = self.weight.scorer_danger(segment, document, 1.0)?;
                self.scorer = Some(scorer);
                looked
            }
        };
        Ok(match looked {
            SeekDangerResult::Found => true,
            SeekDangerResult::SeekLowerBound(bound) => {
                self.next = bound;
                false
            }
        })
    }
}

/// A search under way in one segment.
struct WindowSearch<'w> {
    segment: &'w SegmentReader,
    terms: Vec<TermWindow>,
    words: Vec<Vec<FormWindow<'w>>>,
    least: usize,
    most: usize,
    lengths: tantivy::fieldnorm::FieldNormReader,
}

impl<'w> WindowSearch<'w> {
    fn open(weight: &'w WordsWeight, segment: &'w SegmentReader) -> tantivy::Result<Self> {
        let mut lengths = None;
        let mut search = WindowSearch {
            segment,
            terms: Vec::new(),
            words: Vec::with_capacity(weight.words.len()),
            least: weight.least,
            most: weight.most,
            lengths: tantivy::fieldnorm::FieldNormReader::constant(segment.max_doc(), 1),
        };
        for forms in &weight.words {
            let mut opened = Vec::with_capacity(forms.len());
            for form in forms {
                match form {
                    FormWeight::Word(word) => {
                        lengths = Some(word.tf.lengths);
                        if let Some(term) = search.term(&word.term)? {
                            opened.push(FormWindow::Word { term, word });
                        }
                    }
                    FormWeight::Row {
                        terms,
                        boost,
                        weight,
                    } => {
                        let mut places = Vec::with_capacity(terms.len());
                        for term in terms {
                            places.extend(search.term(term)?);
                        }
                        if places.len() == terms.len() {
                            opened.push(FormWindow::Row {
                                terms: places,
                                row: Row {
                                    boost: *boost,
                                    weight: weight.as_ref(),
                                    scorer: None,
                                    next: 0,
                                },
                            });
                        }
                    }
                }
            }
            search.words.push(opened);
        }
        if let Some(field) = lengths {
            search.lengths = segment.get_fieldnorms_reader(field)?;
        }
        Ok(search)
    }

    /// Place of a term; `None` if the segment does not hold it.
    fn term(&mut self, term: &Term) -> tantivy::Result<Option<usize>> {
        if let Some(known) = self.terms.iter().position(|known| known.term == *term) {
            return Ok(Some(known));
        }
        let inverted = self.segment.inverted_index(term.field())?;
        let read = inverted.read_block_postings(term, IndexRecordOption::WithFreqs)?;
        let Some(postings) = read else {
            return Ok(None);
        };
        self.terms.push(TermWindow {
            term: term.clone(),
            postings,
            next: 0,
            bits: [0; WINDOW / 64],
            empty: true,
            tf: Box::new([0; WINDOW]),
        });
        Ok(Some(self.terms.len() - 1))
    }

    /// Whether it is quicker than to ask one word for the passages of another.
    fn is_worthwhile(&self) -> bool {
        if self.terms.len() > MOST_TERMS {
            return false;
        }
        if self.least < self.words.len() {
            return true;
        }
        let holding = |term: usize| u64::from(self.terms[term].postings.doc_freq());
        let of_form = |form: &FormWindow<'_>| match form {
            FormWindow::Word { term, .. } => holding(*term),
            FormWindow::Row { terms, .. } => {
                terms.iter().map(|&term| holding(term)).min().unwrap_or(0)
            }
        };
        let of_words = self.words.iter();
        let fewest = of_words
            .map(|forms| forms.iter().map(of_form).sum())
            .min()
            .unwrap_or(0u64);
        let forms: usize = self.words.iter().map(Vec::len).sum();
        let laid_out: u64 = (0..self.terms.len()).map(holding).sum();
        laid_out <= fewest.saturating_mul(STEP * forms as u64)
    }

    fn run(&mut self, callback: &mut dyn FnMut(DocId, Score)) -> tantivy::Result<()> {
        let mut base = 0;
        while base < self.segment.max_doc().min(TERMINATED) {
            for term in &mut self.terms {
                term.lay_out(base);
            }
            let candidates = self.candidates();
            for (word, mut left) in candidates.into_iter().enumerate() {
                while left != 0 {
                    let place = word * 64 + left.trailing_zeros() as usize;
                    left &= left - 1;
                    self.look(base, place, callback)?;
                }
            }
            base += WINDOW as DocId;
        }
        Ok(())
    }

    /// The documents of the window that may hold as many of the words.
    fn candidates(&self) -> Bits {
        let all = self.least == self.words.len();
        let mut candidates = if all {
            [u64::MAX; WINDOW / 64]
        } else {
            [0; WINDOW / 64]
        };
        for forms in &self.words {
            let mut holding: Bits = [0; WINDOW / 64];
            for form in forms {
                match form {
                    FormWindow::Word { term, .. } => {
                        let own = &self.terms[*term];
                        if !own.empty {
                            each(&mut holding, &own.bits, |bits, own| bits | own);
                        }
                    }
                    FormWindow::Row { terms, .. } => {
                        if terms.iter().any(|&term| self.terms[term].empty) {
                            continue;
                        }
                        let mut whole: Bits = [u64::MAX; WINDOW / 64];
                        for &term in terms {
                            each(&mut whole, &self.terms[term].bits, |bits, own| bits & own);
                        }
                        each(&mut holding, &whole, |bits, own| bits | own);
                    }
                }
            }
            if all {
                each(&mut candidates, &holding, |bits, own| bits & own);
            } else {
                each(&mut candidates, &holding, |bits, own| bits | own);
            }
        }
        candidates
    }

    /// Scores a candidate, if it holds as many of the words.
    fn look(
        &mut self,
        base: DocId,
        place: usize,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let document = base + place as DocId;
        let code = self.lengths.fieldnorm_id(document);
        let mut score = 0.0;
        let mut held = 0;
        let words = self.words.len();
        for (passed, forms) in (1..).zip(&mut self.words) {
            let mut best: Option<Score> = None;
            for form in &mut *forms {
                if let FormWindow::Word { term, word } = form {
                    let own = &self.terms[*term];
                    if own.holds(place) {
                        let tf = u32::from(own.tf[place]);
                        let boost = word.boost * word.tf.get(tf, code);
                        best = Some(best.map_or(boost, |best| best.max(boost)));
                    }
                }
            }
            for form in forms {
                if let FormWindow::Row { terms, row } = form
                    && best.is_none_or(|best| best < row.boost)
                    && terms.iter().all(|&term| self.terms[term].holds(place))
                    && row.holds(document, self.segment)?
                {
                    best = Some(row.boost);
                }
            }
            if let Some(best) = best {
                score += best;
                held += 1;
            }
            if held + (words - passed) < self.least {
                return Ok(());
            }
        }
        if held <= self.most {
            callback(document, score);
        }
        Ok(())
    }
}

fn each(bits: &mut Bits, others: &Bits, put: impl Fn(u64, u64) -> u64) {
    for (bits, &others) in bits.iter_mut().zip(others) {
        *bits = put(*bits, others);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::ranking::Weights;
    use crate::engine::tantivy::bm25::TfTable;
    use crate::engine::tantivy::form_query::{RowQuery, best_of};
    use proptest::prelude::*;
    use tantivy::query::{BooleanQuery, Occur};
    use tantivy::schema::{Field, Schema, TEXT};
    use tantivy::{Index, Searcher, doc};

    const VOCABULARY: [&str; 6] = ["often", "usual", "seldom", "rare", "early", "late"];

    /// More passages than a window and a half, word `n` in about every `2n + 1`th place.
    fn index() -> (Searcher, Field) {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index
            .writer_with_num_threads(1, 20 << 20)
            .expect("memory suffices");
        let mut state = 7u32;
        let mut random = move |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        for _ in 0..WINDOW + WINDOW / 2 {
            let length = 1 + random(8);
            let words = (0..length).map(|_| {
                let place = random(6).min(random(7));
                VOCABULARY[place as usize]
            });
            let words: Vec<&str> = words.collect();
            let added = writer.add_document(doc!(text => words.join(" ")));
            added.expect("the passage can be indexed");
        }
        writer.commit().expect("memory suffices");
        let reader = index.reader().expect("the index can be read");
        (reader.searcher(), text)
    }

    /// The passages that are found with their scores, by windows and as tantivy finds them.
    type Found = Vec<(DocId, Score)>;

    fn both(searcher: &Searcher, query: &WordsQuery) -> (Found, Found) {
        let scoring = EnableScoring::enabled_from_searcher(searcher);
        let plain = query.plain.weight(scoring).expect("the query is sound");
        let mut words = Vec::new();
        for forms in &query.words {
            let weights = forms.iter().map(|form| match form {
                FormQuery::Word(word) => FormWeight::Word(word.clone()),
                FormQuery::Row(row) => FormWeight::Row {
                    terms: row.terms.clone(),
                    boost: row.boost,
                    weight: row.query().weight(scoring).expect("the row is sound"),
                },
                FormQuery::Other(_) => unreachable!("the test makes none"),
            });
            words.push(weights.collect());
        }
        let (mut windows, mut others) = (Found::new(), Found::new());
        for segment in searcher.segment_readers() {
            let scorers = query.plain.weight(scoring).expect("the query is sound");
            scorers
                .for_each(segment, &mut |document, score| {
                    others.push((document, score));
                })
                .expect("the index can be read");
        }
        let weight = WordsWeight {
            words,
            least: query.least,
            most: query.most,
            plain,
        };
        for segment in searcher.segment_readers() {
            let mut search = WindowSearch::open(&weight, segment).expect("the index can be read");
            search
                .run(&mut |document, score| windows.push((document, score)))
                .expect("the index can be read");
        }
        (windows, others)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn windows_find_what_scorers_find(
            words in proptest::collection::vec(
                proptest::collection::vec(proptest::collection::vec(0usize..6, 1..3), 1..4),
                1..4,
            ),
            fewer in 0usize..3,
        ) {
            static INDEX: std::sync::LazyLock<(Searcher, Field)> = std::sync::LazyLock::new(index);
            let (searcher, text) = &*INDEX;
            let tf = Arc::new(TfTable::new(*text, 4.0, &Weights::default()));
            let term = |word: &usize| Term::from_field_text(*text, VOCABULARY[*word]);
            // Whole numbers add up to the same in any order.
            let form = |(form, boost): (&Vec<usize>, u8)| match &form[..] {
                [word] => FormQuery::Word(Bm25Query {
                    term: term(word),
                    boost: 0.0,
                    tf: Arc::clone(&tf),
                }),
                row => FormQuery::Row(RowQuery {
                    terms: row.iter().map(term).collect(),
                    slop: 0,
                    boost: Score::from(boost),
                }),
            };
            let forms: Vec<Vec<FormQuery>> = words
                .iter()
                .map(|forms| forms.iter().zip(1u8..).map(form).collect())
                .collect();
            let all = forms.len();
            let least = all.saturating_sub(fewer).max(1);
            let any = forms.iter().map(|forms| (Occur::Should, best_of(forms.clone()))).collect();
            let query = WordsQuery {
                words: forms,
                least,
                most: all,
                plain: Box::new(BooleanQuery::with_minimum_required_clauses(any, least)),
            };
            let (windows, others) = both(searcher, &query);
            prop_assert_eq!(windows, others);
        }
    }
}
