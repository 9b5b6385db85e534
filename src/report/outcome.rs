//! The closed lists of outcomes, each on its own scale.

use serde::{Deserialize, Serialize};

/// What is known of a scale.
pub(super) struct Row {
    name: &'static str,
    /// Its values, best first.
    values: &'static [&'static str],
}

const ROW: Row = Row {
    name: "",
    values: &[],
};

closed_list! {
    /// The scale an outcome belongs to: grades of one scale are never mixed with another's.
    Scale {
        /// Area SEND inspections from 2023: three outcomes.
        Send2023 = "send-2023" {
            values: &["send-positive", "send-inconsistent", "send-widespread-failings"],
        }
        /// Area SEND outcome letters 2016 to 2022: written statement of action or not.
        Send2016 = "send-2016" {
            values: &["wsoa-not-required", "wsoa-required"],
        }
        /// Revisits: sufficient progress or not.
        SendRevisit = "send-revisit" {
            values: &["revisit-sufficient", "revisit-mixed", "revisit-insufficient"],
        }
        /// Outstanding to inadequate.
        FourGrades = "four-grades" {
            values: &[
                "outstanding", "good", "adequate", "requires-improvement", "inadequate", "not-judged",
            ],
        }
        /// No judgement is given.
        None = "none" {
            values: &["none"],
        }
    }
}

impl Scale {
    /// The values of the scale, best first. `unknown` (a report of a judged kind whose judgement
    /// was not recognised) may stand on every scale and is not listed.
    pub fn values(self) -> &'static [&'static str] {
        self.row().values
    }
}

/// A judgement: a value on a scale.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Outcome {
    /// The scale.
    pub scale: Scale,
    /// One of [`Scale::values`], or `unknown`.
    pub value: String,
}

impl Outcome {
    /// `value` on `scale`.
    pub fn new(scale: Scale, value: &str) -> Outcome {
        Outcome {
            scale,
            value: value.to_owned(),
        }
    }

    /// For kinds of reports that give no judgement.
    pub fn none() -> Outcome {
        Outcome::new(Scale::None, "none")
    }
}

/// The value of an outcome that should be in the report and was not recognised.
pub const UNKNOWN: &str = "unknown";
