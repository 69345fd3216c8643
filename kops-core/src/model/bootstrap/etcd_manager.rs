//! The static pods of etcd-manager, which runs one member of an etcd cluster on each of its control planes.

use serde_json::{Value, json};

use super::{environment, pod};
use crate::defaults::NEWEST_ETCD;
use crate::graph::{Builder, Origin};
use crate::model::{Context, images, ports};
use crate::naming::paths;
use crate::naming::tags::{ETCD_PREFIX, ownership_key, role_key};
use crate::spec::{EtcdCluster, Version};

const IMAGE: &str = "registry.k8s.io/etcd-manager/etcd-manager-slim:v3.0.20260707";

/// Adds the pod of each member.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    for (i, etcd) in context.spec().etcd_clusters.iter().enumerate() {
        let Some(name) = etcd.name.as_deref() else { continue };
        let Some(ports) = ports::etcd(name) else { continue };
        let content = etcd_manager(context, etcd, name, ports);
        for (j, member) in etcd.etcd_members.iter().enumerate() {
            let Some(group) = member.instance_group.as_deref() else { continue };
            let path = context.path("spec.etcdClusters").index(i).key("etcdMembers").index(j);
            let reason = format!("runs a member of etcd {name} on instance group {group}");
            let file = context.names.etcd_manager(name, group);
            pod(&file, &paths::etcd_manager(name, group), &content, Origin::new(reason, path), graph);
        }
    }
}

/// Returns the images of etcd-manager, of etcd, and of what copies etcd into place.
pub(super) fn images(context: &Context<'_>) -> Vec<String> {
    let own = |etcd: &EtcdCluster| etcd.manager.as_ref()?.image.clone().filter(|image| !image.is_empty());
    let managers = context.spec().etcd_clusters.iter().map(|etcd| own(etcd).unwrap_or_else(|| IMAGE.to_owned()));
    let mut all: Vec<String> = managers.map(|image| images::place(context, &image)).collect();
    all.extend(NEWEST_ETCD.map(|release| image(context, release)));
    if !Releases::of(context).as_volumes {
        all.push(images::of_kops(context, "kops-utils-cp"));
    }
    all
}

fn etcd_manager(context: &Context<'_>, etcd: &EtcdCluster, name: &str, ports: ports::Etcd) -> Value {
    let releases = Releases::of(context);
    // The members of one etcd cluster keep apart what others keep elsewhere.
    let log = if name == "main" { "/var/log/etcd.log".to_owned() } else { format!("/var/log/etcd-{name}.log") };
    let mut mounts = vec![
        json!({"mountPath": "/rootfs", "name": "rootfs"}),
        json!({"mountPath": "/run", "name": "run"}),
        json!({"mountPath": "/etc/kubernetes/pki/etcd-manager", "name": "pki"}),
        json!({"mountPath": "/opt", "name": "opt"}),
    ];
    let mut volumes = vec![
        host_path("rootfs", "/", "Directory"),
        host_path("run", "/run", "DirectoryOrCreate"),
        host_path("pki", &format!("/etc/kubernetes/pki/etcd-manager-{name}"), "DirectoryOrCreate"),
        json!({"name": "opt", "emptyDir": {}}),
    ];
    mounts.extend(releases.mounts());
    volumes.extend(releases.volumes(context));
    mounts.push(json!({"mountPath": "/var/log/etcd.log", "name": "varlogetcd"}));
    volumes.push(host_path("varlogetcd", &log, "FileOrCreate"));
    if context.spec().use_host_certificates == Some(true) {
        mounts.push(json!({"mountPath": "/etc/ssl/certs", "name": "etc-ssl-certs", "readOnly": true}));
        volumes.push(host_path("etc-ssl-certs", "/etc/ssl/certs", "DirectoryOrCreate"));
    }
    let image = etcd.manager.as_ref().and_then(|manager| manager.image.as_deref()).filter(|image| !image.is_empty());
    let container = json!({
        "name": "etcd-manager",
        "image": images::place(context, image.unwrap_or(IMAGE)),
        "command": ["/go-runner"],
        "args": arguments(context, etcd, name, ports),
        "env": variables(context, etcd),
        "resources": {"requests": {
            "cpu": etcd.cpu_request.map_or_else(|| json!("200m"), |cpu| json!(cpu)),
            "memory": etcd.memory_request.map_or_else(|| json!("100Mi"), |memory| json!(memory)),
        }},
        "securityContext": {"privileged": true},
        "volumeMounts": mounts,
    });
    let mut spec = json!({
        "containers": [container],
        "hostNetwork": true,
        "hostPID": true,
        "priorityClassName": "system-cluster-critical",
        "tolerations": [{"key": "CriticalAddonsOnly", "operator": "Exists"}],
        "volumes": volumes,
    });
    let preparing = releases.init_containers(context);
    if !preparing.is_empty() {
        spec["initContainers"] = preparing.into();
    }
    let app = format!("etcd-manager-{name}");
    let mut metadata = json!({"name": app, "namespace": "kube-system", "labels": {"k8s-app": app}});
    if context.has_api_servers() {
        metadata["annotations"] = json!({"dns.alpha.kubernetes.io/internal": client_name(context, name)});
    }
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": spec,
        "status": {},
    })
}

