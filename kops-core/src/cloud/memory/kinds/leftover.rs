//! What nodes and controllers of a cluster make: it is placed in the account, and steps delete it.

use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, operations};
use crate::resource::{
    CloudId, Kind, NetworkInterface, Ref, SecurityGroup, StandaloneInstance, Subnet, VolumeSnapshot,
};

impl Rules for StandaloneInstance {
    const OPERATIONS: Operations = operations("RunInstances", "CreateTags", "TerminateInstances");
    const MISSING: &'static str = "InvalidInstanceID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("i").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        is_placed(this)?;
        check_network(&self.subnet, &self.security_groups, account)
    }
}

impl Rules for NetworkInterface {
    const OPERATIONS: Operations = operations("CreateNetworkInterface", "CreateTags", "DeleteNetworkInterface");
    const MISSING: &'static str = "InvalidNetworkInterfaceID.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("eni").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        is_placed(this)?;
        check_network(&self.subnet, &self.security_groups, account)
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let Some(instance) = self.instance.as_deref() else { return Ok(()) };
        let in_use = || {
            let message = format!("the network interface `{id}` is attached to the instance `{instance}`");
            ApiError::in_use("InvalidNetworkInterface.InUse", message)
        };
        if account.find::<StandaloneInstance>(instance).is_some() {
            return Err(in_use().waiting_for(Kind::StandaloneInstance, &instance.into()));
        }
        match account.instances.get(instance) {
            Some(found) => Err(in_use().waiting_for(Kind::AutoscalingGroup, &found.group)),
            None => Ok(()),
        }
    }
}

impl Rules for VolumeSnapshot {
    const OPERATIONS: Operations = operations("CreateSnapshot", "CreateTags", "DeleteSnapshot");
    const MISSING: &'static str = "InvalidSnapshot.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("snap").into()
    }

    fn check(&self, this: Option<&CloudId>, _: &State) -> ApiResult {
        is_placed(this)
    }
}

/// Refuses a creation by a step.
fn is_placed(this: Option<&CloudId>) -> ApiResult {
    let refused = || ApiError::value("nodes and controllers of a cluster create it, and no step does");
    this.map(drop).ok_or_else(refused)
}

fn check_network(subnet: &Ref, groups: &[Ref], account: &State) -> ApiResult {
    let vpc = &account.need::<Subnet>(subnet)?.1.vpc;
    for group in groups {
        let (id, found) = account.need::<SecurityGroup>(group)?;
        if found.vpc != *vpc {
            let message = format!("the security group `{id}` is in another VPC than the subnet");
            return Err(ApiError::missing("InvalidGroup.NotFound", message));
        }
    }
    Ok(())
}
