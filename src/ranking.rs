//! Every number that decides which passage comes first, with its reason.

/// A word of the query in the section's heading, relative to the same word in the text. Headings
/// such as `What does the area partnership need to do better?` are shared by hundreds of passages:
/// they may tip the balance, not decide.
pub const HEADING: f32 = 0.2;

/// Neighbouring words of the query standing next to each other in the text, in their order,
/// relative to a rare word: `county lines` is a name, `lines … county` is not.
pub const ADJACENT: f32 = 0.5;

/// Among passages with only some of the words, what a missing word costs relative to its weight:
/// high enough that a passage with more (or rarer) words always precedes one with fewer.
pub const COVERAGE: f32 = 1000.0;

/// Among passages with equally many words, how much closeness counts: a passage in which they
/// stand side by side gains this much, one in which they stand far apart almost nothing.
pub const CLOSENESS: f32 = 20.0;

/// Passages with only some of the words that are looked at more closely. Each costs reading and
/// analysing its text.
pub const PARTIAL_CANDIDATES: usize = 60;

/// Forms of one prefix that are scored as words of their own; rarer ones match without a score.
pub const PREFIX_FORMS: usize = 128;
