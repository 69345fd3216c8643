//! Launch templates: what an instance of a group is.

use crate::facts::Image;
use crate::resource::{BlockDevice, EbsDevice, LaunchTemplate, MetadataOptions, Ref, SpotOptions, Tags, Text};
use crate::spec::{InstanceGroupSpec, Role, Subnet, SubnetType, Volume, clamp_i32};

/// What a launch template needs beside the group's own spec.
pub(super) struct TemplateInputs<'a> {
    /// Its name: the name of the autoscaling group.
    pub name: String,
    /// The image that the group's `image` stands for.
    pub image: &'a Image,
    /// How many disks come with the instance type.
    pub disks: usize,
    /// The subnets of the group.
    pub subnets: &'a [&'a Subnet],
    /// The instance profile.
    pub instance_profile: Ref,
    /// The key pair.
    pub key_pair: Option<Ref>,
    /// The security groups.
    pub security_groups: Vec<Ref>,
    /// What the instance runs when it first boots.
    pub user_data: Option<Text>,
    /// Tags of everything that an instance brings with it.
    pub tags: Tags,
}

/// Makes the launch template of a group.
pub(super) fn launch_template(group: &InstanceGroupSpec, around: TemplateInputs<'_>) -> LaunchTemplate {
    let metadata = group.instance_metadata.as_ref();
    let ipv6 = around.subnets.iter().any(|subnet| subnet.ipv6_cidr.as_deref().is_some_and(|cidr| !cidr.is_empty()));
    LaunchTemplate {
        name: around.name,
        image_id: around.image.id.clone(),
        instance_type: first_machine_type(group).to_owned(),
        instance_profile: Some(around.instance_profile),
        key_name: around.key_pair,
        security_groups: around.security_groups,
        associate_public_ip: associate_public_ip(group, around.subnets),
        ipv6_address_count: i32::from(ipv6),
        block_devices: block_devices(group, around.image, around.disks),
        cpu_credits: group.cpu_credits.clone().filter(|credits| !credits.is_empty()),
        detailed_monitoring: group.detailed_instance_monitoring.unwrap_or(false),
        ebs_optimized: group.root_volume_optimization,
        tenancy: group.tenancy.clone().filter(|tenancy| !tenancy.is_empty()),
        metadata: MetadataOptions {
            http_tokens: metadata.and_then(|m| m.http_tokens.clone()).unwrap_or_else(|| "required".into()),
            hop_limit: metadata.and_then(|m| m.http_put_response_hop_limit).map_or(1, clamp_i32),
            ipv6,
        },
        spot: spot(group),
        user_data: around.user_data,
        tags: around.tags,
    }
}

/// The instance type of the launch template: the first where a group lists several.
pub(super) fn first_machine_type(group: &InstanceGroupSpec) -> &str {
    let types = group.machine_type.as_deref().unwrap_or_default();
    types.split(',').next().unwrap_or_default().trim()
}

/// Instances in public subnets get a public address unless the group says otherwise; those in private ones never do.
pub(in crate::model) fn associate_public_ip(group: &InstanceGroupSpec, subnets: &[&Subnet]) -> Option<bool> {
    match subnets.first()?.r#type.unwrap_or(SubnetType::Public) {
        SubnetType::Public | SubnetType::Utility => Some(group.associate_public_ip.unwrap_or(true)),
        SubnetType::Private | SubnetType::DualStack => Some(false),
    }
}

/// Spot instances. A group of mixed instances says its price in its policy instead.
fn spot(group: &InstanceGroupSpec) -> Option<SpotOptions> {
    let price = group.max_price.as_ref().filter(|price| !price.is_empty() && group.mixed_instances_policy.is_none())?;
    Some(SpotOptions {
        max_price: Some(price.clone()),
        duration_minutes: group.spot_duration_in_minutes.map(clamp_i32),
        interruption_behavior: group.instance_interruption_behavior.clone(),
    })
}

fn block_devices(group: &InstanceGroupSpec, image: &Image, disks: usize) -> Vec<BlockDevice> {
    let root = BlockDevice {
        device_name: image.root_device_name.clone(),
        ebs: Some(root_volume(group)),
        ..BlockDevice::default()
    };
    let further = group.volumes.iter().map(|volume| BlockDevice {
        device_name: volume.device.clone().unwrap_or_default(),
        ebs: Some(further_volume(volume)),
        ..BlockDevice::default()
    });
    // The disks of a machine are not there unless they are mapped, from /dev/sdc on.
    let own = ('c'..='z').take(disks).enumerate().map(|(i, letter)| BlockDevice {
        device_name: format!("/dev/sd{letter}"),
        virtual_name: Some(format!("ephemeral{i}")),
        ..BlockDevice::default()
    });
    std::iter::once(root).chain(further).chain(own).collect()
}

