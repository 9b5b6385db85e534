//! A close look at the best candidates: where exactly the query's words stand in them.

use tantivy::collector::Count;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::collect::Candidate;
use super::compile::{Compiler, heading_element};
use super::engine_error;
use super::section_query::SectionStarts;
use crate::engine::ranking::{self, Evidence, FormEvidence, Place, Score, Weights, WordEvidence};
use crate::error::Result;
use crate::query::expansion::{Condition, Origin, TermGroup, TokenMatch, occurrences};

/// Endings of a prefix whose places are looked up.
const ENDINGS: usize = 32;

/// A word of the query, or a phrase, a group of alternatives, or the words of one name.
pub(super) struct QueryWord {
    pub(super) condition: Condition,
    /// What finding it says; see [`ranking::idf`].
    pub(super) idf: f32,
    leaves: Vec<WeighedLeaf>,
    /// Whether the leaves are the words of one name.
    is_name: bool,
}

struct WeighedLeaf {
    leaf: TermGroup,
    idf: f32,
    boosts: Vec<f32>,
    /// Whether it is asked for in the heading alone.
    heading_only: bool,
}

/// A candidate with its score by parts, and the words that it lacks.
#[derive(Clone)]
pub(super) struct ScoredPassage {
    pub(super) candidate: Candidate,
    pub(super) score: Score,
    /// Whether each of the query's words is there.
    pub(super) holds: Vec<bool>,
}

impl ScoredPassage {
    /// A candidate as it was collected.
    pub(super) fn unscored(candidate: Candidate) -> Self {
        ScoredPassage {
            candidate,
            score: Score::default(),
            holds: Vec::new(),
        }
    }
}

