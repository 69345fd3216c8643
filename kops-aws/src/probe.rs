//! Whether a resource can be used by those that refer to it.

use aws_sdk_ec2::types::{InstanceStateName, NatGatewayState};
use aws_sdk_elasticloadbalancingv2::types::LoadBalancerStateEnum;
use kops_core::cloud::{CloudError, Readiness};
use kops_core::resource::{CloudId, Kind};

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::error::Call;

/// Asks for kinds that take time to become what they should be; everything else is ready when its call has returned.
pub(crate) async fn probe(clients: &Clients, kind: Kind, id: &CloudId) -> Result<Readiness, CloudError> {
    let calls = CallCounter::new(clients);
    match kind {
        Kind::NatGateway => nat_gateway(clients, &calls, &id.0).await,
        Kind::NetworkLoadBalancer => load_balancer(clients, &calls, &id.0).await,
        Kind::Vpc => vpc(clients, &calls, &id.0).await,
        Kind::Subnet => subnet(clients, &calls, &id.0).await,
        Kind::Volume => volume(clients, &calls, &id.0).await,
        Kind::StandaloneInstance => instance(clients, &calls, &id.0).await,
        Kind::AutoscalingGroup => group(clients, &calls, &id.0).await,
        Kind::WarmPool => warm_pool(clients, &calls, &id.0).await,
        Kind::Role => role(clients, &calls, &id.0).await,
        Kind::InstanceProfile => profile(clients, &calls, &id.0).await,
        _ => Ok(Readiness::Ready),
    }
}

fn waiting(state: &str) -> Readiness {
    Readiness::Pending(format!("its state is `{state}`"))
}

async fn nat_gateway(clients: &Clients, calls: &CallCounter, id: &str) -> Result<Readiness, CloudError> {
    let request = clients.ec2.describe_nat_gateways().nat_gateway_ids(id).send();
    let seen = calls.find(Call::new("ec2", "DescribeNatGateways"), request).await?;
    let Some(gateway) = seen.as_ref().and_then(|s| s.nat_gateways().first()) else { return Ok(Readiness::Gone) };
    Ok(match gateway.state() {
        Some(NatGatewayState::Available) => Readiness::Ready,
        Some(NatGatewayState::Deleted) => Readiness::Gone,
        Some(NatGatewayState::Failed) => {
            Readiness::Failed(gateway.failure_message().unwrap_or("AWS does not say why").to_owned())
        }
        state => waiting(state.map_or("unknown", |s| s.as_str())),
    })
}

async fn load_balancer(clients: &Clients, calls: &CallCounter, arn: &str) -> Result<Readiness, CloudError> {
    let request = clients.elbv2.describe_load_balancers().load_balancer_arns(arn).send();
    let call = Call::new("elasticloadbalancing", "DescribeLoadBalancers");
    let seen = calls.find(call, request).await?;
    let Some(balancer) = seen.as_ref().and_then(|s| s.load_balancers().first()) else { return Ok(Readiness::Gone) };
    let state = call.require(balancer.state(), "State")?;
    Ok(match call.require(state.code(), "State.Code")? {
        LoadBalancerStateEnum::Active | LoadBalancerStateEnum::ActiveImpaired => Readiness::Ready,
        LoadBalancerStateEnum::Failed => Readiness::Failed(state.reason().unwrap_or("AWS does not say why").to_owned()),
        code => waiting(code.as_str()),
    })
}

async fn vpc(clients: &Clients, calls: &CallCounter, id: &str) -> Result<Readiness, CloudError> {
    let request = clients.ec2.describe_vpcs().vpc_ids(id).send();
    let call = Call::new("ec2", "DescribeVpcs");
    let seen = calls.find(call, request).await?;
    let Some(vpc) = seen.as_ref().and_then(|s| s.vpcs().first()) else { return Ok(Readiness::Gone) };
    Ok(available(call.require(vpc.state(), "State")?.as_str()))
}

