//! Scores the best candidates again, with the positions of the query's words.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::collector::Count;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::collect::Candidate;
use super::compile::Compiler;
use super::engine_error;
use super::heading::HeadingGroup;
use crate::engine::ranking::{
    self, Evidence, Place, Score, VariantEvidence, Weights, WordEvidence,
};
use crate::error::Result;
use crate::query::expansion::{Condition, Origin, TermGroup, TokenMatch, occurrences};

/// Words of a prefix whose positions are read: the most frequent.
const ENDINGS: usize = 32;

/// A word of the query, or a phrase, a group of alternatives, or the words of one name.
pub(super) struct QueryWord {
    pub(super) condition: Condition,
    /// See [`ranking::idf`].
    pub(super) idf: f32,
    groups: Vec<WeighedGroup>,
    /// Whether the groups are the words of one name.
    is_name: bool,
}

struct WeighedGroup {
    group: TermGroup,
    heading: HeadingGroup,
    idf: f32,
    boosts: Vec<f32>,
    /// Whether only the heading may hold it.
    heading_only: bool,
}

/// A candidate with its score by parts, and the query's words that it holds.
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
    /// The words of a query with their idf in the index; the words of one name become one.
    pub(super) fn all<'c>(
        conditions: impl Iterator<Item = &'c Condition>,
        compiler: &Compiler<'_>,
    ) -> Result<Vec<Self>> {
        let mut words: Vec<QueryWord> = Vec::new();
        let mut last_name = None;
        for condition in conditions {
            let word = Self::new(condition, compiler)?;
            let name = match condition {
                Condition::Text(group) => group.name,
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
        let (groups, heading_only) = match condition {
            Condition::Heading(group) => (vec![group], true),
            other => (other.positive_groups(), false),
        };
        let mut weighed = Vec::with_capacity(groups.len());
        for group in groups {
            weighed.push(WeighedGroup {
                idf: compiler.terms.idf(group)?,
                boosts: compiler.terms.boosts(group)?,
                group: group.clone(),
                heading: HeadingGroup::new(group),
                heading_only,
            });
        }
        let idfs = weighed.iter().map(|group| group.idf);
        Ok(QueryWord {
            condition: condition.clone(),
            idf: idfs.reduce(f32::min).unwrap_or(0.0),
            groups: weighed,
            is_name: false,
        })
    }

    /// Appends the next word of the same name.
    fn join(&mut self, next: QueryWord) {
        let mut parts = match std::mem::replace(&mut self.condition, Condition::Everything) {
            Condition::All(parts) => parts,
            first => vec![first],
        };
        parts.push(next.condition);
        self.condition = Condition::All(parts);
        self.groups.extend(next.groups);
        self.is_name = true;
    }

    /// Sets the idf of a name: that of its words as a phrase, or of its rarest word where no
    /// passage holds the phrase.
    fn weigh_name(&mut self, compiler: &Compiler<'_>) -> Result<()> {
        let idfs = self.groups.iter().map(|group| group.idf);
        let most = idfs.fold(0.0, f32::max);
        let row = compiler.row(self.groups.iter().map(|group| &group.group));
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

    /// The labels of [`Score::words`] in explanations, in the same order.
    pub(super) fn labels(&self) -> Vec<String> {
        if self.is_name {
            return vec![self.condition.label()];
        }
        let groups = self.groups.iter().map(|group| {
            if group.heading_only {
                format!("heading:{}", group.group.label)
            } else {
                group.group.label.clone()
            }
        });
        groups.collect()
    }

    /// Joins the evidence for the words of a name: the name as it was typed, its other names, or
    /// else its words scattered over the passage.
    fn name_evidence(&self, words: Vec<WordEvidence>, weights: &Weights) -> WordEvidence {
        let in_heading = words.iter().all(|word| word.in_heading);
        let position = words.first().map_or(0, |word| word.position);
        let mut variants: Vec<VariantEvidence> = Vec::new();
        let is_typed = |variant: &&VariantEvidence| variant.origin == Origin::Typed;
        let typed = |word: &WordEvidence| -> Vec<u32> {
            let places = word
                .variants
                .iter()
                .filter(is_typed)
                .flat_map(|variant| &variant.places);
            let mut starts: Vec<u32> = places.map(|place| place.at).collect();
            starts.sort_unstable();
            starts
        };
        let typed: Vec<Vec<u32>> = words.iter().map(typed).collect();
        let places = in_a_row(&words, &typed);
        if !places.is_empty() {
            variants.push(VariantEvidence {
                boost: self.idf,
                places,
                origin: Origin::Typed,
            });
        }
        // Every word of the name has the same other names: one of each is enough.
        for variant in words.iter().flat_map(|word| &word.variants) {
            let new = |known: &VariantEvidence| known.places != variant.places;
            if !is_typed(&variant) && variants.iter().all(new) {
                variants.push(VariantEvidence {
                    boost: self.idf * weights.of_origin(variant.origin),
                    ..variant.clone()
                });
            }
        }
        let scattered = words.iter().all(|word| !word.variants.is_empty());
        if variants.is_empty() && scattered {
            let rarest = words
                .iter()
                .max_by(|a, b| a.idf.total_cmp(&b.idf))
                .and_then(|word| word.variants.first());
            variants.extend(rarest.map(|variant| VariantEvidence {
                boost: self.idf * weights.scattered,
                ..variant.clone()
            }));
        }
        WordEvidence {
            idf: self.idf,
            position,
            variants,
            in_heading,
        }
    }
}

/// Places that hold the words of a name in the order of the query, with up to two words more or
/// less between them.
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

/// Scores candidates with the positions of the query's words. Keeps their order.
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
                let groups = word.groups.iter();
                let opened = groups.map(|group| GroupPostings::open(group, segment, compiler));
                postings.push(opened.collect::<Result<_>>()?);
            }
            let evidence = SegmentEvidence {
                postings,
                headings: FxHashMap::default(),
            };
            reader = Some((segment_ord, evidence));
        }
        if let Some((_, evidence)) = &mut reader {
            seen[index] = Some(scored(words, compiler, evidence, candidate));
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

/// Where one segment holds a query's words.
struct SegmentEvidence {
    /// By word and group.
    postings: Vec<Vec<GroupPostings>>,
    /// Which groups each heading holds, by its ordinal.
    headings: FxHashMap<Option<u64>, Rc<[bool]>>,
}

impl SegmentEvidence {
    /// Whether the heading of a candidate holds each of the query's groups.
    fn in_heading(&mut self, words: &[QueryWord], candidate: &Candidate) -> Rc<[bool]> {
        let known = self.headings.entry(candidate.heading_ordinal());
        let known = known.or_insert_with(|| {
            let heading = candidate.heading();
            let groups = words.iter().flat_map(|word| &word.groups);
            groups.map(|group| group.heading.is_in(&heading)).collect()
        });
        Rc::clone(known)
    }
}

fn scored(
    words: &[QueryWord],
    compiler: &Compiler<'_>,
    segment: &mut SegmentEvidence,
    candidate: &Candidate,
) -> (Score, Vec<bool>) {
    let document = candidate.address.doc_id;
    let mut evidence = Evidence {
        words: Vec::new(),
        role: candidate.role,
        length: candidate.length as f32,
        coverage: 1.0,
    };
    let mut holds = Vec::with_capacity(words.len());
    let (mut held, mut all) = (0.0, 0.0);
    let in_heading = segment.in_heading(words, candidate);
    let mut in_heading = in_heading.iter().copied();
    for (word, postings) in words.iter().zip(&mut segment.postings) {
        let groups = word.groups.iter().zip(postings).zip(&mut in_heading);
        let found: Vec<WordEvidence> = groups
            .map(|((group, postings), headed)| postings.evidence(group, document, headed))
            .collect();
        // A word of the heading counts as held, except within a quotation.
        let mut in_text = Vec::with_capacity(found.len());
        let mut anywhere = Vec::with_capacity(found.len());
        for (group, found) in word.groups.iter().zip(&found) {
            let there = !found.variants.is_empty() || (group.heading_only && found.in_heading);
            in_text.push(there);
            anywhere.push(there || (found.in_heading && !group.group.quoted));
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

/// Whether a condition holds, given which of its groups do, in order.
fn holds_all(condition: &Condition, groups: &mut impl Iterator<Item = bool>) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            // Every group must be consumed, also when the result is known.
            let held: Vec<bool> = parts.iter().map(|part| holds_all(part, groups)).collect();
            match condition {
                Condition::Any(_) => held.contains(&true),
                _ => !held.contains(&false),
            }
        }
        Condition::Text(_) | Condition::Heading(_) => groups.next().unwrap_or(false),
        Condition::Everything | Condition::Not(_) | Condition::Facet(..) | Condition::Report(_) => {
            true
        }
    }
}

/// The postings of a group's variants in the text.
struct GroupPostings(Vec<Vec<TokenPostings>>);

/// The postings of one token of a variant: of one term, or of the terms of a prefix.
struct TokenPostings(Vec<SegmentPostings>);

impl GroupPostings {
    fn open(
        group: &WeighedGroup,
        segment: &SegmentReader,
        compiler: &Compiler<'_>,
    ) -> Result<Self> {
        let variants = group.group.variants.iter();
        let opened = variants.filter(|_| !group.heading_only).map(|variant| {
            let tokens = variant.tokens.iter();
            tokens
                .map(|token| TokenPostings::open(token, segment, compiler))
                .collect()
        });
        opened.collect::<Result<_>>().map(GroupPostings)
    }

    /// Where `document` holds the group. Documents must be asked for in order.
    fn evidence(
        &mut self,
        group: &WeighedGroup,
        document: DocId,
        in_heading: bool,
    ) -> WordEvidence {
        let mut variants = Vec::new();
        for ((postings, variant), &boost) in self
            .0
            .iter_mut()
            .zip(&group.group.variants)
            .zip(&group.boosts)
        {
            let positions: Vec<Vec<u32>> = postings
                .iter_mut()
                .map(|token| token.positions(document))
                .take_while(|positions| !positions.is_empty())
                .collect();
            if positions.len() < variant.tokens.len() {
                continue;
            }
            let places: Vec<Place> = occurrences(&positions, group.group.slop)
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
                variants.push(VariantEvidence {
                    boost,
                    places,
                    origin: variant.origin,
                });
            }
        }
        WordEvidence {
            idf: group.idf,
            position: group.group.position,
            variants,
            in_heading,
        }
    }
}

