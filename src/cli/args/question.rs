//! Options of questions, made from the table of parameters.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args as ClapArgs, Command, FromArgMatches, value_parser};

use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::answers::actions::ActionKind;
use crate::answers::parameters::{Kind, Parameter, Question, action_kind, facet};
use crate::cli::complete;
use crate::render::{BIBLIOGRAPHY, FORMATS, OutputFormat, SVG};
use crate::report::facet::Dimension;

/// What is asked: the parameters of question number `Q`, and how the answer is to be written.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct Asked<const Q: usize> {
    /// Names and values, in the order of the table.
    pub(in crate::cli) pairs: Vec<(&'static str, String)>,
    /// The user's own list of synonyms.
    pub(in crate::cli) synonyms: Option<PathBuf>,
    /// Whether whole passages are shown.
    pub(in crate::cli) full: bool,
    /// Whether the answer is put on the clipboard too.
    pub(in crate::cli) copy: bool,
    /// The output format.
    pub(in crate::cli) format: OutputFormat,
}

/// Help lists the values of a facet that has at most so many.
const MOST_LISTED: usize = 30;

/// The formats in which a question can be answered.
fn formats(question: Question) -> Vec<OutputFormat> {
    match question {
        Question::Trend => [&FORMATS[..], &[SVG]].concat(),
        Question::Quote => [&FORMATS[..], &BIBLIOGRAPHY].concat(),
        Question::Open | Question::Export | Question::Batch => Vec::new(),
        _ => FORMATS.to_vec(),
    }
}

/// Reads the name of one of `formats`.
pub(in crate::cli) fn format_parser(
    formats: &[OutputFormat],
) -> impl TypedValueParser<Value = OutputFormat> + use<> {
    let formats = formats.to_vec();
    let names = formats.iter();
    let names = names.map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).map(move |name| {
        let mut formats = formats.iter();
        let named = formats.find(|format| format.name == name);
        named.copied().unwrap_or_default()
    })
}

/// Questions whose options stand in groups, that of the format among them.
fn has_groups(question: Question) -> bool {
    question.parameters().any(|parameter| {
        parameter.heading.is_some() && !matches!(parameter.kind, Kind::Facet(_) | Kind::NotFacet(_))
    })
}

impl<const Q: usize> ClapArgs for Asked<Q> {
    fn augment_args(mut command: Command) -> Command {
        let question = Question::ALL[Q];
        for parameter in question.parameters() {
            command = command.arg(argument(parameter));
            if parameter.name == "exact" {
                command = command.arg(
                    Arg::new("synonyms")
                        .long("synonyms")
                        .value_name("FILE")
                        .value_parser(value_parser!(PathBuf))
                        .conflicts_with("exact")
                        .help_heading("Query")
                        .help("Add the synonyms in this file [environment: FINDINGS_SYNONYMS]"),
                );
            }
        }
        if matches!(question, Question::Search | Question::Similar) {
            let full = Arg::new("full").long("full").action(ArgAction::SetTrue);
            command = command.arg(full.help_heading("Output").help("Show whole passages"));
        }
        if question == Question::Quote {
            let copy = Arg::new("copy").long("copy").action(ArgAction::SetTrue);
            command = command.arg(copy.help("Also copy the answer to the clipboard"));
        }
        let formats = formats(question);
        if !formats.is_empty() {
            let mut format = Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .default_value("text")
                .value_parser(format_parser(&formats))
                .help("Output format");
            if has_groups(question) {
                format = format.help_heading("Output");
            }
            command = command.arg(format);
        }
        command.args_override_self(true)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The values of a facet that has few, in a row.
fn values(facet: Dimension) -> Option<String> {
    let listed = facet.listed();
    let mut values: Vec<String> = listed.iter().map(|path| path.label(facet)).collect();
    values.dedup();
    (1..=MOST_LISTED)
        .contains(&values.len())
        .then(|| values.join(", "))
}

fn facet_names() -> Vec<CompletionCandidate> {
    let facets = Dimension::ALL.into_iter();
    facets
        .map(|facet| CompletionCandidate::new(facet.name()))
        .collect()
}

fn action_kinds() -> Vec<CompletionCandidate> {
    let kinds = ActionKind::ALL.iter();
    kinds
        .map(|kind| CompletionCandidate::new(kind.name()))
        .collect()
}

impl<const Q: usize> Asked<Q> {
    /// Whether an option was given.
    pub(in crate::cli) fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(own, _)| *own == name)
    }
}

