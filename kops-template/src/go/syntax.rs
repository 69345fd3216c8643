//! The parts of Go's actions, and what of Jinja2's has to stand in parentheses.

/// Splits a text outside of quotes and brackets.
pub(super) fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote, mut escaped) = (Vec::new(), 0, 0_usize, None, false);
    for (at, c) in text.char_indices() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', Some('"')) => escaped = true,
            (c, Some(open)) if c == open => quote = None,
            ('"' | '`', None) => quote = Some(c),
            ('(' | '[' | '{', None) => depth += 1,
            (')' | ']' | '}', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == separator && depth == 0 && quote.is_none() {
            parts.push(text[start..at].trim());
            start = at + c.len_utf8();
        }
    }
    parts.push(text[start..].trim());
    parts
}

/// The words of a part of a pipeline: a function and its arguments.
pub(super) fn words(text: &str) -> Vec<&str> {
    let words = text.split_once(['\n', '\t']).is_none().then(|| split(text, ' '));
    let words = words.unwrap_or_else(|| split(text, ' ').into_iter().flat_map(str::split_whitespace).collect());
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

/// `$x := value` and `$x, $y := value`: the names without `$`, and the value.
pub(super) fn declaration(text: &str) -> (Vec<&str>, &str) {
    match text.split_once(":=") {
        Some((names, value)) if names.starts_with('$') => {
            (names.split(',').map(|name| name.trim().trim_start_matches('$')).collect(), value.trim())
        }
        _ => (Vec::new(), text),
    }
}

/// The name of a template as one of a macro.
pub(super) fn macro_name(quoted: &str) -> String {
    quoted.trim_matches(['"', '`']).replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

/// An operand of an operator: what is one itself stands in parentheses.
pub(super) fn operand_of(text: &str, operator: &str) -> String {
    let parts = split(text, ' ');
    let is_simple = match operator {
        // A filter binds closer than every operator.
        "|" => parts.iter().all(|part| !is_operator(part) || *part == "|"),
        _ => parts.len() == 1,
    };
    if is_simple { text.to_owned() } else { format!("({text})") }
}

fn is_operator(word: &str) -> bool {
    const WORDS: &[&str] =
        &["|", "~", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "//", "%", "and", "or", "not", "in"];
    WORDS.contains(&word)
}
