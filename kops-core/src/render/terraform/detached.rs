//! Empty lists, where an autoscaling group had load balancers or target groups and has none any more.
//!
//! In: the files that were rendered before, and the new ones. Out: `kubernetes.tf`. The AWS provider leaves alone what a group is attached to
//! where nothing is said of it. A group that stays attached to a load balancer that is deleted cannot start instances.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::moved::body;
use super::{Files, MAIN_FILE};

/// The first line of a group, before and after its name.
const HEAD: (&str, &str) = ("resource \"aws_autoscaling_group\" \"", "\" {");
/// The arguments of a group that the provider leaves alone where they are missing, in their order.
const ATTACHMENTS: [&str; 2] = ["load_balancers", "target_group_arns"];

/// Returns the text of `kubernetes.tf` with an empty list for each of these arguments that a group of the `previous` files has and that it
/// lacks in the new ones. Nothing where that is none, or the previous files are not Terraform's.
pub(crate) fn detached(previous: &Files, files: &Files) -> Option<Bytes> {
    let (old, new) = (attachments(previous)?, attachments(files)?);
    let text = std::str::from_utf8(files.get(MAIN_FILE)?).ok()?;
    let mut out = String::with_capacity(text.len());
    let mut missing: Vec<&str> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix(HEAD.0).and_then(|rest| rest.strip_suffix(HEAD.1)) {
            let (had, has) = (old.get(name), new.get(name));
            let is_missing = |argument: &&str| {
                had.is_some_and(|had| had.contains(argument)) && !has.is_some_and(|has| has.contains(argument))
            };
            missing = ATTACHMENTS.into_iter().filter(is_missing).collect();
        }
        while missing.first().is_some_and(|argument| comes_before(argument, line)) {
            // Below the `=` of the next argument.
            let width = line.find(" = ").map_or(0, |end| end - INDENT.len());
            out.push_str(&format!("{INDENT}{:width$} = []\n", missing.remove(0)));
        }
        out.push_str(line);
        out.push('\n');
    }
    (out != text).then(|| Bytes::from(out))
}

/// The indentation of a group's arguments and blocks, which are in the order of their names.
const INDENT: &str = "  ";

/// True for the line of a group before which an argument has its place.
fn comes_before(argument: &str, line: &str) -> bool {
    let name = line.strip_prefix(INDENT).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    line == "}" || name.starts_with(|c: char| c.is_ascii_lowercase()) && argument < name
}

/// Which of these arguments each group has.
fn attachments(files: &Files) -> Option<BTreeMap<String, Vec<&'static str>>> {
    let body = body(files, MAIN_FILE)?;
    let groups = body.blocks().filter_map(|block| match block.labels() {
        [resource_type, name] if resource_type.as_str() == "aws_autoscaling_group" => {
            let has = |argument: &&str| block.body().attributes().any(|found| found.key() == *argument);
            let found: Vec<&'static str> = ATTACHMENTS.into_iter().filter(has).collect();
            Some((name.as_str().to_owned(), found))
        }
        _ => None,
    });
    Some(groups.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(first: &str, second: &str) -> Files {
        let text = format!(
            "resource \"aws_autoscaling_group\" \"nodes\" {{\n  launch_template {{\n    version = \"1\"\n  }}\n\
             {first}  max_instance_lifetime = 0\n  tag {{\n    key = \"a\"\n  }}\n{second}  vpc_zone_identifier = [\"subnet-1\"]\n}}\n\n\
             resource \"aws_vpc\" \"a\" {{\n}}\n"
        );
        [(MAIN_FILE.to_owned(), Bytes::from(text))].into()
    }

    #[test]
    fn what_a_group_had_and_has_not_is_an_empty_list() {
        let (elb, none) = ("  load_balancers        = [\"web\"]\n", "  load_balancers        = []\n");
        let (arns, no_arns) = ("  target_group_arns   = [\"arn\"]\n", "  target_group_arns   = []\n");
        for (previous, now, expected) in [
            ((elb, arns), ("", ""), Some((none, no_arns))),
            ((elb, ""), ("", arns), Some((none, arns))),
            (("", arns), (elb, ""), Some((elb, no_arns))),
            // The list may not have been applied yet.
            ((none, ""), ("", ""), Some((none, ""))),
            ((elb, arns), (elb, arns), None),
            (("", ""), ("", ""), None),
        ] {
            let found = detached(&files(previous.0, previous.1), &files(now.0, now.1));
            let expected = expected.map(|(first, second)| files(first, second)[MAIN_FILE].clone());
            assert_eq!(found, expected, "{previous:?} {now:?}");
        }
        assert_eq!(detached(&Files::new(), &files("", "")), None);
    }

    #[test]
    fn a_group_that_is_new_or_gone_has_no_empty_list() {
        let other = |text: &str| -> Files {
            let files = files(text, "");
            let text = String::from_utf8_lossy(&files[MAIN_FILE]).replace("\"nodes\"", "\"other\"");
            [(MAIN_FILE.to_owned(), Bytes::from(text))].into()
        };
        assert_eq!(detached(&other("  load_balancers = [\"web\"]\n"), &files("", "")), None);
    }
}
