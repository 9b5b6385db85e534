//! `findings show`

use super::Ending;
use super::args::ShowArgs;
use super::output::Output;
use super::passage;
use super::settings::Settings;
use crate::api::{ReportText, SectionText};
use crate::error::{Error, Result, list};
use crate::render;
use crate::text::spelling::simplify;

pub(super) fn run(args: &ShowArgs, settings: &Settings) -> Result<Ending> {
    let engine = settings.engine()?;
    let (id, number) = passage::parts(&args.id);
    let mut report = engine.report_text(&id)?;
    if number.is_none() && args.context > 0 {
        return Err(Error::Usage {
            message: "--context goes with the id of a passage".to_owned(),
            hint: Some(format!("such as `{id}:1`")),
        });
    }
    if let Some(section) = &args.section {
        keep_section(&mut report, section)?;
    }
    if let Some(number) = number {
        keep_passage(&mut report, number, usize::from(args.context))?;
    }
    if let Some(page) = args.page {
        keep_page(&mut report, page)?;
    }
    let mut out = Output::stdout();
    render::report(&mut out, &report, args.format.into(), settings.look(true))
        .map_err(Error::Output)?;
    out.finish()?;
    Ok(Ending::Done)
}

/// Keeps the passage `number` (1-based) and so many around it.
fn keep_passage(report: &mut ReportText, number: usize, around: usize) -> Result<()> {
    let last = report.passages;
    if number == 0 || number > last {
        return Err(Error::no_such_passage(&report.report.id, number, last));
    }
    for section in &mut report.sections {
        section.passages.retain(|passage| {
            let own = passage
                .id
                .rsplit_once(':')
                .and_then(|(_, own)| own.parse::<usize>().ok());
            own.is_some_and(|own| own.abs_diff(number) <= around)
        });
    }
    report
        .sections
        .retain(|section| !section.passages.is_empty());
    if report.sections.is_empty() {
        return Err(Error::NoSuchPart {
            what: format!(
                "passage {number} of `{}` is not in that section",
                report.report.id
            ),
            hint: format!(
                "`findings show {}:{number}` shows where it stands",
                report.report.id
            ),
        });
    }
    Ok(())
}

/// Keeps sections by role, or by words of the heading.
fn keep_section(report: &mut ReportText, wanted: &str) -> Result<()> {
    let words = simplify(wanted);
    let by_role = |section: &SectionText| simplify(&section.role) == words;
    let by_part = |section: &SectionText| {
        !words.is_empty()
            && (simplify(&section.role).starts_with(&words)
                || format!(" {} ", simplify(&section.heading)).contains(&format!(" {words} ")))
    };
    let exact = report.sections.iter().any(by_role);
    if !exact && !report.sections.iter().any(by_part) {
        let mut roles: Vec<String> = Vec::new();
        for section in &report.sections {
            if !roles.contains(&section.role) {
                roles.push(section.role.clone());
            }
        }
        return Err(Error::NoSuchPart {
            what: format!("no section `{wanted}` in `{}`", report.report.id),
            hint: format!("its sections are {}", list(&roles)),
        });
    }
    report.sections.retain(|section| {
        if exact {
            by_role(section)
        } else {
            by_part(section)
        }
    });
    Ok(())
}

fn keep_page(report: &mut ReportText, page: u32) -> Result<()> {
    for section in &mut report.sections {
        section.passages.retain(|passage| {
            let start = passage.page_start.unwrap_or(0);
            (start..=passage.page_end.unwrap_or(start)).contains(&page)
        });
    }
    report
        .sections
        .retain(|section| !section.passages.is_empty());
    if report.sections.is_empty() {
        return Err(Error::NoSuchPart {
            what: format!("nothing to show on page {page} of `{}`", report.report.id),
            hint: match report.facts.pages {
                Some(pages) => format!("the report has {pages} pages"),
                None => "the file it was read from has no pages".to_owned(),
            },
        });
    }
    Ok(())
}
