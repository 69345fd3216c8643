//! The node pools of Karpenter: one for each instance group that it manages, with the class of their instances.

use serde_json::{Value, json};

use super::Object;
use super::pod::without_nulls;
use crate::graph::Builder;
use crate::model::{Context, groups, iam, node_labels};
use crate::naming::tags;
use crate::resource::EbsDevice;
use crate::spec::{InstanceGroup, Kubelet, Role};

/// Returns an `EC2NodeClass` and a `NodePool` for each group.
///
/// Nodes boot with the script that the state store has for their group, which is in the graph already.
pub(super) fn objects(context: &Context<'_>, graph: &Builder) -> Vec<Object> {
    let groups = context.karpenter_groups();
    groups.flat_map(|group| [node_class(context, group, graph), node_pool(context, group)]).collect()
}

/// True for what stands for a group: of another update, or of a group that is gone, where the manifest is that of a cluster.
pub(super) fn is_of_group(object: &Object) -> bool {
    ["EC2NodeClass", "NodePool"].contains(&object.kind())
}

fn node_class(context: &Context<'_>, group: &InstanceGroup, graph: &Builder) -> Object {
    let role = group.spec.role.unwrap_or(Role::Node);
    let cluster = context.cluster.name();
    let image = group.spec.image.as_deref().unwrap_or_default();
    let device = context.facts.images.get(image).map(|image| image.root_device_name.clone());
    let root = groups::root_volume(&group.spec);
    let spec = json!({
        "amiFamily": "Custom",
        "amiSelectorTerms": [image_term(context, image)],
        "associatePublicIPAddress": groups::associate_public_ip(&group.spec, &context.subnets_of(group)),
        "blockDeviceMappings": [{"deviceName": device, "ebs": volume(&root), "rootVolume": true}],
        "tags": instance_tags(context, group),
        "subnetSelectorTerms": [{"tags": {
            (tags::CLUSTER): cluster,
            (format!("kops.k8s.io/instance-group/{}", group.name())): "true",
        }}],
        "securityGroupSelectorTerms": security_groups(context, group, role),
        "instanceProfile": iam::profile_name(context, group, role),
        "userData": graph.file_content(&context.names.boot_script(group.name())),
        "kubelet": group.spec.kubelet.as_ref().and_then(kubelet),
    });
    Object::cluster_wide("karpenter.k8s.aws/v1", "EC2NodeClass", group.name()).set("spec", without_nulls(spec))
}

/// How Karpenter finds the image that a spec names: by its id, a parameter of Systems Manager, or its owner and name.
fn image_term(context: &Context<'_>, image: &str) -> Value {
    if image.starts_with("ami-") {
        return json!({"id": image});
    }
    if let Some(parameter) = image.strip_prefix("ssm:") {
        return json!({"ssmParameter": parameter});
    }
    let Some((owner, name)) = image.split_once('/') else { return json!({"name": image, "owner": "self"}) };
    // A name such as `ubuntu` stands for an account.
    let account = context.facts.images.get(image).map(|image| image.owner.as_str()).filter(|owner| !owner.is_empty());
    json!({"name": name, "owner": account.unwrap_or(owner)})
}

fn volume(root: &EbsDevice) -> Value {
    without_nulls(json!({
        "deleteOnTermination": root.delete_on_termination,
        "encrypted": root.encrypted,
        "iops": root.iops,
        "kmsKeyID": root.kms_key,
        "throughput": root.throughput,
        "volumeSize": root.size_gib.map(|size| format!("{size}Gi")),
        "volumeType": root.volume_type,
    }))
}

/// The tags of instances, but for those that Karpenter sets itself.
fn instance_tags(context: &Context<'_>, group: &InstanceGroup) -> Value {
    const OF_KARPENTER: [&str; 4] =
        ["eks:eks-cluster-name", "karpenter.sh/nodepool", "karpenter.sh/nodeclaim", "karpenter.k8s.aws/ec2nodeclass"];
    let mut tags = groups::instance_tags(context, group);
    tags.retain(|key, _| !key.starts_with("kubernetes.io/cluster") && !OF_KARPENTER.contains(&key.as_str()));
    json!(tags)
}

