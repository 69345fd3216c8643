//! Durations in the spelling of Go: `18h`, `1h30m`, `90s`.

/// Reads a duration as seconds.
pub(crate) fn seconds(text: &str) -> Result<u64, String> {
    let expected = || "expected a duration such as `18h`, `1h30m` or `90s`".to_owned();
    let text = if text == "0" { "0s" } else { text };
    let (mut total, mut rest) = (0_u64, text);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at(digits);
        let (unit, seconds) = [("h", 3600), ("m", 60), ("s", 1)]
            .into_iter()
            .find(|(unit, _)| after.starts_with(unit))
            .ok_or_else(expected)?;
        let number: u64 = number.parse().map_err(|_| expected())?;
        total = number.checked_mul(seconds).and_then(|more| total.checked_add(more)).ok_or_else(expected)?;
        rest = &after[unit.len()..];
    }
    if total == 0 { Err(format!("{}, of more than 0 seconds", expected())) } else { Ok(total) }
}

/// Reads a duration as seconds, which may be none: `0s`.
pub(crate) fn seconds_or_none(text: &str) -> Result<u64, String> {
    if matches!(text, "0" | "0s") { Ok(0) } else { seconds(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_those_of_go_in_whole_seconds() {
        for (text, expected) in
            [("18h0m0s", Some(64_800)), ("1h30m", Some(5400)), ("90s", Some(90)), ("2m5s", Some(125))]
        {
            assert_eq!(seconds(text).ok(), expected, "{text}");
        }
        assert!(seconds("0s").is_err_and(|wrong| wrong.contains("more than 0")));
        for text in ["", "18", "h", "1d", "-1h", "0s", "1h ", "99999999999999999999h", "9999999999999999h"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
