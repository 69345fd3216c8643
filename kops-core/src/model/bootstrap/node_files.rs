//! The files that nodes download before they join: which, from where, and with which hash.

use std::collections::{BTreeMap, BTreeSet};

use super::api_addresses;
use crate::diag::{Diagnostic, SpecPath};
use crate::facts::ARCHITECTURES;
use crate::graph::Builder;
use crate::model::{Context, codes};
use crate::resource::ListItem;
use crate::spec::{Containerd, Packages, Role, Version};

/// The releases that nodes get beside those of the spec.
const ECR_CREDENTIAL_PROVIDER: &str = "1.31.7";
const CRICTL: &str = "1.29.0";
const NERDCTL: &str = "1.7.4";

/// The images that are released with kops and run on control planes; the last runs on API servers too.
const IMAGES: [&str; 5] =
    ["kops-utils-cp", "kops-controller", "kops-channels", "dns-controller", "kube-apiserver-healthcheck"];

/// The hash of no file, so that nodes of a real account refuse what a simulated one knows nothing of.
const NO_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A file that nodes download.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) struct NodeFile {
    /// Where its publisher has it.
    pub(in crate::model) published: String,
    /// Where nodes get it, best first.
    pub(in crate::model) urls: Vec<String>,
    /// Its SHA-256 in hexadecimal.
    pub(in crate::model) sha256: String,
}

impl NodeFile {
    /// True where its hash is known.
    pub(in crate::model) fn is_known(&self) -> bool {
        self.sha256 != NO_HASH
    }

    /// The file as nodeup reads it: its hash and URLs.
    pub(super) fn compact(&self) -> String {
        format!("{}@{}", self.sha256, self.urls.join(","))
    }
}

/// The files of all nodes of a cluster, by architecture.
#[derive(Clone, Debug)]
pub(in crate::model) struct NodeFiles {
    /// What every node installs, in the order in which kops names it.
    pub(in crate::model) common: BTreeMap<&'static str, Vec<NodeFile>>,
    /// protokube, which control planes and nodes that gossip run.
    pub(in crate::model) protokube: BTreeMap<&'static str, NodeFile>,
    /// nodeup, which installs the others.
    pub(in crate::model) nodeup: BTreeMap<&'static str, NodeFile>,
    /// Archives of the images that control planes load in place of pulling them; none unless kops's own are elsewhere than in its registry.
    pub(in crate::model) images: BTreeMap<&'static str, Vec<NodeFile>>,
}

impl NodeFiles {
    /// Looks up the files of a cluster. What has no known hash is reported.
    pub(in crate::model) fn of(context: &Context<'_>, graph: &mut Builder) -> Self {
        let mut lookup = Lookup { context, graph, unknown: BTreeSet::new() };
        let each = |make: &mut dyn FnMut(&'static str) -> Vec<NodeFile>| {
            ARCHITECTURES.into_iter().map(|architecture| (architecture, make(architecture))).collect()
        };
        let common = each(&mut |architecture| lookup.common(architecture));
        let one = |make: &mut dyn FnMut(&'static str) -> NodeFile| {
            ARCHITECTURES.into_iter().map(|architecture| (architecture, make(architecture))).collect()
        };
        let protokube = one(&mut |architecture| lookup.released_with_kops("protokube", architecture));
        let nodeup = one(&mut |architecture| lookup.released_with_kops("nodeup", architecture));
        let images = each(&mut |architecture| lookup.images(architecture));
        lookup.note();
        Self { common, protokube, nodeup, images }
    }
}

impl NodeFiles {
    /// Every file.
    pub(in crate::model) fn all(&self) -> impl Iterator<Item = &NodeFile> {
        let programs = self.common.values().flatten().chain(self.protokube.values()).chain(self.nodeup.values());
        programs.chain(self.images.values().flatten())
    }
}

struct Lookup<'a, 'b> {
    context: &'a Context<'a>,
    graph: &'b mut Builder,
    /// What a simulated account knows no hash of.
    unknown: BTreeSet<String>,
}

