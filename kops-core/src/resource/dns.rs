//! Records and zones of Route 53.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Compare, Kind, Ref};

resource! {
    /// A VPC in which a private hosted zone answers. Its identity is both.
    DnsZoneAssociation {
        /// The id of the zone, without `/hostedzone/`.
        zone: String => Identity;
        /// The VPC.
        vpc: Ref => Identity { refers_to: &[Kind::Vpc] };
    }
}

resource! {
    /// A record. Its identity is the zone, the name and the type.
    DnsRecord {
        /// The id of the zone, without `/hostedzone/`.
        zone: String => Identity;
        /// The name without the trailing dot.
        name: String => Identity { compare: Compare::DnsName };
        /// `A` or `AAAA`; `TXT` for those by which external-dns marks what it publishes.
        record_type: String => Identity;
        /// The load balancer that it stands for.
        alias: Option<AliasTarget> => InPlace {
            compare: Compare::Alias,
            refers_to: &[Kind::ClassicLoadBalancer, Kind::NetworkLoadBalancer],
            may_dangle: true,
        };
        /// Seconds that an answer may be kept; for records with values.
        ttl: Option<i64> => Initial;
        /// Addresses, for records that kops makes before dns-controller takes them over.
        values: Option<Vec<String>> => Initial;
    }
}

impl DnsRecord {
    /// True for what a cluster or its controllers may have made under one of some names: addresses, and the marks of external-dns. These are
    /// texts of the same name, and of the name with the type of the marked record before it, such as `aaaa-api.demo.example.com`.
    pub fn may_be_named(&self, names: &BTreeSet<String>) -> bool {
        let is_among = |own: &str| names.iter().any(|name| name.trim_end_matches('.').eq_ignore_ascii_case(own));
        let own = self.name.trim_end_matches('.');
        let is_mark = |value: &String| value.trim_start_matches('"').starts_with("heritage=external-dns");
        match self.record_type.as_str() {
            "A" | "AAAA" => is_among(own),
            "TXT" if self.values.iter().flatten().any(is_mark) => {
                let marked = ["a-", "aaaa-"].iter().find_map(|record_type| own.strip_prefix(record_type));
                is_among(own) || marked.is_some_and(is_among)
            }
            _ => false,
        }
    }
}

/// The load balancer that a record stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AliasTarget {
    /// Its DNS name.
    pub dns_name: Ref,
    /// The hosted zone of that name.
    pub hosted_zone: Ref,
    /// Whether an unhealthy load balancer is left out of answers.
    pub evaluate_health: bool,
}

/// True for the name of a cluster in DNS and for every name below it.
pub(super) fn is_below_cluster(name: &str, cluster: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.strip_suffix(&cluster.to_ascii_lowercase()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
