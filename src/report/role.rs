//! The closed list of section roles.

use serde::{Deserialize, Serialize};

/// What a section of a report is for. The names are those of the field's closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The judgement itself.
    Outcome,
    /// A summary of the findings.
    Summary,
    /// Facts about the area.
    Context,
    /// What it is like for children and young people.
    Experience,
    /// What works.
    Strengths,
    /// What must become better, as a narrative.
    Weaknesses,
    /// Actions required urgently.
    PriorityActions,
    /// Actions recommended.
    Improvements,
    /// Findings of both signs.
    Findings,
    /// A case or practice study.
    CaseStudy,
    /// What happens after the inspection.
    NextSteps,
    /// Details of the inspection, the team, the partners.
    Details,
    /// Addresses, complaints, licences, contents lists.
    Boilerplate,
}

impl Role {
    /// Every role, in the order of the list above.
    pub const ALL: [Role; 13] = [
        Role::Outcome,
        Role::Summary,
        Role::Context,
        Role::Experience,
        Role::Strengths,
        Role::Weaknesses,
        Role::PriorityActions,
        Role::Improvements,
        Role::Findings,
        Role::CaseStudy,
        Role::NextSteps,
        Role::Details,
        Role::Boilerplate,
    ];

    /// Place in [`Role::ALL`], from 0.
    pub fn place(self) -> u64 {
        self as u64
    }

    /// The name used in facets and machine output, such as `priority-actions`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Outcome => "outcome",
            Role::Summary => "summary",
            Role::Context => "context",
            Role::Experience => "experience",
            Role::Strengths => "strengths",
            Role::Weaknesses => "weaknesses",
            Role::PriorityActions => "priority-actions",
            Role::Improvements => "improvements",
            Role::Findings => "findings",
            Role::CaseStudy => "case-study",
            Role::NextSteps => "next-steps",
            Role::Details => "details",
            Role::Boilerplate => "boilerplate",
        }
    }
}
