//! Rules of instance groups.

use super::{GROUP, Rule};
use crate::migrate::find::{removed, removed_where};
use crate::validate::is_retired_image;

pub(super) const RULES: &[Rule] = &[
    Rule {
        kinds: GROUP,
        find: |root| removed_where(root, &["spec.image"], |node| node.as_str().is_some_and(is_retired_image)),
        reason: "the image cannot run a supported version of Kubernetes; without `image` the recommended one is used",
    },
    Rule {
        kinds: GROUP,
        find: |root| removed(root, &["spec.spotDurationInMinutes"]),
        reason: "AWS no longer offers spot instances for a fixed time",
    },
];
