//! How wide a text is at most, and what of it fits.

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Font {
    pub(super) size: f64,
    pub(super) bold: bool,
}

impl Font {
    /// The width of a text in the widest common sans-serif font.
    pub(super) fn width(self, text: &str) -> f64 {
        let share = if self.bold { 1.1 } else { 1.0 };
        text.chars().map(of_char).sum::<f64>() * self.size * share
    }

    /// As much of a text as fits, with an ellipsis in the place of what does not.
    pub(super) fn fit(self, text: &str, room: f64) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let mut fitting = String::new();
        for c in text.chars() {
            fitting.push(c);
            if self.width(&fitting) + self.width("…") > room {
                fitting.pop();
                break;
            }
        }
        if fitting.is_empty() { fitting } else { format!("{}…", fitting.trim_end()) }
    }
}

/// The share of the font size that a character takes: rounded up from DejaVu Sans and Verdana, which are wider than Arial and Helvetica.
fn of_char(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | '|' | ':' | ';' | ' ' | 'I' | '!' => 0.4,
        'f' | 't' | 'r' | '(' | ')' | '/' | '-' | '[' | ']' => 0.48,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '→' | '+' | '−' | '~' => 1.03,
        'A'..='Z' | '&' => 0.82,
        '\u{0}'..='\u{7f}' | '·' => 0.64,
        _ => 1.2,
    }
}