/// The argument of a parameter. Values are checked here too, so that messages name the option.
fn argument(parameter: &'static Parameter) -> Arg {
    let mut argument = Arg::new(parameter.name).help(parameter.help.as_ref());
    argument = match parameter.kind {
        Kind::Flag => argument.action(ArgAction::SetTrue),
        Kind::Text => match parameter.name {
            "name" | "areas" => argument.add(complete::values_of(Dimension::Area)),
            "id" | "ids" | "report" => argument.add(complete::reports()),
            _ => argument,
        },
        Kind::Facet(facet) => {
            let argument = argument.add(complete::values_of(facet));
            match values(facet) {
                Some(values) => argument.long_help(format!("{}: {values}", parameter.help)),
                None => argument,
            }
        }
        Kind::NotFacet(facet) => argument.add(complete::values_of(facet)),
        Kind::Number(least, most) => argument.value_parser(value_parser!(u64).range(least..=most)),
        Kind::Choice(choices) => {
            let named = choices.iter();
            let named = named.map(|&(name, about)| PossibleValue::new(name).help(about));
            argument.value_parser(PossibleValuesParser::new(named))
        }
        Kind::FacetNames => argument
            .value_delimiter(',')
            .add(ArgValueCandidates::new(facet_names))
            .value_parser(|name: &str| facet(name).map(|facet| facet.name().to_owned())),
        Kind::Action => argument
            .add(ArgValueCandidates::new(action_kinds))
            .value_parser(|name: &str| action_kind(name).map(|kind| kind.name().to_owned())),
    };
    if !matches!(parameter.kind, Kind::Flag) {
        argument = argument.value_name(parameter.value_name);
        if parameter.repeatable || (parameter.positional && parameter.name != "id") {
            argument = argument.action(ArgAction::Append);
        }
    }
    argument = if parameter.positional {
        let several = parameter.name != "id";
        let least = match (parameter.required, parameter.name) {
            (true, "areas") => 2,
            (true, _) => 1,
            (false, _) => 0,
        };
        let argument = argument.required(parameter.required);
        if several {
            argument.num_args(least..)
        } else {
            argument
        }
    } else {
        argument.long(parameter.name)
    };
    if let Some(default) = parameter.default {
        argument = argument.default_value(default);
    }
    if let Some(short) = parameter.short {
        argument = argument.short(short);
    }
    if let Some(heading) = parameter.heading {
        argument = argument.help_heading(heading);
    }
    if let Some(other) = parameter.conflicts_with {
        argument = argument.conflicts_with(other);
    }
    argument.hide_short_help(matches!(parameter.kind, Kind::NotFacet(_)))
}

impl<const Q: usize> FromArgMatches for Asked<Q> {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let question = Question::ALL[Q];
        let mut asked = Asked::default();
        for parameter in question.parameters() {
            let name = parameter.name;
            if matches.value_source(name) != Some(ValueSource::CommandLine) {
                continue;
            }
            if parameter.kind == Kind::Flag {
                asked.pairs.push((name, "true".to_owned()));
                continue;
            }
            let values = matches.get_raw(name).into_iter().flatten();
            let values: Vec<String> = values
                .map(|value| value.to_string_lossy().into_owned())
                .collect();
            if parameter.repeatable {
                asked
                    .pairs
                    .extend(values.into_iter().map(|value| (name, value)));
            } else {
                asked.pairs.push((name, values.join(" ")));
            }
        }
        if question.parameter("exact").is_some() {
            asked.synonyms = matches.get_one("synonyms").cloned();
        }
        if matches!(question, Question::Search | Question::Similar) {
            asked.full = matches.get_flag("full");
        }
        if question == Question::Quote {
            asked.copy = matches.get_flag("copy");
        }
        if !formats(question).is_empty() {
            let format = matches.get_one::<OutputFormat>("format");
            asked.format = format.copied().unwrap_or_default();
        }
        Ok(asked)
    }

    fn update_from_arg_matches(
        &mut self,
        matches: &ArgMatches,
    ) -> std::result::Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