impl QueryWord {
    /// The words of a query, weighed in the index; those of one name as one.
    pub(super) fn all<'c>(
        conditions: impl Iterator<Item = &'c Condition>,
        compiler: &Compiler<'_>,
    ) -> Result<Vec<Self>> {
        let mut words: Vec<QueryWord> = Vec::new();
        let mut last_name = None;
        for condition in conditions {
            let word = Self::new(condition, compiler)?;
            let name = match condition {
                Condition::Text(leaf) => leaf.name,
                _ => None,
            };
            match words.last_mut() {
                Some(first) if name.is_some() && name == last_name => first.join(word),
                _ => words.push(word),
            }
            last_name = name;
        }
        for word in words.iter_mut().filter(|word| word.is_name) {
            word.weigh_name(compiler)?;
        }
        Ok(words)
    }

    fn new(condition: &Condition, compiler: &Compiler<'_>) -> Result<Self> {
        let (leaves, heading_only) = match condition {
            Condition::Heading(leaf) => (vec![leaf], true),
            other => (other.positive_groups(), false),
        };
        let mut weighed = Vec::with_capacity(leaves.len());
        for leaf in leaves {
            weighed.push(WeighedLeaf {
                idf: compiler.terms.idf(leaf)?,
                boosts: compiler.terms.boosts(leaf)?,
                leaf: leaf.clone(),
                heading_only,
            });
        }
        let idfs = weighed.iter().map(|leaf| leaf.idf);
        Ok(QueryWord {
            condition: condition.clone(),
            idf: idfs.reduce(f32::min).unwrap_or(0.0),
            leaves: weighed,
            is_name: false,
        })
    }

    /// Takes in the next word of the same name.
    fn join(&mut self, next: QueryWord) {
        let mut parts = match std::mem::replace(&mut self.condition, Condition::Everything) {
            Condition::All(parts) => parts,
            first => vec![first],
        };
        parts.push(next.condition);
        self.condition = Condition::All(parts);
        self.leaves.extend(next.leaves);
        self.is_name = true;
    }

    /// A name is as rare as passages that hold it in a row; if none does, as its rarest word.
    fn weigh_name(&mut self, compiler: &Compiler<'_>) -> Result<()> {
        let idfs = self.leaves.iter().map(|leaf| leaf.idf);
        let most = idfs.fold(0.0, f32::max);
        let row = compiler.row(self.leaves.iter().map(|leaf| &leaf.leaf));
        let found = compiler
            .searcher
            .search(row.as_ref(), &Count)
            .map_err(engine_error)?;
        self.idf = match found {
            0 => most,
            found => ranking::idf(found as f32, compiler.terms.passages as f32),
        };
        Ok(())
    }

    /// How explanations name what adds to a score, in the order of [`Score::words`].
    pub(super) fn labels(&self) -> Vec<String> {
        if self.is_name {
            return vec![self.condition.label()];
        }
        let leaves = self.leaves.iter().map(|leaf| {
            if leaf.heading_only {
                format!("heading:{}", leaf.leaf.label)
            } else {
                leaf.leaf.label.clone()
            }
        });
        leaves.collect()
    }

    /// What a passage says to the words of a name, as to one word: the name as it was typed, other
    /// names of it, or else its words scattered over the passage.
    fn name_evidence(&self, words: Vec<WordEvidence>, weights: &Weights) -> WordEvidence {
        let in_heading = words.iter().all(|word| word.in_heading);
        let position = words.first().map_or(0, |word| word.position);
        let mut forms: Vec<FormEvidence> = Vec::new();
        let is_typed = |form: &&FormEvidence| form.origin == Origin::Typed;
        let typed = |word: &WordEvidence| -> Vec<u32> {
            let places = word
                .forms
                .iter()
                .filter(is_typed)
                .flat_map(|form| &form.places);
            let mut starts: Vec<u32> = places.map(|place| place.at).collect();
            starts.sort_unstable();
            starts
        };
        let typed: Vec<Vec<u32>> = words.iter().map(typed).collect();
        let places = in_a_row(&words, &typed);
        if !places.is_empty() {
            forms.push(FormEvidence {
                boost: self.idf,
                places,
                origin: Origin::Typed,
            });
        }
        // Another name stands for all the words alike: the first tells of all.
        for form in words.iter().flat_map(|word| &word.forms) {
            let new = |known: &FormEvidence| known.places != form.places;
            if !is_typed(&form) && forms.iter().all(new) {
                forms.push(FormEvidence {
                    boost: self.idf * weights.of_origin(form.origin),
                    ..form.clone()
                });
            }
        }
        let scattered = words.iter().all(|word| !word.forms.is_empty());
        if forms.is_empty() && scattered {
            let rarest = words
                .iter()
                .max_by(|a, b| a.idf.total_cmp(&b.idf))
                .and_then(|word| word.forms.first());
            forms.extend(rarest.map(|form| FormEvidence {
                boost: self.idf * weights.scattered,
                ..form.clone()
            }));
        }
        WordEvidence {
            idf: self.idf,
            position,
            forms,
            in_heading,
        }
    }
}

/// Places where the words of a name stand as in the query, give or take a word.
fn in_a_row(words: &[WordEvidence], typed: &[Vec<u32>]) -> Vec<Place> {
    const GIVE: u32 = 2;
    let Some(start) = words.first().map(|word| word.position) else {
        return Vec::new();
    };
    let mut places = Vec::new();
    for &at in &typed[0] {
        let mut end = at;
        let all = words.iter().zip(typed).skip(1).all(|(word, positions)| {
            let home = at + (word.position - start);
            let from = positions.partition_point(|&at| at + GIVE < home);
            let found = positions.get(from).filter(|&&at| at <= home + GIVE);
            end = end.max(found.copied().unwrap_or(0));
            found.is_some()
        });
        if all {
            places.push(Place {
                at,
                words: end - at + 1,
            });
        }
    }
    places
}

