//! Instances that no autoscaling group runs: those of Karpenter, and those that were detached from their groups.

use aws_sdk_ec2::types::{Instance, InstanceStateName};
use kops_core::cloud::{CloudError, Observed};
use kops_core::resource::{Kind, StandaloneInstance};

use crate::error::Call;
use crate::filter::{filter, filters};
use crate::inventory::{GROUP, Inventory};
use crate::reader::{Reader, observed};
use crate::step::StepContext;
use crate::tags;

const READ: Call = Call::new("ec2", "DescribeInstances");

/// Reads the instances that have the cluster's tags and belong to no group, where the scope asks for what is in networks.
pub(crate) async fn read(reader: Reader<'_>, inventory: &Inventory) -> Result<Vec<Observed>, CloudError> {
    let mut ids = reader.ids(Kind::StandaloneInstance);
    if reader.scope.occupants {
        ids.extend(inventory.instances.iter().filter(|id| !inventory.groups.contains_key(*id)).cloned());
    }
    ids.sort();
    ids.dedup();
    let states = ["pending", "running", "shutting-down", "stopping", "stopped"];
    let mut found = Vec::new();
    for by_id in filters("instance-id", ids) {
        let request =
            reader.clients.ec2.describe_instances().filters(by_id).filters(filter("instance-state-name", states));
        for page in reader.calls.pages(READ, request.into_paginator().send()).await? {
            let instances = page.reservations().iter().flat_map(|reservation| reservation.instances());
            // Tags of an autoscaling group that is not the cluster's.
            for instance in instances.filter(|instance| !instance.tags().iter().any(|tag| tag.key() == Some(GROUP))) {
                let id = READ.require(instance.instance_id(), "InstanceId")?;
                let state = instance.state().and_then(|state| state.name());
                let mut seen = observed(id, from_aws(instance)?);
                seen.deleting = state == Some(&InstanceStateName::ShuttingDown);
                found.push(seen);
            }
        }
    }
    Ok(found)
}

fn from_aws(instance: &Instance) -> Result<StandaloneInstance, CloudError> {
    Ok(StandaloneInstance {
        instance_type: READ.require(instance.instance_type(), "InstanceType")?.as_str().to_owned(),
        subnet: READ.require(instance.subnet_id(), "SubnetId")?.into(),
        security_groups: instance
            .security_groups()
            .iter()
            .filter_map(|group| group.group_id())
            .map(Into::into)
            .collect(),
        tags: tags::ec2(instance.tags()),
    })
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &StandaloneInstance) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.terminate_instances().instance_ids(id).send();
    ctx.calls.send(Call::new("ec2", "TerminateInstances"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::{GroupIdentifier, InstanceType};

    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn instances_read_back_as_they_are_described() {
        each_sample(|sample: &StandaloneInstance| {
            let StandaloneInstance { instance_type, subnet, security_groups, tags } = sample;
            let groups = security_groups.iter().map(|group| GroupIdentifier::builder().group_id(known(group)).build());
            let described = Instance::builder()
                .instance_type(InstanceType::from(instance_type.as_str()))
                .subnet_id(known(subnet))
                .set_security_groups(Some(groups.collect()))
                .set_tags(Some(tags::to_ec2(tags)))
                .build();
            assert_eq!(from_aws(&described).expect("whole"), *sample);
        });
    }

    fn known(reference: &kops_core::resource::Ref) -> &str {
        reference.known().expect("bound")
    }
}
