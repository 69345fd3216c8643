//! A new instance group of a cluster: what `kops create instancegroup` writes.

use serde::{Deserialize, Serialize};

use super::codes;
use crate::defaults;
use crate::diag::{Diagnostic, Diagnostics, suggest};
use crate::facts::{self, Components, Facts, FactsQuery};
use crate::naming::tags;
use crate::spec::{CLUSTER_LABEL, InstanceGroup, InstanceGroupSpec, ObjectMeta, Role, Spec, Subnet, SubnetType};

/// The options of `kops create instancegroup`. What is not given has the default of kops 1.36.2, and so has what is empty.
///
/// ```
/// use kops_core::create::GroupOptions;
///
/// let options = GroupOptions { zones: vec!["us-east-2a".into()], ..GroupOptions::named("batch") };
/// assert_eq!(options.role, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "InstanceGroupOptions"))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct GroupOptions {
    /// The name of the instance group, for example `nodes-us-east-2a`.
    pub name: String,
    /// What its nodes do. Default: `Node`.
    pub role: Option<Role>,
    /// The names of its subnets, as the cluster's spec has them. Default: every subnet that suits the role; a control-plane
    /// instance group has no default.
    pub subnets: Vec<String>,
    /// Availability zones: adds the subnets in them that suit the role.
    pub zones: Vec<String>,
}

impl GroupOptions {
    /// Names an instance group and leaves everything else at its default.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

/// Returns what to look up before an instance group is made of options. `components` has the images that the channel of the cluster
/// recommends.
pub fn group_query(spec: &Spec, options: &GroupOptions, components: &Components) -> FactsQuery {
    let (group, _) = draft(spec, options);
    facts::query(&Spec { cluster: spec.cluster.clone(), groups: vec![group], ..Spec::default() }, components)
}

/// Makes an instance group of options, in which the size, the subnets, the image and the instance type are written out.
///
/// ```
/// use kops_core::create::{self, ClusterOptions, GroupOptions};
/// use kops_core::facts::Facts;
///
/// let facts = Facts::built_in("us-east-2");
/// let zones = ["us-east-2a", "us-east-2b"].map(str::to_owned).to_vec();
/// let spec = create::cluster(&ClusterOptions { zones, ..ClusterOptions::named("demo.example.com") }, &facts)?;
///
/// let options = GroupOptions { zones: vec!["us-east-2b".into()], ..GroupOptions::named("batch") };
/// let group = create::instance_group(&spec, &options, &facts)?;
/// assert_eq!(group.spec.subnets, ["us-east-2b"]);
/// assert_eq!((group.spec.min_size, group.spec.machine_type.as_deref()), (Some(2), Some("t3.medium")));
/// # Ok::<(), kops_core::diag::Diagnostics>(())
/// ```
///
/// # Errors
/// Everything that is wrong with the options. Whether the cluster with the group is valid is for [`crate::validate`] to say.
pub fn instance_group(spec: &Spec, options: &GroupOptions, facts: &Facts) -> Result<InstanceGroup, Diagnostics> {
    let (mut group, problems) = draft(spec, options);
    let with_group = Spec { cluster: spec.cluster.clone(), groups: vec![group.clone()], ..Spec::default() };
    if let Some(filled) = defaults::fill(with_group, facts).spec.groups.pop() {
        let filled = filled.spec;
        group.spec = InstanceGroupSpec {
            image: filled.image,
            machine_type: filled.machine_type,
            min_size: filled.min_size,
            max_size: filled.max_size,
            subnets: filled.subnets,
            ..group.spec
        };
    }
    problems.into_result(group)
}

/// The instance group before defaults are written out, with what is wrong.
fn draft(spec: &Spec, options: &GroupOptions) -> (InstanceGroup, Diagnostics) {
    let mut problems = Diagnostics::default();
    let name = options.name.trim();
    if spec.groups.iter().any(|group| group.name() == name) {
        let message = format!("the cluster `{}` has an instance group `{name}` already", spec.cluster.name());
        let problem = Diagnostic::error(codes::GROUP_EXISTS.id, message);
        problems.push(problem.help("choose another name, or change the instance group with `kops edit instancegroup`"));
    }
    let role = options.role.unwrap_or(Role::Node);
    let mut subnets = Vec::new();
    let all = &spec.cluster.spec.subnets;
    let given = |text: &&String| !text.trim().is_empty();
    for wanted in options.subnets.iter().filter(given) {
        match all.iter().filter_map(|subnet| subnet.name.as_deref()).find(|name| name == wanted) {
            Some(name) => add(&mut subnets, name),
            None => {
                let names = all.iter().filter_map(|subnet| subnet.name.as_deref());
                problems.push(unknown(codes::GROUP_SUBNET.id, "subnet", wanted, names));
            }
        }
    }
    for wanted in options.zones.iter().filter(given) {
        let in_zone: Vec<&Subnet> = all.iter().filter(|subnet| subnet.zone.as_ref() == Some(wanted)).collect();
        if in_zone.is_empty() {
            let zones = all.iter().filter_map(|subnet| subnet.zone.as_deref());
            problems.push(unknown(codes::GROUP_ZONE.id, "availability zone", wanted, zones));
        }
        let suiting = suiting(&in_zone, role == Role::ApiServer && spec.cluster.is_ipv6_only());
        suiting.iter().filter_map(|subnet| subnet.name.as_deref()).for_each(|name| add(&mut subnets, name));
    }
    let mut metadata = ObjectMeta::named(name);
    metadata.labels.insert(CLUSTER_LABEL.to_owned(), spec.cluster.name().to_owned());
    let mut spec = InstanceGroupSpec { role: Some(role), subnets, ..InstanceGroupSpec::default() };
    spec.node_labels.insert(tags::INSTANCE_GROUP.to_owned(), name.to_owned());
    (InstanceGroup { metadata, spec }, problems)
}

/// The subnets that hold nodes; where there are none, those for IPv6 beside them.
fn suiting<'a>(subnets: &[&'a Subnet], ipv6_api_servers: bool) -> Vec<&'a Subnet> {
    let of = |types: &[SubnetType]| -> Vec<&'a Subnet> {
        subnets.iter().copied().filter(|subnet| subnet.r#type.is_some_and(|kind| types.contains(&kind))).collect()
    };
    if ipv6_api_servers {
        return of(&[SubnetType::Public, SubnetType::DualStack]);
    }
    let nodes = of(&[SubnetType::Public, SubnetType::Private]);
    if nodes.is_empty() { of(&[SubnetType::DualStack]) } else { nodes }
}

