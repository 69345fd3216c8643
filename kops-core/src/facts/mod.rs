//! What is known of the world: published components, instance types, zones, images, hosted zones and existing networks.
//!
//! In: nothing; [`Facts`] is plain data that `Cloud::facts` gathers, or the shipped table. Out: an argument of every stage
//! that needs it. Whatever a pure stage decides from the world stands here, so that any result can be replayed.

mod assumed;
mod built_in;
mod channel;
pub mod codes;
pub mod file_hashes;
mod machine_types;
mod published;
mod publishers;
mod query;
mod regions;
mod stated;
mod unknown;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::spec::Version;

pub(crate) use channel::range_holds;
pub use channel::{Channel, ChannelImage, DEFAULT_CHANNEL, Release};
pub use publishers::image_owner;
pub use query::query;
pub(crate) use query::{default_machine_types, query_to_render};
pub(crate) use regions::{domain, global_region, partition, zones};
pub(crate) use unknown::{is_hosted_zone, unknown, unknown_api_addresses};

/// The architectures that there are images and node components for.
pub(crate) const ARCHITECTURES: [&str; 2] = ["amd64", "arm64"];

/// The world as the pure stages see it.
///
/// More facts may follow, so that an implementation of `Cloud::facts` ends in `..Facts::default()`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Facts {
    /// The AWS region, for example `us-east-2`.
    pub region: String,
    /// The AWS partition: `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: String,
    /// The number of the AWS account, twelve digits.
    pub account_id: String,
    /// The availability zones of the region.
    pub zones: Vec<String>,
    /// Instance types by name.
    pub machine_types: BTreeMap<String, MachineType>,
    /// Images by the name that a spec uses for them.
    pub images: BTreeMap<String, Image>,
    /// Hosted zones of Route 53.
    pub hosted_zones: Vec<HostedZone>,
    /// Networks that exist and that the spec refers to.
    pub network: NetworkFacts,
    /// The published components of kops that nodes run.
    pub components: Components,
    /// SHA-256 of files that nodes download, by URL, as the user states them. They come before those that ship with the library.
    pub file_hashes: BTreeMap<String, String>,
    /// SHA-256 of files that nodes download, by URL, as their publisher stated them at [`FactsQuery::file_hashes`]' URLs, now or
    /// for an earlier plan. They are used for files whose hash is not known otherwise, and kept in the state store.
    pub published_hashes: BTreeMap<String, String>,
    /// The name of the API's load balancer and its addresses inside the VPC, for files that another tool applies, such as
    /// Terraform's: they hold those that are known. Unset where a plan is applied: its texts refer to the load balancer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_addresses: Option<Vec<String>>,
    /// Digests of container images, by the name that nodes pull them by: `sha256:…`. Images are pulled by tag without one.
    pub image_digests: BTreeMap<String, String>,
    /// S3 buckets by name: that of discovery documents, and for files that another tool applies those of the state store and of etcd's
    /// backups too. One that is not here is taken to be in the region of the cluster and to have no default encryption.
    pub buckets: BTreeMap<String, Bucket>,
    /// Whether a bucket's policy lets everyone read it, by the bucket's name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub public_buckets: BTreeMap<String, bool>,
    /// The role in each instance profile that instance groups bring along, by the profile's name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub instance_profile_roles: BTreeMap<String, String>,
    /// Manifests of addons that other projects publish, by their place in the addon source: `certmanager.io/k8s-1.16.yaml`.
    /// Unset where there is no source: manifests that the state store has not either are then not planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_addons: Option<BTreeMap<String, String>>,
    /// The manifests of such addons that the state store has, by their place below `addons`. They stay as they are where
    /// [`Facts::published_addons`] has none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub stored_addons: BTreeMap<String, String>,
    /// The account is a simulated one: it has what its file lists, and AWS may have more.
    pub simulated: bool,
    /// Seconds since 1970 (UTC), as the caller's clock had it.
    pub now: u64,
}

impl Facts {
    /// Returns the domain of AWS's services in the partition: `amazonaws.com`.
    pub(crate) fn domain(&self) -> &'static str {
        regions::domain(&self.partition)
    }

    /// Returns the region of an S3 bucket: that of the cluster where it is not known.
    pub(crate) fn region_of_bucket(&self, bucket: &str) -> &str {
        let known = self.buckets.get(bucket).map(|bucket| bucket.region.as_str());
        known.filter(|region| !region.is_empty()).unwrap_or(&self.region)
    }

    /// Returns the SHA-256 of a file that nodes download, where its publisher's statement is known.
    pub(crate) fn file_hash(&self, url: &str) -> Option<&str> {
        let given = self.file_hashes.get(url).map(String::as_str).or_else(|| published::sha256(url));
        given.or_else(|| self.published_hashes.get(url).map(String::as_str))
    }
}