async fn subnet(clients: &Clients, calls: &CallCounter, id: &str) -> Result<Readiness, CloudError> {
    let request = clients.ec2.describe_subnets().subnet_ids(id).send();
    let call = Call::new("ec2", "DescribeSubnets");
    let seen = calls.find(call, request).await?;
    let Some(subnet) = seen.as_ref().and_then(|s| s.subnets().first()) else { return Ok(Readiness::Gone) };
    Ok(available(call.require(subnet.state(), "State")?.as_str()))
}

async fn volume(clients: &Clients, calls: &CallCounter, id: &str) -> Result<Readiness, CloudError> {
    let request = clients.ec2.describe_volumes().volume_ids(id).send();
    let call = Call::new("ec2", "DescribeVolumes");
    let seen = calls.find(call, request).await?;
    let Some(volume) = seen.as_ref().and_then(|s| s.volumes().first()) else { return Ok(Readiness::Gone) };
    Ok(match call.require(volume.state(), "State")?.as_str() {
        "in-use" => Readiness::Ready,
        "error" => Readiness::Failed(match volume.kms_key_id() {
            Some(key) => format!("AWS could not create the volume, which may be due to its KMS key `{key}`"),
            None => "AWS could not create the volume".to_owned(),
        }),
        state => available(state),
    })
}

/// An instance that was terminated is listed for an hour.
async fn instance(clients: &Clients, calls: &CallCounter, id: &str) -> Result<Readiness, CloudError> {
    let request = clients.ec2.describe_instances().instance_ids(id).send();
    let seen = calls.find(Call::new("ec2", "DescribeInstances"), request).await?;
    let instance = seen.as_ref().and_then(|seen| seen.reservations().first()?.instances().first());
    Ok(match instance.and_then(|instance| instance.state()?.name()) {
        None | Some(InstanceStateName::Terminated) => Readiness::Gone,
        Some(InstanceStateName::ShuttingDown) => waiting("shutting-down"),
        Some(_) => Readiness::Ready,
    })
}

/// A group that is being deleted is there until its last instance is gone.
async fn group(clients: &Clients, calls: &CallCounter, name: &str) -> Result<Readiness, CloudError> {
    let request = clients.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names(name).send();
    let seen = calls.send(Call::new("autoscaling", "DescribeAutoScalingGroups"), request).await?;
    Ok(match seen.auto_scaling_groups().first() {
        None => Readiness::Gone,
        Some(group) => group.status().map_or(Readiness::Ready, waiting),
    })
}

/// A warm pool that is being deleted is part of its group until its last instance is gone.
async fn warm_pool(clients: &Clients, calls: &CallCounter, group: &str) -> Result<Readiness, CloudError> {
    let request = clients.autoscaling.describe_auto_scaling_groups().auto_scaling_group_names(group).send();
    let seen = calls.send(Call::new("autoscaling", "DescribeAutoScalingGroups"), request).await?;
    let pool = seen.auto_scaling_groups().first().and_then(|group| group.warm_pool_configuration());
    Ok(match pool {
        None => Readiness::Gone,
        Some(pool) => pool.status().map_or(Readiness::Ready, |status| waiting(status.as_str())),
    })
}

async fn role(clients: &Clients, calls: &CallCounter, name: &str) -> Result<Readiness, CloudError> {
    let seen = calls.find(Call::new("iam", "GetRole"), clients.iam.get_role().role_name(name).send()).await?;
    Ok(if seen.is_some() { Readiness::Ready } else { Readiness::Gone })
}

async fn profile(clients: &Clients, calls: &CallCounter, name: &str) -> Result<Readiness, CloudError> {
    let request = clients.iam.get_instance_profile().instance_profile_name(name).send();
    let seen = calls.find(Call::new("iam", "GetInstanceProfile"), request).await?;
    Ok(if seen.is_some() { Readiness::Ready } else { Readiness::Gone })
}

fn available(state: &str) -> Readiness {
    if state == "available" { Readiness::Ready } else { waiting(state) }
}
