//! Autoscaling groups.

mod mixed_instances;

use aws_sdk_autoscaling::types::{self, AutoScalingGroup, LaunchTemplateSpecification, Tag};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{AutoscalingGroup, Output, Outputs, Ref, Tags};

use super::{lifecycle_hook, warm_pool};
use crate::error::Call;
use crate::filter::cluster_tag;
use crate::hook_notes::HookNotes;
use crate::inventory::Inventory;
use crate::reader::{Reader, observed_with};
use crate::step::{StepContext, Update, all_known, has_tags, known, with_id};
use crate::tags;

const SERVICE: &str = "autoscaling";
/// What tags call the groups that they are of.
const TAGGED: &str = "auto-scaling-group";
pub(crate) const LIST: Call = Call::new(SERVICE, "DescribeAutoScalingGroups");

/// Lists the groups of the cluster.
pub(crate) async fn list(reader: Reader<'_>) -> Result<Vec<AutoScalingGroup>, CloudError> {
    let of_cluster = types::Filter::builder().name(cluster_tag()).values(reader.scope.cluster.as_str()).build();
    let request = reader.clients.autoscaling.describe_auto_scaling_groups().max_records(100).filters(of_cluster);
    let pages = reader.calls.pages(LIST, request.into_paginator().send()).await?;
    Ok(pages.into_iter().flat_map(|page| page.auto_scaling_groups.unwrap_or_default()).collect())
}

/// Reads the groups that were listed, with their warm pools, and their hooks by the notes in their launch templates.
pub(crate) async fn read(
    reader: Reader<'_>,
    groups: &[AutoScalingGroup],
    inventory: &Inventory,
    notes: &HookNotes,
) -> Result<Vec<Observed>, CloudError> {
    let mut found = lifecycle_hook::read(reader, groups, inventory, notes).await?;
    for group in groups {
        let name = LIST.require(group.auto_scaling_group_name(), "AutoScalingGroupName")?;
        let arn = LIST.require(group.auto_scaling_group_arn.clone(), "AutoScalingGroupARN")?;
        let mut seen = observed_with(name, from_aws(group)?, Outputs::from([(Output::Arn, arn)]));
        seen.deleting = group.status().is_some();
        found.push(seen);
        if let Some(pool) = group.warm_pool_configuration() {
            found.push(warm_pool::observe(name, pool)?);
        }
    }
    Ok(found)
}

fn from_aws(group: &AutoScalingGroup) -> Result<AutoscalingGroup, CloudError> {
    let mixed = group.mixed_instances_policy();
    let in_mixed = mixed.and_then(|m| m.launch_template()).and_then(|t| t.launch_template_specification());
    // A group of another tool may have a launch configuration in place of a template.
    let template = group.launch_template().or(in_mixed);
    let subnets = group.vpc_zone_identifier().unwrap_or_default().split(',').filter(|subnet| !subnet.is_empty());
    Ok(AutoscalingGroup {
        name: LIST.require(group.auto_scaling_group_name.clone(), "AutoScalingGroupName")?,
        launch_template: template.and_then(|t| t.launch_template_id()).unwrap_or_default().into(),
        launch_template_version: template.and_then(|t| t.version()).unwrap_or_default().into(),
        min_size: LIST.require(group.min_size, "MinSize")?,
        max_size: LIST.require(group.max_size, "MaxSize")?,
        subnets: subnets.map(Into::into).collect(),
        load_balancers: group.load_balancer_names().iter().map(|name| name.as_str().into()).collect(),
        target_groups: group.target_group_arns().iter().map(|arn| arn.as_str().into()).collect(),
        metrics: group.enabled_metrics().iter().filter_map(|metric| metric.metric.clone()).collect(),
        suspended_processes: group.suspended_processes().iter().filter_map(|p| p.process_name.clone()).collect(),
        instance_protection: group.new_instances_protected_from_scale_in.unwrap_or_default(),
        capacity_rebalance: group.capacity_rebalance.unwrap_or_default(),
        max_instance_lifetime: group.max_instance_lifetime.unwrap_or_default(),
        mixed_instances: mixed.map(mixed_instances::from_aws),
        tags: tags_from_aws(group),
    })
}

fn tags_from_aws(group: &AutoScalingGroup) -> Tags {
    tags::read(group.tags().iter().map(|tag| (tag.key(), tag.value())))
}

