//! Lifecycle hooks of autoscaling groups, and keeping the note of them ([`crate::hook_notes`]).

use std::collections::BTreeMap;

use aws_sdk_autoscaling::types::{self, AutoScalingGroup};
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use kops_core::cloud::{CloudError, Observed};
use kops_core::naming::tags::INSTANCE_GROUP;
use kops_core::resource::{Kind, LifecycleHook, Outputs};

use super::autoscaling_group::LIST;
use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;
use crate::hook_notes::{self, Found, Group, HookNotes};
use crate::inventory::Inventory;
use crate::reader::{Reader, observed_by};
use crate::step::{StepContext, Update, known, with_composite};

const SERVICE: &str = "autoscaling";
const READ: Call = Call::new(SERVICE, "DescribeLifecycleHooks");

/// How many groups are asked for their hooks at once.
const CONCURRENCY: usize = 4;

/// Reads the hooks of groups: from their notes, and from Auto Scaling where there are none. Those of the cluster's own launch templates
/// are kept to be written by the next apply.
pub(crate) async fn read(
    reader: Reader<'_>,
    groups: &[AutoScalingGroup],
    inventory: &Inventory,
    notes: &HookNotes,
) -> Result<Vec<Observed>, CloudError> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    groups.iter().filter_map(template_of).for_each(|template| *uses.entry(template).or_default() += 1);
    let mut hooks = Vec::new();
    let mut found = Found::default();
    let mut unknown: Vec<BoxFuture<'_, Result<_, CloudError>>> = Vec::new();
    for group in groups {
        // A copy of a group has its launch template, whose note is that of the other.
        let template = template_of(group).filter(|template| uses.get(template) == Some(&1));
        let subject = subject(&reader.scope.cluster, group)?;
        let noted = template.and_then(|template| Some((template, subject.parse(inventory.notes.get(template)?)?)));
        match noted {
            Some((template, noted)) => {
                found.noted.insert(subject.name.to_owned(), template.to_owned());
                hooks.extend(noted);
            }
            None => unknown.push(Box::pin(async move {
                Ok((template, subject, of_group(reader.clients, reader.calls, subject.name).await?))
            })),
        }
    }
    let asked: Vec<_> = stream::iter(unknown).buffer_unordered(CONCURRENCY).try_collect().await?;
    let newest = asked.iter().map(|(_, subject, _)| subject.created_at).max().unwrap_or_default();
    for (template, subject, hooks) in &asked {
        let own = template.filter(|template| inventory.tagged(Kind::LaunchTemplate).iter().any(|own| own == template));
        if let (Some(template), Some(note)) = (own, subject.note(hooks, newest)) {
            found.unwritten.insert(subject.name.to_owned(), (template.to_owned(), note));
        }
    }
    notes.keep(&reader.scope.cluster, found).await;
    hooks.into_iter().chain(asked.into_iter().flat_map(|(_, _, hooks)| hooks)).map(observe).collect()
}

fn observe(hook: LifecycleHook) -> Result<Observed, CloudError> {
    Ok(observed_by([known(&hook.group)?, &hook.name], hook.clone()))
}

/// Reads the hooks of one group from Auto Scaling, sorted by name.
async fn of_group(clients: &Clients, calls: &CallCounter, group: &str) -> Result<Vec<LifecycleHook>, CloudError> {
    let request = clients.autoscaling.describe_lifecycle_hooks().auto_scaling_group_name(group).send();
    let answer = calls.find(READ, request).await?;
    let found = answer.and_then(|answer| answer.lifecycle_hooks).unwrap_or_default();
    let mut hooks = found.into_iter().map(|hook| from_aws(group, hook)).collect::<Result<Vec<_>, _>>()?;
    hooks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(hooks)
}