impl Lookup<'_, '_> {
    fn common(&mut self, arch: &'static str) -> Vec<NodeFile> {
        let spec = self.context.spec();
        let kubernetes = spec.kubernetes_version.as_deref().unwrap_or_default().trim_start_matches('v');
        let of_kubernetes = self.context.path("spec.kubernetesVersion");
        let mut files = Vec::new();
        for program in ["kubelet", "kubectl"] {
            let url = format!("https://dl.k8s.io/release/v{kubernetes}/bin/linux/{arch}/{program}");
            files.push(self.published(url, &of_kubernetes));
        }
        let provider = "https://artifacts.k8s.io/binaries/cloud-provider-aws";
        let url = format!("{provider}/v{ECR_CREDENTIAL_PROVIDER}/linux/{arch}/ecr-credential-provider-linux-{arch}");
        files.push(self.published(url, &of_kubernetes));
        if installs_cni_plugins(self.context) {
            let release = if Version::of(self.context.cluster).is_before(32) { "1.5.1" } else { "1.6.2" };
            let plugins = "https://github.com/containernetworking/plugins/releases/download";
            let url = format!("{plugins}/v{release}/cni-plugins-linux-{arch}-v{release}.tgz");
            files.push(self.published(url, &of_kubernetes));
        }
        let none = Containerd::default();
        let containerd = spec.containerd.as_ref().unwrap_or(&none);
        if containerd.skip_install != Some(true) {
            self.runtime(containerd, arch, &mut files);
        }
        files
    }

    fn runtime(&mut self, containerd: &Containerd, arch: &'static str, files: &mut Vec<NodeFile>) {
        let path = |field: &str| self.context.path(format!("spec.containerd.{field}"));
        let [of_containerd, of_runc] = [path("version"), path("runc.version")];
        let releases = "https://github.com/containerd/containerd/releases/download";
        let url = |version: &str| format!("{releases}/v{version}/containerd-{version}-linux-{arch}.tar.gz");
        let version = containerd.version.as_deref().unwrap_or_default();
        files.push(self.package(containerd.packages.as_ref(), arch, url(version), &of_containerd));

        let runc = containerd.runc.clone().unwrap_or_default();
        let version = runc.version.as_deref().unwrap_or_default();
        let url = format!("https://github.com/opencontainers/runc/releases/download/v{version}/runc.{arch}");
        files.push(self.package(runc.packages.as_ref(), arch, url, &of_runc));

        if containerd.install_nerd_ctl == Some(true) {
            let releases = "https://github.com/containerd/nerdctl/releases/download";
            let url = format!("{releases}/v{NERDCTL}/nerdctl-{NERDCTL}-linux-{arch}.tar.gz");
            files.push(self.published(url, &of_containerd));
        }
        if containerd.install_cri_ctl == Some(true) {
            let releases = "https://github.com/kubernetes-sigs/cri-tools/releases/download";
            let url = format!("{releases}/v{CRICTL}/crictl-v{CRICTL}-linux-{arch}.tar.gz");
            files.push(self.published(url, &of_containerd));
        }
    }

    /// The archive that the spec names for an architecture, or the published one.
    fn package(&mut self, own: Option<&Packages>, arch: &str, published: String, path: &SpecPath) -> NodeFile {
        let own = own.and_then(|own| match arch {
            "amd64" => own.url_amd64.clone().zip(own.hash_amd64.clone()),
            _ => own.url_arm64.clone().zip(own.hash_arm64.clone()),
        });
        match own {
            Some((url, sha256)) => NodeFile { urls: vec![self.remapped(&url)], published: url, sha256 },
            None => self.published(published, path),
        }
    }

    fn published(&mut self, url: String, path: &SpecPath) -> NodeFile {
        let known = self.context.facts.file_hash(&url).map(str::to_owned);
        let sha256 = known.unwrap_or_else(|| self.unknown(&url, path));
        NodeFile { urls: vec![self.remapped(&url)], published: url, sha256 }
    }