/// The group in the words of Auto Scaling, which `CreateAutoScalingGroup` and `UpdateAutoScalingGroup` share; processes and
/// metrics go along with calls of their own.
fn to_aws(group: &AutoscalingGroup) -> Result<AutoScalingGroup, CloudError> {
    let AutoscalingGroup {
        name,
        launch_template,
        launch_template_version,
        min_size,
        max_size,
        subnets,
        load_balancers,
        target_groups,
        metrics: _,
        suspended_processes: _,
        instance_protection,
        capacity_rebalance,
        max_instance_lifetime,
        mixed_instances,
        tags: _,
    } = group;
    let template = LaunchTemplateSpecification::builder()
        .launch_template_id(known(launch_template)?)
        .version(launch_template_version)
        .build();
    // The template stands alone or inside a mixed instances policy.
    let (template, mixed) = match mixed_instances {
        None => (Some(template), None),
        Some(policy) => (None, Some(mixed_instances::to_aws(template, policy))),
    };
    Ok(AutoScalingGroup::builder()
        .auto_scaling_group_name(name)
        .set_launch_template(template)
        .set_mixed_instances_policy(mixed)
        .min_size(*min_size)
        .max_size(*max_size)
        .vpc_zone_identifier(all_known(subnets)?.join(","))
        .set_load_balancer_names(some_ids(load_balancers)?)
        .set_target_group_arns(some_ids(target_groups)?)
        .new_instances_protected_from_scale_in(*instance_protection)
        .capacity_rebalance(*capacity_rebalance)
        .max_instance_lifetime(*max_instance_lifetime)
        .build())
}

fn some_ids(references: &[Ref]) -> Result<Option<Vec<String>>, CloudError> {
    if references.is_empty() { Ok(None) } else { all_known(references).map(Some) }
}

fn tags_to_aws(group: &str, tags: &Tags) -> Vec<Tag> {
    let tag = |(key, value): (&String, &String)| {
        Tag::builder().key(key).value(value).resource_id(group).resource_type(TAGGED).propagate_at_launch(true).build()
    };
    tags.iter().map(tag).collect()
}

pub(crate) async fn create(ctx: StepContext<'_>, group: &AutoscalingGroup) -> Result<Outputs, CloudError> {
    let name = &group.name;
    let (first, more) =
        group.target_groups.split_at(group.target_groups.len().min(AutoscalingGroup::BALANCERS_AT_ONCE));
    let sent = to_aws(group)?;
    // Instances live for ever unless a lifetime is given: only a change takes 0 for that.
    let lifetime = sent.max_instance_lifetime.filter(|seconds| *seconds > 0);
    let call = Call::new(SERVICE, "CreateAutoScalingGroup");
    let request = ctx
        .clients
        .autoscaling
        .create_auto_scaling_group()
        .auto_scaling_group_name(name)
        .set_launch_template(sent.launch_template)
        .set_mixed_instances_policy(sent.mixed_instances_policy)
        .set_min_size(sent.min_size)
        .set_max_size(sent.max_size)
        .set_vpc_zone_identifier(sent.vpc_zone_identifier)
        .set_load_balancer_names(sent.load_balancer_names)
        .set_target_group_arns(some_ids(first)?)
        .set_new_instances_protected_from_scale_in(sent.new_instances_protected_from_scale_in)
        .set_capacity_rebalance(sent.capacity_rebalance)
        .set_max_instance_lifetime(lifetime)
        .set_tags(Some(tags_to_aws(name, &group.tags)));
    match by_name(ctx, name).await? {
        Some(found) if found.status().is_some() => {
            let message = format!("an autoscaling group called `{name}` is still being deleted");
            return Err(CloudError::new(ErrorKind::NotReady, call.operation, message));
        }
        Some(found) if !has_tags(&tags_from_aws(&found), &group.tags) => {
            let message = format!("another autoscaling group is called `{name}`");
            return Err(CloudError::new(ErrorKind::Conflict, call.operation, message).code("AlreadyExists"));
        }
        Some(_) => {}
        None => ctx.calls.send(call, request.send()).await.map(drop)?,
    }
    attach_target_groups(ctx, name, more).await?;
    enable_metrics(ctx, name, &group.metrics).await?;
    suspend(ctx, name, &group.suspended_processes).await?;
    outputs(ctx, name).await
}

async fn by_name(ctx: StepContext<'_>, name: &str) -> Result<Option<AutoScalingGroup>, CloudError> {
    let request = ctx.clients.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names(name).send();
    let seen = ctx.calls.send(LIST, request).await?;
    Ok(seen.auto_scaling_groups.unwrap_or_default().into_iter().next())
}

