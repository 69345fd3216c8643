//! What nodes and controllers make is not written by a spec, so that there is nothing to check.

use super::{Found, Limits};
use crate::resource::{NetworkInterface, StandaloneInstance, VolumeSnapshot};

impl Limits for StandaloneInstance {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for NetworkInterface {
    fn check_values(&self, _: &mut Found) {}
}

impl Limits for VolumeSnapshot {
    fn check_values(&self, _: &mut Found) {}
}
