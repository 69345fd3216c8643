//! Lifecycle hooks of autoscaling groups, and the note of them that a bulk read can see.
//!
//! Auto Scaling answers for the hooks of one group at a time, which would make a plan cost a call for each group. So whoever
//! puts or deletes a hook writes the hooks of the group into a tag of the group's launch template. The tag also names the
//! moment at which the group was made: for a group that was made anew, or whose template has no such tag (kops made it),
//! the hooks are read from Auto Scaling.

use std::collections::BTreeMap;

use aws_sdk_autoscaling::types::AutoScalingGroup;
use aws_sdk_ec2::types::LaunchTemplate;
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{LifecycleHook, Output};

use crate::call::Tally;
use crate::clients::Clients;
use crate::error::Call;

/// The tag of a launch template that notes the hooks of its group.
const TAG: &str = "kops-core/lifecycle-hooks";

/// AWS's limit for the value of a tag.
const LONGEST: usize = 256;

/// Notes by name of launch template, which is that of the group.
pub(crate) type Notes = BTreeMap<String, String>;

/// The note in the tags of a launch template.
pub(crate) fn note_of(template: &LaunchTemplate) -> Option<(String, String)> {
    let note = template.tags().iter().find(|t| t.key() == Some(TAG))?.value()?;
    Some((template.launch_template_name()?.to_owned(), note.to_owned()))
}

/// Reads the hooks of groups.
pub(crate) async fn read(
    clients: &Clients,
    tally: &Tally,
    groups: &[AutoScalingGroup],
    notes: &Notes,
) -> Result<Vec<Observed>, CloudError> {
    let read = groups.iter().map(|group| async {
        let name = group.auto_scaling_group_name().unwrap_or_default();
        let noted = notes.get(name).and_then(|note| parse(note, name, made_at(group)));
        match noted {
            Some(hooks) => Ok(hooks),
            None => of_group(clients, tally, name).await,
        }
    });
    let hooks = try_join_all(read).await?;
    Ok(hooks.into_iter().flatten().map(observed).collect())
}

/// Reads the hooks of one group from Auto Scaling.
async fn of_group(clients: &Clients, tally: &Tally, group: &str) -> Result<Vec<LifecycleHook>, CloudError> {
    let request = clients.autoscaling.describe_lifecycle_hooks().auto_scaling_group_name(group).send();
    let answer = tally.find(Call::new("autoscaling", "DescribeLifecycleHooks"), request).await?;
    let hooks = answer.and_then(|a| a.lifecycle_hooks).unwrap_or_default();
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
pub(crate) async fn write_note(clients: &Clients, tally: &Tally, group: &str) -> Result<(), CloudError> {
    let request = clients.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names(group).send();
    let seen = tally.send(Call::new("autoscaling", "DescribeAutoScalingGroups"), request).await?;
    let Some(made) = seen.auto_scaling_groups().first() else { return Ok(()) };
    let mixed = made.mixed_instances_policy().and_then(|m| m.launch_template()?.launch_template_specification());
    let Some(template) = made.launch_template().or(mixed).and_then(|t| t.launch_template_id()) else { return Ok(()) };
    let mut hooks = of_group(clients, tally, group).await?;
    hooks.sort_by(|a, b| a.name.cmp(&b.name));
    let tag = aws_sdk_ec2::types::Tag::builder().key(TAG);
    match note(&hooks, made_at(made)) {
        Some(note) => {
            let request = clients.ec2.create_tags().resources(template).tags(tag.value(note).build()).send();
            tally.find(Call::new("ec2", "CreateTags"), request).await?;
        }
        None => {
            let request = clients.ec2.delete_tags().resources(template).tags(tag.build()).send();
            tally.find(Call::new("ec2", "DeleteTags"), request).await?;
        }
    }
    Ok(())
}

/// The note for a group's hooks, or `None` where it is too long for a tag.
fn note(hooks: &[LifecycleHook], made_at: i64) -> Option<String> {
    let mut parts = vec![made_at.to_string()];
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

fn parse(note: &str, group: &str, made_at: i64) -> Option<Vec<LifecycleHook>> {
    let mut parts = note.split(' ');
    if parts.next()? != made_at.to_string() {
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
    let id = format!("{}/{}", hook.group.known().unwrap_or_default(), hook.name);
    let outputs = [(Output::Id, id.clone())].into();
    Observed { id: id.into(), resource: hook.into(), outputs, deleting: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(name: &str) -> LifecycleHook {
        LifecycleHook {
            group: "nodes.demo.example.com".into(),
            name: name.to_owned(),
            transition: "autoscaling:EC2_INSTANCE_TERMINATING".to_owned(),
            default_result: "CONTINUE".to_owned(),
            heartbeat_timeout: 300,
        }
    }

    #[test]
    fn a_note_brings_back_the_hooks_it_was_made_of() {
        let hooks = [hook("nodes-NTHLifecycleHook"), hook("kops-warmpool")];
        let note = note(&hooks, 1_700_000_000).expect("short enough");
        assert_eq!(parse(&note, "nodes.demo.example.com", 1_700_000_000).as_deref(), Some(&hooks[..]));
    }

    #[test]
    fn a_note_of_an_earlier_group_of_that_name_does_not_count() {
        let note = note(&[hook("a")], 1).expect("short enough");
        assert_eq!(parse(&note, "nodes.demo.example.com", 2), None);
        assert_eq!(parse("1 broken", "nodes.demo.example.com", 1), None);
    }

    #[test]
    fn a_note_never_exceeds_what_a_tag_can_hold() {
        assert_eq!(note(&[hook(&"n".repeat(250))], 1), None);
    }
}
