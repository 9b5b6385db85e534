//! Questions and their answers, one file or folder each: a `Request`, an answer, and a function that
//! answers it from any index (a [`Corpus`](corpus::Corpus)). Both are plain data that travel as JSON.
//!
//! ```text
//! Request ── corpus (words and filters resolved, query expanded) ──▶ PassageQuery ── Searcher ─┐
//! Answer ◀── highlights, snippets, records, counts, reasons for finding nothing ◀── passages ──┘
//! ```
//!
//! Nothing here knows the search library, the terminal or the options of the command line. The names,
//! kinds and limits of everything that can be asked stand in one table ([`parameters`]); what records
//! are found by are tables too (`*.toml`).

/// Makes an enum whose values have one name in JSON, on the command line and for people.
macro_rules! named_enum {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $value,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[$name] = &[$($name::$value),*];

            /// The name in machine output and for people.
            pub fn name(self) -> &'static str {
                match self { $($name::$value => $text,)* }
            }
        }
    };
}

pub mod actions;
pub mod area;
pub mod batch;
pub mod check;
pub mod citation;
pub mod compare;
pub mod corpus;
pub mod count;
pub mod facets;
pub mod highlight;
pub mod hit;
pub mod link;
mod names;
pub mod parameters;
pub mod quotation;
pub mod report_info;
pub mod search;
pub mod show;
pub mod similar;
pub mod snippet;
pub mod status;
pub mod suggest;
pub mod summary;
pub mod trend;
pub mod waits;

/// A page of a list: `page` is 1-based; all of it without a limit.
pub(crate) fn page_of<T>(list: Vec<T>, page: Option<usize>, limit: Option<usize>) -> Vec<T> {
    let limit = limit.unwrap_or(usize::MAX);
    let skip = limit.saturating_mul(page.unwrap_or(1).max(1) - 1);
    list.into_iter().skip(skip).take(limit).collect()
}
