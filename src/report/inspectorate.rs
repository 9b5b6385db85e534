//! Who inspected, as a citation names them.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::text::patterns;

/// An inspectorate that publishes reports of the kinds of [`Kind`](crate::report::Kind).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inspectorate {
    /// The Office for Standards in Education, Children's Services and Skills.
    Ofsted,
    /// The Care Quality Commission.
    Cqc,
    /// The inspectorate of police forces until July 2017.
    Hmic,
    /// The same since, with fire and rescue services.
    Hmicfrs,
    /// The inspectorate of probation and youth justice services.
    HmiProbation,
}

/// Passages at the beginning of a joint letter in which it says who inspected.
const OPENING: usize = 4;

patterns! {
    HMICFRS = r"\bHMICFRS\b|\bConstabulary and Fire\b";
    HMIC = r"\bHMIC\b|\bInspect(?:orate|ors?) of Constabulary\b";
    HMI_PROBATION = r"\bHMI ?Probation\b|\bHMIP\b|\bInspect(?:orate|ors?) of Probation\b";
}

/// Inspectorates that only joint letters name.
static JOINT: [(Inspectorate, &LazyLock<Regex>); 3] = [
    (Inspectorate::Hmicfrs, &HMICFRS),
    (Inspectorate::Hmic, &HMIC),
    (Inspectorate::HmiProbation, &HMI_PROBATION),
];

impl Inspectorate {
    /// The name as a citation gives it.
    pub fn name(self) -> &'static str {
        match self {
            Inspectorate::Ofsted => "Ofsted",
            Inspectorate::Cqc => "Care Quality Commission",
            Inspectorate::Hmic => "HM Inspectorate of Constabulary",
            Inspectorate::Hmicfrs => "HM Inspectorate of Constabulary and Fire & Rescue Services",
            Inspectorate::HmiProbation => "HM Inspectorate of Probation",
        }
    }
}

/// Adds the inspectorates that a joint letter names where it says who inspected.
pub(super) fn add_joint<'a>(
    found: &mut Vec<Inspectorate>,
    passages: impl Iterator<Item = &'a str>,
) {
    let mut signed = false;
    let told: Vec<&str> = passages
        .enumerate()
        .filter(|(place, text)| {
            signed |= text.contains("Yours sincerely");
            *place < OPENING || signed
        })
        .map(|(_, text)| text)
        .collect();
    for (inspectorate, name) in JOINT {
        let renamed = inspectorate == Inspectorate::Hmic && found.contains(&Inspectorate::Hmicfrs);
        if !renamed && told.iter().any(|text| name.is_match(text)) {
            found.push(inspectorate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Kind;

    #[test]
    fn joint_letters_say_who_took_part() {
        let of = |passages: &[&str]| Kind::Jtai.inspectorates(passages.iter().copied());
        let three = [
            "This inspection was done by Ofsted, the CQC and HMICFRS.",
            "Leaders respond to what they hear.",
            "Families are visited.",
            "Plans are clear.",
            "In an inspection by HMI Probation the service was found good.",
            "Yours sincerely Ofsted Care Quality Commission",
        ];
        assert_eq!(
            of(&three),
            [
                Inspectorate::Ofsted,
                Inspectorate::Cqc,
                Inspectorate::Hmicfrs
            ],
            "what else it mentions is not who wrote it"
        );
        let four = [
            "Between 6 and 10 June 2016 the inspectorates undertook a joint inspection.",
            "Yours sincerely Her Majesty's Inspector of Constabulary HMI Probation",
        ];
        assert_eq!(
            of(&four)[2..],
            [Inspectorate::Hmic, Inspectorate::HmiProbation]
        );
    }

    #[test]
    fn nobody_is_named_for_what_is_no_report_of_theirs() {
        let text = ["Ofsted praised the council."];
        assert!(
            Kind::PressRelease
                .inspectorates(text.into_iter())
                .is_empty()
        );
        assert!(Kind::Other.inspectorates(text.into_iter()).is_empty());
    }
}