/// The root volume of a group's instances.
pub(in crate::model) fn root_volume(group: &InstanceGroupSpec) -> EbsDevice {
    let volume_type = chosen_type(group.root_volume_type.as_deref());
    let size = group.root_volume_size.filter(|size| *size > 0);
    let performance = Performance::of(&volume_type, group.root_volume_iops, group.root_volume_throughput);
    EbsDevice {
        size_gib: Some(size.unwrap_or_else(|| default_size(group.role))),
        iops: performance.iops,
        throughput: performance.throughput,
        encrypted: Some(group.root_volume_encryption.unwrap_or(true)),
        kms_key: group.root_volume_key().map(str::to_owned),
        delete_on_termination: Some(true),
        volume_type: Some(volume_type),
    }
}

fn further_volume(volume: &Volume) -> EbsDevice {
    let volume_type = chosen_type(volume.r#type.as_deref());
    let (iops, throughput) = match volume_type.as_str() {
        "gp3" => {
            (Some(volume.iops.map_or(GP3_IOPS, clamp_i32)), Some(volume.throughput.map_or(GP3_THROUGHPUT, clamp_i32)))
        }
        "io1" | "io2" => (Some(volume.iops.map_or(IO_IOPS, clamp_i32)), volume.throughput.map(clamp_i32)),
        _ => (None, volume.throughput.map(clamp_i32)),
    };
    EbsDevice {
        size_gib: volume.size.map(clamp_i32),
        iops,
        throughput,
        encrypted: Some(volume.encrypted.unwrap_or(true)),
        kms_key: volume.key.clone().filter(|key| !key.is_empty()),
        delete_on_termination: Some(volume.delete_on_termination.unwrap_or(true)),
        volume_type: Some(volume_type),
    }
}

fn chosen_type(volume_type: Option<&str>) -> String {
    volume_type.filter(|chosen| !chosen.is_empty()).unwrap_or("gp3").to_owned()
}

/// Gibibytes of a root volume, by role.
fn default_size(role: Option<Role>) -> i32 {
    match role {
        Some(Role::Master) => 64,
        Some(Role::Bastion) => 32,
        _ => 128,
    }
}

/// The least that AWS gives a `gp3` volume, which is also what it gives when nothing is asked for.
const GP3_IOPS: i32 = 3000;
const GP3_THROUGHPUT: i32 = 125;
/// The least that AWS takes for `io1` and `io2`.
const IO_IOPS: i32 = 100;

/// Operations per second and MiB per second of a volume, where its type has them; never below the least that AWS takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Performance {
    /// Operations per second.
    pub iops: Option<i32>,
    /// MiB per second.
    pub throughput: Option<i32>,
}