impl TokenPostings {
    fn open(token: &TokenMatch, segment: &SegmentReader, compiler: &Compiler<'_>) -> Result<Self> {
        let terms: Vec<Term> = match token {
            TokenMatch::Stem(_) | TokenMatch::Word(_) => vec![compiler.fields.term(token)],
            TokenMatch::Prefix(start) => {
                let endings = compiler.terms.prefix_terms(start)?;
                let words = endings.words.iter().take(ENDINGS);
                words.map(|word| compiler.fields.word_term(word)).collect()
            }
        };
        let inverted = segment.inverted_index(compiler.fields.text);
        let inverted = inverted.map_err(engine_error)?;
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = Vec::with_capacity(terms.len());
        for term in terms {
            let read = inverted.read_postings(&term, option);
            postings.extend(read.map_err(engine_error)?);
        }
        Ok(TokenPostings(postings))
    }

    /// The token's positions in a document, ascending. Documents must be asked for in order.
    fn positions(&mut self, document: DocId) -> Vec<u32> {
        let mut all = Vec::new();
        for postings in &mut self.0 {
            if postings.doc() < document {
                postings.seek(document);
            }
            if postings.doc() == document {
                postings.append_positions_with_offset(0, &mut all);
            }
        }
        if self.0.len() > 1 {
            all.sort_unstable();
        }
        all
    }
}
