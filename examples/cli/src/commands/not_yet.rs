//! Commands of kops that are to come: what to do instead.

use crate::failure::Failure;

/// `kops create cluster` with flags.
pub(crate) fn create_cluster() -> Failure {
    Failure::usage(
        "`kops create cluster` is not there yet: write the cluster into a file, as in examples/fairwinds, and store it \
         with `kops create -f FILE`",
    )
}

/// `kops validate cluster`.
pub(crate) fn validate() -> Failure {
    Failure::usage(
        "`kops validate cluster` is not there yet: `kops update cluster` shows whether the account is as the spec says, \
         and `kubectl get nodes` how the nodes are",
    )
}

/// `kops rolling-update cluster`.
pub(crate) fn rolling_update() -> Failure {
    Failure::usage(
        "`kops rolling-update cluster` is not there yet: `aws autoscaling start-instance-refresh` replaces the instances \
         of one group",
    )
}
