//! A line of a list: forms that find each other, or that one of them finds.

use std::fmt;
use std::sync::OnceLock;

use super::form::Form;
use super::written::Written;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group {
    /// Each form finds the others; at least two.
    Same(Forms),
    /// A search for the first also finds the rest; at least two.
    OneWay(Forms),
    /// A short form and what it can mean: at least three forms.
    Ambiguous(Forms),
}

/// The forms of a group; those of the list that comes with the program are taken apart when they
/// are first asked for.
#[derive(Clone)]
pub struct Forms {
    written: Vec<&'static str>,
    read: OnceLock<Vec<Form>>,
}

impl Forms {
    /// Forms that need not be checked, as written.
    fn unread(written: Vec<&'static str>) -> Self {
        Forms {
            written,
            read: OnceLock::new(),
        }
    }

    fn read(&self) -> &[Form] {
        let read = || self.written.iter().map(|text| Form::new(text)).collect();
        self.read.get_or_init(read)
    }

    fn written(&self, nth: usize) -> Written<'_> {
        match self.read.get() {
            Some(forms) => forms[nth].written(),
            None => Written(self.written[nth]),
        }
    }

    fn len(&self) -> usize {
        self.read.get().map_or(self.written.len(), Vec::len)
    }
}

impl From<Vec<Form>> for Forms {
    fn from(forms: Vec<Form>) -> Self {
        Forms {
            written: Vec::new(),
            read: OnceLock::from(forms),
        }
    }
}

impl fmt::Debug for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read().fmt(f)
    }
}

impl PartialEq for Forms {
    fn eq(&self, other: &Self) -> bool {
        self.read() == other.read()
    }
}

impl Eq for Forms {}

/// The characters between the forms of a line.
pub(super) const MARKS: &str = "=>?";

impl Group {
    /// Forms with this mark between them.
    pub(super) fn new(mark: char, forms: Forms) -> Self {
        match mark {
            '=' => Group::Same(forms),
            '>' => Group::OneWay(forms),
            _ => Group::Ambiguous(forms),
        }
    }

    /// The group that a line is known to write down, to be taken apart when it is asked for.
    pub(super) fn unread(line: &'static str) -> Option<Self> {
        let mark = line.chars().find(|&c| MARKS.contains(c))?;
        let written = line.split(mark).map(str::trim).collect();
        Some(Group::new(mark, Forms::unread(written)))
    }

    /// Its forms, in order.
    pub fn forms(&self) -> &[Form] {
        self.all().read()
    }

    /// The form `nth` as written, which need not be taken apart.
    pub(super) fn written(&self, nth: usize) -> Written<'_> {
        self.all().written(nth)
    }

    /// Its forms as written, which need not be taken apart.
    pub(crate) fn written_forms(&self) -> impl Iterator<Item = &str> {
        (0..self.all().len()).map(|nth| self.written(nth).0)
    }

    fn all(&self) -> &Forms {
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
        match self {
            Group::Same(forms) => {
                let kept = forms.read().iter().filter(|form| !drop(form));
                let kept: Vec<Form> = kept.cloned().collect();
                (kept.len() > 1).then(|| Group::Same(kept.into()))
            }
            Group::OneWay(forms) | Group::Ambiguous(forms) => {
                (!forms.read().first().is_some_and(drop)).then(|| self.clone())
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
