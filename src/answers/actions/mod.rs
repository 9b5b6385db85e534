//! `actions`: recommendations, areas for improvement and priority actions, as records.

mod bodies;
mod items;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::corpus::{Corpus, Criteria, QueryPlan};
use super::hit::{FoundPassage, SectionInfo};
use super::page_of;
use super::report_info::ReportInfo;
use super::summary::{NoHits, Summary};
use crate::engine::{Filter, Totals};
use crate::error::{Error, Result};
use crate::query::expansion::Condition;
use crate::report::facet::{Dimension, FacetPath};
use crate::report::{Kind, Role};
use crate::text::Range;
use crate::text::spelling::simplify;
pub use bodies::Body;
use items::{Item, Wording};

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

/// What `findings actions` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Actions {
    /// The actions, latest inspection first, in printed order within a report.
    pub actions: Vec<Action>,
    /// All actions that were found, those beyond the limit included.
    pub total: u64,
    /// Totals of the passages they stand in, and how the query was read.
    pub summary: Summary,
    /// Why no passage matches, if none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence: Option<NoHits>,
    /// Where actions were found but none of the bodies asked for: how many, and who is to take them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_others: Option<OtherBodies>,
}

/// Actions that other bodies are to take than those asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherBodies {
    /// How many actions.
    pub actions: u64,
    /// The bodies that were asked for.
    pub asked: Vec<String>,
    /// The bodies that are named, those of the most actions first.
    pub named: Vec<String>,
}

/// Something that a report asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Id of the passage it stands in. Short items of a list share a passage.
    pub id: String,
    /// Place among the actions of its passage, 1-based.
    pub part: usize,
    /// What sort of request it is.
    pub kind: ActionKind,
    /// The item with its lead-in, without the responsible body where that stands in a cell of its own.
    pub text: String,
    /// Who is to act, as far as the report says; empty if it does not.
    pub bodies: Vec<Body>,
    /// By when, as printed: `Immediately`, `Within three months`.
    pub due: Option<String>,
    /// The report.
    pub report: ReportInfo,
    /// The section.
    pub section: SectionInfo,
    /// Page on which the passage starts, 1-based; `null` where the file has no pages.
    pub page_start: Option<u32>,
    /// Page on which it ends.
    pub page_end: Option<u32>,
    /// Theme paths of the passage.
    pub themes: Vec<String>,
}

named_enum! {
    /// What sort of request an action is, most pressing first.
    ActionKind {
        /// Required urgently: areas for priority action, priority and immediate action.
        PriorityAction = "priority-action",
        /// A weakness for which a written statement of action is required.
        StatementOfAction = "statement-of-action",
        /// Recommended under that name.
        Recommendation = "recommendation",
        /// An area for improvement, or what needs to improve.
        Improvement = "improvement",
    }
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
    let (mut found, totals) = if plan.expansion.condition == Condition::Everything {
        collect(&plan, None)?
    } else {
        // Who is asked may stand in a passage before the one that matches.
        let mut all = plan.clone();
        all.passages = all.passages.filters_only();
        collect(&all, Some(&plan))?
    };
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
        absence: plan.absence(totals)?,
        by_others: none_of_these.then(|| OtherBodies {
            actions: of_any_body,
            asked: request.body.clone(),
            named,
        }),
    })
}

