//! A document on its way into the index.

use std::iter;
use std::slice;
use std::sync::Arc;

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document, Field, Value};

use super::memory_budget::Permit;
use super::printed::PrintedPassage;

/// The value of a field.
#[derive(Debug, Clone)]
pub(super) enum FieldValue {
    Text(String),
    U64(u64),
    I64(i64),
    Bytes(Vec<u8>),
}

impl FieldValue {
    /// Bytes that it takes, roughly.
    fn size(&self) -> usize {
        size_of::<(Field, FieldValue)>()
            + match self {
                FieldValue::Text(text) => text.capacity(),
                FieldValue::Bytes(bytes) => bytes.capacity(),
                FieldValue::U64(_) | FieldValue::I64(_) => 0,
            }
    }
}

/// Values of several documents: those of a report, or of a section.
pub(super) type Shared = Arc<[(Field, FieldValue)]>;

/// A document on its way into the index: values it shares with others, and its own.
#[derive(Debug, Default)]
pub(super) struct IndexDocument {
    pub(super) shared: [Option<Shared>; 2],
    pub(super) own: Vec<(Field, FieldValue)>,
    pub(super) passage: Option<PrintedPassage>,
    /// Held until all documents of the batch are written.
    pub(super) room: Option<Arc<Permit>>,
}

impl IndexDocument {
    /// Bytes of its own values, roughly, while it waits.
    pub(super) fn size(&self) -> usize {
        let printed = self.passage.as_ref().map(PrintedPassage::printed);
        let values = self.own.iter().chain(printed.unwrap_or_default());
        values.map(|(_, value)| value.size()).sum()
    }
}

impl Document for IndexDocument {
    type Value<'a> = Leaf<'a>;
    type FieldsValuesIter<'a> = FieldValues<'a>;

    fn iter_fields_and_values(&self) -> FieldValues<'_> {
        let [of_report, of_section] = self.shared.each_ref().map(Option::as_deref);
        let (printed, words) = match &self.passage {
            Some(passage) => (passage.printed(), passage.words()),
            None => (&[][..], &[][..]),
        };
        FieldValues {
            groups: [
                of_report.unwrap_or_default(),
                of_section.unwrap_or_default(),
                &self.own,
                printed,
                words,
            ]
            .into_iter(),
            values: [].iter(),
        }
    }
}

/// The fields of a document with their values.
pub(super) struct FieldValues<'a> {
    groups: std::array::IntoIter<&'a [(Field, FieldValue)], 5>,
    values: slice::Iter<'a, (Field, FieldValue)>,
}

impl<'a> Iterator for FieldValues<'a> {
    type Item = (Field, Leaf<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((field, value)) = self.values.next() {
                return Some((*field, Leaf(value)));
            }
            self.values = self.groups.next()?.iter();
        }
    }
}

/// A value as tantivy takes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf<'a>(&'a FieldValue);

impl<'a> Value<'a> for Leaf<'a> {
    type ArrayIter = iter::Empty<Self>;
    type ObjectIter = iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.0 {
            FieldValue::Text(text) => ReferenceValueLeaf::Str(text),
            FieldValue::U64(number) => ReferenceValueLeaf::U64(*number),
            FieldValue::I64(number) => ReferenceValueLeaf::I64(*number),
            FieldValue::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
        })
    }
}
