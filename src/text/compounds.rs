//! Words that are printed with inner hyphens or apostrophes.

use super::tokens::{Token, tokens};

/// Spellings of one word attested in a text: the closed form and the parts it was printed as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compound {
    /// The parts joined: `coproduction`.
    pub closed: String,
    /// The parts with a space between: `co production`.
    pub open: String,
}

/// Words printed with inner hyphens or apostrophes (`co-production`, `O'Brien`), for learning which
/// closed and open forms belong together. Chains of more than four parts are not words.
pub fn compounds(text: &str) -> Vec<Compound> {
    let mut compounds = Compounds::default();
    for token in tokens(text) {
        compounds.push(token);
    }
    compounds.finish()
}

/// Finds compounds among the words of a text, given one by one.
#[derive(Debug, Default)]
pub(super) struct Compounds<'a> {
    found: Vec<Compound>,
    /// The word before, while nothing is linked to it.
    single: Option<Token<'a>>,
    /// Words that are linked with each other: none or at least two.
    parts: Vec<Token<'a>>,
}

impl<'a> Compounds<'a> {
    /// The next word of the text.
    pub(super) fn push(&mut self, token: Token<'a>) {
        if token.linked {
            self.parts.extend(self.single.take());
            self.parts.push(token);
        } else {
            self.end();
            self.single = Some(token);
        }
    }

    /// What was found.
    pub(super) fn finish(mut self) -> Vec<Compound> {
        self.end();
        self.found
    }

    fn end(&mut self) {
        let letters = |part: &Token<'_>| part.word.chars().all(char::is_alphabetic);
        if (2..=4).contains(&self.parts.len()) && self.parts.iter().all(letters) {
            let words: Vec<&str> = self.parts.iter().map(|part| part.word.as_ref()).collect();
            self.found.push(Compound {
                closed: words.concat(),
                open: words.join(" "),
            });
        }
        self.parts.clear();
    }
}
