//! Actions that reports ask for, as records.

use crate::answers::hit::SectionInfo;
use crate::answers::report_info::ReportInfo;
use crate::answers::summary::{NoHits, Summary};
use serde::{Deserialize, Serialize};

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

/// What sort of request an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Required urgently: areas for priority action, priority and immediate action.
    PriorityAction,
    /// A weakness for which a written statement of action is required.
    StatementOfAction,
    /// Recommended under that name.
    Recommendation,
    /// An area for improvement, or what needs to improve.
    Improvement,
}

impl ActionKind {
    /// Every kind, most pressing first.
    pub const ALL: [ActionKind; 4] = [
        ActionKind::PriorityAction,
        ActionKind::StatementOfAction,
        ActionKind::Recommendation,
        ActionKind::Improvement,
    ];

    /// The name in machine output and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ActionKind::PriorityAction => "priority-action",
            ActionKind::StatementOfAction => "statement-of-action",
            ActionKind::Recommendation => "recommendation",
            ActionKind::Improvement => "improvement",
        }
    }
}

/// Who is to act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The sort of body, such as `local-authority` or `integrated-care-board`.
    pub kind: String,
    /// Its name, acronyms spelled out: `NHS Devon integrated care board`.
    pub name: String,
    /// As printed.
    pub printed: String,
}
