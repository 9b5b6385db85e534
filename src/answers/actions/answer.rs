//! The question for actions, and its answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Collector, is_asked, sections};
use crate::answers::actions::{Action, ActionKind, Actions, OtherBodies};
use crate::answers::corpus::{Corpus, Criteria};
use crate::answers::page_of;
use crate::error::{Error, Result};
use crate::query::expansion::Condition;

/// A question for what reports ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ActionsRequest {
    /// Words and filters.
    #[serde(flatten)]
    pub criteria: Criteria,
    /// Only actions of these kinds; all if empty.
    pub only: Vec<ActionKind>,
    /// Only actions that one of these bodies is to take: a part of a name, or an acronym.
    pub body: Vec<String>,
    /// Page of the list, 1-based.
    pub page: Option<usize>,
    /// Actions a page; all if not given.
    pub limit: Option<usize>,
}

/// Lists what reports ask for, latest inspection first.
///
/// # Errors
/// A body is empty, a facet value is unknown, or the index cannot be read.
pub fn answer(corpus: &Corpus<'_>, request: &ActionsRequest) -> Result<Actions> {
    if request.body.iter().any(|body| body.trim().is_empty()) {
        return Err(Error::Usage {
            message: "the name after `--body` is empty".to_owned(),
            hint: Some("give a part of a name, or an acronym: `--body icb`".to_owned()),
        });
    }
    let plan = corpus.plan(&request.criteria, request.criteria.holding())?;
    let plan = plan.with_filter(sections());
    let mut collector = Collector::default();
    let totals = if plan.expansion.condition == Condition::Everything {
        plan.each_passage(&[], &mut |passage| collector.take(&passage, true))?
    } else {
        let mut matching = BTreeMap::new();
        let totals = plan.each_passage(&[], &mut |passage| {
            matching.insert(passage.id, passage.highlights);
        })?;
        // Who is asked may stand in a passage before the one that matches.
        let mut all = plan.clone();
        all.passages = all.passages.filters_only();
        all.each_passage(&[], &mut |mut passage| {
            let highlights = matching.remove(&passage.id);
            let wanted = highlights.is_some();
            passage.highlights = highlights.unwrap_or_default();
            collector.take(&passage, wanted);
        })?;
        totals
    };
    let mut found = collector.finish();
    found.retain(|action| request.only.is_empty() || request.only.contains(&action.kind));
    let of_any_body = found.len() as u64;
    let named = bodies(&found);
    let bodies = &request.body;
    found.retain(|action| bodies.is_empty() || bodies.iter().any(|body| is_asked(action, body)));
    let total = found.len() as u64;
    let none_of_these = found.is_empty() && of_any_body > 0;
    Ok(Actions {
        actions: page_of(found, request.page, request.limit),
        total,
        summary: plan.summary(totals)?,
        absence: match totals.passages {
            0 => Some(plan.no_hits()?),
            _ => None,
        },
        by_others: none_of_these.then(|| OtherBodies {
            actions: of_any_body,
            asked: request.body.clone(),
            named,
        }),
    })
}

/// The bodies that actions name, those of the most actions first.
fn bodies(actions: &[Action]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for body in actions.iter().flat_map(|action| &action.bodies) {
        *counts.entry(&body.name).or_default() += 1;
    }
    let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
    names.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}
