//! Calls of EC2 that are checked without being made.

use std::collections::BTreeSet;
use std::error::Error;
use std::future::Future;

use aws_sdk_ec2::types::{InstanceType, NewDhcpConfiguration, RequestLaunchTemplateData, ResourceType, VolumeType};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use kops_core::cloud::{CloudError, DryRun, ErrorKind};

use crate::error::Call;
use crate::facts::Lookup;
use crate::tags;

/// How many calls run at once.
const AT_ONCE: usize = 4;

/// What a new resource is called, and which addresses it has, where the call needs to say so.
const NAME: &str = "kops-dry-run";
const RANGE: &str = "10.0.0.0/24";

/// What came of the calls that could be tried.
#[derive(Debug, Default)]
pub(super) struct Tried<'a> {
    /// The actions that the caller may take.
    pub(super) allowed: BTreeSet<&'a str>,
    /// Those that it may not take.
    pub(super) denied: BTreeSet<&'a str>,
}

/// Asks EC2 of each call whether the caller may make it. An answer that says something else, for example that what the call names is not
/// there, says neither.
pub(super) async fn tried<'a>(lookup: Lookup<'_>, region: &str, calls: &'a [DryRun]) -> Result<Tried<'a>, CloudError> {
    let attempts = calls.iter().filter_map(|call| {
        let attempt = attempt(lookup, region, call)?;
        Some(async move { (call.action.as_str(), attempt.await) })
    });
    let mut answers = stream::iter(attempts.collect::<Vec<_>>()).buffered(AT_ONCE);
    let mut tried = Tried::default();
    while let Some((action, answer)) = answers.next().await {
        let Err(error) = answer else { continue };
        if matches!(error.kind, ErrorKind::Throttled | ErrorKind::Network) {
            return Err(error);
        }
        match error.code.as_deref() {
            Some("DryRunOperation") => tried.allowed.insert(action),
            Some("UnauthorizedOperation") => tried.denied.insert(action),
            _ => false,
        };
    }
    Ok(tried)
}

