//! The facts that ship with the library: enough to plan without a network, nothing that only an account can know.

use std::collections::BTreeMap;

use super::{Asset, Components, Facts, machine_types, regions};

/// The release of kops whose node components clusters run.
const KOPS_VERSION: &str = "1.36.2";
/// What kops's channel `stable` recommends for that release.
const KUBERNETES_VERSION: &str = "1.35.5";
/// The day of Ubuntu's images that the channel recommends.
const UBUNTU_DAY: &str = "20260218";

impl Facts {
    /// Returns what is known of a region without asking AWS: its partition and zones, common machine types, published
    /// components.
    ///
    /// Accounts, image ids, hashes, hosted zones and networks that exist are left out: only the caller knows them. Of an
    /// unknown region the zones are left out too.
    ///
    /// ```
    /// use kops_core::facts::Facts;
    ///
    /// let facts = Facts { account_id: "123456789012".into(), ..Facts::shipped("us-east-2") };
    /// assert_eq!(facts.zones, ["us-east-2a", "us-east-2b", "us-east-2c"]);
    /// assert_eq!(facts.machine_types["m6g.large"].memory_mib, 8192);
    /// ```
    pub fn shipped(region: &str) -> Self {
        Self {
            region: region.to_owned(),
            partition: regions::partition(region).to_owned(),
            zones: regions::zones(region),
            machine_types: machine_types::shipped(),
            components: Components::shipped(),
            ..Self::default()
        }
    }
}

impl Components {
    /// Returns the published components that ship with the library, without hashes.
    pub fn shipped() -> Self {
        Self {
            kops_version: KOPS_VERSION.to_owned(),
            kubernetes_version: KUBERNETES_VERSION.to_owned(),
            default_images: by_architecture(|architecture| {
                format!("099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-{architecture}-server-{UBUNTU_DAY}")
            }),
            nodeup: by_architecture(|architecture| Asset {
                urls: vec![
                    format!("https://artifacts.k8s.io/binaries/kops/{KOPS_VERSION}/linux/{architecture}/nodeup"),
                    format!(
                        "https://github.com/kubernetes/kops/releases/download/v{KOPS_VERSION}/nodeup-linux-{architecture}"
                    ),
                ],
                sha256: String::new(),
            }),
        }
    }
}

fn by_architecture<T>(make: impl Fn(&str) -> T) -> BTreeMap<String, T> {
    ["amd64", "arm64"].into_iter().map(|architecture| (architecture.to_owned(), make(architecture))).collect()
}
