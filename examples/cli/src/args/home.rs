//! Paths below the home folder. A shell leaves `~/` as it is behind `=` and in quotes; kops reads it there, too.

use std::ffi::{OsStr, OsString};

/// Returns the arguments with the home folder for `~/` at the beginning of one, or of the value of an option.
pub(super) fn expand(arguments: impl IntoIterator<Item = OsString>, home: Option<&str>) -> Vec<OsString> {
    let expand = |argument: OsString| home.and_then(|home| below(home, &argument)).unwrap_or(argument);
    arguments.into_iter().map(expand).collect()
}

/// The argument with the home folder; nothing where it does not name it.
fn below(home: &str, argument: &OsStr) -> Option<OsString> {
    let text = argument.to_str()?;
    let start = match text.find('=') {
        Some(place) if text.starts_with('-') => place + 1,
        _ => 0,
    };
    let path = text[start..].strip_prefix("~/")?;
    Some(format!("{}{}/{path}", &text[..start], home.trim_end_matches('/')).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_below_the_home_folder_is_found_where_the_shell_leaves_it() {
        for (given, expected) in [
            ("--ssh-public-key=~/.ssh/id_rsa.pub", "--ssh-public-key=/home/jane/.ssh/id_rsa.pub"),
            ("-o=~/plan", "-o=/home/jane/plan"),
            ("~/plan", "/home/jane/plan"),
            ("--out=~jane/plan", "--out=~jane/plan"),
            ("--set=name=~/x", "--set=name=~/x"),
            ("name=~/x", "name=~/x"),
            ("--out=./~/plan", "--out=./~/plan"),
        ] {
            assert_eq!(expand([given.into()], Some("/home/jane")), [OsString::from(expected)], "{given}");
            assert_eq!(expand([given.into()], None), [OsString::from(given)], "{given}");
        }
    }
}
