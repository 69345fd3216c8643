//! What several stages ask of a spec in the same words.

use super::networking::Networking;
use super::object::Cluster;
use super::subnet::Subnet;
use super::topology::DnsType;

/// The suffix of clusters whose nodes tell each other where the API is.
const GOSSIP_SUFFIX: &str = ".k8s.local";

impl Cluster {
    /// True where nodes find the API by gossip: by a name that no DNS zone holds.
    pub fn is_gossip(&self) -> bool {
        self.name().trim_end_matches('.').ends_with(GOSSIP_SUFFIX)
    }

    /// Returns the kind of DNS, `Public` where it is not said.
    pub fn dns_type(&self) -> DnsType {
        let dns = self.spec.topology.as_ref().and_then(|topology| topology.dns.as_ref());
        dns.and_then(|dns| dns.r#type).unwrap_or(DnsType::Public)
    }

    /// True where names are records of a hosted zone.
    pub fn publishes_dns_records(&self) -> bool {
        self.dns_type() != DnsType::None && !self.is_gossip()
    }

    /// True where pods have IPv6 addresses only.
    pub fn is_ipv6_only(&self) -> bool {
        self.spec.non_masquerade_cidr.as_deref().is_some_and(|range| range.contains(':'))
    }
}

impl Subnet {
    /// Returns the id of a subnet that exists and is only used.
    pub fn shared_id(&self) -> Option<&str> {
        self.id.as_deref().filter(|id| !id.is_empty())
    }
}

impl Networking {
    /// Returns the options that were chosen, by their names in a spec; one, where the spec is right.
    pub fn chosen(&self) -> Vec<&'static str> {
        let options = [
            ("classic", self.classic.is_some()),
            ("kubenet", self.kubenet.is_some()),
            ("external", self.external.is_some()),
            ("cni", self.cni.is_some()),
            ("kopeio", self.kopeio.is_some()),
            ("weave", self.weave.is_some()),
            ("flannel", self.flannel.is_some()),
            ("calico", self.calico.is_some()),
            ("canal", self.canal.is_some()),
            ("kuberouter", self.kuberouter.is_some()),
            ("romana", self.romana.is_some()),
            ("amazonvpc", self.amazonvpc.is_some()),
            ("cilium", self.cilium.is_some()),
            ("lyftvpc", self.lyftvpc.is_some()),
            ("gce", self.gce.is_some()),
            ("kindnet", self.kindnet.is_some()),
        ];
        options.into_iter().filter(|(_, chosen)| *chosen).map(|(name, _)| name).collect()
    }
}
