//! Common instance types, family by family, from EC2's documentation.

use std::collections::BTreeMap;

use super::MachineType;

/// Returns the instance types that the library knows without asking AWS.
pub(super) fn built_in() -> BTreeMap<String, MachineType> {
    FAMILIES.iter().flat_map(Family::types).collect()
}

/// Types that differ in size only.
struct Family {
    names: &'static [&'static str],
    architectures: &'static [&'static str],
    gpu: bool,
    sizes: &'static [Size],
}

/// Name, virtual CPUs, memory in MiB, network interfaces, IPv4 addresses of each.
type Size = (&'static str, u32, u64, u32, u32);

impl Family {
    fn types(&self) -> impl Iterator<Item = (String, MachineType)> + use<'_> {
        self.names.iter().flat_map(move |family| self.sizes.iter().map(move |size| self.one(family, *size)))
    }

    fn one(&self, family: &str, (size, vcpus, memory_mib, network_interfaces, ipv4): Size) -> (String, MachineType) {
        let name = format!("{family}.{size}");
        let disks = DISKS.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, disks)| disks);
        let machine = MachineType {
            architectures: self.architectures.iter().map(|name| (*name).to_owned()).collect(),
            vcpus,
            memory_mib,
            instance_storage_gb: disks.to_vec(),
            gpu: self.gpu,
            network_interfaces,
            ipv4_per_interface: ipv4,
            missing_zones: Vec::new(),
        };
        (name, machine)
    }
}

const INTEL: &[&str] = &["x86_64"];
const INTEL_32: &[&str] = &["i386", "x86_64"];
const ARM: &[&str] = &["arm64"];
const GIB: u64 = 1024;

const FAMILIES: &[Family] = &[
    Family { names: &["t2"], architectures: INTEL_32, gpu: false, sizes: T2 },
    Family { names: &["t3", "t3a"], architectures: INTEL, gpu: false, sizes: BURSTABLE },
    Family { names: &["t4g"], architectures: ARM, gpu: false, sizes: BURSTABLE },
    Family { names: &["m4"], architectures: INTEL, gpu: false, sizes: M4 },
    Family { names: &["c4"], architectures: INTEL, gpu: false, sizes: C4 },
    Family { names: &["m5", "m5a", "m6i", "m6a", "m7i", "m7a"], architectures: INTEL, gpu: false, sizes: GENERAL },
    Family { names: &["m6g", "m7g", "m8g"], architectures: ARM, gpu: false, sizes: to_16xlarge(GENERAL) },
    Family { names: &["m6g", "m7g", "m8g"], architectures: ARM, gpu: false, sizes: &[("medium", 1, 4 * GIB, 2, 4)] },
    Family { names: &["c5"], architectures: INTEL, gpu: false, sizes: C5 },
    Family { names: &["c5a", "c6i", "c6a", "c7i", "c7a"], architectures: INTEL, gpu: false, sizes: COMPUTE },
    Family { names: &["c6g", "c7g", "c8g"], architectures: ARM, gpu: false, sizes: to_16xlarge(COMPUTE) },
    Family { names: &["c6g", "c7g", "c8g"], architectures: ARM, gpu: false, sizes: &[("medium", 1, 2 * GIB, 2, 4)] },
    Family { names: &["r5", "r5a", "r6i", "r6a", "r7i", "r7a"], architectures: INTEL, gpu: false, sizes: MEMORY },
    Family { names: &["r6g", "r7g", "r8g"], architectures: ARM, gpu: false, sizes: to_16xlarge(MEMORY) },
    Family { names: &["r6g", "r7g", "r8g"], architectures: ARM, gpu: false, sizes: &[("medium", 1, 8 * GIB, 2, 4)] },
    Family { names: &["g4dn"], architectures: INTEL, gpu: true, sizes: G4DN },
    Family { names: &["g5"], architectures: INTEL, gpu: true, sizes: G5 },
];

/// Leaves out the largest size, which not every generation on ARM has.
const fn to_16xlarge(sizes: &[Size]) -> &[Size] {
    sizes.split_at(sizes.len() - 1).0
}

const T2: &[Size] = &[
    ("nano", 1, 512, 2, 2),
    ("micro", 1, GIB, 2, 2),
    ("small", 1, 2 * GIB, 3, 4),
    ("medium", 2, 4 * GIB, 3, 6),
    ("large", 2, 8 * GIB, 3, 12),
    ("xlarge", 4, 16 * GIB, 3, 15),
    ("2xlarge", 8, 32 * GIB, 3, 15),
];

const BURSTABLE: &[Size] = &[
    ("nano", 2, 512, 2, 2),
    ("micro", 2, GIB, 2, 2),
    ("small", 2, 2 * GIB, 3, 4),
    ("medium", 2, 4 * GIB, 3, 6),
    ("large", 2, 8 * GIB, 3, 12),
    ("xlarge", 4, 16 * GIB, 4, 15),
    ("2xlarge", 8, 32 * GIB, 4, 15),
];

const M4: &[Size] = &[
    ("large", 2, 8 * GIB, 2, 10),
    ("xlarge", 4, 16 * GIB, 4, 15),
    ("2xlarge", 8, 32 * GIB, 4, 15),
    ("4xlarge", 16, 64 * GIB, 8, 30),
    ("10xlarge", 40, 160 * GIB, 8, 30),
    ("16xlarge", 64, 256 * GIB, 8, 30),
];

