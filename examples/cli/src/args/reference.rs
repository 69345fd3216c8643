//! The page of the book about commands is made from the arguments.

#![expect(clippy::disallowed_methods, reason = "the test is about a file of the book")]

use std::fmt::Write as _;
use std::path::Path;

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use super::Cli;

const WRITE: &str = "KOPS_WRITE_BOOK";

const HEAD: &str = "# Commands

Commands and flags have the names that they have in kops. See [what differs](../differences.md), also for those that are missing, and the
[exit codes](exit-codes.md).

<!-- Made from the arguments of the command line: run `make book` after a change, and do not edit it. -->
";

#[test]
fn the_page_of_commands_is_what_the_arguments_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/reference/commands.md");
    let mut kops = Cli::command();
    kops.build();
    let mut page = HEAD.to_owned();
    page += "\n## Global options\n\nEvery command takes these.\n\n";
    kops.get_arguments()
        .filter(|arg| arg.is_global_set() && is_shown(arg))
        .for_each(|arg| write_option(arg, &mut page));
    write_commands(&kops, &mut page);
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &page).expect("writes");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == page, "docs/src/reference/commands.md is stale: run `make book`");
}

/// Writes the commands that do something by themselves, each with its full name.
fn write_commands(command: &Command, page: &mut String) {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help") {
        if !below.is_subcommand_required_set() {
            write_command(below, command, page);
        }
        write_commands(below, page);
    }
}

/// Writes a command, without the options that all commands of its parent take.
fn write_command(command: &Command, parent: &Command, page: &mut String) {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let mut usage = command.clone().render_usage().to_string();
    usage = usage.trim_start_matches("Usage: ").replace("\n       ", "\n");
    write!(page, "\n## {name}\n\n{}\n\n```text\n{}\n```\n", sentence(&about), usage.trim()).expect("writes");
    let aliases: Vec<String> = command.get_visible_aliases().map(|alias| format!("`{alias}`")).collect();
    if !aliases.is_empty() {
        write!(page, "\nAlso spelled {}.\n", aliases.join(", ")).expect("writes");
    }
    let is_inherited =
        |arg: &Arg| parent.get_arguments().any(|given| given.is_global_set() && given.get_id() == arg.get_id());
    let mut options: Vec<&Arg> = command.get_arguments().filter(|arg| !is_inherited(arg) && is_shown(arg)).collect();
    options.sort_by_key(|arg| !arg.is_positional());
    if !options.is_empty() {
        page.push('\n');
    }
    options.into_iter().for_each(|arg| write_option(arg, page));
}

fn is_shown(arg: &Arg) -> bool {
    !arg.is_hide_set()
        && !matches!(
            arg.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
        )
}

fn write_option(arg: &Arg, page: &mut String) {
    let names = [arg.get_short().map(|short| format!("-{short}")), arg.get_long().map(|long| format!("--{long}"))];
    let names: Vec<String> = names.into_iter().flatten().collect();
    let values: Vec<&str> = arg.get_value_names().into_iter().flatten().map(|name| name.as_str()).collect();
    let takes_value = arg.get_action().takes_values();
    let value = if takes_value && !arg.is_positional() { format!(" <{}>", values.join("> <")) } else { String::new() };
    let name = if arg.is_positional() { values.join(" ") } else { format!("{}{value}", names.join(", ")) };
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut notes = Vec::new();
    if arg.is_required_set() {
        notes.push("Required.".to_owned());
    }
    let choices: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| takes_value && !value.is_hide_set())
        .map(|value| match value.get_help() {
            Some(help) => format!("`{}` ({help})", value.get_name()),
            None => format!("`{}`", value.get_name()),
        })
        .collect();
    if !choices.is_empty() {
        notes.push(format!("One of {}.", choices.join(", ")));
    }
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if takes_value && !defaults.is_empty() {
        notes.push(format!("Default: `{}`.", defaults.join(",")));
    }
    let text = [sentence(&help)].into_iter().chain(notes).collect::<Vec<_>>().join(" ");
    writeln!(page, "- `{name}`: {text}").expect("writes");
}

/// Help as a sentence, in which flags and what is in angle brackets are text.
fn sentence(help: &str) -> String {
    let text =
        help.trim().split('\n').map(str::trim).collect::<Vec<_>>().join("\n").replace('<', "\\<").replace('*', "\\*");
    if text.is_empty() || text.ends_with(['.', ')', ']']) { text } else { format!("{text}.") }
}
