//! What the defaults are worth: questions in which one thing is different.

use findings::engine::Group;
use findings::engine::ranking::{Roles, Weights};

use crate::answers::Question;

/// A change to a question.
pub(crate) type Variant = fn(&mut Question<'_>);

/// The variants by name.
pub(crate) fn variants() -> Vec<(&'static str, Variant)> {
    vec![
        ("all words only", |asked| asked.request.all = true),
        ("any word", |asked| asked.request.criteria.any = true),
        ("without stemming", |asked| {
            asked.corpus.expansion.stemming = false;
        }),
        ("without open and closed forms", |asked| {
            asked.corpus.expansion.spellings = false;
        }),
        ("without acronyms and synonyms", |asked| {
            asked.corpus.expansion.synonyms = false;
        }),
        ("without correction", |asked| {
            asked.corpus.expansion.corrections = false;
        }),
        ("facets in words unread", |asked| {
            asked.corpus.expansion.facets_in_words = false;
        }),
        ("no word lighter than others", |asked| {
            asked.corpus.expansion.light_words_first = false;
        }),
        ("function words required", |asked| {
            asked.corpus.expansion.function_words_optional = false;
        }),
        ("without proximity", |asked| {
            asked.corpus.weights.proximity = 0.0;
        }),
        ("without order", |asked| asked.corpus.weights.reverse = 1.0),
        ("without beginning", |asked| asked.corpus.weights.lead = 0.0),
        ("without heading", |asked| {
            asked.corpus.weights.heading = 0.0;
        }),
        ("without section role", |asked| {
            asked.corpus.weights.roles = Roles::EQUAL;
        }),
        ("without brevity", |asked| {
            asked.corpus.weights.brevity = 0.0;
        }),
        ("usual length normalisation", |asked| {
            asked.corpus.weights.length = 0.75;
        }),
        ("no length normalisation", |asked| {
            asked.corpus.weights.length = 0.0;
        }),
        ("without coverage", |asked| {
            asked.corpus.weights.coverage = 0.0;
        }),
        ("nothing folded", |asked| asked.request.group = Group::None),
    ]
}

/// A weight, as `name=value` on the command line.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The weight's name.
    pub(crate) name: String,
    /// What to make of it.
    pub(crate) value: f32,
}

impl std::str::FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("a setting is `name=value`")?;
        let value = value
            .parse()
            .map_err(|_| format!("`{value}` is no number"))?;
        Ok(Setting {
            name: name.to_owned(),
            value,
        })
    }
}

/// Sets a weight by its name; `roles.summary` is one in a table.
pub(crate) fn set(weights: &mut Weights, name: &str, value: f32) -> Result<(), String> {
    let mut all = serde_json::to_value(&*weights).map_err(|error| error.to_string())?;
    let place = name
        .split('.')
        .try_fold(&mut all, |table, key| table.get_mut(key));
    match place {
        Some(place) if place.is_number() => *place = value.into(),
        _ => return Err(format!("no weight `{name}`; known: {all}")),
    }
    *weights = serde_json::from_value(all).map_err(|error| error.to_string())?;
    Ok(())
}
