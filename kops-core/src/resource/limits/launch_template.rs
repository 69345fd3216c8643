//! Launch templates.

use std::collections::BTreeSet;

use super::storage::{SettingFields, Settings};
use super::{Found, Limits, codes};
use crate::resource::{LaunchTemplate, Text};

/// The most bytes of user data.
const USER_DATA: usize = 16_384;
/// The most security groups of an interface, and the most of its IPv6 addresses.
const SECURITY_GROUPS: usize = 16;
const IPV6_ADDRESSES: i32 = 50;

impl Limits for LaunchTemplate {
    fn check_values(&self, found: &mut Found) {
        found.name(Self::NAME, "launch template name", &self.name, 128, "().-/_");
        let groups = self.security_groups.len();
        if groups > SECURITY_GROUPS {
            let message = format!("instances are in {groups} security groups and may be in {SECURITY_GROUPS}");
            found.refuse(Self::SECURITY_GROUPS, codes::SIZE, message);
        }
        let addresses = self.ipv6_address_count;
        found.number(Self::IPV6_ADDRESS_COUNT, "number of IPv6 addresses", addresses, "", 0..=IPV6_ADDRESSES);
        if let Some(credits) = &self.cpu_credits {
            found.one_of(Self::CPU_CREDITS, "type of CPU credits", credits, &["standard", "unlimited"]);
        }
        if let Some(tenancy) = &self.tenancy {
            found.one_of(Self::TENANCY, "tenancy", tenancy, &["default", "dedicated", "host"]);
        }
        let size = self.user_data.as_ref().and_then(Text::known).unwrap_or_default().len();
        if size > USER_DATA {
            let message = format!("the user data has {size} bytes of the {USER_DATA} that fit");
            found.refuse_with("InvalidUserData.Malformed", Self::USER_DATA, codes::SIZE, message);
        }
        let tokens = self.metadata.http_tokens.as_str();
        if !tokens.is_empty() {
            found.one_of(Self::METADATA, "use of metadata tokens", tokens, &["required", "optional"]);
            found.number(Self::METADATA, "hop limit of the metadata service", self.metadata.hop_limit, "", 1..=64);
        }
        if let Some(price) = self.spot.as_ref().and_then(|spot| spot.max_price.as_deref())
            && !price.parse::<f64>().is_ok_and(|price| price > 0.0)
        {
            let message = format!("the spot price `{price}` is not a price in dollars, such as `0.05`");
            found.refuse(Self::SPOT, codes::VALUE, message);
        }
        self.check_devices(found);
    }
}

impl LaunchTemplate {
    fn check_devices(&self, found: &mut Found) {
        let mut names = BTreeSet::new();
        for device in &self.block_devices {
            let name = device.device_name.as_str();
            if !names.insert(name) {
                let message = format!("two volumes are attached as `{name}`");
                found.refuse(Self::BLOCK_DEVICES, codes::COMBINATION, message);
            }
            if let Some(ebs) = &device.ebs {
                let settings = Settings {
                    name: Some(name),
                    kind: ebs.volume_type.as_deref().unwrap_or("gp2"),
                    size: ebs.size_gib,
                    iops: ebs.iops,
                    throughput: ebs.throughput,
                };
                let field = Self::BLOCK_DEVICES;
                settings.check(&SettingFields { kind: field, size: field, iops: field, throughput: field }, found);
            }
        }
    }
}
