//! A line of a list: forms that find each other, or that one of them finds.

use std::fmt;

use super::form::Form;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    /// Each form finds the others; at least two.
    Same(Vec<Form>),
    /// A search for the first also finds the rest; at least two.
    OneWay(Vec<Form>),
    /// A short form and what it can mean: at least three forms.
    Ambiguous(Vec<Form>),
}

impl Group {
    /// Its forms, in order.
    pub fn forms(&self) -> &[Form] {
        match self {
            Group::Same(forms) | Group::OneWay(forms) | Group::Ambiguous(forms) => forms,
        }
    }

    /// The character between the forms.
    fn mark(&self) -> char {
        match self {
            Group::Same(_) => '=',
            Group::OneWay(_) => '>',
            Group::Ambiguous(_) => '?',
        }
    }

    /// How many of its forms, from the first, a query can find it by.
    pub(super) fn ways_in(&self) -> usize {
        match self {
            Group::Same(forms) => forms.len(),
            Group::OneWay(_) | Group::Ambiguous(_) => 1,
        }
    }

    /// The group without the forms that `drop` names, if it is still one.
    pub(super) fn without(&self, drop: &dyn Fn(&Form) -> bool) -> Option<Group> {
        let kept = |forms: &[Form]| -> Vec<Form> {
            let kept = forms.iter().filter(|form| !drop(form));
            kept.cloned().collect()
        };
        match self {
            Group::Same(forms) => {
                let forms = kept(forms);
                (forms.len() > 1).then_some(Group::Same(forms))
            }
            Group::OneWay(forms) | Group::Ambiguous(forms) => {
                (!forms.first().is_some_and(drop)).then(|| self.clone())
            }
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, form) in self.forms().iter().enumerate() {
            if index > 0 {
                write!(f, " {} ", self.mark())?;
            }
            f.write_str(&form.text)?;
        }
        Ok(())
    }
}
