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

    /// As much of a text as fits, with an ellipsis in its middle for what does not: names often differ just at their ends.
    pub(super) fn fit(self, text: &str, room: f64) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let chars: Vec<char> = text.chars().collect();
        let cut = |kept: usize| {
            let head: String = chars[..kept.div_ceil(2)].iter().collect();
            let tail: String = chars[chars.len() - kept / 2..].iter().collect();
            format!("{}…{}", head.trim_end(), tail.trim_start())
        };
        (1..chars.len()).rev().map(cut).find(|cut| self.width(cut) <= room).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_in_its_middle() {
        let font = Font { size: 10.0, bold: false };
        for (text, room, expected) in [
            ("workers-00", 100.0, "workers-00"),
            ("workers-of-the-data-team-17", 100.0, "workers…eam-17"),
            ("one of two words", 80.0, "one of…words"),
            ("workers", 10.0, ""),
        ] {
            assert_eq!(font.fit(text, room), expected, "{text}");
            assert!(font.width(&font.fit(text, room)) <= room, "{text}");
        }
    }
}
