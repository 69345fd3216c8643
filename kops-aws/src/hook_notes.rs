//! The note of a group's lifecycle hooks, which a bulk read can see.
//!
//! Auto Scaling answers for the hooks of one group at a time, which would make a plan cost a call for each group. So a step
//! that puts or deletes a hook writes the hooks of the group into a tag of the group's launch template, which the first call
//! of a bulk read brings along. The tag begins with the cluster, by which that call finds it, and with the moment at which
//! the group was made: for a group that was made anew, or whose template has no such tag (kops made it), the hooks are read
//! from Auto Scaling.

use std::collections::BTreeMap;

use kops_core::resource::LifecycleHook;

/// The tag of a launch template that notes the hooks of its group.
pub(crate) const TAG: &str = "kops-core/lifecycle-hooks";

/// AWS's limit for the value of a tag.
const MAX_VALUE: usize = 256;

/// What every transition begins with.
const PREFIX: &str = "autoscaling:EC2_INSTANCE_";

/// Notes by id of launch template.
pub(crate) type Notes = BTreeMap<String, String>;

/// What matches the notes of a cluster, in a filter of EC2.
pub(crate) fn pattern(cluster: &str) -> String {
    format!("{cluster} *")
}

/// The note for a group's hooks, or `None` where it is too long for a tag.
pub(crate) fn note(cluster: &str, hooks: &[LifecycleHook], created_at: i64) -> Option<String> {
    let mut parts = vec![cluster.to_owned(), created_at.to_string()];
    for hook in hooks {
        let LifecycleHook { group: _, name, transition, default_result, heartbeat_timeout } = hook;
        let transition = transition.strip_prefix(PREFIX)?;
        parts.push(format!("{name}={transition}={default_result}={heartbeat_timeout}"));
    }
    let note = parts.join(" ");
    (note.len() <= MAX_VALUE).then_some(note)
}

/// The hooks of a note; `None` where it is not that of this group.
pub(crate) fn parse(note: &str, cluster: &str, group: &str, created_at: i64) -> Option<Vec<LifecycleHook>> {
    let mut parts = note.split(' ');
    if parts.next()? != cluster || parts.next()? != created_at.to_string() {
        return None;
    }
    parts
        .map(|part| {
            let mut fields = part.split('=');
            let hook = LifecycleHook {
                group: group.into(),
                name: fields.next()?.to_owned(),
                transition: format!("{PREFIX}{}", fields.next()?),
                default_result: fields.next()?.to_owned(),
                heartbeat_timeout: fields.next()?.parse().ok()?,
            };
            fields.next().is_none().then_some(hook)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(name: &str) -> LifecycleHook {
        LifecycleHook {
            group: GROUP.into(),
            name: name.to_owned(),
            transition: "autoscaling:EC2_INSTANCE_TERMINATING".to_owned(),
            default_result: "CONTINUE".to_owned(),
            heartbeat_timeout: 300,
        }
    }

    const CLUSTER: &str = "demo.example.com";
    const GROUP: &str = "nodes.demo.example.com";

    #[test]
    fn note_parses_back_to_its_hooks() {
        for hooks in [vec![], vec![hook("nodes-NTHLifecycleHook"), hook("kops-warmpool")]] {
            let note = note(CLUSTER, &hooks, 1_700_000_000).expect("short enough");
            assert!(note.starts_with(pattern(CLUSTER).trim_end_matches('*')));
            assert_eq!(parse(&note, CLUSTER, GROUP, 1_700_000_000), Some(hooks));
        }
    }

    #[test]
    fn note_of_an_earlier_group_of_the_same_name_is_ignored() {
        let note = note(CLUSTER, &[hook("a")], 1).expect("short enough");
        assert_eq!(parse(&note, CLUSTER, GROUP, 2), None);
        assert_eq!(parse(&note, "other.example.com", GROUP, 1), None);
        assert_eq!(parse("demo.example.com 1 broken", CLUSTER, GROUP, 1), None);
    }

    #[test]
    fn no_note_is_longer_than_a_tag_value() {
        assert_eq!(note(CLUSTER, &[hook(&"n".repeat(250))], 1), None);
    }
}