fn security_groups(context: &Context<'_>, group: &InstanceGroup, role: Role) -> Vec<Value> {
    let own = match group.spec.security_group_override.as_deref() {
        Some(id) => json!({"id": id}),
        None => {
            let name = context.names.security_group(role);
            json!({"tags": {(tags::CLUSTER): context.cluster.name(), "Name": name}})
        }
    };
    let additional = group.spec.additional_security_groups.iter().map(|id| json!({"id": id}));
    std::iter::once(own).chain(additional).collect()
}

/// What Karpenter must know of the kubelet to tell how many pods fit on a node.
fn kubelet(kubelet: &Kubelet) -> Option<Value> {
    let reserved = |map: &std::collections::BTreeMap<String, String>| (!map.is_empty()).then(|| json!(map));
    let known = without_nulls(json!({
        "maxPods": kubelet.max_pods,
        "systemReserved": reserved(&kubelet.system_reserved),
        "kubeReserved": reserved(&kubelet.kube_reserved),
    }));
    Some(known).filter(|known| *known != json!({}))
}

fn node_pool(context: &Context<'_>, group: &InstanceGroup) -> Object {
    let mut labels = node_labels::node_labels(context.cluster, context.groups, group);
    labels.retain(|label, _| !is_reserved(label));
    let template = without_nulls(json!({
        "requirements": requirements(group),
        "taints": Some(taints(group)).filter(|taints| !taints.is_empty()),
        "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": group.name()},
    }));
    let pool = Object::cluster_wide("karpenter.sh/v1", "NodePool", group.name()).set("spec.template.spec", template);
    pool.set_some("spec.template.metadata.labels", (!labels.is_empty()).then_some(labels))
        .set_some("spec.replicas", group.spec.min_size.filter(|size| *size > 0))
        .set_some("spec.limits.nodes", group.spec.max_size.map(|size| size.to_string()))
}

/// True for labels that Karpenter or the node itself sets.
fn is_reserved(label: &str) -> bool {
    let of_karpenter = |domain: &str| {
        ["karpenter.sh", "karpenter.k8s.aws"]
            .iter()
            .any(|own| domain.strip_suffix(own).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')))
    };
    let domain = label.split_once('/').map(|(domain, _)| domain);
    label == "kubernetes.io/hostname" || (label != "karpenter.sh/capacity-type" && domain.is_some_and(of_karpenter))
}

fn taints(group: &InstanceGroup) -> Vec<Value> {
    let taints = group.spec.taints.iter().filter_map(|taint| node_labels::Taint::parse(taint));
    let field = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    taints.map(|t| without_nulls(json!({"key": t.key, "value": field(t.value), "effect": t.effect}))).collect()
}

fn requirements(group: &InstanceGroup) -> Vec<Value> {
    let one_of = |key: &str, values: &[String]| json!({"key": key, "operator": "In", "values": values});
    let mixed = group.spec.mixed_instances_policy.as_ref();
    let listed = mixed.map(|policy| policy.instances.as_slice()).unwrap_or_default();
    let own = group.spec.machine_type.as_deref().unwrap_or_default().split(',');
    let types = listed.iter().map(String::as_str).chain(own).map(str::trim).filter(|name| !name.is_empty());
    let types: std::collections::BTreeSet<String> = types.map(str::to_owned).collect();
    let types: Vec<String> = types.into_iter().collect();

    let spot = group.spec.max_price.is_some() || group.spec.spot_duration_in_minutes.is_some();
    let some_spot = mixed.and_then(|policy| policy.on_demand_above_base).is_some_and(|percent| percent < 100);
    let capacity: &[&str] = match (spot, some_spot) {
        (true, _) => &["spot"],
        (false, true) => &["on-demand", "spot"],
        (false, false) => &["on-demand"],
    };
    let capacity: Vec<String> = capacity.iter().map(|kind| (*kind).to_owned()).collect();

    let mut requirements = vec![one_of("kubernetes.io/os", &["linux".to_owned()])];
    if !types.is_empty() {
        requirements.push(one_of("node.kubernetes.io/instance-type", &types));
    }
    requirements.push(one_of("karpenter.sh/capacity-type", &capacity));
    requirements
}
