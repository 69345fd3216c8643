//! Network interfaces that networking on the nodes made, and that do not end with their instance. They are read with everything else that is
//! in the cluster's networks: see `occupants`.

use aws_sdk_ec2::types;
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::NetworkInterface;

use crate::error::Call;
use crate::reader::{Reader, observed};
use crate::step::StepContext;
use crate::tags;

pub(crate) const READ: Call = Call::new("ec2", "DescribeNetworkInterfaces");

/// An interface that goes with the cluster: it has the cluster's tags, no service of AWS manages it, and ending an instance does not
/// delete it.
pub(crate) fn one(reader: Reader<'_>, interface: &types::NetworkInterface) -> Result<Option<Observed>, CloudError> {
    let ends_with_instance = interface.attachment().is_some_and(|a| a.delete_on_termination() == Some(true));
    let is_ours = reader.owns(&tags::ec2(interface.tag_set()));
    if !is_ours || ends_with_instance || interface.requester_managed() == Some(true) {
        return Ok(None);
    }
    let id = READ.require(interface.network_interface_id(), "NetworkInterfaceId")?;
    Ok(Some(observed(id, from_aws(interface)?)))
}

fn from_aws(interface: &types::NetworkInterface) -> Result<NetworkInterface, CloudError> {
    Ok(NetworkInterface {
        subnet: READ.require(interface.subnet_id(), "SubnetId")?.into(),
        security_groups: interface.groups().iter().filter_map(|group| group.group_id()).map(Into::into).collect(),
        description: interface.description().unwrap_or_default().to_owned(),
        instance: interface.attachment().and_then(|attachment| attachment.instance_id.clone()),
        tags: tags::ec2(interface.tag_set()),
    })
}

pub(crate) async fn delete(ctx: StepContext<'_>, id: &str, _: &NetworkInterface) -> Result<(), CloudError> {
    let request = ctx.clients.ec2.delete_network_interface().network_interface_id(id).send();
    let deleted = ctx.calls.send(Call::new("ec2", "DeleteNetworkInterface"), request).await;
    deleted.map(drop).map_err(|mut error| {
        // EC2 has no code of its own for an interface that is still attached.
        if error.code.as_deref() == Some("InvalidParameterValue") && error.message.contains("in use") {
            error.kind = ErrorKind::InUse;
        }
        error
    })
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::{GroupIdentifier, NetworkInterfaceAttachment};
    use kops_core::resource::Ref;

    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn network_interfaces_read_back_as_they_are_described() {
        each_sample(|sample: &NetworkInterface| {
            let NetworkInterface { subnet, security_groups, description, instance, tags } = sample;
            let known = |reference: &Ref| reference.known().expect("bound").to_owned();
            let groups = security_groups.iter().map(|group| GroupIdentifier::builder().group_id(known(group)).build());
            let attachment = NetworkInterfaceAttachment::builder().set_instance_id(instance.clone()).build();
            let described = types::NetworkInterface::builder()
                .subnet_id(known(subnet))
                .set_groups(Some(groups.collect()))
                .description(description)
                .attachment(attachment)
                .set_tag_set(Some(tags::to_ec2(tags)))
                .build();
            assert_eq!(from_aws(&described).expect("whole"), *sample);
        });
    }
}
