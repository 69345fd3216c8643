//! EBS volumes and state-store objects.

use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_one_of, check_range, operations};
use crate::resource::{CloudId, Field, ManagedFile, Volume};

impl Rules for Volume {
    const OPERATIONS: Operations = operations("CreateVolume", "ModifyVolume", "DeleteVolume");
    const MISSING: &'static str = "InvalidVolume.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("vol").into()
    }

    fn check(&self, _: Option<&CloudId>, account: &State) -> ApiResult {
        if !account.zone_names().contains(&self.zone) {
            let message = format!("`{}` is not an availability zone", self.zone);
            return Err(ApiError::invalid("InvalidZone.NotFound", message));
        }
        check_volume(&self.volume_type, Some(self.size_gib), self.iops, self.throughput)?;
        if self.kms_key.is_some() && !self.encrypted {
            let message = "a volume with a KMS key must be encrypted";
            return Err(ApiError::invalid("InvalidParameterDependency", message));
        }
        Ok(())
    }

    fn normalize_update(&mut self, old: &Self, names: &dyn Fn(&Field) -> bool) {
        if self.volume_type != old.volume_type {
            self.iops = self.iops.filter(|_| names(Self::IOPS));
            self.throughput = self.throughput.filter(|_| names(Self::THROUGHPUT));
        }
    }

    fn check_change(&self, old: &Self) -> ApiResult {
        if self.size_gib < old.size_gib {
            let message = format!("a volume of {} GiB cannot shrink to {}", old.size_gib, self.size_gib);
            return Err(ApiError::value(message));
        }
        Ok(())
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        if self.volume_type == "gp3" {
            self.iops.get_or_insert(3000);
            self.throughput.get_or_insert(125);
        }
    }
}

/// Checks the type, size and speed of a volume.
pub(super) fn check_volume(kind: &str, size: Option<i32>, iops: Option<i32>, throughput: Option<i32>) -> ApiResult {
    check_one_of("the volume type", kind, &["gp3", "gp2", "io1", "io2", "st1", "sc1", "standard"])?;
    if let Some(size) = size {
        let (least, most) = match kind {
            "gp2" | "gp3" => (1, 16384),
            "io1" => (4, 16384),
            "io2" => (4, 65536),
            "st1" | "sc1" => (125, 16384),
            _ => (1, 1024),
        };
        check_range("the size of the volume in GiB", size, least, most)?;
    }
    match (kind, iops) {
        ("gp3", Some(iops)) => check_range("the number of operations per second", iops, 3000, 16000)?,
        ("io1", Some(iops)) => check_range("the number of operations per second", iops, 100, 64000)?,
        ("io2", Some(iops)) => check_range("the number of operations per second", iops, 100, 256_000)?,
        ("io1" | "io2", None) => {
            let message = format!("a volume of type `{kind}` needs the number of operations per second");
            return Err(ApiError::invalid("MissingParameter", message));
        }
        ("gp2" | "st1" | "sc1" | "standard", Some(_)) => {
            let message = format!("a volume of type `{kind}` has no number of operations per second to set");
            return Err(ApiError::invalid("InvalidParameterCombination", message));
        }
        _ => {}
    }
    let per_gib = match kind {
        "io1" => 50,
        "gp3" => 500,
        _ => 1000,
    };
    if let (Some(size), Some(iops)) = (size, iops.filter(|iops| *iops > 3000 || kind != "gp3")) {
        check_range("the number of operations per second", iops, 0, size.saturating_mul(per_gib))?;
    }
    match (kind, throughput) {
        ("gp3", Some(throughput)) => {
            check_range("the throughput in MiB per second", throughput, 125, 1000)?;
            // A quarter of a MiB for each operation.
            check_range("the throughput in MiB per second", throughput, 125, iops.unwrap_or(3000) / 4)
        }
        (_, Some(_)) => {
            let message = format!("a volume of type `{kind}` has no throughput to set");
            Err(ApiError::invalid("InvalidParameterCombination", message))
        }
        (_, None) => Ok(()),
    }
}

/// An object of the state store is no business of the cloud: every call is refused.
impl Rules for ManagedFile {
    const OPERATIONS: Operations = operations("PutObject", "PutObject", "DeleteObject");
    const MISSING: &'static str = "NoSuchKey";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.key.as_str().into()
    }

    fn check(&self, _: Option<&CloudId>, _: &State) -> ApiResult {
        Err(ApiError::value("an object of the state store is written to the state store, not to the cloud"))
    }
}
