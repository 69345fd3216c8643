//! The passes of an upgrade that keep to the version skew policy of Kubernetes.

use crate::spec::Version;

/// How many minor versions a kubelet may be older than its API server.
const MOST_BEHIND: u64 = 3;

/// One pass: the control plane, then the nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pass {
    pub(super) version: Version,
    /// The control plane takes part; otherwise only the nodes catch up with it.
    pub(super) control_plane: bool,
}

/// The passes from the oldest versions that run to the wanted one.
pub(super) fn passes(
    control_plane: Option<Version>,
    nodes: Option<Version>,
    wanted: Version,
    of_minor: impl Fn(u64) -> Version,
) -> Vec<Pass> {
    let last = Pass { version: wanted, control_plane: true };
    let Some(running) = control_plane else { return vec![last] };
    let mut passes: Vec<Pass> = (running.minor + 1..wanted.minor)
        .map(|minor| Pass { version: of_minor(minor), control_plane: true })
        .chain([last])
        .collect();
    let first = passes.first().map_or(wanted.minor, |pass| pass.version.minor);
    if nodes.is_some_and(|nodes| nodes.minor + MOST_BEHIND < first) {
        passes.insert(0, Pass { version: running, control_plane: false });
    }
    passes
}

/// True for a node, or for one of the control plane, that may run beside a control plane of a version.
pub(super) fn may_run_beside(version: Version, is_control_plane: bool, control_plane: Version) -> bool {
    let most_behind = if is_control_plane { 1 } else { MOST_BEHIND };
    version.minor + most_behind >= control_plane.minor
}
