//! The text of a configuration, laid out as `terraform fmt` would.

use hcl::Block;
use hcl::format::{Format, Formatter};

/// Writes blocks with an empty line between them.
pub(super) fn text(blocks: &[Block]) -> String {
    let mut formatter = Formatter::builder().dense(true).compact_arrays(true).build_vec();
    let mut texts = Vec::with_capacity(blocks.len());
    for block in blocks {
        let text = block.format_string(&mut formatter).expect("memory can be written to");
        texts.push(aligned(&text));
    }
    texts.join("\n")
}

/// Puts the `=` of arguments on neighbouring lines below each other, where their values end on the same line.
fn aligned(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for run in lines
        .chunk_by(|a, b| matches!((argument(a), argument(b)), (Some((a, _)), Some((b, _))) if indent(a) == indent(b)))
    {
        let width =
            run.iter().filter_map(|line| argument(line)).map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for line in run {
            match argument(line) {
                Some((name, value)) => out.push_str(&format!("{name:width$} = {value}\n")),
                None => {
                    out.push_str(line);
                    out.push('\n');
                }
            }
        }
    }
    out
}

/// The indented name and the value of a line that holds a whole argument.
fn argument(line: &str) -> Option<(&str, &str)> {
    let start = indent(line);
    let name_end = match line[start..].strip_prefix('"') {
        Some(quoted) => start + 1 + closing_quote(quoted)? + 1,
        None => start + line[start..].find(' ')?,
    };
    let (name, rest) = line.split_at(name_end);
    let value = rest.strip_prefix(" = ")?;
    (!value.ends_with(['{', '[', '('])).then_some((name, value))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Where a quoted text that began before ends.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_aligned_in_runs() {
        let nested = hcl::Block::builder("inner").add_attribute(("a", 1)).add_attribute(("long", "x")).build();
        let tags = hcl::expression!({ "a" = "1", "b = \"c\"" = "${2}" });
        let block = hcl::Block::builder("outer")
            .add_label("x")
            .add_attribute(("bb", "1"))
            .add_attribute(("a", vec!["p", "q"]))
            .add_block(nested)
            .add_attribute(("longer", true))
            .add_attribute(("tags", tags))
            .add_attribute(("z", "="))
            .build();
        let expected = r#"outer "x" {
  bb = "1"
  a  = ["p", "q"]
  inner {
    a    = 1
    long = "x"
  }
  longer = true
  tags = {
    "a"         = "1"
    "b = \"c\"" = "$${2}"
  }
  z = "="
}
"#;
        assert_eq!(text(&[block]), expected);
    }
}
