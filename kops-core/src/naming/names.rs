//! The names of everything that a cluster makes, formatted in this place only.
//!
//! In: the cluster's name and what a thing belongs to. Out: names as kops makes them, so that clusters made by kops are
//! found again. A name that AWS would find too long is cut and ends with a hash of the whole, so that it stays unique.

use super::Role;

/// The most characters of a load balancer's or target group's name.
const LOAD_BALANCER_LIMIT: usize = 32;
/// The most characters of the cluster's part in the name of an EventBridge rule.
const EVENT_RULE_LIMIT: usize = 40;
/// The most characters of a role's or an instance profile's name.
const ROLE_LIMIT: usize = 64;
/// The most characters of the cluster's part in the name of a queue.
const QUEUE_LIMIT: usize = 75;

/// Characters of the hash that a shortened name ends with.
const HASH_LENGTH: usize = 6;

/// The suffix of clusters that need no DNS zone, because nodes tell each other where the API is.
const GOSSIP_SUFFIX: &str = ".k8s.local";

/// The Kubernetes `Secret` with the keys by which Cilium's agents encrypt what nodes send each other.
pub const CILIUM_IPSEC_KEYS: &str = "cilium-ipsec-keys";

/// The label of Kubernetes objects that names what manages them: `kops` for those of addons.
pub const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// The name in AWS of the hook that nodeup completes when an instance is ready for the warm pool.
pub const WARM_POOL_HOOK: &str = "kops-warmpool";

/// True for the name of a cluster whose nodes find the API by gossip, because the name is in no DNS zone.
pub fn is_gossip(cluster: &str) -> bool {
    cluster.trim_end_matches('.').ends_with(GOSSIP_SUFFIX)
}

/// True for a name that a hosted zone can have records of: the zone's own, and those that end with it. Trailing dots do not count.
pub fn is_in_zone(name: &str, zone: &str) -> bool {
    let rest = name.trim_end_matches('.').strip_suffix(zone.trim_end_matches('.'));
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Formats the names of one cluster's resources.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    cluster: &'a str,
}

impl<'a> Names<'a> {
    /// Names the resources of a cluster.
    pub fn new(cluster: &'a str) -> Self {
        Self { cluster }
    }

