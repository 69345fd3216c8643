//! The cluster's name, cloud, version and what is retired as a whole.

use super::codes;
use super::rules::{Rules, advice, given};
use crate::diag::Diagnostic;
use crate::pki::SshPublicKey;
use crate::spec::codes::PUBLIC_KEY;
use crate::spec::{Cluster, DnsType, Sources, Version};

/// The oldest and the newest minor release of Kubernetes 1 that the node components run.
pub(crate) const OLDEST: u64 = 31;
const NEWEST: u64 = 36;

pub(super) fn check(rules: &mut Rules<'_>) {
    check_name(rules);
    check_cloud(rules);
    check_version(rules);
    check_config_base(rules);
    check_key_stores(rules);
    check_retired(rules);
    check_assets(rules);
    let keys = rules.full().ssh_credentials.as_slice();
    if let Some(second) = keys.get(1) {
        let wrong = format!("there are {} SSH keys; machines on AWS can have one", keys.len());
        rules.refuse(second.reference().field("spec"), codes::SSH_KEYS, wrong, "keep one of them");
    }
    for credential in keys {
        let text = given(&credential.spec.public_key).filter(|text| !text.trim().is_empty());
        if let Some(Err(error)) = text.map(str::parse::<SshPublicKey>) {
            let help = "write the line of the key's `.pub` file; `ssh-keygen -t ed25519` makes a key";
            rules.refuse(credential.reference().field("spec.publicKey"), PUBLIC_KEY, error.to_string(), help);
        }
    }
    rules.one_of(rules.at("updatePolicy"), given(&rules.spec().update_policy), &["automatic", "external"]);
    for (i, addon) in rules.spec().addons.iter().enumerate() {
        if let Some(manifest) = given(&addon.manifest).filter(|manifest| manifest.starts_with("file://")) {
            let path = rules.at("addons").index(i).key("manifest");
            let help = "put the manifest in the state store, or in any S3 bucket that nodes can read";
            rules.refuse(path, codes::ADDON_MANIFEST, format!("nodes cannot read `{manifest}`"), help);
        }
    }
}

fn check_name(rules: &mut Rules<'_>) {
    let cluster = rules.cluster();
    let name = cluster.name();
    let path = cluster.reference().field("metadata.name");
    if !is_dns_name(name) {
        let help = "use lower-case letters, digits, `-` and `.`, such as `mycluster.example.com`";
        rules.refuse(path, codes::CLUSTER_NAME, format!("`{name}` is not a DNS name"), help);
    } else if !name.contains('.') && cluster.dns_type() != DnsType::None {
        let help =
            format!("use a name in a hosted zone, such as `{name}.example.com`, or `{name}.k8s.local` without DNS");
        rules.refuse(path, codes::CLUSTER_NAME, format!("`{name}` is not a full DNS name"), help);
    }
}

/// True for names of lower-case letters, digits and `-`, in parts that `.` joins.
pub(super) fn is_dns_name(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let part =
        |part: &str| !part.is_empty() && part.chars().all(inner) && !part.starts_with('-') && !part.ends_with('-');
    name.len() <= 253 && name.split('.').all(part)
}

fn check_cloud(rules: &mut Rules<'_>) {
    let path = rules.at("cloudProvider");
    match given(&rules.spec().cloud_provider) {
        Some("aws") => {}
        Some(other) => {
            rules.refuse(
                path,
                codes::CLOUD_PROVIDER,
                format!("`{other}` is not supported: only `aws` is"),
                "write `aws`",
            );
        }
        None => rules.refuse(
            path,
            codes::CLOUD_PROVIDER,
            "the spec does not say which cloud it is for",
            "add `cloudProvider: aws`",
        ),
    }
}

fn check_version(rules: &mut Rules<'_>) {
    let path = rules.at("kubernetesVersion");
    let supported = format!("this release runs 1.{OLDEST} to 1.{NEWEST}");
    let recommended = rules.facts.components.kubernetes_version.as_str();
    let help = match recommended {
        "" => "write a full version, such as `1.35.5`".to_owned(),
        version => format!("`{version}` is recommended"),
    };
    let Some(text) = given(&rules.spec().kubernetes_version) else {
        let wrong = "the spec has no version of Kubernetes, and none is recommended";
        return rules.refuse(path, codes::KUBERNETES_VERSION, wrong, help);
    };
    match Version::parse(text) {
        None => rules.refuse(path, codes::KUBERNETES_VERSION, format!("`{text}` is not a version of Kubernetes"), help),
        Some(version) if (version.major, version.minor) < (1, OLDEST) => {
            let wrong = format!("Kubernetes `{text}` is too old: {supported}");
            rules.refuse(path, codes::KUBERNETES_VERSION, wrong, help);
        }
        Some(version)
            if (version.major, version.minor) > (1, NEWEST) && !rules.facts.components.run_too_new_version =>
        {
            let wrong = format!("Kubernetes `{text}` is too new: {supported}");
            rules.refuse(path, codes::KUBERNETES_VERSION, wrong, help);
        }
        Some(_) => {}
    }
}

