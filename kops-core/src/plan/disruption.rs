//! What users of a cluster may notice of a step.

use serde_json::Value;

use super::compare::lost;
use super::{Disruption, FieldChange};
use crate::resource::{Disrupts, Kind};

/// What making something may disturb: a first of its kind nothing, as it is not in use yet.
pub(super) fn of_creation() -> Disruption {
    Disruption::None
}

/// What deleting something may disturb.
pub(super) fn of_deletion(kind: Kind) -> Disruption {
    kind.properties().deletion_disrupts
}

/// What changing fields of something may disturb: the worst of them.
pub(super) fn of_update(kind: Kind, changes: &[FieldChange]) -> Disruption {
    changes.iter().map(|change| of_field(kind, change)).max().unwrap_or_default()
}

fn of_field(kind: Kind, change: &FieldChange) -> Disruption {
    let disrupts = kind.field(&change.field).and_then(|field| field.disrupts);
    let only = |disruption, does: bool| if does { disruption } else { Disruption::None };
    match disrupts {
        None => kind.properties().update_disrupts,
        Some(Disrupts::Always(disruption)) => disruption,
        Some(Disrupts::WhenLowered(disruption)) => only(disruption, change.new.as_i64() < change.old.as_i64()),
        Some(Disrupts::WhenLimited(disruption)) => only(disruption, is_stricter(change)),
        Some(Disrupts::WhenShortened(disruption)) => only(disruption, !lost(&change.new, &change.old).is_empty()),
    }
}

/// True for a limit that is new or smaller than before. 0 stands for none.
fn is_stricter(change: &FieldChange) -> bool {
    let limit = |value: &Value| value.as_i64().filter(|limit| *limit > 0);
    limit(&change.new).is_some_and(|then| limit(&change.old).is_none_or(|now| then < now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_worst_change_counts() {
        let change = |field: &str, old: Value, new: Value| FieldChange {
            field: field.into(),
            old,
            new,
            reason: String::new(),
            source: None,
        };
        let (group, template) = (Kind::AutoscalingGroup, Kind::LaunchTemplate);
        for (kind, changes, expected) in [
            (group, vec![change("max_size", json!(2), json!(3))], Disruption::None),
            (group, vec![change("max_size", json!(3), json!(2))], Disruption::Instances),
            (
                group,
                vec![change("tags", json!({}), json!({})), change("min_size", json!(1), json!(2))],
                Disruption::NewInstances,
            ),
            (group, vec![change("max_instance_lifetime", json!(5), json!(0))], Disruption::None),
            (group, vec![change("max_instance_lifetime", json!(5), json!(6))], Disruption::None),
            (group, vec![change("max_instance_lifetime", json!(5), json!(4))], Disruption::Instances),
            (group, vec![change("max_instance_lifetime", json!(0), json!(5))], Disruption::Instances),
            (group, vec![change("target_groups", json!(["a"]), json!(["a", "b"]))], Disruption::None),
            (group, vec![change("target_groups", json!(["a", "b"]), json!(["b"]))], Disruption::Connections),
            (template, vec![change("image_id", json!("a"), json!("b"))], Disruption::NewInstances),
            (Kind::Subnet, vec![change("tags", json!({}), json!({}))], Disruption::None),
            (
                Kind::NetworkLoadBalancer,
                vec![change("subnets", json!([{"subnet": "a"}]), json!([{"subnet": "a"}, {"subnet": "b"}]))],
                Disruption::None,
            ),
            (
                Kind::NetworkLoadBalancer,
                vec![change("subnets", json!([{"subnet": "a"}, {"subnet": "b"}]), json!([{"subnet": "a"}]))],
                Disruption::Connections,
            ),
            (Kind::Route, vec![change("target", json!({}), json!({}))], Disruption::Connections),
        ] {
            assert_eq!(of_update(kind, &changes), expected, "{kind}");
        }
    }
}
