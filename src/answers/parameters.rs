//! The table of parameters. It turns command-line options, URL parameters and tool arguments into
//! requests, and requests back into them. Filters come from the table of facets.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::answers::actions::ActionKind;
use crate::error::{Error, Result, list};
use crate::report::facet::Dimension;
use crate::text::spelling;

named_enum! {
    /// A question that can be asked of an index, by the name of its command.
    #[expect(missing_docs, reason = "they are named like their commands")]
    Question {
        Search = "search",
        Facets = "facets",
        Actions = "actions",
        Waits = "waits",
        Count = "count",
        Trend = "trend",
        Area = "area",
        Compare = "compare",
        Check = "check",
        Batch = "batch",
        Show = "show",
        Similar = "similar",
        Quote = "quote",
        Open = "open",
        Reports = "reports",
        Export = "export",
        Suggest = "suggest",
        Status = "status",
    }
}

use Question::{
    Actions, Area, Check, Compare, Count, Export, Facets, Open, Quote, Reports, Search, Show,
    Similar, Suggest, Trend, Waits,
};

/// What the values of a parameter are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Text as it is.
    #[default]
    Text,
    /// Whether or not; given without a value.
    Flag,
    /// A whole number within limits, both included.
    Number(u64, u64),
    /// One of these, each with what it means.
    Choice(&'static [(&'static str, &'static str)]),
    /// Names of facets.
    FacetNames,
    /// A kind of action.
    Action,
    /// A value of a facet that passages must have.
    Facet(Dimension),
    /// A value of a facet that passages must not have.
    NotFacet(Dimension),
}

/// A parameter of one question or of several.
#[derive(Debug, Clone, Default)]
pub struct Parameter {
    /// The name, in addresses and as a long option. The field of the request has underscores in
    /// place of hyphens.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Whether several values may be given; else the last one counts.
    pub repeatable: bool,
    /// Whether it is given without its name on the command line, all words or values in a row.
    pub positional: bool,
    /// Whether it must be given.
    pub required: bool,
    /// The value where none is given.
    pub default: Option<&'static str>,
    /// The letter of the short option.
    pub short: Option<char>,
    /// What stands for the value in help.
    pub value_name: &'static str,
    /// What it does, a line.
    pub help: Cow<'static, str>,
    /// The parameters that it stands beside in help.
    pub heading: Option<&'static str>,
    /// A parameter that cannot be given as well.
    pub conflicts_with: Option<&'static str>,
    /// The questions that take it.
    pub of: &'static [Question],
}

fn parameter(
    name: &'static str,
    kind: Kind,
    value_name: &'static str,
    help: impl Into<Cow<'static, str>>,
    of: &'static [Question],
) -> Parameter {
    Parameter {
        name,
        kind,
        value_name,
        help: help.into(),
        of,
        ..Parameter::default()
    }
}

/// Makes methods that set a field.
macro_rules! setters {
    ($($name:ident($($value:ident: $type:ty)?) $field:ident = $set:expr,)*) => {
        impl Parameter {
            $(fn $name(mut self $(, $value: $type)?) -> Self {
                self.$field = $set;
                self
            })*
        }
    };
}