fn arguments(context: &Context<'_>, etcd: &EtcdCluster, name: &str, ports: ports::Etcd) -> Vec<String> {
    let cluster = context.names.cluster();
    let manager = etcd.manager.as_ref();
    let client_host = match name {
        _ if context.has_api_servers() => client_name(context, name),
        "cilium" => context.names.internal_api(),
        _ => "__name__".to_owned(),
    };
    let store = etcd.backups.as_ref().and_then(|backups| backups.backup_store.as_deref()).unwrap_or_default();
    let mut flags = vec![
        format!("--backup-store={store}"),
        format!("--client-urls=https://{client_host}:{}", ports.client),
        format!("--cluster-name={}", if name == "main" { "etcd".to_owned() } else { format!("etcd-{name}") }),
        "--containerized=true".to_owned(),
        format!("--dns-suffix=.internal.{cluster}"),
        format!("--grpc-port={}", ports.grpc),
        format!("--peer-urls=https://__name__:{}", ports.peer),
        format!("--quarantine-client-urls=https://__name__:{}", ports.quarantined_client),
        format!("--v={}", manager.and_then(|manager| manager.log_level).unwrap_or(6)),
        format!("--volume-name-tag={ETCD_PREFIX}{name}"),
        "--volume-provider=aws".to_owned(),
        format!("--volume-tag={ETCD_PREFIX}{name}"),
        format!("--volume-tag={}=1", role_key("control-plane")),
        format!("--volume-tag={}=owned", ownership_key(cluster)),
    ];
    let intervals = [
        ("backup-interval", manager.and_then(|manager| manager.backup_interval)),
        ("discovery-poll-interval", manager.and_then(|manager| manager.discovery_poll_interval)),
    ];
    flags.extend(intervals.into_iter().filter_map(|(flag, every)| Some(format!("--{flag}={}", every?))));
    flags.sort();
    let runner = ["--log-file=/var/log/etcd.log", "--also-stdout", "/ko-app/etcd-manager"];
    runner.into_iter().map(str::to_owned).chain(flags).collect()
}

/// The name that dns-controller publishes for the clients of an etcd cluster.
fn client_name(context: &Context<'_>, etcd: &str) -> String {
    format!("{etcd}.etcd.internal.{}", context.names.cluster())
}

fn variables(context: &Context<'_>, etcd: &EtcdCluster) -> Vec<Value> {
    let mut variables = environment::of_component(context);
    let Some(manager) = &etcd.manager else { return variables };
    let mut set = |name: &str, value: String| variables.push(environment::variable(name, &value));
    if let Some(days) = manager.backup_retention_days {
        set("ETCD_MANAGER_DAILY_BACKUPS_RETENTION", format!("{days}d"));
    }
    let lists = [
        ("ETCD_LISTEN_METRICS_URLS", &manager.listen_metrics_urls),
        ("ETCD_LISTEN_CLIENT_HTTP_URLS", &manager.listen_client_http_urls),
    ];
    for (name, urls) in lists.into_iter().filter(|(_, urls)| !urls.is_empty()) {
        set(name, urls.join(","));
    }
    for variable in &manager.env {
        set(variable.name.as_deref().unwrap_or_default(), variable.value.clone().unwrap_or_default());
    }
    variables
}

fn host_path(name: &str, path: &str, kind: &str) -> Value {
    json!({"name": name, "hostPath": {"path": path, "type": kind}})
}

/// The releases of etcd that a member can run, so that it can be upgraded and restored. Of each minor release one image is
/// there; the releases before it are run by it.
struct Releases {
    /// Whether Kubernetes and containerd mount images as volumes. Otherwise each is copied from its image into `/opt`.
    as_volumes: bool,
}

impl Releases {
    fn of(context: &Context<'_>) -> Self {
        let containerd = context.spec().containerd.as_ref().and_then(|containerd| containerd.version.as_deref());
        let mounts_images = containerd.and_then(Version::parse).is_some_and(|it| it >= Version::new(2, 1, 0));
        Self { as_volumes: mounts_images && !Version::of(context.cluster).is_before(33) }
    }

