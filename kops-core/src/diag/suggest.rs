//! Did you mean: the known name that a wrong one was probably meant to be.

/// Returns the known name nearest to `wrong`, where one is near enough to be worth a guess.
///
/// Upper and lower case, `-` and `_` do not count; otherwise a third of the letters may differ.
///
/// ```
/// use kops_core::diag::suggest;
/// assert_eq!(suggest("minsize", ["minSize", "maxSize"]), Some("minSize"));
/// assert_eq!(suggest("networkCidr", ["networkCIDR", "networkID"]), Some("networkCIDR"));
/// assert_eq!(suggest("colour", ["minSize", "maxSize"]), None);
/// ```
pub fn suggest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(wrong);
    let allowed = folded.chars().count() / 3;
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded, &fold(name)), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}
