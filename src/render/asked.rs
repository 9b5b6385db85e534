//! What reports ask for, in numbers.

use super::{count, thousands};
use crate::api::{ActionKind, Numbers};

/// `2 priority actions, 3 improvements`; `None` if nothing is asked for.
pub(super) fn actions(numbers: &Numbers) -> Option<String> {
    let parts: Vec<String> = numbers
        .iter()
        .map(|(&kind, &number)| action(kind, number))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn action(kind: ActionKind, number: u64) -> String {
    match kind {
        ActionKind::PriorityAction => count(number, "priority action"),
        ActionKind::StatementOfAction => {
            let weaknesses = if number == 1 {
                "weakness"
            } else {
                "weaknesses"
            };
            let number = thousands(number);
            format!("{number} {weaknesses} for a written statement of action")
        }
        ActionKind::Recommendation => count(number, "recommendation"),
        ActionKind::Improvement => count(number, "improvement"),
    }
}