    fn released_with_kops(&mut self, program: &str, arch: &str) -> NodeFile {
        let components = &self.context.facts.components;
        let known = components.nodeup.get(arch).filter(|_| program == "nodeup");
        let given = known.map(|asset| asset.urls.clone()).filter(|urls| !urls.is_empty());
        let urls = given.unwrap_or_else(|| components.urls(program, arch));
        let published = urls[0].clone();
        let hash = known.map(|asset| asset.sha256.as_str()).filter(|hash| !hash.is_empty());
        let hash = hash.or_else(|| self.context.facts.file_hash(&published)).map(str::to_owned);
        let sha256 = hash.unwrap_or_else(|| self.unknown(&published, &self.context.path("spec")));
        let placed = self.remapped(&published);
        let urls = if placed == published { urls } else { vec![placed] };
        NodeFile { published, urls, sha256 }
    }

    fn images(&mut self, arch: &'static str) -> Vec<NodeFile> {
        let context = self.context;
        let urls = IMAGES.iter().filter_map(|name| context.facts.components.image_url(name, arch));
        urls.map(|url| self.published(url, &context.path("spec"))).collect()
    }

    /// Where nodes get a file: from the cluster's own repository, where it has one.
    fn remapped(&self, url: &str) -> String {
        let own = self.context.spec().assets.as_ref().and_then(|assets| assets.file_repository.as_deref());
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        match (own.filter(|own| !own.is_empty()), path) {
            (Some(own), Some((_, path))) if !same_host(own, url) => format!("{}/{path}", own.trim_end_matches('/')),
            _ => url.to_owned(),
        }
    }

    fn unknown(&mut self, url: &str, path: &SpecPath) -> String {
        if self.context.facts.simulated {
            self.unknown.insert(url.rsplit('/').next().unwrap_or_default().to_owned());
        } else {
            let problem = Diagnostic::error(codes::UNKNOWN_HASH.id, format!("the SHA-256 of `{url}` is not known"));
            let help =
                format!("its publisher states it at {url}.sha256; put it in a file and name that with `--file-hashes`");
            self.graph.problem(problem.at(path.clone()).help(help));
        }
        NO_HASH.to_owned()
    }

    /// Names the files that real instances would refuse.
    fn note(self) {
        if !self.unknown.is_empty() {
            let files = self.unknown.into_iter().collect::<Vec<_>>().join(", ");
            self.graph.note(format!("real instances could not boot: a simulated account has no SHA-256 for {files}"));
        }
    }
}

/// True where nodes get the plugins that most networks build on; some bring their own.
pub(super) fn installs_cni_plugins(context: &Context<'_>) -> bool {
    context.networking().is_none_or(|networking| {
        networking.amazonvpc.is_none() && networking.calico.is_none() && networking.cilium.is_none()
    })
}

/// True where nodes of a role run protokube: control planes, and nodes that learn the cluster's names by gossip only.
pub(super) fn runs_protokube(context: &Context<'_>, role: Role) -> bool {
    let is_told = || role == Role::Node && api_addresses::of_kops_controller(context, ListItem::Line).is_some();
    role == Role::Master || (role != Role::Bastion && context.uses_gossip() && !is_told())
}

