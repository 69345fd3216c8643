//! What a spec needs to know of the world, so that it can be looked up in one go.

use std::collections::BTreeSet;

use super::{ARCHITECTURES, Components, FactsQuery};
use crate::naming::s3;
use crate::spec::{Cluster, InstanceGroup, InstanceManager, Role, Spec, Version};

/// The instance types that a group may get where it names none, best first: the first that fits the image and that every
/// zone of the group offers.
const NODE_TYPES: [&str; 4] = ["t3.medium", "c5.large", "c4.large", "t4g.medium"];
/// The same for bastions.
const BASTION_TYPES: [&str; 3] = ["t3.micro", "t2.micro", "t4g.micro"];

/// Returns what to look up before the defaults of a spec are filled in. `components` has the images that the channel of the cluster
/// recommends to groups without one.
///
/// Hashes of files are not part of it: only a plan needs them, and which are missing depends on those that are known already.
///
/// ```
/// use kops_core::{Spec, facts};
///
/// let text = "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: a.example.com}\nspec: {networkID: vpc-1}";
/// let spec = Spec::from_yaml("a.yaml", text)?;
/// let query = facts::query(&spec, &facts::Components::built_in());
/// assert_eq!(query.vpcs, ["vpc-1"]);
/// assert_eq!(query.dns_zones, ["a.example.com"]);
/// # Ok::<(), kops_core::Error>(())
/// ```
pub fn query(spec: &Spec, components: &Components) -> FactsQuery {
    let cluster = &spec.cluster.spec;
    let mut wanted = Wanted::default();
    let kubernetes = Version::of(&spec.cluster);
    spec.groups.iter().for_each(|group| wanted.group(group, kubernetes, components));
    wanted.vpcs.extend(written(&cluster.network_id));
    wanted.dns_zones.insert(written(&cluster.dns_zone).unwrap_or_else(|| spec.cluster.name().to_owned()));
    for subnet in &cluster.subnets {
        wanted.subnets.extend(written(&subnet.id));
        wanted.gateway(subnet.egress.as_deref());
        wanted.elastic_ips.extend(written(&subnet.public_ip));
        subnet.additional_routes.iter().for_each(|route| wanted.gateway(route.target.as_deref()));
    }
    let load_balancer = cluster.api.as_ref().and_then(|api| api.load_balancer.as_ref());
    let load_balancer_attachments = load_balancer.map(|balancer| balancer.subnets.as_slice()).unwrap_or_default();
    wanted.elastic_ips.extend(load_balancer_attachments.iter().filter_map(|entrance| written(&entrance.allocation_id)));
    let discovery = discovery_bucket(&spec.cluster);
    wanted.public_buckets.extend(discovery.filter(|bucket| is_in_issuer(&spec.cluster, bucket)).map(str::to_owned));
    wanted.buckets.extend(discovery.map(str::to_owned));
    wanted.into()
}

/// As [`query`], for files that another tool applies: also the buckets of all objects that they hold, and whether these have a default
/// encryption.
pub(crate) fn query_to_render(spec: &Spec, components: &Components) -> FactsQuery {
    let query = query(spec, components);
    let cluster = &spec.cluster.spec;
    let backups = cluster.etcd_clusters.iter().filter_map(|etcd| etcd.backups.as_ref()?.backup_store.as_deref());
    let places = cluster.config_base.as_deref().into_iter().chain(backups);
    let named = places.filter_map(s3::folder).map(|(bucket, _)| bucket.to_owned());
    let buckets: BTreeSet<String> = named.chain(query.buckets).collect();
    FactsQuery { buckets: buckets.into_iter().collect(), bucket_encryption: true, ..query }
}

/// The bucket that serves discovery documents of service accounts.
fn discovery_bucket(cluster: &Cluster) -> Option<&str> {
    let discovery = cluster.spec.service_account_issuer_discovery.as_ref()?;
    s3::folder(discovery.discovery_store.as_deref()?).map(|(bucket, _)| bucket)
}

/// True where AWS reads the discovery documents from the bucket: the user may state an issuer of their own.
fn is_in_issuer(cluster: &Cluster, bucket: &str) -> bool {
    let issuer = cluster.spec.kube_api_server.as_ref().and_then(|server| server.service_account_issuer.as_deref());
    issuer.is_none_or(|issuer| issuer.contains(bucket))
}

/// Returns the instance types that a role may get by default, best first.
pub(crate) fn default_machine_types(role: Role) -> &'static [&'static str] {
    match role {
        Role::Bastion => &BASTION_TYPES,
        Role::Master | Role::ApiServer | Role::Node => &NODE_TYPES,
    }
}