/// Policies, backups and the state of nodes are all below it, so nothing can be planned without it.
fn check_config_base(rules: &mut Rules<'_>) {
    let path = rules.at("configBase");
    let right = format!("configBase: s3://BUCKET/{}", rules.cluster().name());
    let Some(base) = given(&rules.spec().config_base) else {
        let wrong = "`configBase` is missing, so nodes would not find their configuration";
        return rules.refuse(path, codes::CONFIG_BASE, wrong, format!("add `{right}`"));
    };
    let is_store = match base.split_once("://") {
        Some(("s3" | "file", path)) => !path.trim_matches('/').is_empty(),
        Some(("memfs", _)) => true,
        _ => false,
    };
    if !is_store {
        let wrong = format!("`{base}` is not a place that nodes in AWS can read");
        rules.refuse(path, codes::CONFIG_BASE, wrong, format!("write `{right}`"));
    } else if base.starts_with("file://") && !rules.facts.simulated {
        let wrong = format!("instances in AWS cannot read `{base}`, a folder of this computer");
        rules.warn(path, codes::CONFIG_BASE_FOLDER, wrong, format!("keep the cluster in S3: `{right}`"));
    }
}

/// Refuses places of keys and secrets that are not the default ones: updates write these only, and nodes read where the spec says.
fn check_key_stores(rules: &mut Rules<'_>) {
    let spec = rules.spec();
    let Some(base) = given(&spec.config_base) else { return };
    for (field, place, folder) in [("keyStore", &spec.key_store, "pki"), ("secretStore", &spec.secret_store, "secrets")]
    {
        let right = folder_in(base, folder);
        let Some(place) = given(place).filter(|place| place.trim_end_matches('/') != right) else { continue };
        let wrong = format!("updates keep nothing in `{place}`: they use `{right}`");
        let help = format!("copy what is in `{place}` to `{right}`, if there is anything, and remove `{field}`");
        rules.refuse(rules.at(field), codes::KEY_STORE, wrong, help);
    }
}

/// Refuses a `configBase` that is not the folder of a cluster in the state store with a URL: updates write what nodes read to that store,
/// and nodes read it from `configBase`.
pub fn check_store(cluster: &Cluster, sources: &Sources, url: &str) -> Option<Diagnostic> {
    let (name, base) = (cluster.name(), given(&cluster.spec.config_base)?);
    let right = folder_in(url, name);
    if base.trim_end_matches('/') == right {
        return None;
    }
    let path = cluster.reference().field("spec.configBase");
    let wrong = format!("nodes would read from `{base}` what updates write to `{right}`");
    let copy = format!("copy what is in `{base}` to `{right}`, and write that");
    let help = match base.trim_end_matches('/').strip_suffix(&format!("/{name}")) {
        Some(store) => format!("name `{store}` as the state store, or {copy}"),
        None => copy,
    };
    let location = sources.locate(&path);
    Some(Diagnostic::error(codes::CONFIG_BASE.id, wrong).at(path).located(location).help(help))
}

/// The place of a folder in a store.
fn folder_in(store: &str, folder: &str) -> String {
    format!("{}/{folder}", store.trim_end_matches('/'))
}

fn check_retired(rules: &mut Rules<'_>) {
    let spec = rules.spec();
    if spec.docker.is_some() {
        let help = "remove `docker`; settings of the runtime are under `containerd`";
        rules.refuse(rules.at("docker"), codes::DOCKER, "Kubernetes does not run Docker since 1.24", help);
    }
    match given(&spec.container_runtime) {
        None | Some("containerd") => {}
        Some("docker") => {
            let wrong = "Kubernetes does not run `docker` since 1.24";
            rules.refuse(rules.at("containerRuntime"), codes::DOCKER, wrong, "remove it, or write `containerd`");
        }
        Some(other) => {
            let wrong = format!("`{other}` is not a container runtime that can be run");
            rules.refuse(rules.at("containerRuntime"), codes::DOCKER, wrong, advice(other, ["containerd"].into_iter()));
        }
    }
    let gone = [
        ("nodeAuthorization", spec.node_authorization.is_some(), "nodes are admitted by kops-controller without it"),
        ("project", spec.project.is_some(), "it is for Google Cloud"),
    ];
    for (field, _, why) in gone.into_iter().filter(|(_, written, _)| *written) {
        let wrong = format!("`{field}` has no meaning for this cluster");
        rules.refuse(rules.at(field), codes::RETIRED_SECTION, wrong, format!("remove it: {why}"));
    }
}

fn check_assets(rules: &mut Rules<'_>) {
    let Some(assets) = &rules.spec().assets else { return };
    if given(&assets.container_proxy).is_some() && given(&assets.container_registry).is_some() {
        let path = rules.at("assets.containerProxy");
        let wrong = "images cannot come from a proxy and from a registry of copies at once";
        rules.refuse(path, codes::ASSETS, wrong, "keep `containerProxy` or `containerRegistry`");
    }
    if let Some(place) = given(&assets.file_repository) {
        let host = place.strip_prefix("https://").or_else(|| place.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
            let path = rules.at("assets.fileRepository");
            let wrong = "nodes cannot get files from this address";
            rules.refuse(path, codes::ASSETS, wrong, "give an address that begins with `https://` and names a host");
        }
    }
}