/// The actions in what a plan finds in [sections that ask](sections): of all passages, or of those that
/// are `wanted`, with the totals of these.
pub(super) fn collect(
    plan: &QueryPlan<'_>,
    wanted: Option<&QueryPlan<'_>>,
) -> Result<(Vec<Action>, Totals)> {
    let mut matching = BTreeMap::new();
    let mut collector = Collector::default();
    let found = wanted.map(|wanted| {
        wanted.each_passage(&[], &mut |passage| {
            matching.insert(passage.id, passage.highlights);
        })
    });
    let found = found.transpose()?;
    let all = plan.each_passage(&[], &mut |mut passage| {
        let highlights = matching.remove(&passage.id);
        let is_wanted = wanted.is_none() || highlights.is_some();
        passage.highlights = highlights.unwrap_or(passage.highlights);
        collector.take(&passage, is_wanted);
    })?;
    Ok((collector.finish(), found.unwrap_or(all)))
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

/// Words before the responsible body at the end of a passage that was a row of a table.
const CELL: &str = " (Responsible body: ";

/// A weakness that asks for this is an action.
const STATEMENT: &str = "written statement of action";

/// Roles of the sections in which reports ask for something.
const ROLES: [Role; 3] = [Role::PriorityActions, Role::Improvements, Role::Weaknesses];

/// The sections in which reports ask for something.
pub fn sections() -> Filter {
    Filter {
        dimension: Dimension::Section,
        paths: ROLES.map(|role| FacetPath::new([role.name()])).to_vec(),
        exclude: false,
        or_text: None,
        values: Vec::new(),
        label: "sections that ask for action".to_owned(),
    }
}

/// Whether a passage stands in one of these sections.
pub(super) fn may_ask(passage: &FoundPassage) -> bool {
    ROLES.iter().any(|role| role.name() == passage.section.role)
}

/// Extracts actions from passages that come report by report, in printed order.
#[derive(Debug, Default)]
pub struct Collector {
    actions: Vec<Action>,
    /// Report and heading of the passage before.
    section: (String, String),
    /// Who was last asked in this section.
    last: Vec<Body>,
    /// How many items this section has had.
    items: usize,
    /// Whether the list of this section is over, though no heading ends it.
    over: bool,
    /// The last words before a colon (`This includes`), and what the passage said before them: a long
    /// list is several passages, each of which repeats these words alone.
    opening: Option<(String, String)>,
}

impl Collector {
    /// The records, in the order in which their passages came.
    pub fn finish(self) -> Vec<Action> {
        self.actions
    }

    /// Takes the actions of a passage, if they are wanted; of those that share it with others, the ones
    /// in which something matched. What is not wanted is read as well: the next passage may go on about
    /// it.
    pub fn take(&mut self, passage: &FoundPassage, wanted: bool) {
        let section = (passage.report.id.clone(), passage.section.heading.clone());
        if section != self.section {
            self.last.clear();
            self.items = 0;
            self.over = false;
            self.opening = None;
            self.section = section;
        }
        let (text, cell) = without_cell(&passage.text);
        let Some((kind, wording)) = sort_of(passage) else {
            return;
        };
        if items::says_none(text) {
            return;
        }
        if wording == Wording::Named {
            self.over |= self.items > 0 && items::turns_to_somebody(text);
            if self.over || items::is_footnote(text, self.items + 1) {
                return;
            }
        }
        if items::introduces(text) {
            self.last = lead(text);
            return;
        }
        let before = self.said_before(text);
        for (item, part) in items::items(text, wording).into_iter().zip(1..) {
            let bodies = match (cell, wording) {
                (Some(cell), _) => bodies::listed(cell),
                (None, Wording::Listed) => lead(text),
                (None, _) => self.asked(&item, &passage.section.heading),
            };
            self.last.clone_from(&bodies);
            self.items += 1;
            if wanted && matched(&item, text, &passage.highlights) {
                let mut action = record(passage, &item, part, kind, bodies);
                if let Some(before) = before.as_ref().filter(|_| item.start == 0) {
                    action.text.insert_str(0, before);
                }
                self.actions.push(action);
            }
        }
    }

    /// What an earlier passage said before the words that this one begins with, if it goes on with the
    /// same list; remembers those of this passage for the next.
    fn said_before(&mut self, text: &str) -> Option<String> {
        let (lead, _) = text.split_once(':')?;
        let sentence = lead.rfind(". ").map_or(0, |end| end + 2);
        let (before, words) = lead.split_at(sentence);
        match &self.opening {
            Some((known, said)) if before.is_empty() && known == words => Some(said.clone()),
            _ => {
                self.opening = (!before.is_empty()).then(|| (words.to_owned(), before.to_owned()));
                None
            }
        }
    }

    /// Who is asked: the subject of the item's first sentence, whoever was asked before it if it
    /// goes on about that, or whom the heading names.
    fn asked(&self, item: &Item<'_>, heading: &str) -> Vec<Body> {
        let first = item.text.find(['.', ';', ':']).unwrap_or(item.text.len());
        let subject = items::asks(&item.text[..first]);
        let named = subject.map_or_else(Vec::new, |end| bodies::named(&item.text[..end]));
        if !named.is_empty() && !item.continues {
            return named;
        }
        if item.continues || (subject.is_none() && !self.last.is_empty() && item.due.is_some()) {
            return self.last.clone();
        }
        bodies::named(heading)
    }
}

/// What the section of a passage asks for, and how; `None` for prose that asks for nothing.
fn sort_of(passage: &FoundPassage) -> Option<(ActionKind, Wording)> {
    let heading = passage.section.heading.to_lowercase();
    let asking = heading.contains("improve") || heading.contains("priority action");
    let of_2016 = passage.report.kind == Kind::SendOutcomeLetter.name();
    let role = passage.section.role.as_str();
    if of_2016 && passage.text.contains(STATEMENT) && passage.text.contains(": ") {
        return Some((ActionKind::StatementOfAction, Wording::Listed));
    }
    if role == Role::PriorityActions.name() {
        return Some((ActionKind::PriorityAction, Wording::Asked));
    }
    if role == Role::Weaknesses.name() || of_2016 {
        // Headed like a list, and written as prose.
        let narrated = asking && passage.report.kind != Kind::SendFull.name();
        return narrated.then_some((ActionKind::Improvement, Wording::Narrated));
    }
    if heading.contains("recommendation") {
        return Some((ActionKind::Recommendation, Wording::Asked));
    }
    let named = heading.contains("need to improve") || heading.contains("needs to improve");
    let wording = if named {
        Wording::Named
    } else {
        Wording::Asked
    };
    Some((ActionKind::Improvement, wording))
}

/// The text of a passage and, apart from it, the responsible bodies that stood beside it.
fn without_cell(text: &str) -> (&str, Option<&str>) {
    match text.rfind(CELL) {
        Some(at) => {
            let cell = text[at + CELL.len()..].trim_end();
            (
                text[..at].trim_end(),
                Some(cell.strip_suffix(')').unwrap_or(cell)),
            )
        }
        None => (text, None),
    }
}

/// Who is asked by the first words of a text.
fn lead(text: &str) -> Vec<Body> {
    items::asks(text).map_or_else(Vec::new, |end| bodies::named(&text[..end]))
}

/// Whether something of what matched in the passage stands in the item. What matched outside all
/// items (in the responsible body, in the heading) speaks for each.
fn matched(item: &Item<'_>, text: &str, highlights: &[Range]) -> bool {
    let mut inside = highlights
        .iter()
        .filter(|(_, end)| *end <= text.len())
        .peekable();
    let end = item.start + item.text.len();
    inside.peek().is_none() || inside.any(|&(from, to)| from < end && to > item.start)
}

fn record(
    passage: &FoundPassage,
    item: &Item<'_>,
    part: usize,
    kind: ActionKind,
    bodies: Vec<Body>,
) -> Action {
    Action {
        id: passage.id.clone(),
        part,
        kind,
        text: item.text.to_owned(),
        bodies,
        due: item.due.map(str::to_owned),
        report: passage.report.as_ref().clone(),
        section: passage.section.clone(),
        page_start: passage.page_start,
        page_end: passage.page_end,
        themes: passage.themes.clone(),
    }
}

/// Whether an action is for a body, given by kind, acronym or part of its name.
pub fn is_asked(action: &Action, body: &str) -> bool {
    let wanted = simplify(body);
    if wanted.is_empty() {
        return false;
    }
    let kind = bodies::kind(body);
    action.bodies.iter().any(|own| {
        let named = |name: &str| format!(" {} ", simplify(name)).contains(&format!(" {wanted} "));
        kind.as_deref() == Some(own.kind.as_str()) || named(&own.name) || named(&own.kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_valid() {
        use bodies::{EMBEDDED, Table};
        let table: Table = toml::from_str(EMBEDDED).expect("TOML");
        assert!(table.body.len() > 10);
        let lower = |words: &[String]| words.iter().all(|word| *word == word.to_lowercase());
        assert!(lower(&table.items.verbs) && lower(&table.items.continuations));
    }

    #[test]
    fn a_list_over_several_passages_keeps_what_it_is_about() {
        let mut collector = Collector::default();
        let first = "Leaders should plan ahead. This includes: buses; boats";
        assert_eq!(collector.said_before(first), None);
        let further = "This includes: trains; trams";
        for _ in 0..2 {
            let said = collector.said_before(further);
            assert_eq!(said.as_deref(), Some("Leaders should plan ahead. "));
        }
        assert_eq!(collector.said_before("Within six months: plan again"), None);
        assert_eq!(collector.said_before("This includes: more"), None);
        assert_eq!(collector.said_before("no list"), None);
    }
}
