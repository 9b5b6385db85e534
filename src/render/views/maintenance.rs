//! The state of an index, and what was done to it. Their records and JSON are the answers themselves.

use std::collections::BTreeMap;

use crate::answers::status::Status;
use crate::indexing::maintenance::{Cleaned, Optimized};
use crate::indexing::{Changes, Fate, FileStory, IndexOutcome, LeftOut, Since, Skipped};
use crate::render::view::{Line, Piece, View};
use crate::render::words::{count, mebibytes, megabytes, thousands};
use crate::render::{Answer, OutputStyle};
use crate::storage::IndexState;

impl Answer for Status {
    fn view(&self, _: &OutputStyle<'_>) -> View {
        let state = match self.state {
            IndexState::OlderParser | IndexState::OtherThemes => {
                format!(
                    "{}; `findings index` brings it up to date",
                    self.state.name()
                )
            }
            state => state.name().to_owned(),
        };
        let paths = self.paths.clone().unwrap_or_default();
        let themes = paths.themes_file.as_deref().unwrap_or("built in");
        let cached = count(self.kept.reports, "report");
        let contents = [
            count(self.reports, "report"),
            count(self.passages, "passage"),
            format!("from {}", count(self.files as u64, "file")),
        ];
        let mut facts = vec![
            (
                "index",
                format!("{} ({})", paths.index, mebibytes(self.bytes)),
            ),
            ("state", state),
            (
                "format",
                format!("{}, written by findings {}", self.format, self.version),
            ),
            ("revision", self.revision.clone()),
            ("themes", format!("{themes} ({})", self.themes)),
        ];
        let tables = paths.metadata_files.iter();
        facts.extend(tables.map(|file| ("metadata", file.clone())));
        facts.extend(paths.corrections.iter().map(|correction| {
            let values = correction.values.iter();
            let values: Vec<String> = values
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            ("", format!("{}: {}", correction.path, values.join(", ")))
        }));
        facts.push(("contents", contents.join(", ")));
        facts.push((
            "cache",
            format!("{cached} ({})", mebibytes(self.kept.bytes)),
        ));
        facts.extend(paths.roots.iter().map(|root| ("indexed", root.clone())));
        facts.push(("changes", changes(self.changes)));
        let again = match paths.skipped.len() {
            0 => "",
            _ => "; `findings index --checksum` tries them again",
        };
        facts.push(("skipped", format!("{}{again}", paths.skipped.len())));
        let skipped = paths.skipped.iter();
        facts.extend(skipped.map(|one| ("", format!("{}: {}", one.path, one.reason))));
        facts.extend(left_out_files(&paths.left_out));
        facts.push(("duplicates", paths.duplicates.len().to_string()));
        facts.extend(paths.duplicates.iter().map(|one| {
            let same = format!("{} (same inspection as {})", one.path, one.report);
            ("", same)
        }));
        facts.push(("warnings", self.warnings.len().to_string()));
        let warnings = self.warnings.iter();
        facts.extend(warnings.map(|one| ("", format!("{}: {}", one.report, one.message))));
        let facts = facts.into_iter();
        let facts = facts.map(|(label, fact)| (label.to_owned(), Line::from(fact)));
        vec![Piece::Facts(facts.collect())]
    }
}

/// Files that are named in the text of a status; JSON names all.
const MOST_NAMED: usize = 20;

/// Files that are left out: how many for which reason, and the first by name.
fn left_out_files(left_out: &[Skipped]) -> Vec<(&'static str, String)> {
    let mut by_reason: BTreeMap<&str, u64> = BTreeMap::new();
    for file in left_out {
        *by_reason.entry(&file.reason).or_default() += 1;
    }
    let reasons = by_reason.iter();
    let reasons = reasons.map(|(reason, number)| format!("{} {reason}", thousands(*number)));
    let reasons: Vec<String> = reasons.collect();
    let number = thousands(left_out.len() as u64);
    let mut facts = vec![match reasons[..] {
        [] => ("left out", number),
        _ => ("left out", format!("{number} ({})", reasons.join("; "))),
    }];
    let named = left_out.iter().take(MOST_NAMED);
    facts.extend(named.map(|file| ("", format!("{}: {}", file.path, file.reason))));
    if let Some(more @ 1..) = left_out.len().checked_sub(MOST_NAMED) {
        let more = thousands(more as u64);
        facts.push(("", format!("and {more} more; `--format json` lists all")));
    }
    facts
}

impl Answer for FileStory {
    fn nothing(&self) -> Option<Vec<String>> {
        (self.fate == Fate::Missing).then(|| {
            let path = &self.path;
            vec![format!(
                "no file `{path}`, neither on disk nor in the index"
            )]
        })
    }