const C4: &[Size] = &[
    ("large", 2, 3840, 3, 10),
    ("xlarge", 4, 7680, 4, 15),
    ("2xlarge", 8, 15 * GIB, 4, 15),
    ("4xlarge", 16, 30 * GIB, 8, 30),
    ("8xlarge", 36, 60 * GIB, 8, 30),
];

const C5: &[Size] = &[
    ("large", 2, 4 * GIB, 3, 10),
    ("xlarge", 4, 8 * GIB, 4, 15),
    ("2xlarge", 8, 16 * GIB, 4, 15),
    ("4xlarge", 16, 32 * GIB, 8, 30),
    ("9xlarge", 36, 72 * GIB, 8, 30),
    ("12xlarge", 48, 96 * GIB, 8, 30),
    ("18xlarge", 72, 144 * GIB, 15, 50),
    ("24xlarge", 96, 192 * GIB, 15, 50),
];

const GENERAL: &[Size] = &[
    ("large", 2, 8 * GIB, 3, 10),
    ("xlarge", 4, 16 * GIB, 4, 15),
    ("2xlarge", 8, 32 * GIB, 4, 15),
    ("4xlarge", 16, 64 * GIB, 8, 30),
    ("8xlarge", 32, 128 * GIB, 8, 30),
    ("12xlarge", 48, 192 * GIB, 8, 30),
    ("16xlarge", 64, 256 * GIB, 15, 50),
    ("24xlarge", 96, 384 * GIB, 15, 50),
];

const COMPUTE: &[Size] = &[
    ("large", 2, 4 * GIB, 3, 10),
    ("xlarge", 4, 8 * GIB, 4, 15),
    ("2xlarge", 8, 16 * GIB, 4, 15),
    ("4xlarge", 16, 32 * GIB, 8, 30),
    ("8xlarge", 32, 64 * GIB, 8, 30),
    ("12xlarge", 48, 96 * GIB, 8, 30),
    ("16xlarge", 64, 128 * GIB, 15, 50),
    ("24xlarge", 96, 192 * GIB, 15, 50),
];

const MEMORY: &[Size] = &[
    ("large", 2, 16 * GIB, 3, 10),
    ("xlarge", 4, 32 * GIB, 4, 15),
    ("2xlarge", 8, 64 * GIB, 4, 15),
    ("4xlarge", 16, 128 * GIB, 8, 30),
    ("8xlarge", 32, 256 * GIB, 8, 30),
    ("12xlarge", 48, 384 * GIB, 8, 30),
    ("16xlarge", 64, 512 * GIB, 15, 50),
    ("24xlarge", 96, 768 * GIB, 15, 50),
];

const G4DN: &[Size] = &[
    ("xlarge", 4, 16 * GIB, 3, 10),
    ("2xlarge", 8, 32 * GIB, 3, 10),
    ("4xlarge", 16, 64 * GIB, 3, 10),
    ("8xlarge", 32, 128 * GIB, 4, 15),
    ("12xlarge", 48, 192 * GIB, 8, 30),
    ("16xlarge", 64, 256 * GIB, 4, 15),
];

const G5: &[Size] = &[
    ("xlarge", 4, 16 * GIB, 4, 15),
    ("2xlarge", 8, 32 * GIB, 4, 15),
    ("4xlarge", 16, 64 * GIB, 8, 30),
    ("8xlarge", 32, 128 * GIB, 8, 30),
    ("12xlarge", 48, 192 * GIB, 15, 50),
    ("16xlarge", 64, 256 * GIB, 8, 30),
    ("24xlarge", 96, 384 * GIB, 15, 50),
    ("48xlarge", 192, 768 * GIB, 7, 50),
];

/// Sizes in GB of the disks that come with a machine, for the types that have some.
const DISKS: &[(&str, &[u32])] = &[
    ("g4dn.xlarge", &[125]),
    ("g4dn.2xlarge", &[225]),
    ("g4dn.4xlarge", &[225]),
    ("g4dn.8xlarge", &[900]),
    ("g4dn.12xlarge", &[900]),
    ("g4dn.16xlarge", &[900]),
    ("g5.xlarge", &[250]),
    ("g5.2xlarge", &[450]),
    ("g5.4xlarge", &[600]),
    ("g5.8xlarge", &[900]),
    ("g5.12xlarge", &[3800]),
    ("g5.16xlarge", &[1900]),
    ("g5.24xlarge", &[3800]),
    ("g5.48xlarge", &[3800, 3800]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_stands_in_the_table_once_and_is_whole() {
        let types = built_in();
        let entries: usize = FAMILIES.iter().map(|family| family.types().count()).sum();
        assert_eq!(types.len(), entries, "no type twice");
        for (name, machine) in &types {
            assert!(machine.vcpus > 0 && machine.memory_mib > 0 && machine.network_interfaces > 0, "{name}");
        }
        assert!(DISKS.iter().all(|(name, _)| types.contains_key(*name)));
        assert_eq!(types["t4g.medium"].architectures, ["arm64"]);
        assert!(types["g5.xlarge"].gpu && !types["m5.large"].gpu);
    }
}
