//! Launch templates.

use std::collections::BTreeSet;

use super::super::state::Instance;
use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_quota, operations};
use crate::resource::{
    AutoscalingGroup, CloudId, InstanceProfile, KeyPair, Kind, LaunchTemplate, Output, Outputs, SecurityGroup,
};

impl Rules for LaunchTemplate {
    const OPERATIONS: Operations =
        operations("CreateLaunchTemplate", "CreateLaunchTemplateVersion", "DeleteLaunchTemplate");
    const MISSING: &'static str = "InvalidLaunchTemplateId.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("lt").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
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
        if self.user_data.as_ref().is_some_and(|text| text.known().is_none()) {
            return Err(ApiError::value("the user data holds a reference that is not bound"));
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
        if let Some(old) = old {
            let version = account.template_version(id);
            account.older_templates.insert(format!("{id}:{version}"), old.clone());
            account.template_versions.insert(id.clone(), version + 1);
            let in_use: BTreeSet<String> = account.instances.values().map(Instance::launched_from).collect();
            account.older_templates.retain(|version, _| in_use.contains(version));
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
                "the image `{}` is for {} and the instance type `{}` for {}",
                self.image_id,
                image.architecture,
                self.instance_type,
                machine.architectures.join(", ")
            )));
        }
        Ok(())
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
        Ok(())
    }
}
