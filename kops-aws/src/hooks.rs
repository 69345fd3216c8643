//! Lifecycle hooks of autoscaling groups, and the note of them that a bulk read can see.
//!
//! Auto Scaling answers for the hooks of one group at a time, which would make a plan cost a call for each group. So whoever
//! puts or deletes a hook writes the hooks of the group into a tag of the group's launch template, which the first call of a
//! bulk read brings along. The tag begins with the cluster, by which that call finds it, and with the moment at which the
//! group was made: for a group that was made anew, or whose template has no such tag (kops made it), the hooks are read from
//! Auto Scaling.

use std::collections::BTreeMap;

use aws_sdk_autoscaling::types::AutoScalingGroup;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{CloudId, LifecycleHook, Output};

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;

/// The tag of a launch template that notes the hooks of its group.
pub(crate) const TAG: &str = "kops-core/lifecycle-hooks";

/// How many groups are asked for their hooks at once. A cluster of another tool's making has no notes in any of its groups.
const AT_ONCE: usize = 4;

/// AWS's limit for the value of a tag.
const LONGEST: usize = 256;

/// Notes by id of launch template.
pub(crate) type Notes = BTreeMap<String, String>;

/// What matches the notes of a cluster, in a filter of EC2.
pub(crate) fn notes_of(cluster: &str) -> String {
    format!("{cluster} *")
}

/// Reads the hooks of groups.
pub(crate) async fn read(
    clients: &Clients,
    calls: &CallCounter,
    cluster: &str,
    groups: &[AutoScalingGroup],
    notes: &Notes,
) -> Result<Vec<Observed>, CloudError> {
    let mut hooks = Vec::new();
    let mut unknown = Vec::new();
    for group in groups {
        let name = group.auto_scaling_group_name().unwrap_or_default();
        let note = template_of(group).and_then(|template| notes.get(template));
        match note.and_then(|note| parse(note, cluster, name, made_at(group))) {
            Some(noted) => hooks.extend(noted),
            None => unknown.push(name),
        }
    }
    let mut asked: Vec<BoxFuture<'_, Result<Vec<LifecycleHook>, CloudError>>> = Vec::new();
    for name in unknown {
        asked.push(Box::pin(of_group(clients, calls, name)));
    }
    let asked: Vec<_> = stream::iter(asked).buffer_unordered(AT_ONCE).try_collect().await?;
    Ok(hooks.into_iter().chain(asked.into_iter().flatten()).map(observed).collect())
}

/// Reads the hooks of one group from Auto Scaling, sorted by name.
async fn of_group(clients: &Clients, calls: &CallCounter, group: &str) -> Result<Vec<LifecycleHook>, CloudError> {
    let request = clients.autoscaling.describe_lifecycle_hooks().auto_scaling_group_name(group).send();
    let answer = calls.find(Call::new("autoscaling", "DescribeLifecycleHooks"), request).await?;
    let mut hooks = answer.and_then(|a| a.lifecycle_hooks).unwrap_or_default();
    hooks.sort_by(|a, b| a.lifecycle_hook_name.cmp(&b.lifecycle_hook_name));
    Ok(hooks
        .into_iter()
        .map(|hook| LifecycleHook {
            group: group.into(),
            name: hook.lifecycle_hook_name.unwrap_or_default(),
            transition: hook.lifecycle_transition.unwrap_or_default(),
            default_result: hook.default_result.unwrap_or_default(),
            heartbeat_timeout: hook.heartbeat_timeout.unwrap_or_default(),
        })
        .collect())
}