async fn outputs(ctx: StepContext<'_>, name: &str) -> Result<Outputs, CloudError> {
    let arn = by_name(ctx, name).await?.and_then(|group| group.auto_scaling_group_arn);
    let mut outputs = with_id(name);
    outputs.insert(Output::Arn, LIST.require(arn, "AutoScalingGroupARN")?);
    Ok(outputs)
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, AutoscalingGroup>) -> Result<Outputs, CloudError> {
    let (name, old, new) = (update.id, update.current, update.desired);
    if update.touches(&AutoscalingGroup::UPDATED) {
        update_group(ctx, &update).await?;
    }
    if update.touches(&[AutoscalingGroup::TAGS]) {
        retag(ctx, name, &old.tags, &new.tags).await?;
    }
    if update.touches(&[AutoscalingGroup::METRICS]) {
        let removed = without(&old.metrics, &new.metrics);
        if !removed.is_empty() {
            let request = ctx.clients.autoscaling.disable_metrics_collection().auto_scaling_group_name(name);
            let call = Call::new(SERVICE, "DisableMetricsCollection");
            ctx.calls.send(call, request.set_metrics(Some(removed)).send()).await?;
        }
        enable_metrics(ctx, name, &without(&new.metrics, &old.metrics)).await?;
    }
    if update.touches(&[AutoscalingGroup::SUSPENDED_PROCESSES]) {
        let resumed = without(&old.suspended_processes, &new.suspended_processes);
        if !resumed.is_empty() {
            let request = ctx.clients.autoscaling.resume_processes().auto_scaling_group_name(name);
            let call = Call::new(SERVICE, "ResumeProcesses");
            ctx.calls.send(call, request.set_scaling_processes(Some(resumed)).send()).await?;
        }
        suspend(ctx, name, &without(&new.suspended_processes, &old.suspended_processes)).await?;
    }
    if update.touches(&[AutoscalingGroup::LOAD_BALANCERS]) {
        set_load_balancers(ctx, name, &old.load_balancers, &new.load_balancers).await?;
    }
    if update.touches(&[AutoscalingGroup::TARGET_GROUPS]) {
        for chunk in without(&old.target_groups, &new.target_groups).chunks(AutoscalingGroup::BALANCERS_AT_ONCE) {
            let request = ctx.clients.autoscaling.detach_load_balancer_target_groups().auto_scaling_group_name(name);
            let call = Call::new(SERVICE, "DetachLoadBalancerTargetGroups");
            // Those that an earlier try has detached are not there.
            ctx.calls.find(call, request.set_target_group_arns(some_ids(chunk)?).send()).await?;
        }
        attach_target_groups(ctx, name, &without(&new.target_groups, &old.target_groups)).await?;
    }
    outputs(ctx, name).await
}

/// Sends only what changes: the rest stays, and a launch template takes permissions of its own.
async fn update_group(ctx: StepContext<'_>, update: &Update<'_, AutoscalingGroup>) -> Result<(), CloudError> {
    let AutoScalingGroup {
        launch_template,
        mixed_instances_policy,
        min_size,
        max_size,
        vpc_zone_identifier,
        new_instances_protected_from_scale_in,
        capacity_rebalance,
        max_instance_lifetime,
        ..
    } = to_aws(update.desired)?;
    let protected = update.changed(&[AutoscalingGroup::INSTANCE_PROTECTION], new_instances_protected_from_scale_in);
    let request = ctx
        .clients
        .autoscaling
        .update_auto_scaling_group()
        .auto_scaling_group_name(update.id)
        .set_launch_template(update.changed(&AutoscalingGroup::LAUNCHED, launch_template))
        .set_mixed_instances_policy(update.changed(&AutoscalingGroup::LAUNCHED, mixed_instances_policy))
        .set_min_size(update.changed(&[AutoscalingGroup::MIN_SIZE], min_size))
        .set_max_size(update.changed(&[AutoscalingGroup::MAX_SIZE], max_size))
        .set_vpc_zone_identifier(update.changed(&[AutoscalingGroup::SUBNETS], vpc_zone_identifier))
        .set_new_instances_protected_from_scale_in(protected)
        .set_capacity_rebalance(update.changed(&[AutoscalingGroup::CAPACITY_REBALANCE], capacity_rebalance))
        .set_max_instance_lifetime(update.changed(&[AutoscalingGroup::MAX_INSTANCE_LIFETIME], max_instance_lifetime));
    ctx.calls.send(Call::new(SERVICE, "UpdateAutoScalingGroup"), request.send()).await.map(drop)
}

/// Deletes a group with its instances, which then go on their own; what they use cannot be deleted before.
pub(crate) async fn delete(ctx: StepContext<'_>, _: &str, group: &AutoscalingGroup) -> Result<(), CloudError> {
    let request = ctx.clients.autoscaling.delete_auto_scaling_group().auto_scaling_group_name(&group.name);
    ctx.calls.send(Call::new(SERVICE, "DeleteAutoScalingGroup"), request.force_delete(true).send()).await.map(drop)
}