    fn view(&self, _: &OutputStyle<'_>) -> View {
        let again = "`findings index` reads it";
        let fate = match &self.fate {
            Fate::Indexed { report } => format!("indexed as {report}"),
            Fate::Duplicate { report, of } => {
                let of = of.as_deref().unwrap_or("another file");
                format!("not indexed: the same inspection as {report}, which was read from {of}")
            }
            Fate::Skipped { reason } => {
                format!("not indexed: {reason}; `findings index --checksum` tries it again")
            }
            Fate::Collection => "indexed as a collection of reports".to_owned(),
            Fate::LeftOut { reason } => format!("left out: {reason}"),
            Fate::New => format!("not indexed yet: {again}"),
            Fate::Elsewhere => format!(
                "not indexed: no indexed folder contains it; `findings index {}` adds it",
                self.path
            ),
            Fate::Missing => "there is no such file".to_owned(),
        };
        let since = match self.since {
            Since::Changed => Some(format!("changed since it was indexed: {again} again")),
            Since::Gone => {
                Some("gone since it was indexed: `findings index` removes it".to_owned())
            }
            Since::Nothing => None,
        };
        let root = self.root.clone();
        let seen = self.first_seen.map(|time| time.to_string());
        let facts = [
            ("file", Some(self.path.clone())),
            ("state", Some(fate)),
            ("since", since),
            ("folder", root),
            ("first read", seen),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(label, fact)| Some((label, fact?)));
        let facts = facts.map(|(label, fact)| (label.to_owned(), Line::from(fact)));
        vec![Piece::Facts(facts.collect())]
    }
}

/// How the files differ from the index.
fn changes(changes: Changes) -> String {
    if changes.is_none() {
        return "none since indexing".to_owned();
    }
    let kinds = [
        (changes.new, "new"),
        (changes.changed, "changed or touched"),
        (changes.gone, "gone"),
    ];
    let kinds = kinds.into_iter().filter(|(number, _)| *number > 0);
    let mut parts: Vec<String> = kinds
        .map(|(number, what)| format!("{} {what}", count(number as u64, "file")))
        .collect();
    if changes.unreachable > 0 {
        let roots = count(changes.unreachable as u64, "indexed place");
        parts.push(format!("{roots} cannot be reached"));
        return parts.join(", ");
    }
    format!(
        "{}; `findings index` brings it up to date",
        parts.join(", ")
    )
}

impl Answer for IndexOutcome {
    fn view(&self, _: &OutputStyle<'_>) -> View {
        let duplicates = match self.duplicates.len() {
            1 => "duplicate",
            _ => "duplicates",
        };
        let mut line = format!(
            "indexed {} ({}) in {:.1} s: {} read ({})",
            count(self.reports, "report"),
            count(self.passages, "passage"),
            self.seconds,
            count(self.read as u64, "file"),
            megabytes(self.bytes),
        );
        let parts = [
            (self.kept, "from the parse cache"),
            (self.reparsed, "parsed again"),
            (self.unchanged, "unchanged"),
            (self.gone, "gone"),
            (self.duplicates.len(), duplicates),
            (self.skipped.len(), "skipped"),
        ];
        for (number, what) in parts.into_iter().filter(|(number, _)| *number > 0) {
            line += &format!(", {} {what}", thousands(number as u64));
        }
        let outcomes = self.outcomes.iter();
        let outcomes = outcomes.map(|(value, number)| format!("{} {value}", thousands(*number)));
        let mut lines = vec![line];
        lines.extend(labelled("outcomes", outcomes.collect()));
        lines.extend(self.duplicates.iter().map(|one| {
            format!(
                "duplicate: `{}` is the same inspection as {}",
                one.path, one.report
            )
        }));
        lines.extend(labelled("left out", left_out(&self.left_out)));
        let lines = lines.into_iter();
        lines
            .map(|line| Piece::Note(Line::message(&line)))
            .collect()
    }
}

fn labelled(label: &str, parts: Vec<String>) -> Option<String> {
    (!parts.is_empty()).then(|| format!("{label}: {}", parts.join(", ")))
}

/// What was found and passed over.
fn left_out(left_out: &LeftOut) -> Vec<String> {
    let unknown = left_out
        .unknown
        .iter()
        .map(|(extension, &number)| match extension.as_str() {
            "" if number == 1 => "1 file without extension".to_owned(),
            "" => format!("{} files without extension", thousands(number as u64)),
            extension => count(number as u64, &format!(".{extension} file")),
        });
    let some = |number: usize, what| (number > 0).then(|| count(number as u64, what));
    let hidden = some(left_out.hidden, "hidden file").into_iter();
    let loops = some(left_out.loops, "link loop");
    hidden.chain(unknown).chain(loops).collect()
}

impl Answer for Cleaned {
    fn view(&self, _: &OutputStyle<'_>) -> View {
        let mut what = Vec::new();
        if self.cache_bytes > 0 {
            let reports = count(self.reports, "report");
            what.push(format!("the parse cache of {reports}"));
        }
        if self.bytes > self.cache_bytes {
            what.push("files left by killed runs".to_owned());
        }
        let line = match self.bytes {
            0 => format!("nothing to remove from `{}`", self.index),
            bytes => format!("removed {}: {}", mebibytes(bytes), what.join(" and ")),
        };
        vec![Piece::Note(Line::message(&line))]
    }
}

impl Answer for Optimized {
    fn view(&self, _: &OutputStyle<'_>) -> View {
        let size = megabytes(self.bytes);
        let line = if self.was_needed() {
            format!(
                "merged {} into {}: {size} instead of {}, in {:.1} s",
                count(self.segments_before as u64, "segment"),
                self.segments,
                megabytes(self.bytes_before),
                self.seconds
            )
        } else {
            format!("nothing to do: the index has one segment ({size})")
        };
        vec![Piece::Note(line.into())]
    }
}
