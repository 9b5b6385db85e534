//! Completions of what is being typed.

use std::io;

use serde_json::json;

use crate::answers::suggest::Suggestions;
use crate::render::view::{Piece, Table, View};
use crate::render::{Answer, JsonLines, OutputStyle};

/// Longest part of a text that a message repeats, in characters.
const LONGEST: usize = 60;

impl Answer for Suggestions {
    fn elapsed_ms(&mut self) -> Option<&mut Option<f64>> {
        Some(&mut self.elapsed_ms)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        let text = self.text.trim();
        let length = text.chars().count();
        let end: String = text.chars().skip(length.saturating_sub(LONGEST)).collect();
        let cut = if length > LONGEST { "…" } else { "" };
        let none = match text {
            "" => "nothing to complete: type the beginning of a word".to_owned(),
            _ => format!("no completion for `{cut}{end}`"),
        };
        self.suggestions.is_empty().then(|| vec![none])
    }

    fn view(&self, _: &OutputStyle<'_>) -> View {
        let table = self.records().without("completion");
        vec![Piece::Table(table.titled("text", "suggestion"))]
    }

    fn records(&self) -> Table {
        Table::of(&self.suggestions)
            .column("text", |one| &one.text)
            .column("completion", |one| &one.completion)
            .column("kind", |one| one.kind.name())
            .column("passages", |one| one.passages)
            .column("meaning", |one| one.meaning.as_ref())
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("suggestion", &self.suggestions)?;
        let mut totals = json!({"schema": self.schema, "text": self.text});
        if let Some(elapsed) = self.elapsed_ms {
            totals["elapsed_ms"] = elapsed.into();
        }
        out.object("summary", &totals)
    }
}