/// Looks at candidates closely and scores them. Their order stays.
pub(super) fn rerank(
    words: &[QueryWord],
    compiler: &Compiler<'_>,
    candidates: Vec<Candidate>,
) -> Result<Vec<ScoredPassage>> {
    // Postings can only be read forwards.
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&index| candidates[index].address);
    let mut seen: Vec<Option<(Score, Vec<bool>)>> = vec![None; candidates.len()];
    let mut reader: Option<(u32, SegmentEvidence)> = None;
    for index in order {
        let candidate = &candidates[index];
        let segment_ord = candidate.address.segment_ord;
        if reader.as_ref().is_none_or(|(open, _)| *open != segment_ord) {
            let segment = compiler.searcher.segment_reader(segment_ord);
            let mut postings = Vec::with_capacity(words.len());
            for word in words {
                let leaves = word.leaves.iter();
                let opened = leaves.map(|leaf| LeafPostings::open(leaf, segment, compiler));
                postings.push(opened.collect::<Result<_>>()?);
            }
            let starts = SectionStarts::open(segment).map_err(engine_error)?;
            reader = Some((segment_ord, SegmentEvidence { postings, starts }));
        }
        if let Some((_, opened)) = &mut reader {
            seen[index] = Some(scored(words, compiler, opened, candidate));
        }
    }
    let looked = candidates.into_iter().zip(seen);
    Ok(looked
        .map(|(mut candidate, seen)| {
            let (score, holds) = seen.unwrap_or_default();
            candidate.score = score.total();
            ScoredPassage {
                candidate,
                score,
                holds,
            }
        })
        .collect())
}

/// What is read of a segment.
struct SegmentEvidence {
    /// By word and leaf.
    postings: Vec<Vec<LeafPostings>>,
    starts: SectionStarts,
}

fn scored(
    words: &[QueryWord],
    compiler: &Compiler<'_>,
    opened: &mut SegmentEvidence,
    candidate: &Candidate,
) -> (Score, Vec<bool>) {
    let document = candidate.address.doc_id;
    let start = opened.starts.of(document);
    let mut evidence = Evidence {
        words: Vec::new(),
        role: candidate.role,
        length: candidate.length as f32,
        coverage: 1.0,
    };
    let mut holds = Vec::with_capacity(words.len());
    let (mut held, mut all) = (0.0, 0.0);
    for (word, postings) in words.iter().zip(&mut opened.postings) {
        let leaves = word.leaves.iter().zip(postings);
        let found: Vec<WordEvidence> = leaves
            .map(|(leaf, postings)| postings.evidence(leaf, document, start))
            .collect();
        // A word of the heading is said of every passage below it; what is quoted is asked of the
        // text.
        let mut in_text = Vec::with_capacity(found.len());
        let mut anywhere = Vec::with_capacity(found.len());
        for (leaf, found) in word.leaves.iter().zip(&found) {
            let there = !found.forms.is_empty() || (leaf.heading_only && found.in_heading);
            in_text.push(there);
            anywhere.push(there || (found.in_heading && !leaf.leaf.quoted));
        }
        holds.push(holds_all(&word.condition, &mut in_text.into_iter()));
        all += word.idf;
        if holds_all(&word.condition, &mut anywhere.into_iter()) {
            held += word.idf;
        }
        if word.is_name {
            let whole = word.name_evidence(found, compiler.terms.weights);
            evidence.words.push(whole);
        } else {
            evidence.words.extend(found);
        }
    }
    if all > 0.0 {
        evidence.coverage = held / all;
    }
    let terms = &compiler.terms;
    let score = ranking::score(&evidence, compiler.mean, terms.weights);
    (score, holds)
}

/// Whether a condition holds, given which of its leaves do, in order.
fn holds_all(condition: &Condition, leaves: &mut impl Iterator<Item = bool>) -> bool {
    match condition {
        Condition::All(parts) => {
            // Every leaf must be passed, also when the answer is known.
            let held: Vec<bool> = parts.iter().map(|part| holds_all(part, leaves)).collect();
            !held.contains(&false)
        }
        Condition::Any(parts) => {
            let held: Vec<bool> = parts.iter().map(|part| holds_all(part, leaves)).collect();
            held.contains(&true)
        }
        Condition::Text(_) | Condition::Heading(_) => leaves.next().unwrap_or(false),
        Condition::Everything | Condition::Not(_) | Condition::Facet(..) | Condition::Report(_) => {
            true
        }
    }
}

/// The postings of a leaf's forms, in the text and in headings.
struct LeafPostings {
    forms: Vec<Vec<ElementPostings>>,
    /// Of first passages of sections.
    heading: Vec<Vec<ElementPostings>>,
}

/// The postings of one place of a form: of one word, or of all that begin alike.
struct ElementPostings(Vec<SegmentPostings>);

