//! Autoscaling groups, their warm pools and lifecycle hooks.

use aws_sdk_autoscaling::types::{
    AutoScalingGroup, BurstablePerformance, InstanceGeneration, InstanceRequirements as SdkRequirements,
    InstancesDistribution as SdkDistribution, LaunchTemplate as SdkTemplate, LaunchTemplateOverrides,
    LaunchTemplateSpecification, MemoryMiBRequest, MixedInstancesPolicy as SdkPolicy, Tag, VCpuCountRequest,
};
use kops_core::cloud::{CloudError, ErrorKind};
use kops_core::resource::{
    AutoscalingGroup, InstanceRequirements, LifecycleHook, MixedInstancesPolicy, Output, Outputs, Ref, Tags, WarmPool,
};

use super::{ExecContext, Update, bears, id_of, incomplete, with_composed, with_id};
use crate::error::Call;
use crate::{hooks, tags};

/// Auto Scaling takes at most ten target groups in a call.
const TARGET_GROUPS_AT_ONCE: usize = 10;

const SERVICE: &str = "autoscaling";

pub(super) async fn create(act: ExecContext<'_>, group: &AutoscalingGroup) -> Result<Outputs, CloudError> {
    let (template, mixed) = launch(group);
    let first = group.target_groups.len().min(TARGET_GROUPS_AT_ONCE);
    let request = act
        .clients
        .autoscaling
        .create_auto_scaling_group()
        .auto_scaling_group_name(&group.name)
        .set_launch_template(template)
        .set_mixed_instances_policy(mixed)
        .min_size(group.min_size)
        .max_size(group.max_size)
        .vpc_zone_identifier(subnets(group))
        .new_instances_protected_from_scale_in(group.instance_protection)
        .capacity_rebalance(group.capacity_rebalance)
        .max_instance_lifetime(group.max_instance_lifetime)
        .set_load_balancer_names(some_ids(&group.load_balancers))
        .set_target_group_arns(some_ids(&group.target_groups[..first]))
        .set_tags(Some(group_tags(&group.name, &group.tags)));
    let call = Call::new(SERVICE, "CreateAutoScalingGroup");
    match seen(act, &group.name).await? {
        Some(found) if found.status().is_some() => {
            let message = format!("an autoscaling group called `{}` is still being deleted", group.name);
            return Err(CloudError::new(ErrorKind::NotReady, call.operation, message));
        }
        Some(found) if !bears(&tags::read(found.tags().iter().map(|t| (t.key(), t.value()))), &group.tags) => {
            let message = format!("somebody else has an autoscaling group called `{}`", group.name);
            return Err(CloudError::new(ErrorKind::Conflict, call.operation, message).code("AlreadyExists"));
        }
        Some(_) => {}
        None => act.calls.send(call, request.send()).await.map(drop)?,
    }
    attach_target_groups(act, &group.name, &group.target_groups[first..]).await?;
    enable_metrics(act, &group.name, &group.metrics).await?;
    suspend(act, &group.name, &group.suspended_processes).await?;
    outputs(act, &group.name).await
}

async fn seen(act: ExecContext<'_>, name: &str) -> Result<Option<AutoScalingGroup>, CloudError> {
    let request = act.clients.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names(name).send();
    let seen = act.calls.send(Call::new(SERVICE, "DescribeAutoScalingGroups"), request).await?;
    Ok(seen.auto_scaling_groups.unwrap_or_default().into_iter().next())
}

async fn outputs(act: ExecContext<'_>, name: &str) -> Result<Outputs, CloudError> {
    let arn = seen(act, name).await?.and_then(|group| group.auto_scaling_group_arn);
    let call = Call::new(SERVICE, "DescribeAutoScalingGroups");
    let mut outputs = with_id(name);
    outputs.insert(Output::Arn, arn.ok_or_else(|| incomplete(call, "ARN"))?);
    Ok(outputs)
}

