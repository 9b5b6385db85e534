//! The closed list of report kinds.

use serde::{Deserialize, Serialize};

use super::outcome::Scale;

/// What kind of report a document is. The names are those of the field's closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Area SEND full inspection, 2023 framework.
    SendFull,
    /// Area SEND monitoring inspection, 2023 framework.
    SendMonitoring,
    /// Area SEND inspection outcome letter, 2016 framework.
    SendOutcomeLetter,
    /// Area SEND revisit letter, 2016 framework.
    SendRevisit,
    /// Inspection of local authority children's services (from 2018), standard or short.
    Ilacs,
    /// ILACS focused visit letter.
    IlacsFocusedVisit,
    /// ILACS monitoring visit letter.
    IlacsMonitoringVisit,
    /// Single inspection framework (2013 to 2017).
    Sif,
    /// Re-inspection under the single inspection framework.
    SifReinspection,
    /// Review of the effectiveness of a Local Safeguarding Children Board, on its own.
    LscbReview,
    /// Inspection of looked after children services (2013).
    #[serde(rename = "lac-2013")]
    Lac2013,
    /// Inspection of progress made in the provision of safeguarding services (2009).
    SafeguardingProgress,
    /// Joint targeted area inspection letter, both generations.
    Jtai,
    /// A council's or partner's press release about an inspection.
    PressRelease,
    /// None of the above.
    Other,
}

impl Kind {
    /// Every kind, in the order of the list above.
    pub const ALL: [Kind; 15] = [
        Kind::SendFull,
        Kind::SendMonitoring,
        Kind::SendOutcomeLetter,
        Kind::SendRevisit,
        Kind::Ilacs,
        Kind::IlacsFocusedVisit,
        Kind::IlacsMonitoringVisit,
        Kind::Sif,
        Kind::SifReinspection,
        Kind::LscbReview,
        Kind::Lac2013,
        Kind::SafeguardingProgress,
        Kind::Jtai,
        Kind::PressRelease,
        Kind::Other,
    ];

    /// The scale on which reports of this kind are judged.
    pub fn scale(self) -> Scale {
        match self {
            Kind::SendFull => Scale::Send2023,
            Kind::SendOutcomeLetter => Scale::Send2016,
            Kind::SendRevisit => Scale::SendRevisit,
            Kind::Ilacs | Kind::Sif | Kind::SifReinspection | Kind::LscbReview | Kind::Lac2013 => {
                Scale::FourGrades
            }
            Kind::SendMonitoring
            | Kind::IlacsFocusedVisit
            | Kind::IlacsMonitoringVisit
            | Kind::SafeguardingProgress
            | Kind::Jtai
            | Kind::PressRelease
            | Kind::Other => Scale::None,
        }
    }

    /// The name used in ids, facets and machine output, such as `send-full`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::SendFull => "send-full",
            Kind::SendMonitoring => "send-monitoring",
            Kind::SendOutcomeLetter => "send-outcome-letter",
            Kind::SendRevisit => "send-revisit",
            Kind::Ilacs => "ilacs",
            Kind::IlacsFocusedVisit => "ilacs-focused-visit",
            Kind::IlacsMonitoringVisit => "ilacs-monitoring-visit",
            Kind::Sif => "sif",
            Kind::SifReinspection => "sif-reinspection",
            Kind::LscbReview => "lscb-review",
            Kind::Lac2013 => "lac-2013",
            Kind::SafeguardingProgress => "safeguarding-progress",
            Kind::Jtai => "jtai",
            Kind::PressRelease => "press-release",
            Kind::Other => "other",
        }
    }

    /// The name as a reader would say it, such as `area SEND inspection`.
    pub fn label(self) -> &'static str {
        match self {
            Kind::SendFull => "area SEND inspection",
            Kind::SendMonitoring => "area SEND monitoring inspection",
            Kind::SendOutcomeLetter => "area SEND outcome letter (2016 framework)",
            Kind::SendRevisit => "area SEND revisit",
            Kind::Ilacs => "children's services inspection",
            Kind::IlacsFocusedVisit => "children's services focused visit",
            Kind::IlacsMonitoringVisit => "children's services monitoring visit",
            Kind::Sif => "children's services inspection (2013 framework)",
            Kind::SifReinspection => "children's services re-inspection (2013 framework)",
            Kind::LscbReview => "safeguarding children board review",
            Kind::Lac2013 => "looked after children inspection",
            Kind::SafeguardingProgress => "safeguarding progress inspection",
            Kind::Jtai => "joint targeted area inspection",
            Kind::PressRelease => "press release",
            Kind::Other => "other document",
        }
    }
}
