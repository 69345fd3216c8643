//! How a text must be written in YAML to be read as the same text.

use super::scalar;

/// The ways to write a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// Chooses as Kubernetes tools do: literal for lines, double quotes for what would be read as something else, single
/// quotes for what would not be read at all, plain otherwise.
pub(super) fn style_of(text: &str) -> Style {
    if text.contains(special) || has_space_before_break(text) {
        return Style::Double;
    }
    if text.contains('\n') {
        let odd = text.ends_with(' ');
        return if odd { Style::Double } else { Style::Literal };
    }
    if reads_as_other(text) {
        return Style::Double;
    }
    if text.starts_with(' ') || text.ends_with(' ') || has_indicator(text) {
        return Style::Single;
    }
    Style::Plain
}

/// A character that only double quotes can hold.
fn special(c: char) -> bool {
    match c {
        '\n' => false,
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

fn has_space_before_break(text: &str) -> bool {
    text.contains(" \n")
}

/// Something in the text means something to YAML.
fn has_indicator(text: &str) -> bool {
    const FIRST: &[char] = &['#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`'];
    text.starts_with(FIRST)
        || text.starts_with("---")
        || text.starts_with("...")
        || ["-", "?"]
            .iter()
            .any(|mark| text.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
}

/// A reader of YAML 1.1 would take the text for something that is not text.
fn reads_as_other(text: &str) -> bool {
    text == "<<" || scalar::other_than_text(text).is_some() || is_base_sixty(text) || is_time(text)
}

/// A number to the base of sixty, which is text to kops and a number to others: `12:30`.
fn is_base_sixty(text: &str) -> bool {
    let mut parts = text.strip_prefix(['-', '+']).unwrap_or(text).split(':');
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let first = parts.next().is_some_and(digits);
    let rest: Vec<_> = parts.collect();
    let Some((last, middle)) = rest.split_last() else { return false };
    let below_sixty = |s: &str| matches!(s.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    let (whole, fraction) = last.split_once('.').unwrap_or((last, ""));
    let fraction_ok = fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    first && middle.iter().all(|s| below_sixty(s)) && below_sixty(whole) && fraction_ok
}

/// A date, or a date and a time: `2016-12-10`, `2016-12-10T22:42:27Z`.
fn is_time(text: &str) -> bool {
    let number = |s: &str, most: usize| (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let date_ok = parts.next().is_some_and(|year| year.len() == 4 && number(year, 4))
        && parts.next().is_some_and(|month| number(month, 2))
        && parts.next().is_some_and(|day| number(day, 2))
        && parts.next().is_none();
    let time_ok = |time: &str| {
        let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
        let clock: Vec<_> = time[..zone].split(':').collect();
        let [hour, minute, second] = clock[..] else { return false };
        let (whole, fraction) = second.split_once('.').unwrap_or((second, "0"));
        number(hour, 2) && number(minute, 2) && number(whole, 2) && number(fraction, 9)
    };
    date_ok && time.is_none_or(time_ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_read_as_something_else_is_quoted() {
        let words = "~ Null y N yes No ON off True FALSE << .inf -.INF +.Inf .NaN";
        let numbers =
            "0 -12 +12 0644 0o17 0O17 0b11 -0B1 0x1F 0X1f 1_000 -_1 08 1.30 .5 1. 1e3 1_e3 12:30 -190:20:30.5";
        let times = "2016-12-10 2016-12-10T22:42:27Z";
        for text in [words, numbers, times].into_iter().flat_map(|texts| texts.split(' ')).chain([""]) {
            assert_eq!(style_of(text), Style::Double, "{text}");
        }
        let near =
            "yEs nO none nulls inf nan . = 0x 0o8 0b2 _1 1e 1e400 1.31.0 v1.30 100m 10% 1,000 12:60 1:2_ 2016-12";
        for text in near.split(' ') {
            assert_eq!(style_of(text), Style::Plain, "{text}");
        }
    }
}
