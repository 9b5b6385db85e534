//! Themes of passages: what a passage is about, from a taxonomy that people can edit.

mod cues;
mod taxonomy;

pub use taxonomy::Taxonomy;