impl LeafPostings {
    fn open(leaf: &WeighedLeaf, segment: &SegmentReader, compiler: &Compiler<'_>) -> Result<Self> {
        let fields = compiler.fields;
        let mut opened = LeafPostings {
            forms: Vec::new(),
            heading: Vec::new(),
        };
        for form in &leaf.leaf.variants {
            if !leaf.heading_only {
                let field = fields.text;
                let positions = IndexRecordOption::WithFreqsAndPositions;
                let elements = form.tokens.iter();
                let open =
                    elements.map(|e| ElementPostings::open(e, field, positions, segment, compiler));
                opened.forms.push(open.collect::<Result<_>>()?);
            }
            let elements = form.tokens.iter().map(heading_element);
            let basic = IndexRecordOption::Basic;
            let open = elements
                .map(|e| ElementPostings::open(&e, fields.heading, basic, segment, compiler));
            opened.heading.push(open.collect::<Result<_>>()?);
        }
        Ok(opened)
    }

    /// What `document` says, which stands in the section that begins at `start`.
    fn evidence(&mut self, leaf: &WeighedLeaf, document: DocId, start: DocId) -> WordEvidence {
        let mut forms = Vec::new();
        for ((postings, form), &boost) in self
            .forms
            .iter_mut()
            .zip(&leaf.leaf.variants)
            .zip(&leaf.boosts)
        {
            let positions: Vec<Vec<u32>> = postings
                .iter_mut()
                .map(|element| element.positions(document))
                .take_while(|positions| !positions.is_empty())
                .collect();
            if positions.len() < form.tokens.len() {
                continue;
            }
            let places: Vec<Place> = occurrences(&positions, leaf.leaf.slop)
                .into_iter()
                .map(|occurrence| {
                    let (first, last) = (occurrence[0], occurrence[occurrence.len() - 1]);
                    Place {
                        at: first,
                        words: last - first + 1,
                    }
                })
                .collect();
            if !places.is_empty() {
                forms.push(FormEvidence {
                    boost,
                    places,
                    origin: form.origin,
                });
            }
        }
        let in_heading = self
            .heading
            .iter_mut()
            .any(|form| form.iter_mut().all(|element| element.holds(start)));
        WordEvidence {
            idf: leaf.idf,
            position: leaf.leaf.position,
            forms,
            in_heading,
        }
    }
}

impl ElementPostings {
    fn open(
        element: &TokenMatch,
        field: Field,
        option: IndexRecordOption,
        segment: &SegmentReader,
        compiler: &Compiler<'_>,
    ) -> Result<Self> {
        let terms: Vec<Term> = match element {
            TokenMatch::Stem(_) | TokenMatch::Word(_) => vec![compiler.fields.term(field, element)],
            TokenMatch::Prefix(start) => {
                let endings = compiler.terms.prefix_terms(field, start)?;
                let words = endings.words.iter().take(ENDINGS);
                words
                    .map(|word| Term::from_field_text(field, word))
                    .collect()
            }
        };
        let inverted = segment.inverted_index(field).map_err(engine_error)?;
        let mut postings = Vec::with_capacity(terms.len());
        for term in terms {
            let read = inverted.read_postings(&term, option);
            postings.extend(read.map_err(engine_error)?);
        }
        Ok(ElementPostings(postings))
    }

    /// Where the word stands in a document, ascending. Documents must be asked for in order.
    fn positions(&mut self, document: DocId) -> Vec<u32> {
        let mut all = Vec::new();
        for postings in &mut self.0 {
            if at(postings, document) {
                postings.append_positions_with_offset(0, &mut all);
            }
        }
        if self.0.len() > 1 {
            all.sort_unstable();
        }
        all
    }

    /// Whether the word stands in a document. Documents must be asked for in order.
    fn holds(&mut self, document: DocId) -> bool {
        let mut holds = false;
        for postings in &mut self.0 {
            holds |= at(postings, document);
        }
        holds
    }
}

fn at(postings: &mut SegmentPostings, document: DocId) -> bool {
    if postings.doc() < document {
        postings.seek(document);
    }
    postings.doc() == document && document != TERMINATED
}