pub(super) async fn update(
    act: ExecContext<'_>,
    update: &Update<'_>,
    old: &AutoscalingGroup,
    new: &AutoscalingGroup,
) -> Result<Outputs, CloudError> {
    let name = new.name.as_str();
    if update.touches(&[
        "launch_template",
        "launch_template_version",
        "mixed_instances",
        "min_size",
        "max_size",
        "subnets",
        "instance_protection",
        "capacity_rebalance",
        "max_instance_lifetime",
    ]) {
        let (template, mixed) = launch(new);
        let request = act
            .clients
            .autoscaling
            .update_auto_scaling_group()
            .auto_scaling_group_name(name)
            .set_launch_template(template)
            .set_mixed_instances_policy(mixed)
            .min_size(new.min_size)
            .max_size(new.max_size)
            .vpc_zone_identifier(subnets(new))
            .new_instances_protected_from_scale_in(new.instance_protection)
            .capacity_rebalance(new.capacity_rebalance)
            .max_instance_lifetime(new.max_instance_lifetime);
        act.calls.send(Call::new(SERVICE, "UpdateAutoScalingGroup"), request.send()).await?;
    }
    if update.touches(&["tags"]) {
        retag(act, name, &old.tags, &new.tags).await?;
    }
    if update.touches(&["metrics"]) {
        let gone = without(&old.metrics, &new.metrics);
        if !gone.is_empty() {
            let request = act.clients.autoscaling.disable_metrics_collection().auto_scaling_group_name(name);
            act.calls
                .send(Call::new(SERVICE, "DisableMetricsCollection"), request.set_metrics(Some(gone)).send())
                .await?;
        }
        enable_metrics(act, name, &without(&new.metrics, &old.metrics)).await?;
    }
    if update.touches(&["suspended_processes"]) {
        let gone = without(&old.suspended_processes, &new.suspended_processes);
        if !gone.is_empty() {
            let request = act.clients.autoscaling.resume_processes().auto_scaling_group_name(name);
            let request = request.set_scaling_processes(Some(gone)).send();
            act.calls.send(Call::new(SERVICE, "ResumeProcesses"), request).await?;
        }
        suspend(act, name, &without(&new.suspended_processes, &old.suspended_processes)).await?;
    }
    if update.touches(&["load_balancers"]) {
        move_load_balancers(act, name, old, new).await?;
    }
    if update.touches(&["target_groups"]) {
        for chunk in without(&old.target_groups, &new.target_groups).chunks(TARGET_GROUPS_AT_ONCE) {
            let request = act.clients.autoscaling.detach_load_balancer_target_groups().auto_scaling_group_name(name);
            let request = request.set_target_group_arns(some_ids(chunk)).send();
            act.calls.send(Call::new(SERVICE, "DetachLoadBalancerTargetGroups"), request).await?;
        }
        attach_target_groups(act, name, &without(&new.target_groups, &old.target_groups)).await?;
    }
    outputs(act, name).await
}

/// Deletes a group with its instances, which then go on their own; what they use cannot be deleted before.
pub(super) async fn delete(act: ExecContext<'_>, group: &AutoscalingGroup) -> Result<(), CloudError> {
    let request = act.clients.autoscaling.delete_auto_scaling_group().auto_scaling_group_name(&group.name);
    act.calls.send(Call::new(SERVICE, "DeleteAutoScalingGroup"), request.force_delete(true).send()).await.map(drop)
}

async fn move_load_balancers(
    act: ExecContext<'_>,
    name: &str,
    old: &AutoscalingGroup,
    new: &AutoscalingGroup,
) -> Result<(), CloudError> {
    let gone = without(&old.load_balancers, &new.load_balancers);
    if !gone.is_empty() {
        let request = act.clients.autoscaling.detach_load_balancers().auto_scaling_group_name(name);
        let request = request.set_load_balancer_names(some_ids(&gone)).send();
        act.calls.send(Call::new(SERVICE, "DetachLoadBalancers"), request).await?;
    }
    let added = without(&new.load_balancers, &old.load_balancers);
    if !added.is_empty() {
        let request = act.clients.autoscaling.attach_load_balancers().auto_scaling_group_name(name);
        let request = request.set_load_balancer_names(some_ids(&added)).send();
        act.calls.send(Call::new(SERVICE, "AttachLoadBalancers"), request).await?;
    }
    Ok(())
}

