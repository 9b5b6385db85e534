//! A passage as printed, with what the index holds of its words.

use std::slice;
use std::sync::OnceLock;

use tantivy::schema::Field;

use super::document::FieldValue;
use super::schema::{Fields, SEPARATOR};
use crate::query::acronyms;
use crate::query::expansion::stems_of;
use crate::text::near_duplicate;
use crate::text::{self, Analysed};

type Values = [(Field, FieldValue)];

/// A passage as printed, with what the index holds of its words.
///
/// The words are looked at when they are asked for: by the thread that writes them into the index,
/// whose processor then has them at hand. That is most of the work of indexing.
#[derive(Debug)]
pub(super) struct PrintedPassage {
    printed: (Field, FieldValue),
    fields: WordFields,
    words: OnceLock<Vec<(Field, FieldValue)>>,
}

/// The fields of words; see [`Fields`].
#[derive(Debug, Clone, Copy)]
struct WordFields {
    text: Field,
    compound: Field,
    alike: Field,
    alike_bucket: Field,
    acronym: Field,
    long_form: Field,
}

impl PrintedPassage {
    pub(super) fn new(text: String, fields: &Fields) -> Self {
        PrintedPassage {
            printed: (fields.printed, FieldValue::Text(text)),
            fields: WordFields {
                text: fields.text,
                compound: fields.compound,
                alike: fields.alike,
                alike_bucket: fields.alike_bucket,
                acronym: fields.acronym,
                long_form: fields.long_form,
            },
            words: OnceLock::new(),
        }
    }

    /// The text itself.
    pub(super) fn printed(&self) -> &Values {
        slice::from_ref(&self.printed)
    }

    /// What is made of its words.
    pub(super) fn words(&self) -> &Values {
        self.words.get_or_init(|| match &self.printed.1 {
            FieldValue::Text(text) => self.fields.of(text),
            _ => Vec::new(),
        })
    }
}

impl WordFields {
    fn of(self, text: &str) -> Vec<(Field, FieldValue)> {
        let words = Analysed::of(text);
        let acronyms = defined(text);
        let count = 3 + words.compounds.len() + 2 * acronyms.len();
        let mut values = Vec::with_capacity(count);
        values.push((self.text, FieldValue::Text(words.words)));
        for compound in words.compounds {
            let forms = format!("{}{SEPARATOR}{}", compound.closed, compound.open);
            values.push((self.compound, FieldValue::Text(forms)));
        }
        values.push((self.alike, FieldValue::U64(words.signature)));
        if words.signature > 0 {
            let bucket = near_duplicate::bucket(words.signature);
            values.push((self.alike_bucket, FieldValue::U64(bucket)));
        }
        for acronym in acronyms {
            values.push((self.acronym, FieldValue::Text(acronym.meaning)));
            values.push((self.long_form, FieldValue::Text(acronym.long_form)));
        }
        values
    }
}

/// An acronym that a passage defines, as the index holds it.
#[derive(Debug, Clone)]
struct Acronym {
    /// See [`Fields::acronym`].
    meaning: String,
    /// See [`Fields::long_form`].
    long_form: String,
}

fn defined(text: &str) -> Vec<Acronym> {
    // Nearly all passages define none, and none does without a bracket.
    if !text.contains('(') {
        return Vec::new();
    }
    let definitions = acronyms::definitions(text).into_iter();
    definitions
        .map(|defined| {
            let folded = text::fold(&defined.short);
            let stems = stems_of(&defined.long);
            let (short, long) = (&defined.short, &defined.long);
            Acronym {
                meaning: format!("{folded}{SEPARATOR}{short}{SEPARATOR}{long}"),
                long_form: format!("{stems}{SEPARATOR}{short}"),
            }
        })
        .collect()
}