setters! {
    repeatable() repeatable = true,
    positional() positional = true,
    required() required = true,
    default_value(value: &'static str) default = Some(value),
    short(letter: char) short = Some(letter),
    under(heading: &'static str) heading = Some(heading),
    conflicts_with(other: &'static str) conflicts_with = Some(other),
}

const FILTERS: &str = "Filters (repeat one for alternatives; --not-area and so on exclude)";
const QUERY: &str = "Query";
const OUTPUT: &str = "Output";

/// Questions about passages.
const OF_PASSAGES: &[Question] = &[
    Search, Facets, Actions, Waits, Count, Trend, Compare, Similar,
];
/// Questions about passages or reports.
const OF_REPORTS: &[Question] = &[
    Search, Facets, Actions, Waits, Count, Trend, Compare, Similar, Area, Reports, Export,
];
/// Questions with a query beside the filters.
const WITH_QUERY: &[Question] = &[Facets, Actions, Waits, Count, Trend];

const SORTS: &[(&str, &str)] = &[
    ("relevance", "Best first"),
    ("date", "Latest inspection first"),
    ("area", "By area name"),
];
const GROUPS: &[(&str, &str)] = &[
    ("alike", "Near-duplicate passages are one hit"),
    ("none", "Every passage is a hit"),
    (
        "report",
        "The best passage of each report, and how many more",
    ),
    ("area", "The best passage of each area, and how many more"),
];
const WAIT_KINDS: &[(&str, &str)] = &[
    ("wait", "Times taken"),
    ("target", "Time limits, met or not"),
];
const WHOSE: &[(&str, &str)] = &[
    ("area", "Of the area that the report is about"),
    ("elsewhere", "Of England, similar authorities, neighbours"),
];

/// Every parameter, in the order of help pages.
pub static PARAMETERS: LazyLock<Vec<Parameter>> = LazyLock::new(|| {
    let filters = filters(true, OF_REPORTS).chain(filters(false, OF_PASSAGES));
    positional()
        .into_iter()
        .chain(filters)
        .chain(options())
        .collect()
});

/// The filters by a facet of whole reports, or of passages.
fn filters(of_report: bool, of: &'static [Question]) -> impl Iterator<Item = Parameter> {
    let facets = Dimension::ALL.into_iter();
    let facets = facets.filter(move |facet| facet.is_of_report() == of_report);
    let wanted = facets.clone().map(move |facet| {
        let help = format!("Only {}", facet.selects());
        parameter(
            facet.name(),
            Kind::Facet(facet),
            facet.value_name(),
            help,
            of,
        )
    });
    let unwanted = facets.map(move |facet| {
        let help = format!("Exclude {}", facet.selects());
        parameter(
            facet.not_name(),
            Kind::NotFacet(facet),
            facet.value_name(),
            help,
            of,
        )
    });
    let filters = wanted.chain(unwanted);
    filters.map(|parameter| parameter.repeatable().under(FILTERS))
}

#[rustfmt::skip]
fn positional() -> Vec<Parameter> {
    vec![
        parameter("query", Kind::Text, "QUERY", "Words and operators of the query language", &[Search]).positional(),
        parameter("query", Kind::Text, "QUERY", "Words and operators of the query language [default: all passages]", WITH_QUERY).positional(),
        parameter("name", Kind::Text, "NAME", "Name or alias of the area, or an unambiguous part of it", &[Area]).positional().required(),
        parameter("areas", Kind::Text, "AREA", "Two areas or more", &[Compare]).positional().repeatable().required(),
        parameter("id", Kind::Text, "PASSAGE-ID", "Id of a passage, as `search` and `show` print it (report:number)", &[Similar]).positional().required(),
        parameter("id", Kind::Text, "ID", "Id of a report, or of a passage (report:number)", &[Show]).positional().required(),
        parameter("id", Kind::Text, "ID", "Id of a passage (report:number), or of a report", &[Open]).positional().required(),
        parameter("ids", Kind::Text, "PASSAGE-ID", "Ids of passages, as `search` and `show` print them (report:number)", &[Quote]).positional().repeatable().required(),
        parameter("text", Kind::Text, "TEXT", "Text of the search box", &[Suggest]).positional(),
        parameter("query", Kind::Text, "QUERY", "Show the best passage of each area for this query", &[Compare]).under(QUERY),
    ]
}

#[rustfmt::skip]
fn options() -> Vec<Parameter> {
    let names = Dimension::ALL.map(Dimension::name).join(", ");
    vec![
        parameter("section", Kind::Text, "SECTION", "Only sections of this role, or with these words in the heading", &[Show]),
        parameter("page", Kind::Number(1, u32::MAX.into()), "N", "Only passages on this page", &[Show]),
        parameter("context", Kind::Number(0, u16::MAX.into()), "N", "With a passage id: also this many passages before and after", &[Show]).default_value("0").short('C'),
        parameter("all", Kind::Flag, "", "Only passages with all words, no partial matches", &[Search]).under(QUERY).conflicts_with("any"),
        parameter("partial", Kind::Flag, "", "In CSV, partial matches too, which other formats show anyway", &[Search]).under(QUERY).conflicts_with("all"),
        parameter("any", Kind::Flag, "", "Passages with any of the words", &[Search, Facets, Actions, Waits, Count, Trend]).under(QUERY),
        parameter("any", Kind::Flag, "", "Passages with any of the words of --query", &[Compare]).under(QUERY),
        parameter("exact", Kind::Flag, "", "Search for the typed words only: no expansion, no correction", &[Search, Facets, Actions, Waits, Count, Trend, Compare]).under(QUERY),
        parameter("include-boilerplate", Kind::Flag, "", "Include addresses, complaints, licences and contents lists", &[Search, Facets, Actions, Waits, Count, Trend, Compare, Similar]).under(QUERY),
        parameter("only", Kind::Action, "KIND", "Only actions of this kind: priority-action, statement-of-action, recommendation, improvement", &[Actions]).repeatable().under("Actions"),
        parameter("body", Kind::Text, "BODY", "Only actions for this body: a part of its name, or an acronym (ICB, LA)", &[Actions]).repeatable().under("Actions"),
        parameter("service", Kind::Text, "SERVICE", "Only waits for this service: a name, an acronym or a theme", &[Waits]).repeatable().under("Waits"),
        parameter("only", Kind::Choice(WAIT_KINDS), "KIND", "Only waits, or only targets", &[Waits]).under("Waits"),
        parameter("of", Kind::Choice(WHOSE), "WHOSE", "Only figures of the area, or only those for comparison [default: both]", &[Waits]).under("Waits"),
        parameter("by", Kind::FacetNames, "FACETS", format!("Facets to count: {names}"), &[Facets]).repeatable().default_value("outcome,year,kind,section,theme").under(OUTPUT),
        parameter("by", Kind::FacetNames, "FACETS", format!("One facet, or two (rows, then columns): {names}"), &[Count]).repeatable().default_value("outcome").under(OUTPUT),
        parameter("absent", Kind::Flag, "", "List the reports that pass the filters but do not match", &[Count]).under(OUTPUT),
        parameter("limit", Kind::Number(1, 100_000), "N", "Show this many hits", &[Search]).default_value("10").short('n').under(OUTPUT),
        parameter("page", Kind::Number(1, 100_000), "N", "Show this page of hits", &[Search]).default_value("1").under(OUTPUT),
        parameter("sort", Kind::Choice(SORTS), "ORDER", "Order the hits", &[Search]).default_value("relevance").under(OUTPUT),
        parameter("group", Kind::Choice(GROUPS), "BY", "Group hits", &[Search]).default_value("alike").under(OUTPUT),
        parameter("context", Kind::Number(0, 50), "N", "Show this many passages before and after each hit", &[Search]).default_value("0").short('C').under(OUTPUT),
        parameter("facets", Kind::FacetNames, "FACETS", format!("Also count these facets: {names}"), &[Search]).repeatable().under(OUTPUT),
        parameter("explain", Kind::Flag, "", "Show the parts of each score", &[Search]).under(OUTPUT),
        parameter("limit", Kind::Number(1, 1_000), "N", "Show this many passages of other areas, and of the same area", &[Similar]).default_value("5").short('n').under(OUTPUT),
        parameter("limit", Kind::Number(1, 1_000), "N", "Show this many completions", &[Suggest]).default_value("10").short('n'),
        parameter("limit", Kind::Number(1, u32::MAX.into()), "N", "Show this many [default: all]", &[Actions, Waits, Reports]).short('n').under(OUTPUT),
        parameter("limit", Kind::Number(1, u32::MAX.into()), "N", "With --absent: list this many reports [default: all]", &[Count]).short('n').under(OUTPUT),
        parameter("page", Kind::Number(1, u32::MAX.into()), "N", "Show this page; --limit is the number on a page", &[Actions, Waits, Reports, Count]).under(OUTPUT),
        parameter("report", Kind::Text, "ID", "Check against this report [default: by the area and dates in the text]", &[Check]).repeatable(),
    ]
}

impl Question {
    /// The parameters that the question takes, in the order of its help page.
    pub fn parameters(self) -> impl Iterator<Item = &'static Parameter> {
        let all = PARAMETERS.iter();
        all.filter(move |parameter| parameter.of.contains(&self))
    }

    /// The parameter of this name.
    pub fn parameter(self, name: &str) -> Option<&'static Parameter> {
        self.parameters().find(|parameter| parameter.name == name)
    }

    /// Reads a request from names and values: `("area", "kent")`. Values of a parameter that is not
    /// repeatable replace the one before.
    ///
    /// # Errors
    /// The question does not take a parameter, or not this value, or not both of two.
    pub fn request<'p, R: DeserializeOwned>(
        self,
        pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Result<R> {
        let mut fields = Map::new();
        let mut given: Vec<&Parameter> = Vec::new();
        for (name, value) in pairs {
            let parameter = self.parameter(name).ok_or_else(|| self.unknown(name))?;
            parameter.set(&mut fields, value)?;
            given.push(parameter);
        }
        for parameter in &given {
            let other = parameter.conflicts_with.filter(|other| {
                let mut given = given.iter();
                given.any(|given| given.name == *other)
            });
            if let Some(other) = other {
                return Err(Error::Usage {
                    message: format!("`{}` cannot be used with `{other}`", parameter.name),
                    hint: None,
                });
            }
        }
        serde_json::from_value(Value::Object(fields)).map_err(|error| Error::Usage {
            message: format!("the request cannot be read: {error}"),
            hint: None,
        })
    }

    /// Writes a request as names and values, those of the defaults left out: the reverse of
    /// [`Question::request`].
    ///
    /// # Errors
    /// The request cannot be serialised.
    pub fn pairs(self, request: &impl Serialize) -> Result<Vec<(&'static str, String)>> {
        let value = serde_json::to_value(request).map_err(|error| Error::Usage {
            message: format!("the request cannot be written: {error}"),
            hint: None,
        })?;
        let mut pairs = Vec::new();
        for parameter in self.parameters() {
            let values = parameter.get(&value);
            let default = parameter.default.unwrap_or_default();
            if values.join(",") != default {
                pairs.extend(values.into_iter().map(|value| (parameter.name, value)));
            }
        }
        Ok(pairs)
    }

    fn unknown(self, name: &str) -> Error {
        let names: Vec<&str> = self.parameters().map(|parameter| parameter.name).collect();
        let hint = match spelling::nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the parameters are {}", list(&names)),
        };
        Error::Usage {
            message: format!("there is no parameter `{name}`"),
            hint: Some(hint),
        }
    }
}

