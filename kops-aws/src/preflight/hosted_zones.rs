//! Where the DNS leads for the names of hosted zones.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_route53::types::RrType;
use futures::future::try_join_all;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ProtocolConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{RData, RecordType};
use kops_core::cloud::{CloudError, Delegation};

use super::{Part, part};
use crate::config::Config;
use crate::error::Call;
use crate::facts::Lookup;

/// Reads the name servers of hosted zones, and those that the DNS names for them.
pub(super) async fn read(
    config: &Config,
    lookup: Lookup<'_>,
    ids: &BTreeSet<String>,
) -> Result<BTreeMap<String, Delegation>, CloudError> {
    let zones = try_join_all(ids.iter().map(|id| async move { part(delegation(config, lookup, id).await) })).await?;
    let known = |zone: Part<Delegation>| match zone {
        Ok(zone) => zone,
        Err(why) => Delegation { unknown: Some(why), ..Delegation::default() },
    };
    Ok(ids.iter().cloned().zip(zones.into_iter().map(known)).collect())
}

async fn delegation(config: &Config, lookup: Lookup<'_>, id: &str) -> Result<Delegation, CloudError> {
    let call = Call::new("route53", "GetHostedZone");
    let answer = lookup.calls.send(call, lookup.clients.route53.get_hosted_zone().id(id).send()).await?;
    let zone = call.require(answer.hosted_zone, "HostedZone")?;
    let name = plain(&zone.name);
    if zone.config.is_some_and(|config| config.private_zone) {
        return Ok(Delegation { name, private: true, ..Delegation::default() });
    }
    let given = answer.delegation_set.map(|set| set.name_servers).unwrap_or_default();
    let own = own_record(lookup, id, &name).await?;
    let (delegated_to, unknown) = match delegated_to(config, &name).await {
        Ok(servers) => (Some(servers), None),
        Err(why) => (None, Some(why)),
    };
    let name_servers = given.iter().map(|server| plain(server)).chain(own).collect();
    Ok(Delegation { name, private: false, name_servers, delegated_to, unknown })
}

/// The name servers of the NS record in a zone, which differ from those of Route 53 where they have names of the zone's owner.
async fn own_record(lookup: Lookup<'_>, id: &str, name: &str) -> Result<Vec<String>, CloudError> {
    let request = lookup.clients.route53.list_resource_record_sets().hosted_zone_id(id).max_items(1);
    let request = request.start_record_name(name).start_record_type(RrType::Ns).send();
    let answer = lookup.calls.send(Call::new("route53", "ListResourceRecordSets"), request).await?;
    let sets = answer.resource_record_sets().iter();
    let own = sets.filter(|set| *set.r#type() == RrType::Ns && plain(set.name()) == name);
    Ok(own.flat_map(|set| set.resource_records()).map(|record| plain(record.value())).collect())
}

/// Asks the DNS for the name servers of a zone; none where it knows no zone of this name, or none of its name servers answers.
async fn delegated_to(config: &Config, zone: &str) -> Result<BTreeSet<String>, String> {
    let Some(resolver) = resolver(config).map_err(|error| error.to_string())? else {
        return Err("the calls go to another server than AWS, and no DNS server is set".to_owned());
    };
    match resolver.lookup(format!("{zone}."), RecordType::NS).await {
        Ok(found) => Ok(found.answers().iter().filter_map(|record| name_server(&record.data)).collect()),
        Err(error) if is_without_answer(&error) => Ok(BTreeSet::new()),
        Err(error) => Err(format!("the DNS does not say where {zone} is: {error}")),
    }
}

/// The system's resolver, or the one that the configuration names; none beside a test double of AWS, whose zones the DNS does not know.
fn resolver(config: &Config) -> Result<Option<TokioResolver>, NetError> {
    let builder = match config.dns_server() {
        Some(address) => {
            let connections = [ProtocolConfig::Udp, ProtocolConfig::Tcp].map(|protocol| {
                let mut connection = ConnectionConfig::new(protocol);
                connection.port = address.port();
                connection
            });
            let server = NameServerConfig::new(address.ip(), true, connections.into());
            let servers = ResolverConfig::from_name_servers(vec![server]);
            TokioResolver::builder_with_config(servers, TokioRuntimeProvider::default())
        }
        None if config.custom_endpoint() => return Ok(None),
        None => TokioResolver::builder_tokio()?,
    };
    builder.build().map(Some)
}

fn name_server(data: &RData) -> Option<String> {
    match data {
        RData::NS(server) => Some(plain(&server.to_utf8())),
        _ => None,
    }
}

/// True where the answer is that there is none: no such name, no name servers, or name servers that do not answer for it.
fn is_without_answer(error: &NetError) -> bool {
    matches!(error, NetError::Dns(DnsError::NoRecordsFound(_) | DnsError::ResponseCode(ResponseCode::ServFail)))
}

/// A name of the DNS as others compare it.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}
