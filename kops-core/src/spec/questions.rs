//! What several stages ask of a spec in the same words.

use super::cluster::{ClusterSpec, RollingUpdate, WarmPool};
use super::instance_group::InstanceGroupSpec;
use super::networking::Networking;
use super::object::Cluster;
use super::subnet::{Subnet, SubnetType};
use super::topology::DnsType;
use crate::naming;

impl Cluster {
    /// True where nodes find the API by gossip: by a name that no DNS zone holds.
    pub fn is_gossip(&self) -> bool {
        naming::is_gossip(self.name())
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

    /// True where names are records of a public hosted zone.
    pub(crate) fn has_public_records(&self) -> bool {
        self.dns_type() == DnsType::Public && !self.is_gossip()
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

    /// True for a subnet that nothing on the internet can reach: `Private` or `DualStack`.
    pub(crate) fn is_private(&self) -> bool {
        matches!(self.r#type, Some(SubnetType::Private | SubnetType::DualStack))
    }
}

impl WarmPool {
    /// The smallest and the largest size of an instance group's own warm pool, or of the cluster's where the group does not say. A smallest
    /// size of 0 says nothing, as in kops.
    pub(crate) fn sizes(own: Option<&Self>, shared: Option<&Self>) -> (Option<i64>, Option<i64>) {
        let min_size = |pool: &Self| pool.min_size.filter(|size| *size != 0);
        let max_size = |pool: &Self| pool.max_size;
        (own.and_then(min_size).or(shared.and_then(min_size)), own.and_then(max_size).or(shared.and_then(max_size)))
    }
}

impl InstanceGroupSpec {
    /// Returns the name of the instance profile that a group brings along: the end of
    /// `arn:aws:iam::123456789012:instance-profile/path/name`.
    pub(crate) fn instance_profile(&self) -> Option<&str> {
        let arn = self.iam.as_ref()?.profile.as_deref()?;
        arn.rsplit('/').next().filter(|name| !name.is_empty())
    }

    /// Returns the key that encrypts the root volumes of a group, where it is not the account's own.
    ///
    /// kops takes the key only where `rootVolumeEncryption` is written too; here it holds unless encryption is switched off,
    /// which is what a user who names a key wants.
    pub fn root_volume_key(&self) -> Option<&str> {
        if self.root_volume_encryption == Some(false) {
            return None;
        }
        self.root_volume_encryption_key.as_deref().filter(|key| !key.is_empty())
    }

    /// Returns how instances of a group are replaced: each setting as the group has it, or else the cluster.
    pub(crate) fn rolling_update_in(&self, cluster: &ClusterSpec) -> RollingUpdate {
        let own = self.rolling_update.clone().unwrap_or_default();
        let common = cluster.rolling_update.clone().unwrap_or_default();
        RollingUpdate {
            drain_and_terminate: own.drain_and_terminate.or(common.drain_and_terminate),
            max_unavailable: own.max_unavailable.or(common.max_unavailable),
            max_surge: own.max_surge.or(common.max_surge),
        }
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
