//! `findings help`: help by topic.

use clap::CommandFactory;

use super::args::{Args, TOPICS, after_help, topics};
use crate::error::{Error, Result, list};
use crate::render::{BIBLIOGRAPHY, FORMATS, SVG};
use crate::report::facet::Dimension;
use crate::text::spelling;

const EXIT_CODES: &str = "\
Exit codes:
  0     found, or done
  1     nothing found; stderr names the word that occurs nowhere or the filter
        that excludes everything
  2     error, or files were skipped while indexing (0 with --allow-skips)
  130   stopped by Ctrl-C

With --format json or jsonl, an error is a JSON object on stderr with code,
message and hint.
A closed pipe (findings ... | head) is no error.";

/// The text of a topic, or of the help page of a command; without one, of the program.
///
/// # Errors
/// There is no such topic.
pub(super) fn text(topic: Option<&str>, colour: bool) -> Result<String> {
    let mut root = Args::command();
    root.build();
    let Some(topic) = topic else {
        return Ok(page(&mut root, colour));
    };
    match topic {
        "query" => return Ok(format!("{}\n", after_help::SEARCH)),
        "facets" => return Ok(facets()),
        "formats" => return Ok(formats()),
        "exit-codes" => return Ok(format!("{EXIT_CODES}\n")),
        _ => {}
    }
    if let Some(command) = root.find_subcommand_mut(topic) {
        return Ok(page(command, colour));
    }
    let names = topics();
    let hint = match spelling::nearest(topic, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the topics are {} and the commands", list(&TOPICS)),
    };
    Err(Error::Usage {
        message: format!("no help on `{topic}`"),
        hint: Some(hint),
    })
}

fn page(command: &mut clap::Command, colour: bool) -> String {
    let page = command.render_long_help();
    if colour {
        page.ansi().to_string()
    } else {
        page.to_string()
    }
}

/// Values beyond this number are not listed.
const MOST_LISTED: usize = 40;

fn facets() -> String {
    let mut text = "\
Filters: --area, --region, --outcome, --year, --theme, --kind, --section. A
repeated filter accepts any of its values; different filters must all hold;
--not-area, --not-region and so on exclude. Values ignore case, hyphens and
spaces. In a query: area:kent, outcome:good, year:2019..2023.
"
    .to_owned();
    for facet in Dimension::ALL {
        let listed = facet.listed();
        let mut values: Vec<String> = listed.iter().map(|path| path.label(facet)).collect();
        values.dedup();
        let values = match values.len() {
            0 => "2023, 2019..2023, 2023.., ..2018".to_owned(),
            number if number > MOST_LISTED => {
                format!("{number} names; `findings reports` shows those of the index")
            }
            _ => values.join(", "),
        };
        let options = textwrap::Options::new(80)
            .initial_indent("  ")
            .subsequent_indent("            ")
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let line = format!("{:<9} {values}", facet.name());
        text += &format!("\n{}\n", textwrap::fill(&line, options));
    }
    text
}

fn formats() -> String {
    let mut text = "Formats (--format):\n".to_owned();
    for format in FORMATS.iter().chain([&SVG]).chain(&BIBLIOGRAPHY) {
        text += &format!("  {:<8} {}\n", format.name, format.about);
    }
    text + "\
\nsvg is for trend; bibtex and ris are for quote. The answer goes to stdout;
notes, progress and summaries go to stderr. Highlights in JSON are byte offsets
(UTF-8) into `text`, the end exclusive. New versions only add fields.
"
}
