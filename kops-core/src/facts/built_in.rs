//! The facts that ship with the library: enough to plan without a network, nothing that only an account can know.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::channel::DEFAULT_CHANNEL;
use super::{ARCHITECTURES, Asset, Channel, Components, Facts, machine_types, regions};

/// The release of kops whose node components clusters run.
const KOPS_VERSION: &str = "1.36.2";

impl Facts {
    /// Returns what is known of a region without asking AWS: its partition and zones, common instance types, published
    /// components.
    ///
    /// Accounts, image ids, hashes, hosted zones and networks that exist are left out: only the caller knows them. Of an
    /// unknown region the zones are left out too.
    ///
    /// ```
    /// use kops_core::facts::Facts;
    ///
    /// let facts = Facts { account_id: "123456789012".into(), ..Facts::built_in("us-east-2") };
    /// assert_eq!(facts.zones, ["us-east-2a", "us-east-2b", "us-east-2c"]);
    /// assert_eq!(facts.machine_types["m6g.large"].memory_mib, 8192);
    /// ```
    pub fn built_in(region: &str) -> Self {
        Self {
            region: region.to_owned(),
            partition: regions::partition(region).to_owned(),
            zones: regions::zones(region),
            machine_types: machine_types::built_in(),
            components: Components::built_in(),
            ..Self::default()
        }
    }
}

impl Components {
    /// Returns the published components that ship with the library, without hashes.
    pub fn built_in() -> Self {
        static BUILT_IN: LazyLock<Components> = LazyLock::new(|| {
            let mut components = Components { kops_version: KOPS_VERSION.to_owned(), ..Components::default() };
            if let Some(channel) = Channel::built_in(DEFAULT_CHANNEL) {
                components = components.in_channel(&channel);
            }
            components.nodeup = components.released_nodeup();
            components
        });
        BUILT_IN.clone()
    }

    /// nodeup as it is released, without hashes.
    pub(super) fn released_nodeup(&self) -> BTreeMap<String, Asset> {
        by_architecture(|architecture| Asset { urls: self.urls("nodeup", architecture), sha256: String::new() })
    }
}

fn by_architecture<T>(make: impl Fn(&str) -> T) -> BTreeMap<String, T> {
    ARCHITECTURES.into_iter().map(|architecture| (architecture.to_owned(), make(architecture))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Version;

    #[test]
    fn images_depend_on_the_version_of_kubernetes() {
        let components = Components::built_in();
        for (version, architecture, expected) in [
            ("1.26.9", "amd64", None),
            ("1.31.14", "amd64", Some("hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260410")),
            ("1.31.14", "arm64", Some("hvm-ssd/ubuntu-jammy-22.04-arm64-server-20260410")),
            ("1.32.0", "amd64", Some("hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260218")),
            ("1.36.1", "arm64", Some("hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20260218")),
            ("1.36.1", "riscv", None),
        ] {
            let image = components.default_image(Version::parse(version).unwrap(), architecture);
            let expected = expected.map(|name| format!("099720109477/ubuntu/images/{name}"));
            assert_eq!(image, expected.as_deref(), "{version} {architecture}");
        }
    }
}
