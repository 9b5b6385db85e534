//! Instructions that one parse, one indexing batch and one query take, counted by valgrind: figures
//! that do not move with the machine.
//!
//! Each is done once and then several times by a process of its own under `callgrind`; the
//! difference is free of starting, opening and warming.

use std::path::{Path, PathBuf};
use std::process::Command;

use findings::answers;
use findings::answers::search::{SearchRequest, answer};
use findings::document::Format;
use findings::engine::{Engine, Generation, ReportWriter, Resources};
use findings::report::Report;
use findings::report::facet::Dimension;
use findings::report::themes::Taxonomy;
use findings::storage::ledger::Ledger;
use findings::storage::{BuildSettings, IndexDir};
use findings::{document, report};

use crate::corpus::{self, Corpus, SEED, Size};

/// The name of this part among the arguments, and of a process that is counted.
pub(crate) const NAME: &str = "instructions";
pub(crate) const COUNTED: &str = "instructions-of";

/// How often more than once a thing is done.
const MORE: u64 = 5;

/// Reports of a batch.
const BATCH: usize = 20;

/// What is counted.
const WORKS: [&str; 3] = ["parse", "batch", "query"];

/// Asked one after the other.
const QUERIES: [&str; 5] = [
    "CAMHS waiting times",
    "EHC plans late",
    "care leavers",
    "\"annual reviews\"",
    "speech and language therapy",
];

/// Counts all, and prints them.
pub(crate) fn count() {
    let folder = tempfile::tempdir().expect("a folder");
    let maker = Corpus::new(SEED);
    corpus::write_file(&maker, folder.path(), 0).expect("a report can be written");
    let batch = maker.reports(BATCH);
    let packed = postcard::to_stdvec(&batch).expect("reports can be written");
    std::fs::write(folder.path().join("batch"), packed).expect("reports can be written");
    let all = maker.reports(corpus::wanted());
    let size = Size::of(&all);
    // One thread, so that the segments are the same every time.
    load(&IndexDir::new(folder.path().join("index")), &all);
    let about = [
        format!("one area SEND report, {}", Size::of([&maker.send_full(0)])),
        format!("{}, one thread, committed", Size::of(&batch)),
        format!("with highlights and all facet counts over {size}"),
    ];
    for (work, about) in WORKS.iter().zip(about) {
        let [once, often] = [1, 1 + MORE].map(|times| instructions(work, times, folder.path()));
        let each = (often - once)
            / MORE
            / if *work == "query" {
                QUERIES.len() as u64
            } else {
                1
            };
        println!("{work:<6} {:>16} instructions  ({about})", thousands(each));
    }
}

fn thousands(number: u64) -> String {
    findings::render::thousands(number)
}

/// Instructions of a process that does a thing so many times.
fn instructions(work: &str, times: u64, folder: &Path) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().expect("this program has a path"))
        .args([COUNTED, work, &times.to_string()])
        .arg(folder)
        .output()
        .expect("valgrind is installed");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    told.lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
        .unwrap_or_else(|| panic!("valgrind counted nothing: {told}"))
}

/// Does what the arguments after [`COUNTED`] say: a work, how often, and the prepared folder.
pub(crate) fn work(arguments: &[String]) {
    let [work, times, folder] = arguments else {
        panic!("{COUNTED} wants a work, a number and a folder");
    };
    let times: u64 = times.parse().expect("a number");
    let folder = PathBuf::from(folder);
    match work.as_str() {
        "parse" => {
            let taxonomy = Taxonomy::embedded().expect("the built-in themes are sound");
            for _ in 0..times {
                std::hint::black_box(parsed(&folder, &taxonomy));
            }
        }
        "batch" => {
            let packed = std::fs::read(folder.join("batch")).expect("a batch was written");
            let batch: Vec<Report> = postcard::from_bytes(&packed).expect("a batch was written");
            for _ in 0..times {
                let index = tempfile::tempdir_in(&folder).expect("a folder");
                load(&IndexDir::new(index.path().join("index")), &batch);
            }
        }
        _ => {
            let engine = Engine::open(&IndexDir::new(folder.join("index"))).expect("an index");
            let searched = answers::corpus::Corpus::new(&engine);
            for text in QUERIES.repeat(times as usize) {
                let mut request = SearchRequest::new(text);
                request.facets = Dimension::ALL.to_vec();
                std::hint::black_box(answer(&searched, &request)).expect("an answer");
            }
        }
    }
}

/// The text file of the folder, read and understood.
fn parsed(folder: &Path, taxonomy: &Taxonomy) -> Report {
    let bytes = std::fs::read(folder.join("report-000000.txt")).expect("a report was written");
    let document = document::read(Format::Text, &bytes).expect("it can be read");
    report::parse(&document, taxonomy)
}

/// Indexes reports by one thread.
fn load(place: &IndexDir, reports: &[Report]) {
    let lock = place.lock().expect("a new place");
    let resources = Resources {
        threads: 1,
        ..Resources::usual()
    };
    let writer =
        ReportWriter::open(&lock, Generation::Next, resources).expect("the index can be written");
    for report in reports {
        let key = format!("/reports/{}.pdf", report.id);
        writer
            .add_report(report, &key, &"0".repeat(64))
            .expect("the index can be written");
    }
    writer
        .commit(&lock, &BuildSettings::default(), &Ledger::default())
        .and_then(|committed| committed.settle(&lock))
        .expect("the index can be written");
}