fn from_aws(group: &str, hook: types::LifecycleHook) -> Result<LifecycleHook, CloudError> {
    Ok(LifecycleHook {
        group: group.into(),
        name: READ.require(hook.lifecycle_hook_name, "LifecycleHookName")?,
        transition: READ.require(hook.lifecycle_transition, "LifecycleTransition")?,
        default_result: READ.require(hook.default_result, "DefaultResult")?,
        heartbeat_timeout: READ.require(hook.heartbeat_timeout, "HeartbeatTimeout")?,
    })
}

/// Puts a hook, which replaces one of the same name.
pub(crate) async fn create(ctx: StepContext<'_>, hook: &LifecycleHook) -> Result<Outputs, CloudError> {
    let LifecycleHook { group, name, transition, default_result, heartbeat_timeout } = hook;
    let group = known(group)?;
    ctx.notes.void(ctx.clients, ctx.calls, ctx.cluster, group).await?;
    let request = ctx
        .clients
        .autoscaling
        .put_lifecycle_hook()
        .auto_scaling_group_name(group)
        .lifecycle_hook_name(name)
        .lifecycle_transition(transition)
        .default_result(default_result)
        .heartbeat_timeout(*heartbeat_timeout);
    ctx.calls.send(Call::new(SERVICE, "PutLifecycleHook"), request.send()).await?;
    write_note(ctx, group).await?;
    Ok(with_composite([group, name]))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, LifecycleHook>) -> Result<Outputs, CloudError> {
    create(ctx, update.desired).await
}

pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, hook: &LifecycleHook) -> Result<(), CloudError> {
    let group = known(&hook.group)?;
    ctx.notes.void(ctx.clients, ctx.calls, ctx.cluster, group).await?;
    let request = ctx
        .clients
        .autoscaling
        .delete_lifecycle_hook()
        .auto_scaling_group_name(group)
        .lifecycle_hook_name(&hook.name)
        .send();
    ctx.calls.find(Call::new(SERVICE, "DeleteLifecycleHook"), request).await?;
    write_note(ctx, group).await
}

/// Notes the hooks that a group has now in the tags of its launch template.
///
/// A group whose template is gone, or whose hooks are too many for a tag, is left without a note: its hooks are then read
/// from Auto Scaling.
async fn write_note(ctx: StepContext<'_>, group: &str) -> Result<(), CloudError> {
    let request = ctx.clients.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names(group).send();
    let seen = ctx.calls.send(LIST, request).await?;
    let Some(found) = seen.auto_scaling_groups().first() else { return Ok(()) };
    let Some(template) = template_of(found) else { return Ok(()) };
    let subject = subject(ctx.cluster, found)?;
    let mut hooks = of_group(ctx.clients, ctx.calls, group).await?;
    // Another step may put a hook of the same group at the same time, and its note may be the one that this one replaces.
    loop {
        let note = subject.note(&hooks, subject.created_at).unwrap_or_else(|| hook_notes::void(ctx.cluster));
        hook_notes::tag(ctx.clients, ctx.calls, &[template.to_owned()], &note).await?;
        let seen = of_group(ctx.clients, ctx.calls, group).await?;
        if seen == hooks {
            return Ok(());
        }
        hooks = seen;
    }
}

/// A group as its note knows it.
fn subject<'a>(cluster: &'a str, group: &'a AutoScalingGroup) -> Result<Group<'a>, CloudError> {
    Ok(Group {
        cluster,
        name: LIST.require(group.auto_scaling_group_name(), "AutoScalingGroupName")?,
        instance_group: group.tags().iter().find(|tag| tag.key() == Some(INSTANCE_GROUP)).and_then(|tag| tag.value()),
        created_at: LIST.require(group.created_time(), "CreatedTime").map(aws_smithy_types::DateTime::secs)?,
    })
}

/// The id of a group's launch template.
fn template_of(group: &AutoScalingGroup) -> Option<&str> {
    let mixed = group.mixed_instances_policy().and_then(|m| m.launch_template()?.launch_template_specification());
    group.launch_template().or(mixed)?.launch_template_id()
}