/// Notes the hooks that a group has now in the tags of its launch template.
///
/// A group whose template is gone, or whose hooks are too many for a tag, is left without a note: its hooks are then read
/// from Auto Scaling.
pub(crate) async fn write_note(
    clients: &Clients,
    calls: &CallCounter,
    cluster: &str,
    group: &str,
) -> Result<(), CloudError> {
    let request = clients.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names(group).send();
    let seen = calls.send(Call::new("autoscaling", "DescribeAutoScalingGroups"), request).await?;
    let Some(made) = seen.auto_scaling_groups().first() else { return Ok(()) };
    let Some(template) = template_of(made) else { return Ok(()) };
    let mut hooks = of_group(clients, calls, group).await?;
    // Another step may put a hook of the same group meanwhile, and its note may be the one that this one replaces.
    loop {
        tag(clients, calls, template, note(cluster, &hooks, made_at(made))).await?;
        let seen = of_group(clients, calls, group).await?;
        if seen == hooks {
            return Ok(());
        }
        hooks = seen;
    }
}

/// Writes a note, or takes it away.
async fn tag(clients: &Clients, calls: &CallCounter, template: &str, note: Option<String>) -> Result<(), CloudError> {
    let tag = aws_sdk_ec2::types::Tag::builder().key(TAG);
    match note {
        Some(note) => {
            let request = clients.ec2.create_tags().resources(template).tags(tag.value(note).build()).send();
            calls.find(Call::new("ec2", "CreateTags"), request).await.map(drop)
        }
        None => {
            let request = clients.ec2.delete_tags().resources(template).tags(tag.build()).send();
            calls.find(Call::new("ec2", "DeleteTags"), request).await.map(drop)
        }
    }
}

/// The launch template of a group.
fn template_of(group: &AutoScalingGroup) -> Option<&str> {
    let mixed = group.mixed_instances_policy().and_then(|m| m.launch_template()?.launch_template_specification());
    group.launch_template().or(mixed)?.launch_template_id()
}

/// The note for a group's hooks, or `None` where it is too long for a tag.
fn note(cluster: &str, hooks: &[LifecycleHook], made_at: i64) -> Option<String> {
    let mut parts = vec![cluster.to_owned(), made_at.to_string()];
    for hook in hooks {
        let transition = hook.transition.strip_prefix(PREFIX)?;
        parts.push(format!("{}={transition}={}={}", hook.name, hook.default_result, hook.heartbeat_timeout));
    }
    let note = parts.join(" ");
    (note.len() <= LONGEST).then_some(note)
}

/// When a group was made, in seconds since 1970.
fn made_at(group: &AutoScalingGroup) -> i64 {
    group.created_time().map(aws_smithy_types::DateTime::secs).unwrap_or_default()
}

const PREFIX: &str = "autoscaling:EC2_INSTANCE_";

fn parse(note: &str, cluster: &str, group: &str, made_at: i64) -> Option<Vec<LifecycleHook>> {
    let mut parts = note.split(' ');
    if parts.next()? != cluster || parts.next()? != made_at.to_string() {
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

fn observed(hook: LifecycleHook) -> Observed {
    let id = CloudId::composite([hook.group.known().unwrap_or_default(), &hook.name]);
    let outputs = [(Output::Id, id.0.clone())].into();
    Observed { id, resource: hook.into(), outputs, deleting: false }
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
    fn a_note_brings_back_the_hooks_it_was_made_of() {
        for hooks in [vec![], vec![hook("nodes-NTHLifecycleHook"), hook("kops-warmpool")]] {
            let note = note(CLUSTER, &hooks, 1_700_000_000).expect("short enough");
            assert!(note.starts_with(notes_of(CLUSTER).trim_end_matches('*')));
            assert_eq!(parse(&note, CLUSTER, GROUP, 1_700_000_000), Some(hooks));
        }
    }

    #[test]
    fn a_note_of_an_earlier_group_of_that_name_does_not_count() {
        let note = note(CLUSTER, &[hook("a")], 1).expect("short enough");
        assert_eq!(parse(&note, CLUSTER, GROUP, 2), None);
        assert_eq!(parse(&note, "other.example.com", GROUP, 1), None);
        assert_eq!(parse("demo.example.com 1 broken", CLUSTER, GROUP, 1), None);
    }

    #[test]
    fn a_note_never_exceeds_what_a_tag_can_hold() {
        assert_eq!(note(CLUSTER, &[hook(&"n".repeat(250))], 1), None);
    }
}