/// An EC2 instance type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct MachineType {
    /// `x86_64`, `arm64`, `i386`: what it can run.
    pub architectures: Vec<String>,
    /// Virtual CPUs.
    pub vcpus: u32,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// Sizes in GB of the disks that come with it.
    pub instance_storage_gb: Vec<u32>,
    /// Has a GPU of NVIDIA.
    pub gpu: bool,
    /// The number of network interfaces.
    pub network_interfaces: u32,
    /// IPv4 addresses that one interface can hold.
    pub ipv4_per_interface: u32,
    /// The zones that do not offer it.
    pub missing_zones: Vec<String>,
}

/// A machine image (AMI).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Image {
    /// `ami-…`.
    pub id: String,
    /// Its name inside the owner's account.
    pub name: String,
    /// The account that owns it.
    pub owner: String,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// The device that holds the root volume, for example `/dev/sda1`.
    pub root_device_name: String,
    /// When it was made, as AWS writes it; the newest of several matches is taken.
    pub creation_date: String,
}

/// A hosted zone of Route 53.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct HostedZone {
    /// The id without the prefix `/hostedzone/`.
    pub id: String,
    /// Its name without the trailing dot.
    pub name: String,
    /// Answers only inside its VPCs.
    pub private: bool,
    /// The VPCs of a private zone.
    pub vpcs: Vec<String>,
}

/// Networks that exist and that the spec refers to by id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct NetworkFacts {
    /// VPCs by id.
    pub vpcs: BTreeMap<String, VpcFacts>,
    /// Subnets by id.
    pub subnets: BTreeMap<String, SubnetFacts>,
    /// NAT gateways by id.
    pub nat_gateways: BTreeMap<String, NatGatewayFacts>,
    /// Elastic addresses by allocation id.
    pub elastic_ips: BTreeMap<String, String>,
    /// Internet gateways: id to VPC.
    pub internet_gateways: BTreeMap<String, String>,
    /// Egress-only internet gateways: id to VPC.
    pub egress_only_internet_gateways: BTreeMap<String, String>,
    /// Route tables: id to VPC and subnets.
    pub route_tables: BTreeMap<String, RouteTableFacts>,
}

/// A VPC that exists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct VpcFacts {
    /// Its primary IPv4 range.
    pub cidr: String,
    /// Further IPv4 ranges.
    pub additional_cidrs: Vec<String>,
    /// Its IPv6 ranges.
    pub ipv6_cidrs: Vec<String>,
    /// Whether the Amazon DNS server answers in it.
    pub dns_support: bool,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// A subnet that exists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SubnetFacts {
    /// The VPC it is in.
    pub vpc: String,
    /// Its availability zone.
    pub zone: String,
    /// Its IPv4 range; empty for an IPv6-only subnet.
    pub cidr: String,
    /// Its IPv6 range.
    pub ipv6_cidr: Option<String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// A NAT gateway that exists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct NatGatewayFacts {
    /// The VPC it is in.
    pub vpc: String,
    /// The subnet it is in; empty for a regional one, which is in none.
    pub subnet: String,
    /// The allocation id of its address.
    pub elastic_ip: String,
}

/// A route table that exists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RouteTableFacts {
    /// The VPC it is in.
    pub vpc: String,
    /// The subnets associated with it.
    pub subnets: Vec<String>,
}

/// The published node components that a cluster runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Components {
    /// The kops release whose components nodes download.
    pub kops_version: String,
    /// The newest Kubernetes release that the channel recommends, without `v`.
    pub kubernetes_version: String,
    /// The images for new groups.
    pub default_images: Vec<DefaultImage>,
    /// What the channel recommends to clusters that have a version of Kubernetes already; the first that holds it counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kubernetes_releases: Vec<Release>,
    /// The release of kops that the channel recommends in place of this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommended_kops_version: Option<String>,
    /// Accepts clusters whose Kubernetes is newer than the release supports, and lets kops-controller run them; kops's environment
    /// variable `KOPS_RUN_TOO_NEW_VERSION`.
    pub run_too_new_version: bool,
    /// Where else the programs and images of that release are than at kops; kops's environment variable `KOPS_BASE_URL`.
    pub base_url: Option<String>,
    /// nodeup by architecture.
    pub nodeup: BTreeMap<String, Asset>,
}