impl Parameter {
    /// The field of the request.
    fn field(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Puts a value among the fields of a request.
    fn set(&self, fields: &mut Map<String, Value>, value: &str) -> Result<()> {
        let values: Vec<Value> = match self.kind {
            Kind::Text => vec![value.into()],
            Kind::Flag => vec![self.flag(value)?.into()],
            Kind::Number(least, most) => vec![self.number(value, least, most)?.into()],
            Kind::Choice(choices) => {
                if !choices.iter().any(|(choice, _)| *choice == value) {
                    let choices: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
                    return Err(self.refuse(value, &format!("it takes {}", list(&choices))));
                }
                vec![value.into()]
            }
            Kind::FacetNames => {
                let names = value.split(',');
                let facets = names.map(|name| facet(name).map_err(|why| self.refuse(name, &why)));
                let facets = facets.map(|facet| Ok(facet?.name().into()));
                facets.collect::<Result<_>>()?
            }
            Kind::Action => {
                let kind = action_kind(value).map_err(|why| self.refuse(value, &why))?;
                vec![kind.name().into()]
            }
            Kind::Facet(facet) => return push(fields, "filters", facet, value),
            Kind::NotFacet(facet) => return push(fields, "exclude", facet, value),
        };
        if self.repeatable {
            let list = fields
                .entry(self.field())
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.extend(values);
            }
        } else if let Some(value) = values.into_iter().next_back() {
            fields.insert(self.field(), value);
        }
        Ok(())
    }