impl Performance {
    /// Decides them for a type of EBS volume.
    pub(in crate::model) fn of(volume_type: &str, iops: Option<i32>, throughput: Option<i32>) -> Self {
        match volume_type {
            "gp3" => Self {
                iops: Some(iops.unwrap_or(0).max(GP3_IOPS)),
                throughput: Some(throughput.unwrap_or(0).max(GP3_THROUGHPUT)),
            },
            "io1" | "io2" => Self { iops: Some(iops.unwrap_or(0).max(IO_IOPS)), throughput: None },
            _ => Self { iops: None, throughput: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn template(group: Value, subnet: &str) -> LaunchTemplate {
        let group: InstanceGroupSpec = serde_json::from_value(group).expect("is a group");
        let subnet: Subnet = serde_json::from_str(subnet).expect("is a subnet");
        let image = Image { id: "ami-1".into(), root_device_name: "/dev/sda1".into(), ..Image::default() };
        let around = TemplateInputs {
            name: "nodes.demo".into(),
            image: &image,
            disks: 2,
            subnets: &[&subnet],
            instance_profile: Ref::from("profile"),
            key_pair: None,
            security_groups: Vec::new(),
            user_data: None,
            tags: Tags::new(),
        };
        launch_template(&group, around)
    }

    fn root(group: Value) -> EbsDevice {
        let template = template(group, "{}");
        let root = template.block_devices.into_iter().find(|device| device.device_name == "/dev/sda1");
        root.and_then(|root| root.ebs).expect("has a root volume")
    }

    #[test]
    fn root_volumes_have_the_size_of_the_role_and_are_encrypted() {
        for (role, size) in [("Master", 64), ("APIServer", 128), ("Node", 128), ("Bastion", 32)] {
            let root = root(json!({"role": role}));
            assert_eq!(
                (root.size_gib, root.encrypted, root.delete_on_termination),
                (Some(size), Some(true), Some(true))
            );
            assert_eq!((root.volume_type.as_deref(), root.iops, root.throughput), (Some("gp3"), Some(3000), Some(125)));
        }
    }

    #[test]
    fn volumes_get_no_less_than_aws_gives() {
        for (group, iops, throughput) in [
            (json!({"rootVolumeIops": 100, "rootVolumeThroughput": 1}), Some(3000), Some(125)),
            (json!({"rootVolumeIops": 4000, "rootVolumeThroughput": 200}), Some(4000), Some(200)),
            (json!({"rootVolumeType": "io2"}), Some(100), None),
            (json!({"rootVolumeType": "gp2", "rootVolumeIops": 4000}), None, None),
        ] {
            let root = root(group.clone());
            assert_eq!((root.iops, root.throughput), (iops, throughput), "{group}");
        }
    }

    #[test]
    fn a_key_is_used_unless_nothing_is_encrypted() {
        for (encryption, expected) in [(Value::Null, Some("key")), (json!(true), Some("key")), (json!(false), None)] {
            let root = root(json!({"rootVolumeEncryption": encryption, "rootVolumeEncryptionKey": "key"}));
            assert_eq!(root.kms_key.as_deref(), expected);
        }
    }

    #[test]
    fn further_volumes_and_the_machines_own_disks_follow_the_root() {
        let volumes = json!([{"device": "/dev/xvdd", "size": 10}, {"device": "/dev/xvde", "size": 20, "type": "st1"}]);
        let devices = template(json!({"volumes": volumes}), "{}").block_devices;
        let named: Vec<(&str, Option<&str>, Option<i32>)> = devices
            .iter()
            .map(|d| (d.device_name.as_str(), d.virtual_name.as_deref(), d.ebs.as_ref().and_then(|ebs| ebs.iops)))
            .collect();
        let expected = [
            ("/dev/sda1", None, Some(3000)),
            ("/dev/xvdd", None, Some(3000)),
            ("/dev/xvde", None, None),
            ("/dev/sdc", Some("ephemeral0"), None),
            ("/dev/sdd", Some("ephemeral1"), None),
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn addresses_follow_the_subnet() {
        for (subnet, group, public, ipv6) in [
            (r#"{"type": "Public"}"#, json!({}), Some(true), 0),
            (r#"{"type": "Utility"}"#, json!({"associatePublicIp": false}), Some(false), 0),
            (r#"{"type": "Private"}"#, json!({"associatePublicIp": true}), Some(false), 0),
            (r#"{"type": "DualStack", "ipv6CIDR": "/64#1"}"#, json!({}), Some(false), 1),
        ] {
            let template = template(group, subnet);
            assert_eq!((template.associate_public_ip, template.ipv6_address_count), (public, ipv6), "{subnet}");
            assert_eq!(template.metadata.ipv6, ipv6 == 1);
        }
    }

    #[test]
    fn the_first_machine_type_counts_and_metadata_needs_a_token() {
        let plain = template(json!({"machineType": "m5.large, m5.xlarge"}), "{}");
        assert_eq!(plain.instance_type, "m5.large");
        assert_eq!((plain.metadata.http_tokens.as_str(), plain.metadata.hop_limit), ("required", 1));
        let open = json!({"instanceMetadata": {"httpTokens": "optional", "httpPutResponseHopLimit": 3}});
        let open = template(open, "{}").metadata;
        assert_eq!((open.http_tokens.as_str(), open.hop_limit), ("optional", 3));
    }

    #[test]
    fn a_price_makes_spot_instances_unless_a_policy_has_it() {
        for (group, price) in [
            (json!({}), None),
            (json!({"maxPrice": "0.1"}), Some("0.1")),
            (json!({"maxPrice": "0.1", "mixedInstancesPolicy": {"instances": ["m5.large"]}}), None),
        ] {
            let spot = template(group, "{}").spot;
            assert_eq!(spot.and_then(|spot| spot.max_price).as_deref(), price);
        }
    }
}
