//! What a rendering needs to know beside the graph.

use std::collections::{BTreeMap, BTreeSet};

use crate::resource::Outputs;
use crate::spec::Cluster;

/// Where and how the rendered configuration will be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Further arguments of the AWS provider: `spec.target.terraform.providerExtraConfig`.
    pub provider: BTreeMap<String, String>,
    /// Further arguments of the provider that writes objects of the state store:
    /// `spec.target.terraform.filesProviderExtraConfig`.
    pub files_provider: BTreeMap<String, String>,
    /// Where Terraform writes the objects of the state store. Without it they are left out: another state store than S3 is
    /// written by the caller.
    pub objects: Option<ObjectStore>,
    /// The public outputs of keysets and secrets, by name: those of [`StoreView`](crate::state::StoreView). What texts refer to and is
    /// not here becomes a variable of the configuration.
    pub keysets: BTreeMap<String, Outputs>,
}

/// The part of an S3 bucket that holds one cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectStore {
    /// The bucket.
    pub bucket: String,
    /// What the cluster's keys begin with, without a slash at its end: `prefix/demo.example.com`.
    pub base: String,
    /// The region of the bucket.
    pub region: String,
    /// The buckets that have a default encryption. Objects in others ask for the encryption `AES256`, as with kops.
    pub encrypted_buckets: BTreeSet<String>,
    /// The canned ACL of objects that are not public, by bucket. Objects in others have the ACL that their bucket gives them.
    pub object_acls: BTreeMap<String, String>,
}

impl Target {
    /// Takes from a cluster's spec what it says of Terraform.
    pub fn new(cluster: &Cluster, objects: Option<ObjectStore>) -> Self {
        let terraform = cluster.spec.target.as_ref().and_then(|target| target.terraform.as_ref());
        Self {
            provider: terraform.map(|terraform| terraform.provider_extra_config.clone()).unwrap_or_default(),
            files_provider: terraform
                .map(|terraform| terraform.files_provider_extra_config.clone())
                .unwrap_or_default(),
            objects,
            keysets: BTreeMap::new(),
        }
    }

    /// Says what the keysets of the cluster are.
    #[must_use]
    pub fn with_keysets(self, keysets: BTreeMap<String, Outputs>) -> Self {
        Self { keysets, ..self }
    }
}
