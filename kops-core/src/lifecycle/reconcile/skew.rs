//! The passes of an upgrade that keep to the version skew policy of Kubernetes.

use crate::spec::ExactVersion;

/// How many minor versions a kubelet may be older than its API server.
const MOST_BEHIND: u64 = 3;

/// One pass: the control plane, then the nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pass {
    pub(super) version: ExactVersion,
    /// The control plane takes part; otherwise only the nodes catch up with it.
    pub(super) control_plane: bool,
}

/// The passes from the oldest versions that run to the wanted one.
pub(super) fn passes(
    control_plane: Option<ExactVersion>,
    nodes: Option<ExactVersion>,
    wanted: ExactVersion,
    of_minor: impl Fn(u64) -> ExactVersion,
) -> Vec<Pass> {
    let to_minor = wanted.numbers().minor;
    let last = Pass { version: wanted, control_plane: true };
    let Some(running) = control_plane else { return vec![last] };
    let mut passes: Vec<Pass> = (running.numbers().minor + 1..to_minor)
        .map(|minor| Pass { version: of_minor(minor), control_plane: true })
        .chain([last])
        .collect();
    let first = passes.first().map_or(to_minor, |pass| pass.version.numbers().minor);
    if nodes.is_some_and(|nodes| nodes.numbers().minor + MOST_BEHIND < first) {
        passes.insert(0, Pass { version: running, control_plane: false });
    }
    passes
}

/// True for a node, or for one of the control plane, that may run beside a control plane of a version.
pub(super) fn may_run_beside(version: &ExactVersion, is_control_plane: bool, control_plane: &ExactVersion) -> bool {
    let most_behind = if is_control_plane { 1 } else { MOST_BEHIND };
    version.numbers().minor + most_behind >= control_plane.numbers().minor
}
