//! Parsing of the command line, where flags may have a value as scripts for kops write them: `--yes=true` is `--yes`, and `--yes=false`
//! is no flag.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::{ArgAction, Command, CommandFactory as _, FromArgMatches as _};

use super::{Cli, home};
use crate::environment;

/// Parses the command line.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    let arguments = home::expand(arguments, environment::home().as_deref());
    let arguments = without_values(&command, arguments);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Returns the arguments of a command line with every value of a flag that takes none written without it.
fn without_values(command: &Command, arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let (mut flags, mut options) = (BTreeSet::new(), BTreeSet::new());
    collect(command, &mut flags, &mut options);
    let mut is_over = false;
    let plain = arguments.into_iter().filter_map(|argument| {
        is_over |= argument == "--";
        let parts = argument.to_str().filter(|_| !is_over).and_then(|text| text.strip_prefix("--")?.split_once('='));
        let set = parts
            .filter(|(name, _)| flags.contains(*name) && !options.contains(*name))
            .and_then(|(name, value)| Some((name, parse_bool(value)?)));
        match set {
            Some((name, true)) => Some(format!("--{name}").into()),
            Some((_, false)) => None,
            None => Some(argument),
        }
    });
    plain.collect()
}

/// Collects the names of all flags, and of all options with a value.
fn collect(command: &Command, flags: &mut BTreeSet<String>, options: &mut BTreeSet<String>) {
    for argument in command.get_arguments() {
        let names = argument.get_long().into_iter().chain(argument.get_all_aliases().unwrap_or_default());
        let names = names.map(str::to_owned);
        if matches!(argument.get_action(), ArgAction::SetTrue) { flags.extend(names) } else { options.extend(names) }
    }
    for below in command.get_subcommands() {
        collect(below, flags, options);
    }
}

/// Reads a boolean as Go's `strconv.ParseBool` does.
fn parse_bool(value: &str) -> Option<bool> {
    match value {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::Arg;

    use super::*;

    #[test]
    fn an_option_with_a_boolean_takes_it_after_an_equals_sign_only() {
        fn wrong(command: &Command, found: &mut Vec<String>) {
            let is_boolean =
                |argument: &&Arg| argument.get_possible_values().iter().any(|value| value.matches("true", false));
            let takes_the_next_word =
                |argument: &&Arg| !argument.is_require_equals_set() || !matches!(argument.get_action(), ArgAction::Set);
            let of_command = command.get_arguments().filter(is_boolean).filter(takes_the_next_word);
            found.extend(of_command.map(|argument| format!("{}: --{}", command.get_name(), argument.get_id())));
            command.get_subcommands().for_each(|below| wrong(below, found));
        }
        let mut command = Cli::command();
        command.build();
        let mut found = Vec::new();
        wrong(&command, &mut found);
        assert_eq!(found, Vec::<String>::new(), "kops takes what follows `--surge` for the next argument");
    }

    #[test]
    fn values_of_flags_are_taken_as_kops_takes_them() {
        let cases: [(&[&str], &[&str]); 7] = [
            (&["kops", "update", "cluster", "--yes=true"], &["kops", "update", "cluster", "--yes"]),
            (&["kops", "update", "cluster", "--yes=0", "-o=json"], &["kops", "update", "cluster", "-o=json"]),
            (&["kops", "--yes=perhaps"], &["kops", "--yes=perhaps"]),
            (&["kops", "--bastion=True"], &["kops", "--bastion=True"]),
            (&["kops", "--fail-on-drain-error=false"], &["kops", "--fail-on-drain-error=false"]),
            (&["kops", "--name=1", "--unknown=true"], &["kops", "--name=1", "--unknown=true"]),
            (&["kops", "--", "--yes=true"], &["kops", "--", "--yes=true"]),
        ];
        for (given, expected) in cases {
            assert_eq!(without_values(&Cli::command(), given.iter().map(OsString::from)), expected, "{given:?}");
        }
    }
}
