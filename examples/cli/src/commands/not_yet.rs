//! Commands of kops that are not implemented, with alternatives.

use crate::failure::Failure;

/// `kops get assets --copy`.
pub(crate) fn copy_assets() -> Failure {
    Failure::usage(
        "`kops get assets --copy` is not implemented: copy what `kops get assets -o json` lists from `canonical` to `download` \
         with `crane copy` for images and `aws s3 cp` for files, and check each `sha`",
    )
}
