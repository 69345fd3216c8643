//! Placeholders of a template that were left in a spec: the template was given instead of what it renders to.

use super::codes;
use crate::diag::{Diagnostic, ObjectRef, push_key};
use crate::yaml::{Document, Node, TemplateLanguage, Value};

/// Finds the first value of an object that is a placeholder of a template and nothing else, such as `${name}` or
/// `{{ .clusterName }}`, or a name with a placeholder in it. Placeholders inside of the text of scripts and policies are not looked at.
pub(super) fn check(document: &Document, object: &ObjectRef) -> Option<Diagnostic> {
    let name = document.root.field("metadata").and_then(|metadata| metadata.field("name"));
    let in_name = name.and_then(|node| Some((node, "metadata.name".to_owned(), TemplateLanguage::of(node.as_str()?)?)));
    let (node, path, language) = in_name.or_else(|| first(&document.root, String::new()))?;
    let text = node.as_str().unwrap_or_default();
    let message = format!("`{text}` is a placeholder that was not filled in");
    let finding = Diagnostic::error(codes::TEMPLATE.id, message).at(object.field(path));
    Some(finding.located(document.location(node.at)).help(language.advice()))
}

fn first(node: &Node, path: String) -> Option<(&Node, String, TemplateLanguage)> {
    match &node.value {
        Value::String(text) => whole(text).map(|language| (node, path, language)),
        Value::Sequence(items) => items.iter().enumerate().find_map(|(i, item)| first(item, format!("{path}[{i}]"))),
        Value::Mapping(entries) => entries.iter().find_map(|entry| {
            let mut field = path.clone();
            push_key(&mut field, &entry.key);
            first(&entry.value, field)
        }),
        _ => None,
    }
}

/// The language of a text that is one placeholder.
fn whole(text: &str) -> Option<TemplateLanguage> {
    let inner = |open: &str, close: &str| text.trim().strip_prefix(open)?.strip_suffix(close);
    inner("${", "}").or_else(|| inner("{{", "}}")).filter(|inner| !inner.contains(['{', '}']))?;
    TemplateLanguage::of(text)
}
