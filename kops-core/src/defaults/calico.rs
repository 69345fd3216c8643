//! Calico.

use super::Notes;
use crate::spec::Cluster;

pub(super) fn fill(cluster: &mut Cluster, notes: &mut Notes<'_>) {
    let ipv6 = cluster.is_ipv6_only();
    let Some(calico) = cluster.spec.networking.as_mut().and_then(|networking| networking.calico.as_mut()) else {
        return;
    };
    let (mode, rule) =
        if ipv6 { ("none", "IPv6 needs no encapsulation") } else { ("ipip", "the default encapsulation") };
    notes.fill(&mut calico.encapsulation_mode, "networking.calico.encapsulationMode", mode, rule);
}
