//! Disjunction of queries with the highest of their scores, for the variants of a word.
//!
//! tantivy's `DisjunctionMaxQuery` reads all its members ahead, 4,096 documents at a time; in a
//! conjunction with a rare word that evaluates every phrase of a frequent synonym (`young people`
//! for `teenagers`). This one seeks only documents it is asked for. With tantivy's the p95 of such
//! queries over 100,000 passages is 1.8 × as long, with a filter 1.3 ×.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

/// Matches what any of the queries matches, with the highest of their scores.
#[derive(Debug)]
pub(super) struct DisMaxQuery(pub(super) Vec<Box<dyn Query>>);

impl Clone for DisMaxQuery {
    fn clone(&self) -> Self {
        DisMaxQuery(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl Query for DisMaxQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|query| query.weight(scoring));
        Ok(Box::new(DisMaxWeight(
            weights.collect::<tantivy::Result<_>>()?,
        )))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for query in &self.0 {
            query.query_terms(visitor);
        }
    }
}

struct DisMaxWeight(Vec<Box<dyn Weight>>);

impl DisMaxWeight {
    /// Opens the members at `target` alone: to find the first match of a phrase of frequent words
    /// may take reading all their postings.
    fn around(
        &self,
        segment: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<DisMaxScorer> {
        let mut members = Vec::with_capacity(self.0.len());
        for weight in &self.0 {
            let (looked, scorer) = weight.scorer_danger(segment, target, boost)?;
            let mut member = Member {
                scorer,
                at: target,
                settled: true,
            };
            member.saw(target, looked);
            if member.at != TERMINATED {
                members.push(member);
            }
        }
        Ok(DisMaxScorer {
            members,
            document: target,
        })
    }
}

impl Weight for DisMaxWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = self.around(segment, 0, boost)?;
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn scorer_danger(
        &self,
        segment: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        let scorer = self.around(segment, target, boost)?;
        let looked = scorer.looked(target);
        Ok((looked, Box::new(scorer)))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let found = scorer.doc() <= document && scorer.seek(document) == document;
        let score = if found { scorer.score() } else { 0.0 };
        Ok(Explanation::new("the best of its forms", score))
    }
}

struct Member {
    scorer: Box<dyn Scorer>,
    /// The current document if settled, else a lower bound of the next one.
    at: DocId,
    /// Whether `at` is a match. It is not after a miss of `seek_danger`.
    settled: bool,
}

impl Member {
    /// Advances to the first match from `target` on.
    fn settle(&mut self, target: DocId) {
        if self.settled {
            if self.at < target {
                self.at = self.scorer.seek(target);
            }
            return;
        }
        let mut next = self.at.max(target);
        self.settled = true;
        while next < TERMINATED {
            match self.scorer.seek_danger(next) {
                SeekDangerResult::Found => {
                    self.at = next;
                    return;
                }
                SeekDangerResult::SeekLowerBound(bound) => next = bound,
            }
        }
        self.at = TERMINATED;
    }

    /// Whether `target` is a match; a miss is not followed further.
    fn holds(&mut self, target: DocId) -> bool {
        if self.at > target || (self.settled && self.at == target) {
            return self.at == target;
        }
        let looked = self.scorer.seek_danger(target);
        self.saw(target, looked);
        self.settled
    }

    /// Records the result of a seek to `target`.
    fn saw(&mut self, target: DocId, looked: SeekDangerResult) {
        (self.at, self.settled) = match looked {
            SeekDangerResult::Found => (target, true),
            SeekDangerResult::SeekLowerBound(bound) => (bound, false),
        };
    }
}

struct DisMaxScorer {
    members: Vec<Member>,
    /// The current document; at most the last one asked for.
    document: DocId,
}

impl DisMaxScorer {
    /// Advances to the first match of any member from `target` on.
    fn settle(&mut self, target: DocId) {
        let mut first = TERMINATED;
        for member in &mut self.members {
            member.settle(target);
            first = first.min(member.at);
        }
        self.document = first;
    }

    /// The result of a seek to `target`, after all members were asked.
    fn looked(&self, target: DocId) -> SeekDangerResult {
        let mut bound = TERMINATED;
        for member in &self.members {
            if member.settled && member.at == target {
                return SeekDangerResult::Found;
            }
            // A miss gives a lower bound only.
            bound = bound.min(member.at.max(target + 1));
        }
        SeekDangerResult::SeekLowerBound(bound)
    }
}