    /// The values in a request, as they are typed.
    fn get(&self, request: &Value) -> Vec<String> {
        let of_facet = |side: &str, facet: Dimension| &request[side][facet.name()];
        let value = match self.kind {
            Kind::Facet(facet) => of_facet("filters", facet),
            Kind::NotFacet(facet) => of_facet("exclude", facet),
            _ => &request[self.field()],
        };
        let typed = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match value {
            Value::Null | Value::Bool(false) => Vec::new(),
            Value::Array(values) => values.iter().map(typed).collect(),
            Value::String(text) if text.is_empty() => Vec::new(),
            one => vec![typed(one)],
        }
    }

    fn flag(&self, value: &str) -> Result<bool> {
        match value.to_lowercase().as_str() {
            "" | "true" | "yes" | "y" | "1" | "x" => Ok(true),
            "false" | "no" | "n" | "0" => Ok(false),
            _ => Err(self.refuse(value, "it is `yes` or `no`")),
        }
    }

    fn number(&self, value: &str, least: u64, most: u64) -> Result<u64> {
        let number = value.trim().parse().ok();
        let number = number.filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| self.refuse(value, &format!("it takes {least} to {most}")))
    }

    fn refuse(&self, value: &str, why: &str) -> Error {
        Error::Usage {
            message: format!("`{}` cannot be `{value}`", self.name),
            hint: Some(why.to_owned()),
        }
    }
}

fn push(fields: &mut Map<String, Value>, side: &str, facet: Dimension, value: &str) -> Result<()> {
    let side = fields
        .entry(side)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(side) = side {
        let values = side
            .entry(facet.name())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(value.into());
        }
    }
    Ok(())
}

/// A facet by its name; else why it is none.
pub(crate) fn facet(name: &str) -> std::result::Result<Dimension, String> {
    Dimension::from_name(name.trim()).ok_or_else(|| {
        let names = Dimension::ALL.map(Dimension::name);
        match spelling::nearest(name, names) {
            Some(near) => format!("no such facet; did you mean `{near}`?"),
            None => format!("no such facet; there are {}", list(&names)),
        }
    })
}

/// A kind of action by its name, in any number; else why it is none.
pub(crate) fn action_kind(name: &str) -> std::result::Result<ActionKind, String> {
    let wanted = spelling::simplify(name);
    let mut kinds = ActionKind::ALL.iter();
    let named = kinds.find(|kind| {
        let kind = spelling::simplify(kind.name());
        kind == wanted || kind.trim_end_matches('s') == wanted.trim_end_matches('s')
    });
    named.copied().ok_or_else(|| {
        let names: Vec<&str> = ActionKind::ALL.iter().map(|kind| kind.name()).collect();
        format!("there are {}", list(&names))
    })
}
