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
    /// Of how many actions it is known whether the caller may take them.
    pub(super) known: usize,
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
            Some("DryRunOperation") => {}
            Some("UnauthorizedOperation") => drop(tried.denied.insert(action)),
            _ => continue,
        }
        tried.known += 1;
    }
    Ok(tried)
}

/// Chooses a request by the name of its operation, and makes it a dry run.
macro_rules! attempt_one_of {
    ($lookup:expr, $operation:expr, { $($name:literal => $request:expr,)* }) => {
        match $operation {
            $( $name => Some(send($lookup, Call::new("ec2", $name), $request.dry_run(true).send())), )*
            _ => None,
        }
    };
}

/// The request that tries a call; none for a call that needs more than its id and tags.
fn attempt<'a>(lookup: Lookup<'a>, region: &str, call: &'a DryRun) -> Option<BoxFuture<'a, Result<(), CloudError>>> {
    let ec2 = &lookup.clients.ec2;
    let id = call.id.clone();
    let new = |of: ResourceType| tags::specification(of, &call.tags);
    let tags = || Some(tags::to_ec2(&call.tags)).filter(|tags| !tags.is_empty());
    let domain = NewDhcpConfiguration::builder().key("domain-name").values(NAME).build();
    let instance = RequestLaunchTemplateData::builder().instance_type(InstanceType::T3Micro).build();
    attempt_one_of!(lookup, call.action.strip_prefix("ec2:")?, {
        "AllocateAddress" => ec2.allocate_address().set_tag_specifications(new(ResourceType::ElasticIp)),
        "CreateDhcpOptions" => ec2
            .create_dhcp_options()
            .dhcp_configurations(domain)
            .set_tag_specifications(new(ResourceType::DhcpOptions)),
        "CreateEgressOnlyInternetGateway" => ec2
            .create_egress_only_internet_gateway()
            .vpc_id(id?)
            .set_tag_specifications(new(ResourceType::EgressOnlyInternetGateway)),
        "CreateInternetGateway" => {
            ec2.create_internet_gateway().set_tag_specifications(new(ResourceType::InternetGateway))
        },
        "CreateLaunchTemplate" => ec2
            .create_launch_template()
            .launch_template_name(NAME)
            .launch_template_data(instance)
            .set_tag_specifications(new(ResourceType::LaunchTemplate)),
        "CreateLaunchTemplateVersion" => {
            ec2.create_launch_template_version().launch_template_id(id?).launch_template_data(instance)
        },
        "CreateRouteTable" => {
            ec2.create_route_table().vpc_id(id?).set_tag_specifications(new(ResourceType::RouteTable))
        },
        "CreateSecurityGroup" => ec2
            .create_security_group()
            .vpc_id(id?)
            .group_name(NAME)
            .description(NAME)
            .set_tag_specifications(new(ResourceType::SecurityGroup)),
        "CreateSubnet" => {
            ec2.create_subnet().vpc_id(id?).cidr_block(RANGE).set_tag_specifications(new(ResourceType::Subnet))
        },
        "CreateTags" => ec2.create_tags().resources(id?).set_tags(Some(tags()?)),
        "CreateVolume" => ec2
            .create_volume()
            .availability_zone(format!("{region}a"))
            .size(1)
            .volume_type(VolumeType::Gp3)
            .set_tag_specifications(new(ResourceType::Volume)),
        "CreateVpc" => ec2.create_vpc().cidr_block(RANGE).set_tag_specifications(new(ResourceType::Vpc)),
        "DeleteDhcpOptions" => ec2.delete_dhcp_options().dhcp_options_id(id?),
        "DeleteEgressOnlyInternetGateway" => {
            ec2.delete_egress_only_internet_gateway().egress_only_internet_gateway_id(id?)
        },
        "DeleteInternetGateway" => ec2.delete_internet_gateway().internet_gateway_id(id?),
        "DeleteKeyPair" => ec2.delete_key_pair().key_name(id?),
        "DeleteLaunchTemplate" => ec2.delete_launch_template().launch_template_id(id?),
        "DeleteNatGateway" => ec2.delete_nat_gateway().nat_gateway_id(id?),
        "DeleteRouteTable" => ec2.delete_route_table().route_table_id(id?),
        "DeleteSecurityGroup" => ec2.delete_security_group().group_id(id?),
        "DeleteSubnet" => ec2.delete_subnet().subnet_id(id?),
        "DeleteTags" => ec2.delete_tags().resources(id?).set_tags(Some(tags()?)),
        "DeleteVolume" => ec2.delete_volume().volume_id(id?),
        "DeleteVpc" => ec2.delete_vpc().vpc_id(id?),
        "ReleaseAddress" => ec2.release_address().allocation_id(id?),
    })
}

fn send<'a, T: 'a, E>(
    lookup: Lookup<'a>,
    call: Call,
    request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send + 'a,
) -> BoxFuture<'a, Result<(), CloudError>>
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    SdkError<E, HttpResponse>: RequestId,
{
    let sent = lookup.calls.send(call, request);
    Box::pin(async move { sent.await.map(drop) })
}