    /// The cluster's full name, which its VPC, gateways, DHCP options and main route table carry too.
    pub fn cluster(&self) -> &'a str {
        self.cluster
    }

    /// A subnet by its name in the spec.
    pub fn subnet(&self, subnet: &str) -> String {
        self.of(subnet)
    }

    /// The NAT gateway of a zone, and its elastic IP.
    pub fn nat_gateway(&self, zone: &str) -> String {
        self.of(zone)
    }

    /// The route table of a zone's private subnets, and the association of such a subnet.
    pub fn private(&self, zone_or_subnet: &str) -> String {
        self.of(&format!("private-{zone_or_subnet}"))
    }

    /// The route table of a zone's public subnets that have IPv6, and the association of such a subnet.
    pub fn public(&self, zone_or_subnet: &str) -> String {
        self.of(&format!("public-{zone_or_subnet}"))
    }

    /// The security group of a role. API servers share that of the control planes.
    pub fn security_group(&self, role: Role) -> String {
        match role {
            Role::Master | Role::ApiServer => self.of("masters"),
            Role::Node => self.of("nodes"),
            Role::Bastion => self.of("bastion"),
        }
    }

    /// The security group of a load balancer: `api` or `bastion`.
    pub fn load_balancer_security_group(&self, load_balancer: &str) -> String {
        self.of(&format!("{load_balancer}-elb"))
    }

    /// The tag `Name` of a load balancer: `api` or `bastion`.
    pub fn load_balancer(&self, load_balancer: &str) -> String {
        self.of(load_balancer)
    }

    /// The name of a load balancer or target group in AWS, at most 32 characters.
    pub fn load_balancer_name(&self, prefix: &str) -> String {
        hashed(&format!("{prefix}-{}", self.dashed()), LOAD_BALANCER_LIMIT)
    }

    /// A listener of a load balancer.
    pub fn listener(&self, prefix: &str, port: i32) -> String {
        format!("{}-{port}", self.of(prefix))
    }

    /// The autoscaling group of an instance group, and its launch template.
    pub fn autoscaling_group(&self, group: &str, role: Option<Role>) -> String {
        match role {
            Some(Role::Master) => self.of(&format!("{group}.masters")),
            Some(Role::ApiServer) => self.of(&format!("{group}.apiservers")),
            _ => self.of(group),
        }
    }

    /// The IAM role of a role, and its instance profile; at most 64 characters.
    pub fn iam_role(&self, role: Role) -> String {
        let prefix = match role {
            Role::Master => "masters",
            Role::ApiServer => "apiservers",
            Role::Node => "nodes",
            Role::Bastion => "bastions",
        };
        shortened(&self.of(prefix), ROLE_LIMIT)
    }

    /// The IAM role of a service account; at most 64 characters.
    ///
    /// A namespace that stands for several is written with `*` and named `wildcard`.
    pub fn service_account_role(&self, account: &str, namespace: &str) -> String {
        let namespace = namespace.replace('*', "wildcard");
        shortened(&self.of(&format!("{account}.{namespace}.sa")), ROLE_LIMIT)
    }

    /// The managed policies that the spec attaches to the role of machines.
    pub fn role_policies(&self, role: Role) -> &'static str {
        match role {
            Role::Master => "master-policyoverride",
            Role::ApiServer => "apiserver-policyoverride",
            Role::Node => "node-policyoverride",
            Role::Bastion => "bastion-policyoverride",
        }
    }

    /// The managed policies that the spec attaches to the role of a service account.
    pub fn service_account_policies(&self, account_role: &str) -> String {
        format!("external-{account_role}")
    }

    /// One managed policy of a set: several sets may hold the same policy.
    pub fn attached_policy(&self, set: &str, policy_arn: &str) -> String {
        format!("{set}-{}", fnv1a(policy_arn))
    }

    /// The inline policy of the statements that the spec adds to a role.
    pub fn additional_policy(&self, role: &str) -> String {
        format!("additional.{role}")
    }

    /// The object of the state store that says how large an etcd cluster should be.
    pub fn etcd_cluster_spec(&self, etcd_cluster: &str) -> String {
        format!("etcd-cluster-spec-{etcd_cluster}")
    }

    /// The static pod of etcd-manager for an etcd cluster on a group.
    pub fn etcd_manager(&self, etcd_cluster: &str, group: &str) -> String {
        format!("manifests-etcdmanager-{etcd_cluster}-{group}")
    }

    /// What nodeup reads on the machines of a group.
    pub fn node_config(&self, group: &str) -> String {
        format!("nodeupconfig-{group}")
    }

    /// The SHA-256 of files that nodes download.
    pub fn file_hashes(&self) -> &'static str {
        "file-hashes"
    }

    /// The DNS name of kops-controller inside the cluster.
    pub fn kops_controller(&self) -> String {
        self.of("kops-controller.internal")
    }

    /// The volume of an etcd member.
    pub fn etcd_volume(&self, member: &str, etcd_cluster: &str) -> String {
        self.of(&format!("{member}.etcd-{etcd_cluster}"))
    }

    /// The EC2 key pair made from an SSH key with this fingerprint.
    pub fn key_pair(&self, fingerprint: &str) -> String {
        format!("kubernetes.{}-{fingerprint}", self.cluster)
    }

    /// The queue of the node termination handler.
    pub fn queue(&self) -> String {
        format!("{}-nth", shortened(&self.dashed(), QUEUE_LIMIT))
    }

    /// The EventBridge rule for a kind of event: `SpotInterruption`.
    pub fn event_rule(&self, event: &str) -> String {
        format!("{}-{event}", shortened(self.cluster, EVENT_RULE_LIMIT))
    }

    /// What passes the events of a rule on.
    pub fn event_target(&self, rule: &str) -> String {
        format!("{rule}-Target")
    }

    /// The hook that holds back the end of a group's instances until they are drained.
    pub fn termination_hook(&self, group: &str) -> String {
        format!("{group}-NTHLifecycleHook")
    }

    /// The hook that holds back a group's instances until they are ready for the warm pool. In AWS each group has its own
    /// hook [`WARM_POOL_HOOK`].
    pub fn warm_pool_hook(&self, group: &str) -> String {
        format!("{WARM_POOL_HOOK}-{group}")
    }

    /// The DNS name of the API.
    pub fn api(&self) -> String {
        self.of("api")
    }

    /// The DNS name of the API inside the cluster.
    pub fn internal_api(&self) -> String {
        self.of("api.internal")
    }

    /// The names below the cluster's that kops and the cluster's controllers may publish.
    pub fn published(&self) -> [String; 4] {
        ["api", "api.internal", "bastion", "kops-controller.internal"].map(|name| self.of(name))
    }

    /// The object of the state store that is the manifest of an addon, by the addon's key and id; the list of the addons is
    /// that of `bootstrap`.
    pub fn addon(&self, key: &str) -> String {
        format!("{}-addons-{key}", self.cluster)
    }

    /// The object of the state store that is the script with which the instances of a group of Karpenter boot.
    pub fn boot_script(&self, group: &str) -> String {
        format!("nodeupscript-{group}")
    }

    fn of(&self, thing: &str) -> String {
        format!("{thing}.{}", self.cluster)
    }

    fn dashed(&self) -> String {
        self.cluster.replace('.', "-")
    }
}