    /// Every release, oldest first, with the one whose image runs it.
    fn all() -> impl Iterator<Item = (Version, Version)> {
        NEWEST_ETCD.into_iter().flat_map(|newest| {
            (0..=newest.patch).map(move |patch| (Version::new(newest.major, newest.minor, patch), newest))
        })
    }

    fn mounts(&self) -> Vec<Value> {
        let mount = |(release, newest): (Version, Version)| json!({"mountPath": folder(release), "name": format!("etcd-v{}", dashed(newest))});
        if self.as_volumes { Self::all().map(mount).collect() } else { Vec::new() }
    }

    fn volumes(&self, context: &Context<'_>) -> Vec<Value> {
        let volume = |newest: Version| {
            let image = json!({"reference": image(context, newest), "pullPolicy": "IfNotPresent"});
            json!({"name": format!("etcd-v{}", dashed(newest)), "image": image})
        };
        if self.as_volumes { NEWEST_ETCD.map(volume).to_vec() } else { Vec::new() }
    }

    fn init_containers(&self, context: &Context<'_>) -> Vec<Value> {
        if self.as_volumes {
            return Vec::new();
        }
        let copier = images::of_kops(context, "kops-utils-cp");
        let container = |name: String, image: &str, command: &str, arguments: Vec<String>| {
            json!({
                "name": name, "image": image, "command": [command], "args": arguments, "resources": {},
                "volumeMounts": [{"mountPath": "/opt", "name": "opt"}],
            })
        };
        let target = |release: Version| format!("--target-dir={}", folder(release));
        let itself = vec!["--target-dir=/opt/kops-utils/".to_owned(), "--src=/ko-app/kops-utils-cp".to_owned()];
        let mut containers = vec![container("kops-utils-cp".into(), &copier, "/ko-app/kops-utils-cp", itself)];
        let copied = "/opt/kops-utils/kops-utils-cp";
        for newest in NEWEST_ETCD {
            let sources = ["--src=/usr/local/bin/etcd", "--src=/usr/local/bin/etcdctl"].map(str::to_owned);
            let arguments = std::iter::once(target(newest)).chain(sources).collect();
            let name = format!("init-etcd-{}", dashed(newest));
            containers.push(container(name, &image(context, newest), copied, arguments));
        }
        for newest in NEWEST_ETCD {
            let older = Self::all().filter(|(release, by)| *by == newest && *release != newest);
            let mut links: Vec<String> = older.map(|(release, _)| target(release)).collect();
            links.sort();
            let sources = ["etcd", "etcdctl"].map(|program| format!("--src={}/{program}", folder(newest)));
            let arguments = std::iter::once("--symlink".to_owned()).chain(links).chain(sources).collect();
            let name = format!("init-etcd-symlinks-{}", dashed(newest));
            containers.push(container(name, &copier, copied, arguments));
        }
        containers
    }
}

fn image(context: &Context<'_>, release: Version) -> String {
    images::place(context, &format!("registry.k8s.io/etcd:v{release}"))
}

fn folder(release: Version) -> String {
    format!("/opt/etcd-v{release}")
}