async fn set_load_balancers(ctx: StepContext<'_>, name: &str, old: &[Ref], new: &[Ref]) -> Result<(), CloudError> {
    for chunk in without(old, new).chunks(AutoscalingGroup::BALANCERS_AT_ONCE) {
        let request = ctx.clients.autoscaling.detach_load_balancers().auto_scaling_group_name(name);
        let call = Call::new(SERVICE, "DetachLoadBalancers");
        ctx.calls.find(call, request.set_load_balancer_names(some_ids(chunk)?).send()).await?;
    }
    for chunk in without(new, old).chunks(AutoscalingGroup::BALANCERS_AT_ONCE) {
        let request = ctx.clients.autoscaling.attach_load_balancers().auto_scaling_group_name(name);
        let call = Call::new(SERVICE, "AttachLoadBalancers");
        ctx.calls.send(call, request.set_load_balancer_names(some_ids(chunk)?).send()).await?;
    }
    Ok(())
}

async fn attach_target_groups(ctx: StepContext<'_>, name: &str, groups: &[Ref]) -> Result<(), CloudError> {
    for chunk in groups.chunks(AutoscalingGroup::BALANCERS_AT_ONCE) {
        let request = ctx.clients.autoscaling.attach_load_balancer_target_groups().auto_scaling_group_name(name);
        let call = Call::new(SERVICE, "AttachLoadBalancerTargetGroups");
        ctx.calls.send(call, request.set_target_group_arns(some_ids(chunk)?).send()).await?;
    }
    Ok(())
}

async fn enable_metrics(ctx: StepContext<'_>, name: &str, metrics: &[String]) -> Result<(), CloudError> {
    if metrics.is_empty() {
        return Ok(());
    }
    let request = ctx.clients.autoscaling.enable_metrics_collection().auto_scaling_group_name(name);
    let sent = request.granularity("1Minute").set_metrics(Some(metrics.to_vec())).send();
    ctx.calls.send(Call::new(SERVICE, "EnableMetricsCollection"), sent).await.map(drop)
}

async fn suspend(ctx: StepContext<'_>, name: &str, processes: &[String]) -> Result<(), CloudError> {
    if processes.is_empty() {
        return Ok(());
    }
    let request = ctx.clients.autoscaling.suspend_processes().auto_scaling_group_name(name);
    let sent = request.set_scaling_processes(Some(processes.to_vec())).send();
    ctx.calls.send(Call::new(SERVICE, "SuspendProcesses"), sent).await.map(drop)
}

async fn retag(ctx: StepContext<'_>, name: &str, old: &Tags, new: &Tags) -> Result<(), CloudError> {
    let (write, remove) = tags::difference(old, new);
    if !write.is_empty() {
        let request = ctx.clients.autoscaling.create_or_update_tags().set_tags(Some(tags_to_aws(name, &write))).send();
        ctx.calls.send(Call::new(SERVICE, "CreateOrUpdateTags"), request).await?;
    }
    if !remove.is_empty() {
        // Auto Scaling keeps a tag that has another value than the one that is given here.
        let tag = |key: String| Tag::builder().key(key).resource_id(name).resource_type(TAGGED).build();
        let removed = remove.into_iter().map(tag).collect();
        let request = ctx.clients.autoscaling.delete_tags().set_tags(Some(removed)).send();
        ctx.calls.send(Call::new(SERVICE, "DeleteTags"), request).await?;
    }
    Ok(())
}

fn without<T: PartialEq + Clone>(all: &[T], removed: &[T]) -> Vec<T> {
    all.iter().filter(|item| !removed.contains(item)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use aws_sdk_autoscaling::types::{EnabledMetric, SuspendedProcess, TagDescription};

    use super::*;
    use crate::kinds::testing::each_sample;

    /// The group as `DescribeAutoScalingGroups` lists it.
    fn described(group: &AutoscalingGroup) -> AutoScalingGroup {
        let metric = |metric: &String| EnabledMetric::builder().metric(metric).build();
        let process = |process: &String| SuspendedProcess::builder().process_name(process).build();
        let tag = |tag: Tag| TagDescription::builder().set_key(tag.key).set_value(tag.value).build();
        let mut described = to_aws(group).expect("bound");
        described.enabled_metrics = Some(group.metrics.iter().map(metric).collect());
        described.suspended_processes = Some(group.suspended_processes.iter().map(process).collect());
        described.tags = Some(tags_to_aws(&group.name, &group.tags).into_iter().map(tag).collect());
        described
    }

    #[test]
    fn groups_read_back_as_written() {
        each_sample(|group: &AutoscalingGroup| {
            assert_eq!(from_aws(&described(group)).expect("whole"), *group);
        });
    }
}