/// Cuts a name that is longer than `limit`; the end becomes a hash of the whole.
fn shortened(name: &str, limit: usize) -> String {
    if name.len() <= limit { name.to_owned() } else { hashed(name, limit) }
}

/// Ends a name with a hash of the whole, in at most `limit` bytes, whether it was too long or not.
fn hashed(name: &str, limit: usize) -> String {
    let room = limit - HASH_LENGTH - 1;
    let end = name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room).last().unwrap_or(0);
    format!("{}-{}", &name[..end], hash(name))
}

/// The first six characters of the FNV-1a hash in lower-case base 32 with the extended hexadecimal alphabet (RFC 4648).
fn hash(text: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
    let hash = fnv1a(text);
    (0..HASH_LENGTH).map(|i| char::from(ALPHABET[(hash >> (27 - 5 * i) & 31) as usize])).collect()
}

/// The FNV-1a hash of 32 bits.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LONG: &str = "this.is.truly.a.really.really.really.really.really.long.cluster-name.minimal.example.com";

    #[test]
    fn long_names_end_with_a_hash_of_the_whole() {
        let names = Names::new("privatekopeio.example.com");
        assert_eq!(names.load_balancer_name("bastion"), "bastion-privatekopeio-exa-d8ef8e");
        assert_eq!(names.iam_role(Role::Node), "nodes.privatekopeio.example.com");
        assert_eq!(names.queue(), "privatekopeio-example-com-nth");
        let names = Names::new(LONG);
        for (name, expected) in [
            (names.iam_role(Role::Master), "masters.this.is.truly.a.really.really.really.really.reall-g6fsnu"),
            (names.iam_role(Role::Node), "nodes.this.is.truly.a.really.really.really.really.really.-d86ibl"),
            (names.queue(), "this-is-truly-a-really-really-really-really-really-long-cluster-name-ueip1f-nth"),
            (names.event_rule("ASGLifecycle"), "this.is.truly.a.really.really.rea-cbmd7d-ASGLifecycle"),
        ] {
            assert_eq!(name, expected);
        }
    }

    #[test]
    fn groups_are_named_by_role() {
        let named = |role| Names::new("demo.example.com").autoscaling_group("g", Some(role));
        assert_eq!(named(Role::Master), "g.masters.demo.example.com");
        assert_eq!(named(Role::ApiServer), "g.apiservers.demo.example.com");
        assert_eq!(named(Role::Node), "g.demo.example.com");
        assert_eq!(named(Role::Bastion), "g.demo.example.com");
    }

    #[test]
    fn gossip_is_in_the_name() {
        for (name, gossip) in [("a.k8s.local", true), ("a.k8s.local.", true), ("k8s.local.com", false)] {
            assert_eq!(is_gossip(name), gossip, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_is_too_long(cluster in "[a-zä.-]{1,120}") {
            let names = Names::new(&cluster);
            prop_assert!(names.load_balancer_name("api").len() <= LOAD_BALANCER_LIMIT);
            prop_assert!(names.iam_role(Role::Master).len() <= ROLE_LIMIT);
            prop_assert!(names.service_account_role("a", "*").len() <= ROLE_LIMIT);
            prop_assert!(names.queue().len() <= QUEUE_LIMIT + "-nth".len());
        }
    }
}