async fn attach_target_groups(act: ExecContext<'_>, name: &str, groups: &[Ref]) -> Result<(), CloudError> {
    for chunk in groups.chunks(TARGET_GROUPS_AT_ONCE) {
        let request = act.clients.autoscaling.attach_load_balancer_target_groups().auto_scaling_group_name(name);
        let request = request.set_target_group_arns(some_ids(chunk)).send();
        act.calls.send(Call::new(SERVICE, "AttachLoadBalancerTargetGroups"), request).await?;
    }
    Ok(())
}

async fn enable_metrics(act: ExecContext<'_>, name: &str, metrics: &[String]) -> Result<(), CloudError> {
    if metrics.is_empty() {
        return Ok(());
    }
    let request = act.clients.autoscaling.enable_metrics_collection().auto_scaling_group_name(name);
    let request = request.granularity("1Minute").set_metrics(Some(metrics.to_vec())).send();
    act.calls.send(Call::new(SERVICE, "EnableMetricsCollection"), request).await.map(drop)
}

async fn suspend(act: ExecContext<'_>, name: &str, processes: &[String]) -> Result<(), CloudError> {
    if processes.is_empty() {
        return Ok(());
    }
    let request = act.clients.autoscaling.suspend_processes().auto_scaling_group_name(name);
    let request = request.set_scaling_processes(Some(processes.to_vec())).send();
    act.calls.send(Call::new(SERVICE, "SuspendProcesses"), request).await.map(drop)
}

async fn retag(act: ExecContext<'_>, name: &str, old: &Tags, new: &Tags) -> Result<(), CloudError> {
    let (write, remove) = tags::difference(old, new);
    if !write.is_empty() {
        let request = act.clients.autoscaling.create_or_update_tags().set_tags(Some(group_tags(name, &write))).send();
        act.calls.send(Call::new(SERVICE, "CreateOrUpdateTags"), request).await?;
    }
    if !remove.is_empty() {
        let gone = remove.into_iter().map(|key| (key, String::new())).collect();
        let request = act.clients.autoscaling.delete_tags().set_tags(Some(group_tags(name, &gone))).send();
        act.calls.send(Call::new(SERVICE, "DeleteTags"), request).await?;
    }
    Ok(())
}

fn group_tags(group: &str, tags: &Tags) -> Vec<Tag> {
    let tag = |(key, value): (&String, &String)| {
        Tag::builder()
            .key(key)
            .value(value)
            .resource_id(group)
            .resource_type("auto-scaling-group")
            .propagate_at_launch(true)
            .build()
    };
    tags.iter().map(tag).collect()
}

fn without<T: PartialEq + Clone>(all: &[T], gone: &[T]) -> Vec<T> {
    all.iter().filter(|item| !gone.contains(item)).cloned().collect()
}

fn some_ids(refs: &[Ref]) -> Option<Vec<String>> {
    (!refs.is_empty()).then(|| refs.iter().map(|r| id_of(r).to_owned()).collect())
}

fn subnets(group: &AutoscalingGroup) -> String {
    group.subnets.iter().map(id_of).collect::<Vec<_>>().join(",")
}

/// The launch template, alone or inside a mixed instances policy.
fn launch(group: &AutoscalingGroup) -> (Option<LaunchTemplateSpecification>, Option<SdkPolicy>) {
    let template = LaunchTemplateSpecification::builder()
        .launch_template_id(id_of(&group.launch_template))
        .version(id_of(&group.launch_template_version))
        .build();
    match &group.mixed_instances {
        None => (Some(template), None),
        Some(policy) => (None, Some(mixed_policy(template, policy))),
    }
}

