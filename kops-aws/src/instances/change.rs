//! Changes of one instance, each of which can be repeated.

use aws_sdk_ec2::types::Tag;
use aws_sdk_elasticloadbalancing::types::Instance as ClassicInstance;
use aws_sdk_elasticloadbalancingv2::types::{TargetDescription, TargetHealthStateEnum};
use futures::future::try_join_all;
use kops_core::cloud::{CloudError, ErrorKind, InstanceChange, Readiness};
use kops_core::naming::tags::DETACHED;

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;
use crate::kinds::autoscaling_group::LIST;

/// Makes a change as far as it goes now.
pub(crate) async fn change(clients: &Clients, change: &InstanceChange) -> Result<Readiness, CloudError> {
    let calls = CallCounter::new(clients);
    let change = Change { clients, calls: &calls, instance: change.instance().as_str(), wanted: change };
    change.make().await
}

struct Change<'a> {
    clients: &'a Clients,
    calls: &'a CallCounter,
    instance: &'a str,
    wanted: &'a InstanceChange,
}

impl Change<'_> {
    async fn make(&self) -> Result<Readiness, CloudError> {
        match self.wanted {
            InstanceChange::Detach { group, .. } => self.detach(group.as_str()).await,
            InstanceChange::Deregister { group, .. } => self.deregister(group.as_str()).await,
            InstanceChange::Terminate { .. } => self.terminate().await,
            other => {
                let message = format!("the change {other:?} of an instance is not known here");
                Err(CloudError::new(ErrorKind::Invalid, "change_instance", message))
            }
        }
    }

    /// Tags the instance first, so that it is known again when the process ends between the two calls. kops finds it by the name of its
    /// group in the tag.
    async fn detach(&self, group: &str) -> Result<Readiness, CloudError> {
        let tag = Tag::builder().key(DETACHED).value(group).build();
        let request = self.clients.ec2.create_tags().resources(self.instance).tags(tag).send();
        self.calls.send(Call::new("ec2", "CreateTags"), request).await?;
        let request = self.clients.autoscaling.detach_instances().auto_scaling_group_name(group);
        let request = request.instance_ids(self.instance).should_decrement_desired_capacity(false).send();
        match self.calls.send(Call::new("autoscaling", "DetachInstances"), request).await {
            Err(error) if error.message.contains("is not part of Auto Scaling group") => Ok(Readiness::Ready),
            answer => answer.map(|_| Readiness::Ready),
        }
    }

    async fn terminate(&self) -> Result<Readiness, CloudError> {
        let request = self.clients.ec2.terminate_instances().instance_ids(self.instance).send();
        let found = self.calls.find(Call::new("ec2", "TerminateInstances"), request).await?;
        Ok(if found.is_some() { Readiness::Ready } else { Readiness::Gone })
    }

    async fn deregister(&self, group: &str) -> Result<Readiness, CloudError> {
        let request = self.clients.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names(group).send();
        let found = self.calls.send(LIST, request).await?;
        let Some(group) = found.auto_scaling_groups.unwrap_or_default().into_iter().next() else {
            return Ok(Readiness::Gone);
        };
        let targets = try_join_all(group.target_group_arns().iter().map(|arn| self.leave_target_group(arn))).await?;
        let classic = try_join_all(group.load_balancer_names().iter().map(|name| self.leave_classic(name))).await?;
        let is_out = targets.into_iter().chain(classic).all(|is_out| is_out);
        let waiting = || Readiness::Pending("load balancers still end its connections".to_owned());
        Ok(if is_out { Readiness::Ready } else { waiting() })
    }

    /// True once a target group sends nothing to the instance.
    async fn leave_target_group(&self, arn: &str) -> Result<bool, CloudError> {
        let target = || TargetDescription::builder().id(self.instance).build();
        let request = self.clients.elbv2.describe_target_health().target_group_arn(arn).targets(target()).send();
        let health = self.calls.find(Call::new("elasticloadbalancing", "DescribeTargetHealth"), request).await?;
        let states = health.and_then(|health| health.target_health_descriptions).unwrap_or_default();
        let state = states.first().and_then(|found| found.target_health()).and_then(|health| health.state());
        match state {
            None | Some(TargetHealthStateEnum::Unused) => Ok(true),
            Some(TargetHealthStateEnum::Draining) => Ok(false),
            Some(_) => {
                let request = self.clients.elbv2.deregister_targets().target_group_arn(arn).targets(target()).send();
                self.calls.send(Call::new("elasticloadbalancing", "DeregisterTargets"), request).await?;
                Ok(false)
            }
        }
    }

    /// True once a classic load balancer does not have the instance.
    async fn leave_classic(&self, name: &str) -> Result<bool, CloudError> {
        let instance = || ClassicInstance::builder().instance_id(self.instance).build();
        let request = self.clients.elb.describe_instance_health().load_balancer_name(name).instances(instance()).send();
        let health = match self.calls.find(Call::new("elasticloadbalancing", "DescribeInstanceHealth"), request).await {
            // An instance that is not registered is no valid one for it.
            Err(error) if error.code.as_deref() == Some("InvalidInstance") => return Ok(true),
            answer => answer?,
        };
        let states = health.and_then(|health| health.instance_states).unwrap_or_default();
        if states.first().and_then(|found| found.state()) != Some("InService") {
            return Ok(true);
        }
        let request = self.clients.elb.deregister_instances_from_load_balancer().load_balancer_name(name);
        let request = request.instances(instance()).send();
        self.calls.send(Call::new("elasticloadbalancing", "DeregisterInstancesFromLoadBalancer"), request).await?;
        Ok(false)
    }
}
