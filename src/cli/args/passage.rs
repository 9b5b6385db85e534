//! Arguments of what is done with one passage.

use clap::{Args as ClapArgs, ValueEnum};

use super::{FilterArgs, FormatArg};

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Title, inspectorates, dates, section, page and address are those of the report; what it does
not say is left out. The licence is the one that the file states. Where it states none, only
what is known of its publisher is said: a press release is not under the licence of the
report it is about.

Examples:
  findings quote gloucestershire-send-full-2023-12:23 --format md
  findings quote kent-jtai-2022-05:4 surrey-ilacs-2025-03:31 --format ris > quotes.ris")]
pub(in crate::cli) struct QuoteArgs {
    /// Ids of passages, as `search` and `show` print them (report:number)
    #[arg(value_name = "PASSAGE-ID", required = true)]
    pub(in crate::cli) ids: Vec<String>,
    /// Write the quotations as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = QuoteFormatArg::Text)]
    pub(in crate::cli) format: QuoteFormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum QuoteFormatArg {
    /// For people
    Text,
    /// Markdown
    Md,
    /// For LaTeX, JabRef, Zotero and others
    Bibtex,
    /// For EndNote, Mendeley, Zotero and others
    Ris,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// A table for spreadsheets
    Csv,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
The file is opened in your web browser (BROWSER, where it is set), which knows pages; if the
file is gone, the address at which the report is published, where that was indexed with it.
Where nothing can be opened (over ssh, without a desktop), the link is printed instead, and
stderr says why. The exit code is 1 if the file is gone and there is no such address.

Examples:
  findings open gloucestershire-send-full-2023-12:23
  findings open gloucestershire-send-full-2023-12 --print")]
pub(in crate::cli) struct OpenArgs {
    /// Id of a passage (report:number), or of a report
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: String,
    /// Print the link, open nothing
    #[arg(long)]
    pub(in crate::cli) print: bool,
}

#[derive(Debug, ClapArgs)]
#[command(args_override_self = true)]
#[command(after_help = "\
Likeness is judged by words: those of the passage, the rarer the more, in any form and
under their acronyms or full names; pairs of words that stand side by side; themes in
common; and whether the sections are of one role (a weakness is more like a weakness).
It lies between 0 and 1; what is below 0.1 is left out. Words are all it goes by: the
same thing said in other words is not found. Passages in the same words are drawn
together, and those in the same words as the passage itself counted.

Examples:
  findings similar gloucestershire-send-full-2023-12:23
  findings similar kent-jtai-2022-05:4 --section weaknesses --year 2023.. --format csv")]
pub(in crate::cli) struct SimilarArgs {
    /// Id of a passage, as `search` and `show` print it (report:number)
    #[arg(value_name = "PASSAGE-ID")]
    pub(in crate::cli) id: String,
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    /// Look at addresses, complaints, licences and contents lists as well
    #[arg(long)]
    pub(in crate::cli) include_boilerplate: bool,
    /// Give this many of other areas, and as many of its own
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1_000), help_heading = "Output")]
    pub(in crate::cli) limit: u32,
    /// Show whole passages
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) full: bool,
    /// Write the answer as
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatArg::Text, help_heading = "Output")]
    pub(in crate::cli) format: FormatArg,
}