fn mixed_policy(template: LaunchTemplateSpecification, policy: &MixedInstancesPolicy) -> SdkPolicy {
    let overrides = policy.overrides.iter().map(|o| {
        LaunchTemplateOverrides::builder()
            .set_instance_type(o.instance_type.clone())
            .set_instance_requirements(o.requirements.as_ref().map(requirements))
            .build()
    });
    let wanted = &policy.distribution;
    let distribution = SdkDistribution::builder()
        .set_on_demand_allocation_strategy(wanted.on_demand_allocation_strategy.clone())
        .set_on_demand_base_capacity(wanted.on_demand_base_capacity)
        .set_on_demand_percentage_above_base_capacity(wanted.on_demand_percentage_above_base)
        .set_spot_allocation_strategy(wanted.spot_allocation_strategy.clone())
        .set_spot_instance_pools(wanted.spot_instance_pools)
        .set_spot_max_price(wanted.spot_max_price.clone())
        .build();
    let launch =
        SdkTemplate::builder().launch_template_specification(template).set_overrides(Some(overrides.collect()));
    SdkPolicy::builder().launch_template(launch.build()).instances_distribution(distribution).build()
}

fn requirements(wanted: &InstanceRequirements) -> SdkRequirements {
    let vcpus = VCpuCountRequest::builder().set_min(wanted.vcpus.min).set_max(wanted.vcpus.max);
    let memory = MemoryMiBRequest::builder().set_min(wanted.memory_mib.min).set_max(wanted.memory_mib.max);
    let generations: Vec<_> = wanted.generations.iter().map(|g| InstanceGeneration::from(g.as_str())).collect();
    SdkRequirements::builder()
        .v_cpu_count(vcpus.build())
        .memory_mib(memory.build())
        .set_burstable_performance(wanted.burstable_performance.as_deref().map(BurstablePerformance::from))
        .set_excluded_instance_types((!wanted.excluded_types.is_empty()).then(|| wanted.excluded_types.clone()))
        .set_instance_generations((!generations.is_empty()).then_some(generations))
        .build()
}

pub(super) async fn put_warm_pool(act: ExecContext<'_>, pool: &WarmPool) -> Result<Outputs, CloudError> {
    let group = id_of(&pool.group);
    // -1 stands for the group's largest size.
    let request = act.clients.autoscaling.put_warm_pool().auto_scaling_group_name(group).min_size(pool.min_size);
    let request = request.max_group_prepared_capacity(pool.max_prepared.unwrap_or(-1)).send();
    act.calls.send(Call::new(SERVICE, "PutWarmPool"), request).await?;
    Ok(with_id(group))
}

pub(super) async fn delete_warm_pool(act: ExecContext<'_>, pool: &WarmPool) -> Result<(), CloudError> {
    let request = act.clients.autoscaling.delete_warm_pool().auto_scaling_group_name(id_of(&pool.group));
    act.calls.send(Call::new(SERVICE, "DeleteWarmPool"), request.force_delete(true).send()).await.map(drop)
}

pub(super) async fn put_hook(act: ExecContext<'_>, hook: &LifecycleHook) -> Result<Outputs, CloudError> {
    let group = id_of(&hook.group);
    let request = act
        .clients
        .autoscaling
        .put_lifecycle_hook()
        .auto_scaling_group_name(group)
        .lifecycle_hook_name(&hook.name)
        .lifecycle_transition(&hook.transition)
        .default_result(&hook.default_result)
        .heartbeat_timeout(hook.heartbeat_timeout);
    act.calls.send(Call::new(SERVICE, "PutLifecycleHook"), request.send()).await?;
    hooks::write_note(act.clients, act.calls, act.cluster, group).await?;
    Ok(with_composed([group, &hook.name]))
}

pub(super) async fn delete_hook(act: ExecContext<'_>, hook: &LifecycleHook) -> Result<(), CloudError> {
    let group = id_of(&hook.group);
    let request = act.clients.autoscaling.delete_lifecycle_hook().auto_scaling_group_name(group);
    let request = request.lifecycle_hook_name(&hook.name).send();
    act.calls.find(Call::new(SERVICE, "DeleteLifecycleHook"), request).await?;
    hooks::write_note(act.clients, act.calls, act.cluster, group).await
}
