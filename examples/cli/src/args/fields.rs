//! The fields that one `--set` or `--unset` names.
//!
//! kops reads both as one line of CSV. Here a comma between the entries of a list needs no quotes: `--set` is split where another
//! field begins.

use std::convert::Infallible;

/// The fields of one flag: `PATH=VALUE` to set, `PATH` to unset.
#[derive(Clone, Debug)]
pub(crate) struct Fields(Vec<String>);

impl Fields {
    /// Reads the value of `--set`: `spec.channel=alpha,spec.sshAccess=10.0.0.0/8,192.0.2.0/24` sets two fields.
    pub(crate) fn to_set(text: &str) -> Result<Self, String> {
        split(text, begins_with_field).into_iter().map(with_value).collect::<Result<_, _>>().map(Self)
    }

    /// Reads one field to set, as it is.
    pub(crate) fn one_to_set(text: String) -> Result<Self, String> {
        Ok(Self(vec![with_value(text)?]))
    }

    /// Reads the value of `--unset`.
    pub(crate) fn to_unset(text: &str) -> Result<Self, Infallible> {
        Ok(Self(split(text, |_| true)))
    }

    /// One field to unset, as it is.
    pub(crate) fn one_to_unset(text: String) -> Self {
        Self(vec![text])
    }

    /// The fields of all flags.
    pub(crate) fn of(flags: &[Self]) -> Vec<String> {
        flags.iter().flat_map(|flag| flag.0.iter().cloned()).collect()
    }
}

/// Refuses a field to set that has no value.
fn with_value(field: String) -> Result<String, String> {
    if field.contains('=') { Ok(field) } else { Err(format!("`{field}` has no value: expected FIELD=VALUE")) }
}

/// Splits a text at the commas that the beginning of another field follows, and takes the quotes off fields.
fn split(mut rest: &str, begins: fn(&str) -> bool) -> Vec<String> {
    let mut fields = Vec::new();
    while !rest.is_empty() {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let ends = |(place, _): &(usize, &str)| begins(&rest[place + 1..]);
                let end = rest.match_indices(',').find(ends).map_or(rest.len(), |(place, _)| place);
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        fields.push(field);
        rest = after.strip_prefix(',').unwrap_or(after);
    }
    fields
}

/// Reads up to the quote that ends a field, which a comma or nothing follows; a quote is written twice. As in kops, others stay.
fn unquote(text: &str) -> (String, &str) {
    let mut field = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('"') {
        field += before;
        if after.is_empty() || after.starts_with(',') {
            return (field, after);
        }
        field.push('"');
        rest = after.strip_prefix('"').unwrap_or(after);
    }
    (field + rest, "")
}

/// Whether a text begins with the path of a field and `=`, maybe in quotes.
fn begins_with_field(text: &str) -> bool {
    let text = text.strip_prefix('"').unwrap_or(text.trim_start());
    let text = ["cluster.", "instancegroup."].iter().find_map(|kind| text.strip_prefix(kind)).unwrap_or(text);
    let is_path = |path: &str| path.starts_with("spec.") || path.starts_with("metadata.");
    text.split(',').next().and_then(|field| field.split_once('=')).is_some_and(|(path, _)| is_path(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_sets_several_fields_and_a_list_needs_no_quotes() {
        for (text, expected) in [
            ("spec.channel=alpha", &["spec.channel=alpha"][..]),
            ("spec.a=systemd,spec.b=100", &["spec.a=systemd", "spec.b=100"]),
            ("spec.a=x,cluster.spec.b=y,metadata.c=z", &["spec.a=x", "cluster.spec.b=y", "metadata.c=z"]),
            (
                "spec.sshAccess=10.0.0.0/8,192.0.2.0/24,spec.b=1",
                &["spec.sshAccess=10.0.0.0/8,192.0.2.0/24", "spec.b=1"],
            ),
            (r#""spec.sshAccess=a,b""#, &["spec.sshAccess=a,b"]),
            (r#""spec.sshAccess=a,b",spec.c=1"#, &["spec.sshAccess=a,b", "spec.c=1"]),
            (r#"spec.c=1,"spec.sshAccess=a,b""#, &["spec.c=1", "spec.sshAccess=a,b"]),
            (r#"spec.a={"x": 1}"#, &[r#"spec.a={"x": 1}"#]),
            (r#""spec.a=say ""hello"", twice""#, &[r#"spec.a=say "hello", twice"#]),
            (r#""spec.a="b" c""#, &[r#"spec.a="b" c"#]),
            (r#""spec.a=b"#, &["spec.a=b"]),
            ("spec.a=x,spec.b", &["spec.a=x,spec.b"]),
            ("spec.a=x, spec.b=y", &["spec.a=x", " spec.b=y"]),
            ("", &[]),
        ] {
            assert_eq!(
                Fields::to_set(text).map(|fields| fields.0),
                Ok(expected.iter().map(|&f| f.to_owned()).collect())
            );
        }
    }

    #[test]
    fn a_field_to_set_has_a_value() {
        for (text, field) in [("spec.channel", "spec.channel"), (r#""spec.a",spec.b=1"#, "spec.a"), ("a,b", "a,b")] {
            let wrong = Fields::to_set(text).map(|fields| fields.0);
            assert_eq!(wrong, Err(format!("`{field}` has no value: expected FIELD=VALUE")));
        }
    }

    #[test]
    fn every_comma_separates_fields_to_unset() {
        let Ok(fields) = Fields::to_unset(r#"spec.a,"spec.b",spec.c"#);
        assert_eq!(fields.0, ["spec.a", "spec.b", "spec.c"]);
    }
}
