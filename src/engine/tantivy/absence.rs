//! Why a search found nothing.

use tantivy::query::Occur;

use super::dictionary::IndexedWords;
use super::search::Search;
use crate::api::{Absence, Filter};
use crate::error::Result;
use crate::query::expansion::Condition;
use crate::report::Role;
use crate::report::facet::{Dimension, FacetPath};
use crate::text::spelling::Correction;

impl Search<'_> {
    /// Looks for the reason: words that occur nowhere, filters that let nothing through, words that
    /// never meet; and says what was searched.
    pub(super) fn absence(&self) -> Result<Absence> {
        let mut absence = self.unknown_words()?;
        absence.indexed_reports = self.engine.report_count()?;
        for (index, filter) in self.filters.iter().enumerate() {
            let mut others = self.filters.clone();
            others.remove(index);
            let without = self.count(self.full_query(&others)?.as_ref())?;
            if without > 0 {
                absence.emptied_by.push((filter.label.clone(), without));
            }
        }
        if self.without().is_some() {
            let role = FacetPath::new([Role::Boilerplate.name()]);
            let mut filters = self.filters.clone();
            filters.push(Filter {
                dimension: Dimension::Section,
                paths: vec![role.clone()],
                exclude: false,
                label: String::new(),
            });
            let mut clauses = self.compiler.filters(filters.iter())?;
            for condition in self.words.iter().chain(&self.rest) {
                clauses.push(self.compiler.clause(condition)?);
            }
            absence.in_boilerplate = self.count_all(self.compiler.join(clauses).as_ref())?;
        }
        if self.words.len() > 1 {
            let mut clauses = self.fixed_clauses(&self.filters)?;
            let any = Condition::Any(self.words.clone());
            clauses.push((Occur::Must, self.compiler.condition(&any)?));
            absence.any_word = self.count(self.compiler.join(clauses).as_ref())?;
        }
        absence.kinds = self.engine.report_counts(Dimension::Kind)?;
        let years = self.engine.report_counts(Dimension::Year)?;
        let year = |of: Option<&(String, u64)>| of.map(|(year, _)| year.clone());
        absence.years = year(years.first()).zip(year(years.last()));
        Ok(absence)
    }

    /// Words that occur in no passage at all, whatever the filters, with near spellings that do.
    pub(super) fn unknown_words(&self) -> Result<Absence> {
        let mut absence = Absence::default();
        for leaf in self.words.iter().flat_map(Condition::positive_groups) {
            let query = self.compiler.condition(&Condition::Text(leaf.clone()))?;
            if self.finds_any(query.as_ref())? {
                continue;
            }
            let single = leaf.variants.iter().find(|form| form.tokens.len() == 1);
            let near = match single {
                Some(_) if !leaf.quoted => {
                    let word = crate::text::spelling::simplify(&leaf.label);
                    self.near(&word)?
                }
                _ => Vec::new(),
            };
            absence.unknown_words.push((leaf.label.clone(), near));
        }
        Ok(absence)
    }

    /// Words that are spelled like one that occurs nowhere, best first.
    fn near(&self, word: &str) -> Result<Vec<String>> {
        let words = IndexedWords {
            searcher: &self.engine.searcher,
            fields: &self.engine.fields,
        };
        Ok(match super::dictionary::correction(&words, word)? {
            Correction::Clear(near) => vec![near],
            Correction::Open(near) => near,
        })
    }
}
