//! The volumes that hold etcd's data.

use super::{Compare, Tags};

resource! {
    /// An EBS volume. Its identity is the tag `Name`.
    Volume {
        /// The availability zone.
        zone: String => Fixed;
        /// The size in GiB; can only grow.
        size_gib: i32 => InPlace {
            compare: Compare::Grows,
            advice: Some("volumes only grow: ask for at least the size that it has"),
        };
        /// `gp3`, `io1`, …
        volume_type: String => InPlace;
        /// Operations per second, where the type has them.
        iops: Option<i32> => InPlace;
        /// MiB per second, where the type has it.
        throughput: Option<i32> => InPlace;
        /// Whether it is encrypted.
        encrypted: bool => Fixed;
        /// The KMS key, where it is not the account's default.
        kms_key: Option<String> => Fixed { compare: Compare::KmsKey };
        /// Tags; etcd-manager finds its volumes by them.
        tags: Tags => InPlace;
    }
}
