//! The kubelet of every node, and that of control planes over it.

use super::overlay::overlay;
use super::{Notes, Version};
use crate::spec::{Cluster, Duration, InstanceGroup, Kubelet};

/// When pods are moved away: below these the node is short of something.
const EVICTION: &str =
    "memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,imagefs.available<10%,imagefs.inodesFree<5%";

/// Where flex volume plugins are on Flatcar, which cannot write below `/usr`.
const FLATCAR_PLUGINS: &str = "/var/lib/kubelet/volumeplugins/";

const KOPS: &str = "how kops runs the kubelet";

pub(super) fn fill(cluster: &mut Cluster, groups: &[InstanceGroup], version: Version, notes: &mut Notes<'_>) {
    let common = cluster.spec.kubelet.take().unwrap_or_default();
    let masters = cluster.spec.master_kubelet.take().unwrap_or_default();
    let mut masters = overlay(&common, &masters);
    let mut common = common;
    if groups.iter().any(runs_flatcar) {
        for (kubelet, section) in [(&mut common, "kubelet"), (&mut masters, "masterKubelet")] {
            let (slot, field) = (&mut kubelet.volume_plugin_directory, format!("{section}.volumePluginDirectory"));
            notes.fill(slot, field, FLATCAR_PLUGINS, "an instance group runs Flatcar");
        }
    }
    if mounts_images(cluster, version) {
        masters.feature_gates.entry("ImageVolume".to_owned()).or_insert_with(|| {
            notes.note("masterKubelet.featureGates.ImageVolume", "etcd-manager mounts images of etcd");
            "true".to_owned()
        });
    }
    if cluster.spec.isolate_masters == Some(true) {
        let rule = "`isolateMasters`";
        notes.set(&mut masters.enable_debugging_handlers, "masterKubelet.enableDebuggingHandlers", false, rule);
        notes.fill(&mut masters.hairpin_mode, "masterKubelet.hairpinMode", "none", rule);
    }
    fill_one(cluster, &mut common, "kubelet", version, notes);
    fill_one(cluster, &mut masters, "masterKubelet", version, notes);
    cluster.spec.kubelet = Some(common);
    cluster.spec.master_kubelet = Some(masters);
}

fn fill_one(cluster: &Cluster, kubelet: &mut Kubelet, section: &str, version: Version, notes: &mut Notes<'_>) {
    let at = |field: &str| format!("{section}.{field}");
    let spec = &cluster.spec;
    kubelet.allow_privileged = None;
    notes.set(&mut kubelet.enable_debugging_handlers, at("enableDebuggingHandlers"), true, KOPS);
    notes.fill(&mut kubelet.pod_manifest_path, at("podManifestPath"), "/etc/kubernetes/manifests", KOPS);
    notes.set(&mut kubelet.log_level, at("logLevel"), 2, "the default level");
    if let Some(domain) = spec.cluster_dns_domain.as_deref() {
        notes.fill(&mut kubelet.cluster_domain, at("clusterDomain"), domain, "`clusterDNSDomain`");
    }
    let cache = spec.kube_dns.as_ref().and_then(|dns| dns.node_local_dns.as_ref());
    match cache.filter(|cache| cache.enabled == Some(true)).and_then(|cache| cache.local_ip.clone()) {
        Some(address) => notes.fill(&mut kubelet.cluster_dns, at("clusterDNS"), address, "the cache on every node"),
        None => {
            if let Some(server) = spec.kube_dns.as_ref().and_then(|dns| dns.server_ip.as_deref()) {
                notes.fill(&mut kubelet.cluster_dns, at("clusterDNS"), server, "`kubeDNS.serverIP`");
            }
        }
    }
    notes.set(&mut kubelet.eviction_hard, at("evictionHard"), EVICTION, KOPS);
    notes.fill(&mut kubelet.kubeconfig_path, at("kubeconfigPath"), "/var/lib/kubelet/kubeconfig", KOPS);
    notes.fill(&mut kubelet.cgroup_root, at("cgroupRoot"), "/", KOPS);
    notes.fill(&mut kubelet.cloud_provider, at("cloudProvider"), "external", "the cloud controller manager is apart");
    notes.fill(&mut kubelet.cgroup_driver, at("cgroupDriver"), "systemd", KOPS);
    notes.set(&mut kubelet.protect_kernel_defaults, at("protectKernelDefaults"), true, KOPS);
    fill_shutdown(cluster, kubelet, section, notes);
    if version.is_before(34) {
        notes.set(&mut kubelet.register_schedulable, at("registerSchedulable"), true, KOPS);
    }
}