impl Components {
    /// Takes the programs and images that are released with kops from another place, laid out as kops's own:
    /// `https://files.example.com/kops/1.36.2`. The last part of its path is the release, as for kops's `KOPS_BASE_URL`.
    ///
    /// ```
    /// use kops_core::facts::Components;
    ///
    /// let components = Components::built_in().at("https://files.example.com/kops/1.36.3/");
    /// assert_eq!(components.kops_version, "1.36.3");
    /// assert_eq!(components.nodeup["arm64"].urls, ["https://files.example.com/kops/1.36.3/linux/arm64/nodeup"]);
    /// ```
    #[must_use]
    pub fn at(mut self, base_url: &str) -> Self {
        let base = base_url.trim_end_matches('/');
        let path = base.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path);
        if let Some(release) = path.and_then(|path| path.rsplit('/').next()).filter(|release| !release.is_empty()) {
            release.clone_into(&mut self.kops_version);
        }
        self.base_url = Some(base_url.to_owned());
        self.nodeup = self.released_nodeup();
        self
    }

    /// Returns the URLs of a program that is released with kops, best first.
    pub(crate) fn urls(&self, program: &str, architecture: &str) -> Vec<String> {
        if let Some(base) = &self.base_url {
            return vec![format!("{}/linux/{architecture}/{program}", base.trim_end_matches('/'))];
        }
        let version = &self.kops_version;
        vec![
            format!("https://artifacts.k8s.io/binaries/kops/{version}/linux/{architecture}/{program}"),
            format!("https://github.com/kubernetes/kops/releases/download/v{version}/{program}-linux-{architecture}"),
        ]
    }

    /// Returns the URL of the archive of an image that is released with kops, where nodes load images from one in place of a registry.
    pub(crate) fn image_url(&self, name: &str, architecture: &str) -> Option<String> {
        let base = self.base_url.as_deref()?.trim_end_matches('/');
        Some(format!("{base}/images/{name}-{architecture}.tar.gz"))
    }

    /// Returns the image for new groups whose nodes run a version of Kubernetes, by architecture (`amd64`, `arm64`).
    pub(crate) fn default_image(&self, kubernetes: Version, architecture: &str) -> Option<&str> {
        let fits = |image: &&DefaultImage| {
            let is_over = image.before_minor.is_some_and(|minor| !kubernetes.is_before(minor));
            image.architecture == architecture && !kubernetes.is_before(image.since_minor) && !is_over
        };
        let newest = self.default_images.iter().filter(fits).max_by_key(|image| image.since_minor)?;
        Some(&newest.name)
    }
}

/// An image for new groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct DefaultImage {
    /// The first minor release of Kubernetes 1 that it is for.
    pub since_minor: u64,
    /// The first minor release that it is not for any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_minor: Option<u64>,
    /// The architecture of its instances: `amd64` or `arm64`.
    pub architecture: String,
    /// The image as a spec names it.
    pub name: String,
}

/// A file that nodes download.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Asset {
    /// Where it can be had, best first.
    pub urls: Vec<String>,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// An S3 bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Bucket {
    /// Its region. Empty: that of the cluster.
    pub region: String,
    /// Whether it has a default encryption, be it with a key of S3's or of KMS: Terraform files then name none for its objects. False where
    /// that is not known.
    pub default_encryption: bool,
    /// The canned ACL of objects that are written to it, such as `bucket-owner-full-control`: Terraform files then name it. Unset: the
    /// bucket decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_acl: Option<String>,
}

/// What a spec needs to know of the world: the argument of `Cloud::facts`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct FactsQuery {
    /// Names of images, as the spec has them.
    pub images: Vec<String>,
    /// Names of instance types.
    pub machine_types: Vec<String>,
    /// The names or ids of hosted zones, or the cluster's name where the spec names none.
    pub dns_zones: Vec<String>,
    /// VPCs by id; the gateways and route tables in them are wanted too.
    pub vpcs: Vec<String>,
    /// Subnets by id.
    pub subnets: Vec<String>,
    /// NAT gateways by id.
    pub nat_gateways: Vec<String>,
    /// Elastic addresses by allocation id, or by the address itself.
    pub elastic_ips: Vec<String>,
    /// S3 buckets by name.
    pub buckets: Vec<String>,
    /// Whether [`Bucket::default_encryption`] of these buckets is wanted too.
    pub bucket_encryption: bool,
    /// S3 buckets by name that may have a policy that lets everyone read them.
    pub public_buckets: Vec<String>,
    /// Instance profiles by name whose role is wanted: those that instance groups of nodes bring along.
    pub instance_profiles: Vec<String>,
    /// Files that nodes download whose SHA-256 only their publisher knows: the answer is [`Facts::published_hashes`].
    pub file_hashes: Vec<PublishedFile>,
}

/// A file whose SHA-256 is looked up where it is published: at each of its URLs with `.sha256` added.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PublishedFile {
    /// The URL that names it.
    pub url: String,
    /// Where nodes get it, best first: its mirrors, or the cluster's own file repository.
    pub places: Vec<String>,
}
