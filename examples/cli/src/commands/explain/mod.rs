//! `kops explain`: the page of a code, or the documentation of a field.

mod field;

use kops_core::codes::{self, CodePage};
use kops_core::fields;
use serde::Serialize;

use crate::args::{ExplainArgs, ExplainFormat};
use crate::failure::Failure;
use crate::output;

/// Prints what there is to know of a field or a code.
pub(crate) fn run(args: &ExplainArgs) -> Result<(), Failure> {
    // Codes are `area/rule`; paths of fields have no slash.
    if args.topic.contains('/') {
        if args.recursive {
            return Err(Failure::usage("--recursive is for fields"));
        }
        let page = codes::explain(&args.topic)?;
        return print(args.output, &page, || text(&page));
    }
    let explain = if args.recursive { fields::explain_all } else { fields::explain };
    let page = explain(&args.topic)?;
    print(args.output, &page, || field::text(&page, args.recursive))
}

fn print(format: ExplainFormat, page: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), Failure> {
    match format {
        ExplainFormat::Text => Ok(output::result(&text())?),
        ExplainFormat::Json => {
            let json = serde_json::to_value(page).map_err(|error| Failure::message(error.to_string()))?;
            Ok(output::data(&format!("{json:#}\n"))?)
        }
    }
}

fn text(page: &CodePage) -> String {
    let mut text =
        format!("CODE: {}\n\n{}\n\nDESCRIPTION:\n{}", page.code, page.summary, indent(&wrap(page.description), 4));
    text += &format!("\nEXAMPLE:\n{}", indent(&page.wrong, 4));
    match &page.right {
        Some(right) => text += &format!("\nINSTEAD:\n{}", indent(right, 4)),
        None => text += "\nINSTEAD:\n    Leave the field out.\n",
    }
    text
}

/// The width of descriptions, as that of kubectl.
const WIDTH: usize = 80;

/// Breaks paragraphs into lines.
fn wrap(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH - 4 {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += word;
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// Indents each line; the text ends with a line break.
fn indent(text: &str, width: usize) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{:width$}{line}\n", "") }).collect()
}
