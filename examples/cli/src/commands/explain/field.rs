//! Fields of specs, shown as `kubectl explain` shows those of Kubernetes.

use kops_core::fields::{FieldPage, FieldSummary};

use super::{indent, wrap};

/// Shows a field with what is below it: with the descriptions, or the names of all levels.
pub(super) fn text(page: &FieldPage, recursive: bool) -> String {
    let (group, version) = page.version.split_once('/').unwrap_or_default();
    let mut text = format!("GROUP:      {group}\nKIND:       {}\nVERSION:    {version}\n\n", page.kind);
    if let Some(field) = &page.field {
        text += &format!("FIELD: {field} <{}>\n", page.r#type);
        if !page.r#enum.is_empty() {
            text += &format!("ENUM:\n{}", indent(&page.r#enum.join("\n"), 4));
        }
        text += "\n";
    }
    text += &format!("DESCRIPTION:\n{}", indent(&wrap(&page.description), 4));
    if !page.fields.is_empty() {
        text += "\nFIELDS:\n";
        for field in &page.fields {
            write(field, recursive, 2, &mut text);
        }
    }
    text
}

fn write(field: &FieldSummary, recursive: bool, width: usize, text: &mut String) {
    let required = if field.required { " -required-" } else { "" };
    *text += &format!("{:width$}{}\t<{}>{required}\n", "", field.name, field.r#type);
    if recursive {
        return field.fields.iter().for_each(|below| write(below, recursive, width + 2, text));
    }
    if !field.r#enum.is_empty() {
        *text += &format!("{:below$}enum: {}\n", "", field.r#enum.join(", "), below = width + 2);
    }
    *text += &format!("{}\n", indent(&wrap(&field.description), width + 2));
}
