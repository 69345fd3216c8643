//! Records and zone associations of Route 53.

use super::{ApiError, ApiResult, IdGenerator, LoadBalancerKind, Operations, Rules, State, operations};
use crate::naming;
use crate::resource::{
    ClassicLoadBalancer, CloudId, DnsRecord, DnsZoneAssociation, Field, NetworkLoadBalancer, Output, Outputs, Vpc,
};

impl Rules for DnsZoneAssociation {
    const OPERATIONS: Operations =
        operations("AssociateVPCWithHostedZone", "AssociateVPCWithHostedZone", "DisassociateVPCFromHostedZone");
    const MISSING: &'static str = "VPCAssociationNotFound";

    fn id(&self, _: &IdGenerator) -> CloudId {
        CloudId::composite([self.zone.as_str(), self.vpc.known().unwrap_or_default()])
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let zone = account.hosted_zones.iter().find(|zone| zone.id == self.zone);
        let zone = zone.ok_or_else(|| no_zone(&self.zone))?;
        let (vpc, _) = account.need::<Vpc>(&self.vpc)?;
        if !zone.private {
            let message = format!("the hosted zone `{}` is public and has no VPCs", zone.name);
            return Err(ApiError::invalid("PublicZoneVPCAssociation", message));
        }
        let taken = zone.vpcs.iter().any(|other| other == vpc.as_str());
        if this.is_none() && (taken || account.all::<Self>().any(|(_, other)| other == self)) {
            let message = format!("the hosted zone `{}` answers in the VPC `{vpc}` already", zone.name);
            return Err(ApiError::conflict("ConflictingDomainExists", message));
        }
        Ok(())
    }
}

impl Rules for DnsRecord {
    const OPERATIONS: Operations =
        operations("ChangeResourceRecordSets", "ChangeResourceRecordSets", "ChangeResourceRecordSets");
    const MISSING: &'static str = "NoSuchRecord";

    fn id(&self, _: &IdGenerator) -> CloudId {
        CloudId::composite([self.zone.as_str(), &canonical(&self.name), &self.record_type])
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let zone = account.hosted_zones.iter().find(|zone| zone.id == self.zone);
        let zone = zone.ok_or_else(|| no_zone(&self.zone))?;
        let (name, zone_name) = (canonical(&self.name), canonical(&zone.name));
        if !naming::is_in_zone(&name, &zone_name) {
            return Err(batch(format!("the record `{name}` is not in the hosted zone `{zone_name}`")));
        }
        let taken = |other: &Self| {
            other.zone == self.zone && canonical(&other.name) == name && other.record_type == self.record_type
        };
        if this.is_none() && account.all::<Self>().any(|(_, other)| taken(other)) {
            let message = format!("there is a record `{name}` of type {} already", self.record_type);
            return Err(ApiError::conflict("InvalidChangeBatch", message));
        }
        let Some(alias) = &self.alias else { return Ok(()) };
        let id_generator = IdGenerator::of(account, "");
        let zones = [LoadBalancerKind::Network, LoadBalancerKind::Classic].map(|k| id_generator.load_balancer_zone(k));
        match (alias.dns_name.known(), alias.hosted_zone.known()) {
            (Some(""), _) => Err(batch("the alias of a record names no load balancer")),
            (Some(name), Some(zone)) if zones.iter().any(|known| known == zone) => check_alias(name, account),
            (Some(_), zone) => {
                let zone = zone.unwrap_or_default();
                Err(batch(format!("`{zone}` is not the hosted zone of the region's load balancers")))
            }
            (None, _) => Err(batch("the alias of a record is named by a reference that is not bound")),
        }
    }

    /// An alias takes the place of the addresses: the call writes the whole record.
    fn normalize_update(&mut self, _: &Self, _: &dyn Fn(&Field) -> bool) {
        if self.alias.is_some() {
            (self.ttl, self.values) = (None, None);
        }
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        self.name = canonical(&self.name);
    }
}

/// Refuses an alias of no load balancer of the account. AWS would accept it, and the name would not resolve.
fn check_alias(name: &str, account: &State) -> ApiResult {
    let wanted = canonical(name);
    let wanted = wanted.strip_prefix("dualstack.").unwrap_or(&wanted);
    let is_name = |outputs: Outputs| outputs.get(&Output::DnsName).is_some_and(|name| canonical(name) == wanted);
    let network = account.all::<NetworkLoadBalancer>().any(|(id, balancer)| is_name(balancer.outputs(id, account)));
    if network || account.all::<ClassicLoadBalancer>().any(|(id, balancer)| is_name(balancer.outputs(id, account))) {
        return Ok(());
    }
    Err(batch(format!("`{wanted}` is not the name of a load balancer")))
}

fn canonical(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn no_zone(id: &str) -> ApiError {
    ApiError::missing("NoSuchHostedZone", format!("the hosted zone `{id}` does not exist"))
}

fn batch(message: impl Into<String>) -> ApiError {
    ApiError::invalid("InvalidChangeBatch", message)
}