/// The request that tries a call; none for a call that needs more than its id and tags.
fn attempt<'a>(lookup: Lookup<'a>, region: &str, call: &'a DryRun) -> Option<BoxFuture<'a, Result<(), CloudError>>> {
    let ec2 = &lookup.clients.ec2;
    let tags = |of: ResourceType| tags::specification(of, &call.tags);
    let all_tags = || Some(tags::to_ec2(&call.tags)).filter(|tags| !tags.is_empty());
    let id = call.id.clone();
    macro_rules! attempt {
        ($name:literal, $request:expr) => {
            send(lookup, $name, $request.dry_run(true).send())
        };
    }
    Some(match call.action.strip_prefix("ec2:")? {
        "AllocateAddress" => {
            let request = ec2.allocate_address().set_tag_specifications(tags(ResourceType::ElasticIp));
            attempt!("AllocateAddress", request)
        }
        "CreateDhcpOptions" => {
            let setting = NewDhcpConfiguration::builder().key("domain-name").values(NAME).build();
            let request = ec2.create_dhcp_options().dhcp_configurations(setting);
            attempt!("CreateDhcpOptions", request.set_tag_specifications(tags(ResourceType::DhcpOptions)))
        }
        "CreateEgressOnlyInternetGateway" => {
            let request = ec2.create_egress_only_internet_gateway().vpc_id(id?);
            let tags = tags(ResourceType::EgressOnlyInternetGateway);
            attempt!("CreateEgressOnlyInternetGateway", request.set_tag_specifications(tags))
        }
        "CreateInternetGateway" => {
            let request = ec2.create_internet_gateway().set_tag_specifications(tags(ResourceType::InternetGateway));
            attempt!("CreateInternetGateway", request)
        }
        "CreateLaunchTemplate" => {
            let data = RequestLaunchTemplateData::builder().instance_type(InstanceType::T3Micro).build();
            let request = ec2.create_launch_template().launch_template_name(NAME).launch_template_data(data);
            attempt!("CreateLaunchTemplate", request.set_tag_specifications(tags(ResourceType::LaunchTemplate)))
        }
        "CreateLaunchTemplateVersion" => {
            let data = RequestLaunchTemplateData::builder().instance_type(InstanceType::T3Micro).build();
            let request = ec2.create_launch_template_version().launch_template_id(id?).launch_template_data(data);
            attempt!("CreateLaunchTemplateVersion", request)
        }
        "CreateRouteTable" => {
            let request = ec2.create_route_table().vpc_id(id?).set_tag_specifications(tags(ResourceType::RouteTable));
            attempt!("CreateRouteTable", request)
        }
        "CreateSecurityGroup" => {
            let request = ec2.create_security_group().vpc_id(id?).group_name(NAME).description(NAME);
            attempt!("CreateSecurityGroup", request.set_tag_specifications(tags(ResourceType::SecurityGroup)))
        }
        "CreateSubnet" => {
            let request = ec2.create_subnet().vpc_id(id?).cidr_block(RANGE);
            attempt!("CreateSubnet", request.set_tag_specifications(tags(ResourceType::Subnet)))
        }
        "CreateTags" => attempt!("CreateTags", ec2.create_tags().resources(id?).set_tags(Some(all_tags()?))),
        "CreateVolume" => {
            let request = ec2.create_volume().availability_zone(format!("{region}a")).size(1);
            let request = request.volume_type(VolumeType::Gp3).set_tag_specifications(tags(ResourceType::Volume));
            attempt!("CreateVolume", request)
        }
        "CreateVpc" => {
            let request = ec2.create_vpc().cidr_block(RANGE).set_tag_specifications(tags(ResourceType::Vpc));
            attempt!("CreateVpc", request)
        }
        "DeleteDhcpOptions" => attempt!("DeleteDhcpOptions", ec2.delete_dhcp_options().dhcp_options_id(id?)),
        "DeleteEgressOnlyInternetGateway" => {
            let request = ec2.delete_egress_only_internet_gateway().egress_only_internet_gateway_id(id?);
            attempt!("DeleteEgressOnlyInternetGateway", request)
        }
        "DeleteInternetGateway" => {
            attempt!("DeleteInternetGateway", ec2.delete_internet_gateway().internet_gateway_id(id?))
        }
        "DeleteKeyPair" => attempt!("DeleteKeyPair", ec2.delete_key_pair().key_name(id?)),
        "DeleteLaunchTemplate" => {
            attempt!("DeleteLaunchTemplate", ec2.delete_launch_template().launch_template_id(id?))
        }
        "DeleteNatGateway" => attempt!("DeleteNatGateway", ec2.delete_nat_gateway().nat_gateway_id(id?)),
        "DeleteRouteTable" => attempt!("DeleteRouteTable", ec2.delete_route_table().route_table_id(id?)),
        "DeleteSecurityGroup" => attempt!("DeleteSecurityGroup", ec2.delete_security_group().group_id(id?)),
        "DeleteSubnet" => attempt!("DeleteSubnet", ec2.delete_subnet().subnet_id(id?)),
        "DeleteTags" => attempt!("DeleteTags", ec2.delete_tags().resources(id?).set_tags(Some(all_tags()?))),
        "DeleteVolume" => attempt!("DeleteVolume", ec2.delete_volume().volume_id(id?)),
        "DeleteVpc" => attempt!("DeleteVpc", ec2.delete_vpc().vpc_id(id?)),
        "ReleaseAddress" => attempt!("ReleaseAddress", ec2.release_address().allocation_id(id?)),
        _ => return None,
    })
}

fn send<'a, T: 'a, E>(
    lookup: Lookup<'a>,
    operation: &'static str,
    request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send + 'a,
) -> BoxFuture<'a, Result<(), CloudError>>
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    SdkError<E, HttpResponse>: RequestId,
{
    let sent = lookup.calls.send(Call::new("ec2", operation), request);
    Box::pin(async move { sent.await.map(drop) })
}
