//! Tags.

use super::{Found, codes};
use crate::resource::{Field, Kind, Tags};

/// The most tags of a resource.
const MOST: usize = 50;

/// Checks the tags of a resource.
///
/// EC2 and Auto Scaling take any character; IAM and Elastic Load Balancing take letters, digits, spaces and a few others.
/// Source: "Tag naming and usage conventions" in the guide of Tagging AWS Resources, `Tag` in the API references of IAM and
/// Elastic Load Balancing.
pub(super) fn check(kind: Kind, field: &'static Field, tags: &Tags, found: &mut Found) {
    if tags.len() > MOST {
        let message = format!("{} tags are more than the {MOST} that AWS accepts", tags.len());
        found.refuse_with("TagLimitExceeded", field, codes::SIZE, message);
    }
    let narrow = matches!(
        kind,
        Kind::Role
            | Kind::InstanceProfile
            | Kind::OidcProvider
            | Kind::ClassicLoadBalancer
            | Kind::NetworkLoadBalancer
            | Kind::TargetGroup
    );
    for (key, value) in tags {
        if key.is_empty() || key.chars().count() > 128 {
            found.refuse_entry(field, key, format!("the tag key `{key}` must have 1 to 128 characters"));
        }
        if value.chars().count() > 256 {
            found.refuse_entry(field, key, format!("the value of the tag `{key}` must have at most 256 characters"));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            found.refuse_entry(field, key, format!("the tag key `{key}` must not begin with `aws:`"));
        }
        let odd = |text: &str| text.chars().find(|c| narrow && !is_common(*c));
        if let Some(odd) = odd(key).or_else(|| odd(value)) {
            let message = format!("the tag `{key}` contains `{odd}`, which IAM and load balancers do not accept");
            found.refuse_entry(field, key, message);
        }
    }
}

/// True for the characters that every service takes in tags.
fn is_common(c: char) -> bool {
    c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c)
}
