//! Blocks: what a document consists of, whatever its format.

/// Text with the pages on which it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// The text, lines joined, white space collapsed.
    pub text: String,
    /// Where a page begins: byte offset in the text and page number.
    pub marks: Vec<(usize, Option<u32>)>,
}

impl Span {
    /// A text on one page.
    pub fn new(text: impl Into<String>, page: Option<u32>) -> Span {
        Span {
            text: text.into(),
            marks: vec![(0, page)],
        }
    }

    /// Appends another span after `between`.
    pub fn push_span(&mut self, between: &str, other: &Span) {
        if !self.text.is_empty() {
            self.text.push_str(between);
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        for (at, page) in &other.marks {
            self.mark(at + shift, *page);
        }
    }

    /// Records that `page` begins at byte `at`, unless it has begun already.
    pub(super) fn mark(&mut self, at: usize, page: Option<u32>) {
        if self.marks.last().is_none_or(|(_, last)| *last != page) {
            self.marks.push((at, page));
        }
    }

    /// First and last page of a part of the text, given as byte offsets.
    pub fn pages(&self, from: usize, to: usize) -> (Option<u32>, Option<u32>) {
        // The page on which the part begins, and those that begin inside it. A note may stand
        // after text of a later page, so first and last are not simply the outer ones.
        let begun = self
            .marks
            .iter()
            .rposition(|(at, _)| *at <= from)
            .unwrap_or(0);
        let touched = || {
            self.marks
                .iter()
                .skip(begun)
                .enumerate()
                .filter(move |(at, (start, _))| *at == 0 || *start < to)
                .map(|(_, (_, page))| *page)
        };
        (touched().min().flatten(), touched().max().flatten())
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BlockKind {
    /// A heading: marked as one, or bold or larger than the text around it.
    Heading,
    /// A paragraph of prose.
    Paragraph,
    /// A list item.
    Item {
        /// Distance of its bullet from the left of the page, in points.
        indent: f32,
    },
    /// A table row: `label: cell | cell`.
    Row,
    /// A note at the foot of a page.
    Note,
}

/// A heading, paragraph, list item, table row or note.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text; bullet and paragraph number are left out.
    pub span: Span,
    /// The left-hand cell of the table row that the block stands in, where it is read as a label.
    pub label: Option<String>,
}

impl Block {
    /// A block without a label.
    pub(super) fn new(kind: BlockKind, text: impl Into<String>, page: Option<u32>) -> Block {
        Block {
            kind,
            span: Span::new(text, page),
            label: None,
        }
    }
}

/// A line as printed, for what must be recognised before blocks are put together.
#[derive(Debug, Clone, Copy)]
pub struct PrintedLine<'d> {
    /// The text.
    pub text: &'d str,
    /// Position of its page in the document, 0-based.
    pub page: usize,
    /// Whether it continues the paragraph of the line before.
    pub continues: bool,
    /// Whether it is set in the size of the line before.
    pub same_size: bool,
}

/// A paragraph, list item or heading of any document, for readers who need no sections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text, lines joined, white space collapsed.
    pub text: String,
    /// Page on which it starts, 1-based; `None` where the file has no pages.
    pub page: Option<u32>,
    /// Whether it looks like a heading.
    pub heading: bool,
    /// Whether it is set in from the margin as a block quotation is.
    pub set_in: bool,
}

/// What divides a document into parts: the reader of blocks asks it at every place where a part
/// may begin. Which lines are headings depends on the kind of document, and is not known here.
pub trait Outline {
    /// What begins a part.
    type Opening;

    /// What begins at a place, if anything does.
    fn part_at(&self, place: &Place<'_>) -> Option<Part<Self::Opening>>;

    /// What begins before a line of prose that follows `blocks` in the current part.
    fn prose_at(
        &self,
        text: &str,
        blocks: &mut dyn Iterator<Item = &Block>,
    ) -> Option<Self::Opening>;

    /// How to read a table.
    fn table_at(&self, rows: &[Cells<'_>]) -> TableReading<Self::Opening>;

    /// Tells that a part has begun.
    fn begun(&mut self, opening: &Self::Opening);
}

/// The lines of each cell of a table row.
pub type Cells<'a> = Vec<Vec<&'a str>>;

/// A place where a part may begin.
#[derive(Debug)]
pub struct Place<'a> {
    /// The line that stands there.
    pub text: &'a str,
    /// Whether it begins a page or a paragraph.
    pub fresh: bool,
    /// Whether nothing stands in the current part yet.
    pub empty: bool,
    /// The lines that may be a heading; none where the look rules a heading out.
    pub run: Option<Run<'a>>,
}

/// Lines in succession that look alike.
#[derive(Debug)]
pub struct Run<'a> {
    /// The text of each line, and whether it stands to the right, as in a cell of its own.
    pub lines: Vec<(&'a str, bool)>,
    /// Whether headings of the document stand out by their look.
    pub styled: bool,
    /// Whether they are known to be the cells of a table row.
    pub row: bool,
}

/// A part that begins at a place.
#[derive(Debug)]
pub struct Part<T> {
    /// What begins; nothing where the heading of the current part is printed again.
    pub opening: Option<T>,
    /// How many lines the heading takes; 0 where a part begins without one.
    pub lines: usize,
    /// A table row for what stands beside the heading.
    pub row: Option<String>,
    /// Whether a table of contents follows.
    pub contents: bool,
}

/// How to read a table.
#[derive(Debug)]
pub enum TableReading<T> {
    /// Each row is a block.
    Rows,
    /// Each column is a block.
    Columns,
    /// The first column labels what stands beside it; these rows are the table's head.
    Labelled {
        /// By row, whether it is left out.
        heads: Vec<bool>,
    },
    /// Its head is left out, and its other row begins a part.
    Part(T),
}
