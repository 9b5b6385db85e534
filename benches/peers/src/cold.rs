//! One command from a cold process: start, open, search, print ten hits with what matched marked.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use findings::engine::{Engine, Searcher};
use findings::report::Report;
use findings::storage::IndexDir;

use crate::Result;
use crate::packed::Reports;
use crate::peer::{Peer, fts5};
use crate::program::{self, findings, is_installed};
use crate::statistics::{median, percentile};
use crate::table::{Table, ratio};
use crate::workshop::Workshop;

/// Words of generated and of real reports, two a query: ripgrep knows no more than one after the
/// other.
const QUERIES: [[&str; 2]; 6] = [
    ["waiting", "times"],
    ["care", "leavers"],
    ["annual", "reviews"],
    ["speech", "therapy"],
    ["social", "workers"],
    ["domestic", "abuse"],
];

/// The same passages in the form of each program.
#[derive(Debug)]
struct Forms {
    /// An index of findings.
    index: PathBuf,
    /// The file of an FTS5 table.
    table: PathBuf,
    /// A folder of text files, a passage a line.
    texts: PathBuf,
}

pub(crate) fn measure(workshop: &mut Workshop) -> Result<()> {
    match workshop.options.reports.clone() {
        Some(reports) => {
            let forms = of_folder(workshop, &reports)?;
            compare(workshop, "the reports of the folder", &forms)?;
        }
        None => println!("cold: no --reports given: left out over real reports"),
    }
    let size = workshop.packed()?.size;
    let forms = of_corpus(workshop)?;
    compare(workshop, &size.to_string(), &forms)
}

/// Real reports, indexed by the program.
fn of_folder(workshop: &Workshop, reports: &Path) -> Result<Forms> {
    let folder = workshop.folder().join("cold");
    let index = folder.join("index");
    eprintln!("cold: indexing {}", reports.display());
    program::run(
        Command::new(findings(&workshop.options)?)
            .args(["index", "--allow-skips", "--index"])
            .args([&index, reports]),
    )?;
    let engine = Engine::open(&IndexDir::new(&index))?;
    let mut texts = Texts::create(&folder.join("texts"))?;
    let mut table = fts5::Loader::create(&folder)?;
    for (number, entry) in (1i64..).zip(engine.reports()?) {
        texts.next()?;
        for found in engine.passages(&entry.report.id, 1..=entry.passages())? {
            texts.add(&found.passage.text)?;
            table.add_text(&found.passage.text, number)?;
        }
    }
    table.finish()?;
    Ok(Forms {
        index,
        table: fts5::file(&folder),
        texts: texts.finish()?,
    })
}

/// Generated reports, as they were loaded for the other parts.
fn of_corpus(workshop: &mut Workshop) -> Result<Forms> {
    let index = workshop.index(Peer::Findings)?;
    let table = fts5::file(&workshop.index(Peer::Fts5)?);
    let mut texts = Texts::create(&workshop.folder().join("texts"))?;
    for report in Reports::open(&workshop.packed()?.file)? {
        texts.next()?;
        for text in texts_of(&report) {
            texts.add(text)?;
        }
    }
    Ok(Forms {
        index,
        table,
        texts: texts.finish()?,
    })
}

fn texts_of(report: &Report) -> impl Iterator<Item = &str> {
    let passages = report.sections.iter().flat_map(|section| &section.passages);
    passages.map(|passage| passage.text.as_str())
}

/// Text files in a folder, one a report.
#[derive(Debug)]
struct Texts {
    folder: PathBuf,
    number: usize,
    file: Option<BufWriter<fs::File>>,
}

impl Texts {
    fn create(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Texts {
            folder: folder.to_owned(),
            number: 0,
            file: None,
        })
    }

    /// Begins the file of another report.
    fn next(&mut self) -> Result<()> {
        self.close()?;
        self.number += 1;
        let path = self.folder.join(format!("report-{:06}.txt", self.number));
        self.file = Some(BufWriter::new(fs::File::create(path)?));
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<()> {
        if let Some(file) = &mut self.file {
            writeln!(file, "{text}")?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        if let Some(mut file) = self.file.take() {
            file.flush()?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<PathBuf> {
        self.close()?;
        Ok(self.folder)
    }
}

/// How a program is asked for the passages with two words.
type Ask<'a> = Box<dyn Fn(&[&str; 2]) -> Command + 'a>;

fn compare(workshop: &Workshop, what: &str, forms: &Forms) -> Result<()> {
    let program = findings(&workshop.options)?;
    let mut asked: Vec<(&str, Ask<'_>)> = vec![(
        "findings search",
        Box::new(|words| {
            let mut command = Command::new(&program);
            command
                .args(["search", "--index"])
                .arg(&forms.index)
                .args(words);
            command
        }),
    )];
    if is_installed("sqlite3") {
        asked.push(("sqlite3", Box::new(|words| sqlite(&forms.table, words))));
    }
    if is_installed("rg") {
        asked.push((
            "rg, unranked",
            Box::new(|words| ripgrep(&forms.texts, words)),
        ));
    }
    let starts = workshop.options.starts;
    let mut times = vec![Vec::new(); asked.len()];
    // The first round only warms the files.
    for start in 0..=starts {
        for (times, (_, ask)) in times.iter_mut().zip(&asked) {
            let (seconds, _) = program::run(&mut ask(&QUERIES[start % QUERIES.len()]))?;
            if start > 0 {
                times.push(seconds * 1000.0);
            }
        }
    }
    let mut table = Table::new(
        format!("cold: one command over {what}; milliseconds, {starts} starts of each in turn"),
        &["", "median", "p95", "findings against it"],
    );
    for ((name, _), other) in asked.iter().zip(&times) {
        table.row([
            (*name).to_owned(),
            format!("{:.1}", median(other)),
            format!("{:.1}", percentile(other, 95)),
            ratio(median(&times[0]), median(other)),
        ]);
    }
    table.print();
    Ok(())
}

fn sqlite(table: &Path, words: &[&str; 2]) -> Command {
    let mut command = Command::new("sqlite3");
    command.arg("-readonly").arg(table).arg(format!(
        "SELECT report, snippet(passages, 0, '**', '**', '…', 40) FROM passages \
         WHERE passages MATCH '{}' ORDER BY rank LIMIT 10",
        fts5::match_of(&words.join(" "))
    ));
    command
}

fn ripgrep(texts: &Path, words: &[&str; 2]) -> Command {
    let [one, other] = words;
    let mut command = Command::new("rg");
    command
        .args(["--ignore-case", "--color=always", "--regexp"])
        .arg(format!("{one}.*{other}|{other}.*{one}"))
        .arg(texts);
    command
}