fn dashed(release: Version) -> String {
    release.to_string().replace('.', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{Demo, list, managed_file, public};
    use crate::resource::Kind;

    fn demo(patch: Value) -> Demo {
        let etcd = |name: &str| {
            json!({
                "name": name,
                "backups": {"backupStore": format!("s3://states/demo.example.com/backups/etcd/{name}")},
                "etcdMembers": [{"name": "a", "instanceGroup": "control-plane"}],
            })
        };
        public(json!({"kubernetesVersion": "1.32.0", "etcdClusters": [etcd("main"), etcd("cilium")]})).patch(patch)
    }

    fn manifest(demo: &Demo, etcd: &str) -> Value {
        let (key, content) = managed_file(&demo.build(), &format!("manifests-etcdmanager-{etcd}-control-plane"));
        assert_eq!(key, format!("manifests/etcd/{etcd}-control-plane.yaml"));
        serde_yaml::from_str(&content).expect("is YAML")
    }

    #[test]
    fn each_etcd_cluster_has_a_pod_on_each_of_its_groups() {
        let etcd = json!({"etcdClusters": [{
            "name": "main",
            "backups": {"backupStore": "s3://states/demo.example.com/backups/etcd/main"},
            "etcdMembers": [{"name": "a", "instanceGroup": "a"}, {"name": "b", "instanceGroup": "b"}],
        }]});
        let control_plane = json!({"role": "Master", "subnets": ["us-east-2a"]});
        let demo = public(etcd).group("a", control_plane.clone()).group("b", control_plane);
        let files = list(&demo.build(), Kind::ManagedFile);
        let pods: Vec<&String> = files.iter().filter(|name| name.contains("etcdmanager")).collect();
        assert_eq!(pods, ["manifests-etcdmanager-main-a", "manifests-etcdmanager-main-b"]);
    }

    #[test]
    fn etcd_manager_is_told_where_its_volumes_backups_and_peers_are() {
        let arguments = |etcd: &str| manifest(&demo(json!({})), etcd)["spec"]["containers"][0]["args"].clone();
        let expected = json!([
            "--log-file=/var/log/etcd.log",
            "--also-stdout",
            "/ko-app/etcd-manager",
            "--backup-store=s3://states/demo.example.com/backups/etcd/main",
            "--client-urls=https://__name__:4001",
            "--cluster-name=etcd",
            "--containerized=true",
            "--dns-suffix=.internal.demo.example.com",
            "--grpc-port=3996",
            "--peer-urls=https://__name__:2380",
            "--quarantine-client-urls=https://__name__:3994",
            "--v=6",
            "--volume-name-tag=k8s.io/etcd/main",
            "--volume-provider=aws",
            "--volume-tag=k8s.io/etcd/main",
            "--volume-tag=k8s.io/role/control-plane=1",
            "--volume-tag=kubernetes.io/cluster/demo.example.com=owned",
        ]);
        assert_eq!(arguments("main"), expected);
        let cilium = arguments("cilium");
        let has = |flag: &str| cilium.as_array().expect("a list").contains(&json!(flag));
        assert!(has("--client-urls=https://api.internal.demo.example.com:4003") && has("--cluster-name=etcd-cilium"));
    }

    #[test]
    fn api_servers_on_machines_of_their_own_reach_etcd_by_a_published_name() {
        let demo = demo(json!({})).group("api", json!({"role": "APIServer", "subnets": ["us-east-2a"]}));
        let pod = manifest(&demo, "main");
        let name = "main.etcd.internal.demo.example.com";
        assert_eq!(pod["metadata"]["annotations"]["dns.alpha.kubernetes.io/internal"], name);
        let arguments = pod["spec"]["containers"][0]["args"].as_array().expect("a list");
        assert!(arguments.contains(&json!(format!("--client-urls=https://{name}:4001"))));
    }

    #[test]
    fn settings_of_the_manager_reach_it() {
        let mut demo =
            demo(json!({"egressProxy": {"httpProxy": {"host": "proxy", "port": 3128}, "excludes": "10.0.0.0/16"}}));
        let settings = json!({
            "image": "registry.example.com/etcd-manager:1", "logLevel": 2, "backupInterval": "1h",
            "backupRetentionDays": 7, "listenMetricsURLs": ["http://localhost:8081"],
            "env": [{"name": "ETCD_QUOTA_BACKEND_BYTES", "value": "1"}],
        });
        demo.cluster.spec.etcd_clusters[0].manager = Some(serde_json::from_value(settings).expect("settings"));
        let pod = manifest(&demo, "main");
        let container = &pod["spec"]["containers"][0];
        assert_eq!(container["image"], "registry.example.com/etcd-manager:1");
        let arguments = container["args"].as_array().expect("a list");
        assert!(arguments.contains(&json!("--backup-interval=1h0m0s")) && arguments.contains(&json!("--v=2")));
        let names: Vec<&str> =
            container["env"].as_array().into_iter().flatten().filter_map(|v| v["name"].as_str()).collect();
        let expected = [
            "AWS_REGION",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "ETCD_MANAGER_DAILY_BACKUPS_RETENTION",
            "ETCD_LISTEN_METRICS_URLS",
            "ETCD_QUOTA_BACKEND_BYTES",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn releases_of_etcd_are_mounted_as_images_where_the_nodes_can_and_copied_elsewhere() {
        for (kubernetes, containerd, mounted) in [
            ("1.32.9", "2.2.4", false),
            ("1.33.0", "2.0.7", false),
            ("1.33.0", "2.1.0", true),
            ("1.36.0", "2.2.4", true),
        ] {
            let patch = json!({"kubernetesVersion": kubernetes, "containerd": {"version": containerd}});
            let pod = manifest(&demo(patch), "main");
            let images = pod["spec"]["volumes"].as_array().into_iter().flatten().filter(|v| v.get("image").is_some());
            assert_eq!(images.count(), if mounted { 2 } else { 0 }, "{kubernetes} {containerd}");
            assert_eq!(pod["spec"].get("initContainers").is_none(), mounted, "{kubernetes} {containerd}");
            let mounts = pod["spec"]["containers"][0]["volumeMounts"].as_array().map_or(0, Vec::len);
            assert_eq!(mounts, if mounted { 5 + 32 + 13 } else { 5 });
        }
    }
}
