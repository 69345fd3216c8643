//! Commands of kops that are not implemented, with alternatives.

use crate::failure::Failure;

/// `kops validate cluster`.
pub(crate) fn validate() -> Failure {
    Failure::usage(
        "`kops validate cluster` is not implemented yet: use `kops update cluster` to compare the account with the spec, \
         and `kubectl get nodes` for the state of the nodes",
    )
}

/// `kops rolling-update cluster`.
pub(crate) fn rolling_update() -> Failure {
    Failure::usage(
        "`kops rolling-update cluster` is not implemented yet: use `aws autoscaling start-instance-refresh` to replace the \
         instances of an autoscaling group",
    )
}

/// `kops get assets --copy`.
pub(crate) fn copy_assets() -> Failure {
    Failure::usage(
        "`kops get assets --copy` is not implemented: copy what `kops get assets -o json` lists from `canonical` to `download` \
         with `crane copy` for images and `aws s3 cp` for files, and check each `sha`",
    )
}