/// A text that says something.
fn written(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

/// The answer as sets, so that nothing is asked twice.
#[derive(Default)]
struct Wanted {
    images: BTreeSet<String>,
    machine_types: BTreeSet<String>,
    dns_zones: BTreeSet<String>,
    vpcs: BTreeSet<String>,
    subnets: BTreeSet<String>,
    nat_gateways: BTreeSet<String>,
    elastic_ips: BTreeSet<String>,
    buckets: BTreeSet<String>,
    public_buckets: BTreeSet<String>,
    instance_profiles: BTreeSet<String>,
}

impl Wanted {
    fn group(&mut self, group: &InstanceGroup, kubernetes: Version, components: &Components) {
        let spec = &group.spec;
        match written(&spec.image) {
            Some(image) => self.images.extend([image]),
            None => {
                let images = ARCHITECTURES.iter().filter_map(|name| components.default_image(kubernetes, name));
                self.images.extend(images.map(str::to_owned));
            }
        }
        match written(&spec.machine_type) {
            Some(types) => self.machine_types(&types),
            None if spec.manager == Some(InstanceManager::Karpenter) => {}
            None => {
                let types = default_machine_types(spec.role.unwrap_or(Role::Node));
                self.machine_types.extend(types.iter().map(|name| (*name).to_owned()));
            }
        }
        let mixed = spec.mixed_instances_policy.iter().flat_map(|policy| &policy.instances);
        mixed.for_each(|types| self.machine_types(types));
        if matches!(spec.role, Some(Role::Node | Role::ApiServer)) {
            self.instance_profiles.extend(spec.instance_profile().map(str::to_owned));
        }
    }

    fn machine_types(&mut self, types: &str) {
        self.machine_types.extend(types.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    }

    /// What leads out of a subnet, where its kind is one that can be looked up.
    fn gateway(&mut self, target: Option<&str>) {
        match target {
            Some(id) if id.starts_with("nat-") => self.nat_gateways.extend([id.to_owned()]),
            Some(id) if id.starts_with("eipalloc-") => self.elastic_ips.extend([id.to_owned()]),
            _ => {}
        }
    }
}

impl From<Wanted> for FactsQuery {
    fn from(wanted: Wanted) -> Self {
        let list = |set: BTreeSet<String>| set.into_iter().collect();
        Self {
            images: list(wanted.images),
            machine_types: list(wanted.machine_types),
            dns_zones: list(wanted.dns_zones),
            vpcs: list(wanted.vpcs),
            subnets: list(wanted.subnets),
            nat_gateways: list(wanted.nat_gateways),
            elastic_ips: list(wanted.elastic_ips),
            buckets: list(wanted.buckets),
            bucket_encryption: false,
            public_buckets: list(wanted.public_buckets),
            instance_profiles: list(wanted.instance_profiles),
            file_hashes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Channel, ChannelImage};

    #[test]
    fn everything_that_a_spec_names_is_asked_for_once() {
        let text = "\
apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata: {name: a.example.com}
spec:
  dnsZone: example.com
  configBase: s3://states/a.example.com
  serviceAccountIssuerDiscovery: {discoveryStore: s3://keys/a.example.com}
  etcdClusters:
  - {name: main, backups: {backupStore: s3://backups/main}}
  - {name: events, backups: {backupStore: s3://keys/events}}
  networkID: vpc-1
  api: {loadBalancer: {subnets: [{name: a, allocationId: eipalloc-1}]}}
  subnets:
  - {name: a, id: subnet-1, egress: nat-1, additionalRoutes: [{cidr: 10.0.0.0/8, target: nat-2}]}
  - {name: b, id: subnet-2, egress: nat-1}
  - {name: c, egress: eipalloc-2}
  - {name: e, publicIP: 203.0.113.7}
  - {name: d, egress: tgw-1}
---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata: {name: nodes, labels: {kops.k8s.io/cluster: a.example.com}}
spec:
  role: Node
  image: ami-1
  machineType: m5.large
  mixedInstancesPolicy: {instances: [m5.large, 'c5.large,c5.xlarge']}
  iam: {profile: 'arn:aws:iam::111122223333:instance-profile/own/theirs'}
---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata: {name: bastions, labels: {kops.k8s.io/cluster: a.example.com}}
spec: {role: Bastion}
";
        let spec = Spec::from_yaml("f", text).unwrap();
        let query = query(&spec, &Components::built_in());
        assert_eq!(query.vpcs, ["vpc-1"]);
        assert_eq!((query.buckets, query.public_buckets), (vec!["keys".to_owned()], vec!["keys".to_owned()]));
        assert!(!query.bucket_encryption);
        let to_render = query_to_render(&spec, &Components::built_in());
        assert_eq!(to_render.buckets, ["backups", "keys", "states"]);
        assert!(to_render.bucket_encryption);
        assert_eq!(query.instance_profiles, ["theirs"]);
        assert_eq!(query.subnets, ["subnet-1", "subnet-2"]);
        assert_eq!(query.nat_gateways, ["nat-1", "nat-2"]);
        assert_eq!(query.elastic_ips, ["203.0.113.7", "eipalloc-1", "eipalloc-2"]);
        assert_eq!(query.dns_zones, ["example.com"]);
        assert_eq!(query.machine_types, ["c5.large", "c5.xlarge", "m5.large", "t2.micro", "t3.micro", "t4g.micro"]);
        assert!(query.images.contains(&"ami-1".to_owned()));
        assert!(query.images.iter().any(|image| image.contains("ubuntu-noble")), "the default image of the bastions");
    }

    #[test]
    fn images_are_those_that_the_channel_of_the_cluster_recommends() {
        let text = "\
apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata: {name: a.example.com}
spec: {kubernetesVersion: 1.35.5, channel: s3://channels/ours}
---
apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
metadata: {name: nodes, labels: {kops.k8s.io/cluster: a.example.com}}
spec: {role: Node}
";
        let image = ChannelImage { name: "111122223333/ours".into(), ..ChannelImage::default() };
        let channel = Channel { images: vec![image], ..Channel::default() };
        let components = Components::built_in().in_channel(&channel);
        assert_eq!(query(&Spec::from_yaml("f", text).unwrap(), &components).images, ["111122223333/ours"]);
    }
}
