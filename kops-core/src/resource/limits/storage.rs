//! EBS volumes, alone and in launch templates.

use super::{Found, Limits, codes};
use crate::resource::{Field, Volume};

impl Limits for Volume {
    fn check_values(&self, found: &mut Found) {
        let settings = Settings {
            name: None,
            kind: &self.volume_type,
            size: Some(self.size_gib),
            iops: self.iops,
            throughput: self.throughput,
        };
        let fields = SettingFields {
            kind: Self::VOLUME_TYPE,
            size: Self::SIZE_GIB,
            iops: Self::IOPS,
            throughput: Self::THROUGHPUT,
        };
        settings.check(&fields, found);
        if self.kms_key.is_some() && !self.encrypted {
            let message = "a volume with a KMS key must be encrypted";
            found.refuse_with("InvalidParameterDependency", Self::ENCRYPTED, codes::COMBINATION, message);
        }
    }
}

/// What is set of a volume.
pub(super) struct Settings<'a> {
    /// The device, where a volume is one of several.
    pub(super) name: Option<&'a str>,
    pub(super) kind: &'a str,
    pub(super) size: Option<i32>,
    pub(super) iops: Option<i32>,
    pub(super) throughput: Option<i32>,
}

/// The fields that hold the settings.
pub(super) struct SettingFields {
    pub(super) kind: &'static Field,
    pub(super) size: &'static Field,
    pub(super) iops: &'static Field,
    pub(super) throughput: &'static Field,
}

impl Settings<'_> {
    /// Checks the type, size, IOPS and throughput of a volume.
    ///
    /// Source: "Amazon EBS volume types" in the guide of EBS, with the limits of `gp3` since September 2025.
    pub(super) fn check(&self, fields: &SettingFields, found: &mut Found) {
        let Self { kind, size, iops, throughput, .. } = *self;
        let of = match self.name {
            Some(name) => format!("`{kind}` volume `{name}`"),
            None => format!("`{kind}` volume"),
        };
        let an = if kind == "standard" || kind.starts_with('g') { "a" } else { "an" };
        let what = |setting: &str| format!("{setting} of {an} {of}");
        let (sizes, rates, per_gib) = match kind {
            "gp3" => (1..=65_536, 3000..=80_000, 500),
            "gp2" => (1..=16_384, 0..=0, 0),
            "io1" => (4..=16_384, 100..=64_000, 50),
            "io2" => (4..=65_536, 100..=256_000, 1000),
            "st1" | "sc1" => (125..=16_384, 0..=0, 0),
            "standard" => (1..=1024, 0..=0, 0),
            _ => {
                let known = ["gp3", "gp2", "io1", "io2", "st1", "sc1", "standard"];
                return found.one_of(fields.kind, "volume type", kind, &known);
            }
        };
        if let Some(size) = size {
            found.number(fields.size, &what("size"), size, "GiB", sizes);
        }
        match iops {
            Some(iops) if per_gib > 0 => {
                found.number(fields.iops, &what("IOPS"), iops, "", rates);
                // A gp3 volume of any size has its baseline.
                let most = size.map(|size| {
                    if kind == "gp3" { (size.saturating_mul(per_gib)).max(3000) } else { size.saturating_mul(per_gib) }
                });
                if let Some((size, most)) = size.zip(most).filter(|(_, most)| iops > *most) {
                    let message = format!(
                        "the {} is `{iops}` and must be at most {most}, {per_gib} for each of its {size} GiB",
                        what("IOPS")
                    );
                    found.refuse(fields.iops, codes::NUMBER, message);
                }
            }
            Some(_) => refuse(fields.iops, &format!("{an} {of} has no IOPS to set"), found),
            None if kind.starts_with("io") => {
                found.refuse_with("MissingParameter", fields.iops, codes::COMBINATION, format!("{an} {of} needs IOPS"));
            }
            None => {}
        }
        match throughput {
            Some(throughput) if kind == "gp3" => {
                // A quarter of a MiB for each operation.
                let most = (iops.unwrap_or(3000) / 4).clamp(125, 2000);
                found.number(fields.throughput, &what("throughput"), throughput, "MiB/s", 125..=most);
            }
            Some(_) => refuse(fields.throughput, &format!("{an} {of} has no throughput to set"), found),
            None => {}
        }
    }
}

fn refuse(field: &'static Field, message: &str, found: &mut Found) {
    found.refuse_with("InvalidParameterCombination", field, codes::COMBINATION, message);
}