/// A node that shuts down gives its pods time; with AWS's CNI plugin it does not, because interfaces would be left behind.
fn fill_shutdown(cluster: &Cluster, kubelet: &mut Kubelet, section: &str, notes: &mut Notes<'_>) {
    let pods_in_vpc = cluster.spec.networking.as_ref().is_some_and(|networking| networking.amazonvpc.is_some());
    let (all, critical, rule) = match pods_in_vpc {
        true => (0, 0, "AWS's CNI plugin would leave interfaces behind"),
        false if kubelet.shutdown_grace_period.is_some() => return,
        false => (30, 10, KOPS),
    };
    let at = |field: &str| format!("{section}.{field}");
    notes.set(&mut kubelet.shutdown_grace_period, at("shutdownGracePeriod"), Duration::from_secs(all), rule);
    let slot = &mut kubelet.shutdown_grace_period_critical_pods;
    notes.set(slot, at("shutdownGracePeriodCriticalPods"), Duration::from_secs(critical), rule);
}

/// True where the image that a group names is one of Flatcar. The controller manager looks for plugins where nodes have
/// them, so that one group decides for all.
fn runs_flatcar(group: &InstanceGroup) -> bool {
    group.spec.image.as_deref().is_some_and(|image| image.to_lowercase().contains("flatcar"))
}

/// True where volumes can be images and the gate for it must be opened: from Kubernetes 1.33 with containerd 2.1; from
/// 1.36 on it is open.
fn mounts_images(cluster: &Cluster, version: Version) -> bool {
    let containerd = cluster.spec.containerd.as_ref().and_then(|containerd| containerd.version.as_deref());
    !version.is_before(33)
        && version.is_before(36)
        && containerd.and_then(Version::parse).is_some_and(|version| version >= Version::new(2, 1, 0))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fill;
    use super::super::testing::filled;
    use crate::facts::Facts;
    use crate::spec::Spec;

    #[test]
    fn pods_ask_the_dns_service_of_the_cluster() {
        for (dns, expected) in [
            (json!({}), "100.64.0.10"),
            (json!({"serverIP": "100.64.0.53"}), "100.64.0.53"),
            (json!({"nodeLocalDNS": {"enabled": true}}), "169.254.20.10"),
        ] {
            let spec = filled(&json!({"kubeDNS": dns}), &Facts::built_in("us-east-2")).spec.cluster.spec;
            for kubelet in [spec.kubelet.unwrap(), spec.master_kubelet.unwrap()] {
                assert_eq!(kubelet.cluster_dns.as_deref(), Some(expected), "{dns}");
            }
        }
    }

    #[test]
    fn a_group_with_flatcar_decides_where_every_kubelet_finds_volume_plugins() {
        const FLATCAR: &str = "/var/lib/kubelet/volumeplugins/";
        for (kubelet, image, expected) in [
            ("{}", "075585003325/Flatcar-stable-3815.2.0-hvm", Some(FLATCAR)),
            ("{volumePluginDirectory: /plugins}", "flatcar-stable", Some("/plugins")),
            ("{}", "ubuntu", None),
        ] {
            let text = format!(
                "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {{name: a.example.com}}\n\
                 spec: {{kubelet: {kubelet}}}\n---\n\
                 apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\n\
                 metadata: {{name: nodes, labels: {{kops.k8s.io/cluster: a.example.com}}}}\n\
                 spec: {{role: Node, image: {image}}}\n"
            );
            let full = fill(Spec::from_yaml("f", &text).expect("a spec"), &Facts::built_in("us-east-2"));
            let spec = full.spec.cluster.spec;
            for kubelet in [spec.kubelet.unwrap(), spec.master_kubelet.unwrap()] {
                assert_eq!(kubelet.volume_plugin_directory.as_deref(), expected, "{image}");
            }
        }
    }
}
