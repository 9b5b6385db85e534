//! The closed lists of outcomes, each on its own scale.

use serde::{Deserialize, Serialize};

/// The scale an outcome belongs to: grades of one scale are never mixed with another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// Area SEND inspections from 2023: three outcomes.
    #[serde(rename = "send-2023")]
    Send2023,
    /// Area SEND outcome letters 2016 to 2022: written statement of action or not.
    #[serde(rename = "send-2016")]
    Send2016,
    /// Revisits: sufficient progress or not.
    SendRevisit,
    /// Outstanding to inadequate.
    FourGrades,
    /// No judgement is given.
    None,
}

impl Scale {
    /// Every scale.
    pub const ALL: [Scale; 5] = [
        Scale::Send2023,
        Scale::Send2016,
        Scale::SendRevisit,
        Scale::FourGrades,
        Scale::None,
    ];

    /// The name used in facets and machine output, such as `send-2023`.
    pub fn name(self) -> &'static str {
        match self {
            Scale::Send2023 => "send-2023",
            Scale::Send2016 => "send-2016",
            Scale::SendRevisit => "send-revisit",
            Scale::FourGrades => "four-grades",
            Scale::None => "none",
        }
    }

    /// The values of the scale, best first. `unknown` (a report of a judged kind whose judgement
    /// was not recognised) may stand on every scale and is not listed.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Scale::Send2023 => &[
                "send-positive",
                "send-inconsistent",
                "send-widespread-failings",
            ],
            Scale::Send2016 => &["wsoa-not-required", "wsoa-required"],
            Scale::SendRevisit => &[
                "revisit-sufficient",
                "revisit-mixed",
                "revisit-insufficient",
            ],
            Scale::FourGrades => &[
                "outstanding",
                "good",
                "adequate",
                "requires-improvement",
                "inadequate",
                "not-judged",
            ],
            Scale::None => &["none"],
        }
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

    /// Whether a judgement was expected and not recognised.
    pub fn is_unknown(&self) -> bool {
        self.value == UNKNOWN
    }
}

/// The value of an outcome that should be in the report and was not recognised.
pub const UNKNOWN: &str = "unknown";
