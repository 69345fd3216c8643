//! What nodes and controllers of a cluster make beside its spec. No graph has these kinds: they are read where something may be deleted,
//! and go with the cluster; an instance that was detached from its autoscaling group goes with that already.

use super::{Kind, Ref, Tags};

resource! {
    /// An instance that no autoscaling group runs: Karpenter launched it, or a rolling update detached it from its group and was
    /// interrupted.
    StandaloneInstance {
        /// `m5.large`, …
        instance_type: String => Fixed;
        /// The subnet.
        subnet: Ref => Fixed { refers_to: &[Kind::Subnet] };
        /// The security groups.
        security_groups: Vec<Ref> => Fixed { unordered: true, refers_to: &[Kind::SecurityGroup] };
        /// Tags.
        tags: Tags => Fixed;
    }
}

resource! {
    /// A network interface that does not end with an instance: networking on the nodes creates and attaches them, and leaves behind those
    /// that were detached when the instance ended.
    NetworkInterface {
        /// The subnet.
        subnet: Ref => Fixed { refers_to: &[Kind::Subnet] };
        /// The security groups.
        security_groups: Vec<Ref> => Fixed { unordered: true, refers_to: &[Kind::SecurityGroup] };
        /// What its creator wrote on it: `aws-K8S-i-0a1b2c3d4e5f60718`.
        description: String => Fixed;
        /// The instance that it was attached to when it was read.
        instance: Option<String> => Initial;
        /// Tags.
        tags: Tags => Fixed;
    }
}

resource! {
    /// A snapshot of a persistent volume.
    VolumeSnapshot {
        /// The volume that it was made of, which may be gone.
        volume: String => Fixed;
        /// The size of the volume in GiB.
        size_gib: i32 => Fixed;
        /// Tags.
        tags: Tags => Fixed;
    }
}
