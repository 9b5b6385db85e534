//! Arguments that let reports and passages through.

use clap::Args as ClapArgs;

const FILTERS: &str = "Filters (repeat one for alternatives; each has a --not- twin)";

/// Filters on what reports have: each may be given several times (one must hold), different ones
/// must all hold.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Filters (repeat one for alternatives; each has a --not- twin)")]
pub(in crate::cli) struct ReportFilterArgs {
    /// Reports on this area
    #[arg(long, value_name = "AREA")]
    pub(in crate::cli) area: Vec<String>,
    /// Reports on areas of this region
    #[arg(long, value_name = "REGION")]
    pub(in crate::cli) region: Vec<String>,
    /// Reports with this outcome, or a whole scale of outcomes
    #[arg(long, value_name = "OUTCOME")]
    pub(in crate::cli) outcome: Vec<String>,
    /// Inspections that ended in this year, or years (2023..2025)
    #[arg(long, value_name = "YEARS")]
    pub(in crate::cli) year: Vec<String>,
    /// Reports of this kind
    #[arg(long, value_name = "KIND")]
    pub(in crate::cli) kind: Vec<String>,
    #[arg(long, value_name = "AREA", hide_short_help = true)]
    /// Not reports on this area
    pub(in crate::cli) not_area: Vec<String>,
    /// Not reports on areas of this region
    #[arg(long, value_name = "REGION", hide_short_help = true)]
    pub(in crate::cli) not_region: Vec<String>,
    /// Not reports with this outcome
    #[arg(long, value_name = "OUTCOME", hide_short_help = true)]
    pub(in crate::cli) not_outcome: Vec<String>,
    /// Not inspections that ended in this year
    #[arg(long, value_name = "YEARS", hide_short_help = true)]
    pub(in crate::cli) not_year: Vec<String>,
    /// Not reports of this kind
    #[arg(long, value_name = "KIND", hide_short_help = true)]
    pub(in crate::cli) not_kind: Vec<String>,
}

/// All filters on passages.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(in crate::cli) struct FilterArgs {
    #[command(flatten)]
    pub(in crate::cli) report: ReportFilterArgs,
    /// Passages with this theme, or any of a whole domain
    #[arg(long, value_name = "THEME", help_heading = FILTERS)]
    pub(in crate::cli) theme: Vec<String>,
    /// Passages in sections of this role
    #[arg(long, value_name = "ROLE", help_heading = FILTERS)]
    pub(in crate::cli) section: Vec<String>,
    /// Not passages with this theme
    #[arg(long, value_name = "THEME", hide_short_help = true, help_heading = FILTERS)]
    pub(in crate::cli) not_theme: Vec<String>,
    /// Not passages in sections of this role
    #[arg(long, value_name = "ROLE", hide_short_help = true, help_heading = FILTERS)]
    pub(in crate::cli) not_section: Vec<String>,
}
