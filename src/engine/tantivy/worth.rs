//! How much the words of a query are worth, by how rare they are.

use super::schema::Fields;
use super::terms::Terms;
use crate::engine::ranking::{Weights, rarity};
use crate::error::Result;
use crate::query::expansion::{Origin, TermGroup, TokenMatch, Variant};

/// Rarities in one state of the index.
pub(super) struct Worths<'a> {
    pub(super) terms: Terms<'a>,
    pub(super) fields: &'a Fields,
    pub(super) weights: &'a Weights,
    /// Number of passages.
    pub(super) passages: u64,
}

impl Worths<'_> {
    /// Most that each form of a leaf can add to a score. Another name is never worth more than the
    /// word that was typed, unless that occurs nowhere.
    pub(super) fn of(&self, leaf: &TermGroup) -> Result<Vec<f32>> {
        let typed = self.typed(leaf)?;
        let mut worths = Vec::with_capacity(leaf.variants.len());
        for form in &leaf.variants {
            let factor = self.weights.of_origin(form.origin);
            let own = match typed {
                Some(typed) => match form.origin {
                    Origin::Typed => typed,
                    _ => self.form(form)?.map_or(typed, |own| own.min(typed)),
                },
                None => self.form(form)?.unwrap_or(0.0),
            };
            worths.push(factor * own);
        }
        Ok(worths)
    }

    /// Rarity of a leaf: of the word as typed, else (if that occurs nowhere) of its commonest other
    /// name.
    pub(super) fn rarity(&self, leaf: &TermGroup) -> Result<f32> {
        if let Some(typed) = self.typed(leaf)? {
            return Ok(typed);
        }
        let mut least: Option<f32> = None;
        for form in &leaf.variants {
            if let Some(own) = self.form(form)? {
                least = Some(least.map_or(own, |least| least.min(own)));
            }
        }
        Ok(least.unwrap_or_else(|| rarity(0.0, self.passages as f32)))
    }

    /// Rarity of the commonest spelling of what was typed.
    fn typed(&self, leaf: &TermGroup) -> Result<Option<f32>> {
        let mut least: Option<f32> = None;
        for form in &leaf.variants {
            if form.origin != Origin::Typed {
                continue;
            }
            if let Some(own) = self.form(form)? {
                least = Some(least.map_or(own, |least| least.min(own)));
            }
        }
        Ok(least)
    }

    /// Rarity of a form; a row of words typed is as rare as all its words together, another name as
    /// rare as its rarest word. `None` if one of them occurs nowhere.
    fn form(&self, form: &Variant) -> Result<Option<f32>> {
        let field = self.fields.text;
        let all = self.passages as f32;
        let (mut sum, mut most) = (0.0, 0f32);
        for element in &form.tokens {
            let holding = match element {
                TokenMatch::Stem(_) | TokenMatch::Word(_) => {
                    self.terms.holding(self.fields.term(field, element))?
                }
                TokenMatch::Prefix(start) => {
                    let endings = self.terms.endings(field, start)?;
                    endings.passages.min(self.passages)
                }
            };
            if holding == 0 {
                return Ok(None);
            }
            let own = rarity(holding as f32, all);
            sum += own;
            most = most.max(own);
        }
        Ok(Some(match form.origin {
            Origin::Typed => sum,
            _ => most,
        }))
    }
}
