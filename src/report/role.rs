//! The closed list of section roles.

/// What is known of a role.
pub(super) struct Row {
    name: &'static str,
}

const ROW: Row = Row { name: "" };

closed_list! {
    /// What a section of a report is for. The names are those of the field's closed list.
    Role {
        /// The judgement itself.
        Outcome = "outcome" {}
        /// A summary of the findings.
        Summary = "summary" {}
        /// Facts about the area.
        Context = "context" {}
        /// What it is like for children and young people.
        Experience = "experience" {}
        /// What works.
        Strengths = "strengths" {}
        /// What must become better, as a narrative.
        Weaknesses = "weaknesses" {}
        /// Actions required urgently.
        PriorityActions = "priority-actions" {}
        /// Actions recommended.
        Improvements = "improvements" {}
        /// Findings of both signs.
        Findings = "findings" {}
        /// A case or practice study.
        CaseStudy = "case-study" {}
        /// What happens after the inspection.
        NextSteps = "next-steps" {}
        /// Details of the inspection, the team, the partners.
        Details = "details" {}
        /// Addresses, complaints, licences, contents lists.
        Boilerplate = "boilerplate" {}
    }
}

impl Role {
    /// Place in [`Role::ALL`], from 0.
    pub fn place(self) -> u64 {
        self as u64
    }
}
