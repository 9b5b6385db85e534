//! Errors of usage, as the parser of arguments finds them.

use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue};

use super::args::Args;
use crate::text::spelling;

/// Replaces the names that the parser suggests by those that are a slip of the keyboard away, if
/// there are any.
pub(super) fn with_near_names(mut error: clap::Error) -> clap::Error {
    let string = |kind| match error.get(kind) {
        Some(ContextValue::String(typed)) => Some(typed.clone()),
        _ => None,
    };
    if let Some(typed) = string(ContextKind::InvalidSubcommand) {
        let root = Args::command();
        let commands: Vec<&str> = root
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        let near = spelling::near(&typed, commands, 2).into_iter();
        let near: Vec<String> = near.map(str::to_owned).collect();
        error.remove(ContextKind::SuggestedSubcommand);
        if !near.is_empty() {
            error.insert(
                ContextKind::SuggestedSubcommand,
                ContextValue::Strings(near),
            );
        }
    } else if let Some(typed) = string(ContextKind::InvalidArg)
        && let Some(suggested) = string(ContextKind::SuggestedArg)
        && spelling::near(&typed, [suggested.as_str()], 1).is_empty()
    {
        error.remove(ContextKind::SuggestedArg);
    }
    error
}

/// What is wrong, without usage and tips.
pub(super) fn message(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let lines = paragraph
        .trim_start_matches("error: ")
        .lines()
        .map(str::trim);
    lines.collect::<Vec<_>>().join(" ")
}

/// Whether the answer is asked for as JSON, and so errors are JSON too.
pub(super) fn asks_for_json(args: &[OsString]) -> bool {
    let json = |name: &str| matches!(name, "json" | "jsonl");
    let args: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let split = args.windows(2);
    let mut split = split
        .filter(|pair| pair[0] == "--format")
        .map(|pair| pair[1].as_ref());
    let mut whole = args.iter().filter_map(|arg| arg.strip_prefix("--format="));
    split.any(json) || whole.any(json)
}