fn same_host(a: &str, b: &str) -> bool {
    let host = |url: &str| url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default().to_owned());
    host(a) == host(b)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::testing::{Demo, public};

    fn demo(patch: Value) -> Demo {
        let containerd = json!({"version": "2.2.4", "runc": {"version": "1.3.5"}});
        public(json!({"kubernetesVersion": "1.32.0", "containerd": containerd})).patch(patch)
    }

    fn files(demo: &Demo) -> NodeFiles {
        demo.with_context(|context| NodeFiles::of(context, &mut Builder::new("demo", "us-east-2")))
    }

    fn names(demo: &Demo) -> Vec<String> {
        let files = files(demo);
        files.common["amd64"]
            .iter()
            .map(|file| file.urls[0].rsplit('/').next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn the_spec_decides_which_files_nodes_need() {
        let runtime = ["containerd-2.2.4-linux-amd64.tar.gz", "runc.amd64"];
        let base = ["kubelet", "kubectl", "ecr-credential-provider-linux-amd64"];
        let list = |parts: &[&[&str]]| parts.concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
        for (patch, expected) in [
            (json!({}), list(&[&base, &["cni-plugins-linux-amd64-v1.6.2.tgz"], &runtime])),
            (json!({"kubernetesVersion": "1.31.0"}), list(&[&base, &["cni-plugins-linux-amd64-v1.5.1.tgz"], &runtime])),
            (json!({"networking": {"cni": null, "cilium": {}}}), list(&[&base, &runtime])),
            (json!({"networking": {"cni": null, "calico": {}}, "containerd": {"skipInstall": true}}), list(&[&base])),
            (
                json!({"networking": {"cni": null, "amazonvpc": {}},
                       "containerd": {"installNerdCtl": true, "installCriCtl": true}}),
                list(&[&base, &runtime, &["nerdctl-1.7.4-linux-amd64.tar.gz", "crictl-v1.29.0-linux-amd64.tar.gz"]]),
            ),
        ] {
            assert_eq!(names(&demo(patch.clone())), expected, "{patch}");
        }
    }

    #[test]
    fn packages_of_the_spec_take_the_place_of_published_ones_for_their_architecture() {
        let packages = json!({"urlAmd64": "https://example.com/containerd.tgz", "hashAmd64": "1234"});
        let files = files(&demo(json!({"containerd": {"packages": packages}})));
        assert_eq!(files.common["amd64"][4].compact(), "1234@https://example.com/containerd.tgz");
        assert!(files.common["arm64"][4].compact().contains("@https://github.com/containerd/containerd/"));
    }

    #[test]
    fn files_come_from_the_repository_of_the_cluster() {
        let files = files(&demo(json!({"assets": {"fileRepository": "https://files.example.com/mirror/"}})));
        let kubelet = &files.common["amd64"][0];
        assert_eq!(kubelet.urls, ["https://files.example.com/mirror/release/v1.32.0/bin/linux/amd64/kubelet"]);
        assert!(kubelet.sha256.starts_with("5ad49655") && kubelet.published.starts_with("https://dl.k8s.io/"));
        assert_eq!(files.nodeup["amd64"].urls.len(), 1);
    }

    #[test]
    fn images_of_kops_are_loaded_where_its_programs_are_elsewhere_than_usual() {
        let elsewhere = |patch: Value| {
            demo(patch).facts(|facts| {
                facts.components = facts.components.clone().at("https://files.example.com/kops/1.36.2/");
                let published = "https://files.example.com/kops/1.36.2/images/dns-controller-arm64.tar.gz";
                facts.published_hashes.insert(published.into(), "ab".into());
            })
        };
        assert!(files(&demo(json!({}))).images.values().all(Vec::is_empty));
        let found = files(&elsewhere(json!({})));
        assert_eq!(found.images["amd64"].len(), 5);
        assert!(found.all().any(|file| *file == found.images["amd64"][0]), "its hash is asked for");
        let dns_controller = "https://files.example.com/kops/1.36.2/images/dns-controller-arm64.tar.gz";
        assert_eq!(found.images["arm64"][3].compact(), format!("ab@{dns_controller}"));
        let mirrored = files(&elsewhere(json!({"assets": {"fileRepository": "https://mirror.example.com/a"}})));
        let dns_controller = "https://mirror.example.com/a/kops/1.36.2/images/dns-controller-arm64.tar.gz";
        assert_eq!(mirrored.images["arm64"][3].urls, [dns_controller]);
    }

    #[test]
    fn a_file_without_a_known_hash_is_refused_except_in_a_simulated_account() {
        let unknown = |simulated: bool, known: bool| {
            let demo = demo(json!({})).facts(|facts| {
                facts.simulated = simulated;
                facts.components.kops_version = "1.36.2".into();
                for program in ["nodeup", "protokube"].iter().filter(|_| known) {
                    for arch in ARCHITECTURES {
                        facts.file_hashes.insert(facts.components.urls(program, arch)[0].clone(), "ab".into());
                    }
                }
            });
            let found = demo.try_build();
            match found {
                Ok(graph) => (Vec::new(), graph.notes.iter().filter(|note| note.contains("SHA-256")).count()),
                Err(problems) => (problems.iter().map(|problem| problem.code).collect(), 0),
            }
        };
        assert_eq!(unknown(false, false), (vec!["assets/unknown-hash"; 4], 0));
        assert_eq!(unknown(false, true), (Vec::new(), 0));
        assert_eq!(unknown(true, false), (Vec::new(), 1));
    }
}
