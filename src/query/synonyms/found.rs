//! What a list says of words that were typed.

use super::form::Form;

/// A form that was found in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<'a> {
    /// How many words of the query it takes up; at least 1.
    pub words: usize,
    /// The form as the list writes it.
    pub form: &'a Form,
    /// What the list says of it.
    pub found: Found<'a>,
}

/// What a list says of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// Forms to search for as well; never empty.
    Alternatives(Vec<Alternative<'a>>),
    /// It can mean each of these, so that none is to be searched for unasked; at least two.
    Ambiguous(Vec<&'a Form>),
}

/// A form to search for as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative<'a> {
    /// The form.
    pub form: &'a Form,
    /// How it relates to what was typed.
    pub relation: Relation,
}

/// How two forms relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// One of them is a short form: `CAMHS` and what it stands for.
    Acronym,
    /// Two ways to say the same.
    Synonym,
    /// What was typed is broader, narrower or plainer: the alternative is not replaced by it.
    Related,
}
