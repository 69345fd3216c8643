//! Launch templates.

use super::storage::check_volume;
use super::{
    ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_name, check_one_of, check_quota, check_range,
    operations,
};
use crate::resource::{
    AutoscalingGroup, CloudId, InstanceProfile, KeyPair, Kind, LaunchTemplate, Output, Outputs, SecurityGroup, Text,
};

/// The most bytes of user data.
const USER_DATA: usize = 16_384;

impl Rules for LaunchTemplate {
    const OPERATIONS: Operations =
        operations("CreateLaunchTemplate", "CreateLaunchTemplateVersion", "DeleteLaunchTemplate");
    const MISSING: &'static str = "InvalidLaunchTemplateId.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("lt").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        check_name("launch template name", &self.name, 128, "().-/_")?;
        if this.is_none() {
            if account.all::<Self>().any(|(_, other)| other.name == self.name) {
                let message = format!("there is a launch template `{}` already", self.name);
                return Err(ApiError::conflict("InvalidLaunchTemplateName.AlreadyExistsException", message));
            }
            let limit = account.limits.launch_templates;
            check_quota("LaunchTemplateLimitExceeded", "launch templates", account.all::<Self>().count(), limit)?;
        }
        self.check_machine(account)?;
        self.check_network(account)?;
        if let Some(profile) = &self.instance_profile {
            account.need::<InstanceProfile>(profile)?;
        }
        if let Some(key) = &self.key_name {
            account.need::<KeyPair>(key)?;
        }
        self.check_devices()?;
        let user_data = self.user_data.as_ref().map_or(Some(""), Text::known);
        let Some(size) = user_data.map(str::len) else {
            return Err(ApiError::value("the user data holds a reference that is not bound"));
        };
        if size > USER_DATA {
            let message = format!("the user data has {size} bytes of the {USER_DATA} that fit");
            return Err(ApiError::invalid("InvalidUserData.Malformed", message));
        }
        check_one_of("the use of metadata tokens", &self.metadata.http_tokens, &["required", "optional", ""])?;
        if !self.metadata.http_tokens.is_empty() {
            check_range("the hop limit", self.metadata.hop_limit, 1, 64)?;
        }
        if let Some(spot) = &self.spot {
            let price = spot.max_price.as_deref().unwrap_or("1");
            if !price.parse::<f64>().is_ok_and(|price| price > 0.0) {
                return Err(ApiError::value(format!("`{price}` is not a price in dollars, such as `0.05`")));
            }
        }
        Ok(())
    }

    /// AWS would delete it; the groups that use it could then start no instance.
    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        let uses = |group: &AutoscalingGroup| group.launch_template.known() == Some(id.as_str());
        match account.all::<AutoscalingGroup>().find(|(_, group)| uses(group)) {
            Some((group, _)) => {
                let message = format!("the launch template is still used by the autoscaling group `{group}`");
                Err(ApiError::in_use("ResourceInUse", message).waiting_for(Kind::AutoscalingGroup, group))
            }
            None => Ok(()),
        }
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        [(Output::Version, account.template_version(id).to_string())].into()
    }

    fn after_write(&self, id: &CloudId, old: Option<&Self>, account: &mut State) {
        if old.is_some() {
            let next = account.template_version(id) + 1;
            account.template_versions.insert(id.clone(), next);
        }
    }
}

impl LaunchTemplate {
    fn check_machine(&self, account: &State) -> ApiResult {
        let image = account.image(&self.image_id).ok_or_else(|| {
            ApiError::missing("InvalidAMIID.NotFound", format!("the image `{}` does not exist", self.image_id))
        })?;
        let machine = account.machine_type(&self.instance_type)?;
        let fits = machine.architectures.contains(&image.architecture);
        if !fits && !machine.architectures.is_empty() && !image.architecture.is_empty() {
            return Err(ApiError::value(format!(
                "the image `{}` is for {} and the machine type `{}` for {}",
                self.image_id,
                image.architecture,
                self.instance_type,
                machine.architectures.join(", ")
            )));
        }
        if let Some(credits) = &self.cpu_credits {
            check_one_of("the CPU credits", credits, &["standard", "unlimited"])?;
        }
        match &self.tenancy {
            Some(tenancy) => check_one_of("the tenancy", tenancy, &["default", "dedicated", "host"]),
            None => Ok(()),
        }
    }

    fn check_network(&self, account: &State) -> ApiResult {
        let mut vpcs = Vec::new();
        for group in &self.security_groups {
            let (_, found) = account.need::<SecurityGroup>(group)?;
            vpcs.push(&found.vpc);
        }
        vpcs.dedup();
        if vpcs.len() > 1 {
            return Err(ApiError::value("the security groups of a launch template are in different VPCs"));
        }
        check_range("the number of security groups", self.security_groups.len(), 0, 16)?;
        check_range("the number of IPv6 addresses", self.ipv6_address_count, 0, 50)
    }

    fn check_devices(&self) -> ApiResult {
        for (i, device) in self.block_devices.iter().enumerate() {
            if self.block_devices[..i].iter().any(|other| other.device_name == device.device_name) {
                return Err(ApiError::value(format!("the device `{}` is there twice", device.device_name)));
            }
            if let Some(ebs) = &device.ebs {
                let kind = ebs.volume_type.as_deref().unwrap_or("gp2");
                check_volume(kind, ebs.size_gib, ebs.iops, ebs.throughput)?;
            }
        }
        Ok(())
    }
}
