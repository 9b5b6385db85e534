//! Completions of what is being typed.

use std::io;

use serde::Serialize;

use crate::answers::suggest::Suggestions;
use crate::render::view::{Piece, Table, View};
use crate::render::{Answer, JsonLines, OutputStyle};

impl Answer for Suggestions {
    fn notes(&self) -> Vec<String> {
        Vec::new()
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
            .number("passages", |one| one.passages)
            .column("meaning", |one| one.meaning.as_ref())
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        #[derive(Serialize)]
        struct Totals<'a> {
            schema: u32,
            text: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            elapsed_ms: Option<f64>,
        }
        for one in &self.suggestions {
            out.object("suggestion", one)?;
        }
        let totals = Totals {
            schema: self.schema,
            text: &self.text,
            elapsed_ms: self.elapsed_ms,
        };
        out.object("summary", &totals)
    }
}