fn add(subnets: &mut Vec<String>, name: &str) {
    if subnets.iter().all(|known| known != name) {
        subnets.push(name.to_owned());
    }
}

fn unknown<'a>(code: &'static str, what: &str, wanted: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let mut known: Vec<&str> = known.collect();
    known.dedup();
    let problem = Diagnostic::error(code, format!("the cluster has no {what} `{wanted}`"));
    match suggest(wanted, known.iter().copied()) {
        Some(similar) => problem.help(format!("did you mean `{similar}`?")),
        None => problem.help(format!("the cluster has {}", known.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ClusterOptions, NetworkTopology, cluster};
    use super::*;

    fn demo() -> Spec {
        let zones = ["us-east-2a", "us-east-2b"].map(str::to_owned).to_vec();
        let topology = Some(NetworkTopology::Private);
        let options = ClusterOptions { zones, topology, ..ClusterOptions::named("demo.example.com") };
        cluster(&options, &Facts::built_in("us-east-2")).unwrap_or_else(|found| panic!("{found}"))
    }

    fn texts(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn subnets_are_those_that_are_named_and_those_of_zones_that_suit_the_role() {
        let facts = Facts::built_in("us-east-2");
        for (role, subnets, zones, expected) in [
            (None, vec![], vec![], vec!["us-east-2a", "us-east-2b"]),
            (None, vec!["us-east-2b"], vec![], vec!["us-east-2b"]),
            (None, vec![], vec!["us-east-2b"], vec!["us-east-2b"]),
            (None, vec![""], vec![""], vec!["us-east-2a", "us-east-2b"]),
            (Some(Role::Bastion), vec!["utility-us-east-2a"], vec![], vec!["utility-us-east-2a"]),
            (None, vec!["us-east-2a"], vec!["us-east-2a", "us-east-2b"], vec!["us-east-2a", "us-east-2b"]),
            (Some(Role::Master), vec![], vec![], vec![]),
        ] {
            let (subnets, zones) = (texts(&subnets), texts(&zones));
            let options = GroupOptions { role, subnets, zones, ..GroupOptions::named("batch") };
            let group = instance_group(&demo(), &options, &facts).unwrap_or_else(|found| panic!("{found}"));
            assert_eq!(group.spec.subnets, expected, "{options:?}");
        }
    }

    #[test]
    fn sizes_follow_the_role_and_the_kubelet_of_the_cluster_is_not_copied() {
        let facts = Facts::built_in("us-east-2");
        for (role, size) in [(Role::Node, 2), (Role::ApiServer, 2), (Role::Master, 1), (Role::Bastion, 1)] {
            let options = GroupOptions { role: Some(role), ..GroupOptions::named("more") };
            let group = instance_group(&demo(), &options, &facts).expect("is made");
            assert_eq!((group.spec.min_size, group.spec.max_size), (Some(size), Some(size)), "{role}");
            assert_eq!(group.spec.kubelet, None);
            assert_eq!(group.cluster_label(), Some("demo.example.com"));
            assert!(group.spec.image.is_some_and(|image| image.contains("ubuntu-noble")));
        }
    }

    #[test]
    fn everything_that_is_wrong_is_reported_at_once_with_what_was_meant() {
        let options = GroupOptions {
            subnets: texts(&["us-east-2x", "elsewhere"]),
            zones: texts(&["us-east-2c"]),
            ..GroupOptions::named("nodes-us-east-2a")
        };
        let found = instance_group(&demo(), &options, &Facts::built_in("us-east-2")).unwrap_err();
        let codes: Vec<_> = found.iter().map(|problem| problem.code.to_string()).collect();
        assert_eq!(codes, ["create/group-exists", "create/group-subnet", "create/group-subnet", "create/group-zone"]);
        let help = |name: &str| {
            let problem = found.iter().find(|problem| problem.message.contains(name)).expect("is reported");
            problem.help.clone().unwrap_or_default()
        };
        assert_eq!(help("us-east-2x"), "did you mean `us-east-2a`?");
        assert!(help("elsewhere").contains("utility-us-east-2b"));
    }
}
