//! Tables in aligned text and in Markdown.

/// Rows of cells under headings; the first column is words, the others figures.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    title: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(title: impl Into<String>, headings: &[&str]) -> Self {
        Table {
            title: title.into(),
            rows: vec![headings.iter().map(|&heading| heading.to_owned()).collect()],
        }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Prints it, aligned.
    pub(crate) fn print(&self) {
        println!("{}", self.title);
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(column, cell)| match column {
                    0 => format!("{cell:<0$}", self.width(0)),
                    _ => format!("{cell:>0$}", self.width(column)),
                })
                .collect();
            println!("  {}", cells.join("  ").trim_end());
        }
    }

    /// Prints it in Markdown.
    pub(crate) fn print_markdown(&self) {
        println!("{}\n", self.title);
        for (number, row) in self.rows.iter().enumerate() {
            println!("| {} |", row.join(" | "));
            if number == 0 {
                println!("|{}", " --- |".repeat(row.len()));
            }
        }
    }

    fn width(&self, column: usize) -> usize {
        let lengths = self.rows.iter().filter_map(|row| row.get(column));
        lengths.map(|cell| cell.chars().count()).max().unwrap_or(0)
    }
}

/// `1,048,576`
pub(crate) fn whole(number: f64) -> String {
    findings::render::thousands(number.round().max(0.0) as u64)
}

/// `1.83×`, or nothing where there is nothing to compare with.
pub(crate) fn ratio(value: f64, other: f64) -> String {
    if other > 0.0 {
        format!("{:.2}×", value / other)
    } else {
        String::new()
    }
}
