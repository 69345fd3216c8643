//! An addon: its objects, and what its entry in the channel says beside them.

use std::collections::BTreeMap;

use super::adapt::Adapt;
use super::object::{self, Object};
use super::release::Release;
use crate::diag::SpecPath;
use crate::resource::Text;

/// Which nodes must be replaced once a new version of an addon is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RollingUpdate {
    /// Control-plane nodes.
    ControlPlane,
    /// All nodes.
    All,
}

impl RollingUpdate {
    /// The value of `needsRollingUpdate`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ControlPlane => "control-plane",
            Self::All => "all",
        }
    }
}

/// Where the objects of an addon come from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    /// They are built here.
    Own,
    /// Another project publishes them, and a function makes them those of the cluster.
    Published(&'static Release, Adapt),
    /// They are the user's and are applied as they are.
    User,
}

/// An addon of a cluster.
#[derive(Clone, Debug)]
pub(crate) struct Addon {
    /// Its name, which its objects carry as a label: `coredns.addons.k8s.io`.
    pub(crate) name: String,
    /// What its name in the graph ends with: its own, and the id where it has one.
    pub(crate) key: String,
    /// Tells manifests of one addon apart: `k8s-1.12`. Channels applies an addon again when it changes.
    pub(crate) id: Option<String>,
    /// The place of its manifest below the folder of the addons: `coredns.addons.k8s.io/k8s-1.12.yaml`.
    pub(crate) location: String,
    /// The labels by which channels finds its objects. They are put on each of them.
    pub(crate) selector: BTreeMap<String, String>,
    /// What it consists of, in the order of the manifest.
    pub(crate) objects: Vec<Object>,
    /// Which nodes must be replaced when it changes.
    pub(crate) rolling_update: Option<RollingUpdate>,
    /// Channels makes a certificate authority and an issuer of cert-manager for it.
    pub(crate) needs_pki: bool,
    /// Objects that left its manifest are deleted.
    pub(crate) prunes: bool,
    /// Further kinds of which objects are then deleted, as group and kind.
    pub(crate) also_prunes: Vec<(&'static str, &'static str)>,
    /// Kinds of which it has objects in `kube-system`, as group and kind, beside those that its objects show.
    pub(crate) in_kube_system: Vec<(&'static str, &'static str)>,
    /// Where its objects come from.
    pub(crate) source: Source,
    /// The field of the spec that asked for it; nothing where every cluster has it.
    pub(crate) path: Option<SpecPath>,
}

impl Addon {
    /// Starts an addon with a name and an id, whose objects are found by the label `k8s-addon`.
    pub(crate) fn new(name: &str, id: &str, objects: impl IntoIterator<Item = Object>) -> Self {
        let key = format!("{name}-{id}");
        Self { id: Some(id.to_owned()), key, ..Self::at(name, &format!("{id}.yaml"), objects) }
    }

    /// Starts an addon without an id, with the name of its manifest.
    pub(crate) fn at(name: &str, file: &str, objects: impl IntoIterator<Item = Object>) -> Self {
        Self {
            name: name.to_owned(),
            key: name.to_owned(),
            id: None,
            location: format!("{name}/{file}"),
            selector: BTreeMap::from([("k8s-addon".to_owned(), name.to_owned())]),
            objects: objects.into_iter().collect(),
            rolling_update: None,
            needs_pki: false,
            prunes: false,
            also_prunes: Vec::new(),
            in_kube_system: Vec::new(),
            source: Source::Own,
            path: None,
        }
    }

    /// Has its objects found by another label.
    #[must_use]
    pub(crate) fn selected_by(self, label: &str, value: &str) -> Self {
        Self { selector: BTreeMap::from([(label.to_owned(), value.to_owned())]), ..self }
    }

    /// Has channels find its objects by no label. None is then put on them beside those of all addons.
    #[must_use]
    pub(crate) fn unselected(self) -> Self {
        Self { selector: BTreeMap::new(), ..self }
    }

    /// Makes it the cluster's networking addon: of those, channels keeps one.
    #[must_use]
    pub(crate) fn for_networking(self) -> Self {
        self.selected_by("role.kubernetes.io/networking", "1")
    }

    /// Names the field of the spec that asked for it.
    #[must_use]
    pub(crate) fn because_of(self, path: SpecPath) -> Self {
        Self { path: Some(path), ..self }
    }

    /// Has nodes replaced when it changes.
    #[must_use]
    pub(crate) fn rolls(self, nodes: RollingUpdate) -> Self {
        Self { rolling_update: Some(nodes), ..self }
    }

    /// Asks channels for a certificate authority and an issuer, where `needed`.
    #[must_use]
    pub(crate) fn needs_pki(self, needed: bool) -> Self {
        Self { needs_pki: needed, ..self }
    }

    /// Has objects deleted that left its manifest.
    #[must_use]
    pub(crate) fn prunes(self) -> Self {
        Self { prunes: true, ..self }
    }

    /// Has objects of further kinds deleted that left its manifest.
    #[must_use]
    pub(crate) fn prunes_also(mut self, kinds: &[(&'static str, &'static str)]) -> Self {
        self.also_prunes.extend(kinds);
        self
    }

    /// Says of which kinds it has objects in `kube-system`, where its objects are not known.
    #[must_use]
    pub(crate) fn has_in_kube_system(mut self, kinds: &[(&'static str, &'static str)]) -> Self {
        self.in_kube_system.extend(kinds);
        self
    }

    /// Returns its manifest as text.
    pub(crate) fn manifest(&self) -> Text {
        object::to_yaml(&self.objects)
    }
}