impl DocSet for DisMaxScorer {
    fn advance(&mut self) -> DocId {
        match self.document {
            TERMINATED => TERMINATED,
            document => self.seek(document + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        // Members that are not settled here need no seek.
        if self.document < target {
            self.settle(target);
        }
        self.document
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        for member in &mut self.members {
            member.holds(target);
        }
        let looked = self.looked(target);
        if looked == SeekDangerResult::Found {
            self.document = target;
        }
        looked
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        let members = self.members.iter().map(|member| member.scorer.size_hint());
        members.fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.members.iter().map(|member| member.scorer.cost()).sum()
    }
}

impl Scorer for DisMaxScorer {
    fn score(&mut self) -> Score {
        let document = self.document;
        self.members
            .iter_mut()
            .filter(|member| member.settled && member.at == document)
            .map(|member| member.scorer.score())
            .fold(0.0, Score::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tantivy::query::ConstScorer;

    struct List(Vec<DocId>, usize);

    impl DocSet for List {
        fn advance(&mut self) -> DocId {
            self.1 += 1;
            self.doc()
        }

        fn doc(&self) -> DocId {
            self.0.get(self.1).copied().unwrap_or(TERMINATED)
        }

        fn size_hint(&self) -> u32 {
            self.0.len() as u32
        }
    }

    fn member(mut documents: Vec<DocId>, score: Score) -> Box<dyn Scorer> {
        documents.sort_unstable();
        documents.dedup();
        Box::new(ConstScorer::new(List(documents, 0), score))
    }

    /// A scorer at `target`, its members not advanced further.
    fn around(lists: &[Vec<DocId>], target: DocId) -> DisMaxScorer {
        let scores = (1..).map(|score: u8| Score::from(score));
        let members = lists.iter().zip(scores).map(|(list, score)| {
            let mut scorer = member(list.clone(), score);
            let looked = scorer.seek_danger(target);
            let mut member = Member {
                scorer,
                at: target,
                settled: true,
            };
            member.saw(target, looked);
            member
        });
        DisMaxScorer {
            members: members.collect(),
            document: target,
        }
    }

    fn of(lists: &[Vec<DocId>]) -> DisMaxScorer {
        let mut scorer = around(lists, 0);
        scorer.settle(0);
        scorer
    }

    proptest! {
        #[test]
        fn it_holds_what_its_members_hold(
            lists in proptest::collection::vec(proptest::collection::vec(0u32..60, 0..12), 0..4),
            asked in proptest::collection::vec((0u32..60, any::<bool>()), 0..20),
            start in 0u32..60,
        ) {
            let best = |document: DocId| {
                let holding = (1u8..).zip(&lists).filter(|(_, list)| list.contains(&document));
                holding.map(|(score, _)| Score::from(score)).fold(0.0, Score::max)
            };
            let mut walked = Vec::new();
            let mut scorer = of(&lists);
            while scorer.doc() != TERMINATED {
                prop_assert_eq!(scorer.score(), best(scorer.doc()));
                walked.push(scorer.doc());
                scorer.advance();
            }
            let mut all: Vec<DocId> = lists.iter().flatten().copied().collect();
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(&walked, &all);
            // An intersection asks its first member by `seek_danger` until it matches.
            let mut scorer = around(&lists, start);
            let mut at = start;
            let mut looked = scorer.looked(at);
            while let SeekDangerResult::SeekLowerBound(bound) = looked {
                let next = all.iter().copied().find(|&document| document >= at);
                prop_assert!(bound > at && next.is_none_or(|next| bound <= next));
                if bound >= TERMINATED {
                    break;
                }
                at = bound;
                looked = scorer.seek_danger(at);
            }
            if looked == SeekDangerResult::Found {
                prop_assert!(all.contains(&at));
                prop_assert_eq!((scorer.doc(), scorer.score()), (at, best(at)));
                let next = all.iter().copied().find(|&document| document > at);
                prop_assert_eq!(scorer.advance(), next.unwrap_or(TERMINATED));
            }
            let mut targets: Vec<(DocId, bool)> = asked;
            targets.sort_unstable();
            targets.dedup_by_key(|(target, _)| *target);
            let mut scorer = of(&lists);
            let mut least = 0;
            for (target, danger) in targets {
                let next = all.iter().copied().find(|&document| document >= target);
                let next = next.unwrap_or(TERMINATED);
                if target < least {
                    continue;
                }
                if danger {
                    match scorer.seek_danger(target) {
                        SeekDangerResult::Found => {
                            prop_assert_eq!(next, target);
                            prop_assert_eq!(scorer.score(), best(target));
                        }
                        SeekDangerResult::SeekLowerBound(bound) => {
                            prop_assert!(bound > target && bound <= next);
                        }
                    }
                } else {
                    prop_assert_eq!(scorer.seek(target), next);
                    least = next;
                    if next != TERMINATED {
                        prop_assert_eq!(scorer.score(), best(next));
                    }
                }
            }
        }
    }
}
