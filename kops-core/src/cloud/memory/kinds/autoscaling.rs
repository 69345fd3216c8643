//! Autoscaling groups with the instances that they run, warm pools, lifecycle hooks.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{ApiError, ApiResult, IdGenerator, Instance, Operations, Rules, State, check_quota, operations};
use crate::resource::{
    AutoscalingGroup, ClassicLoadBalancer, CloudId, InternetGateway, Kind, LaunchTemplate, LifecycleHook, Limits,
    Output, Outputs, Ref, SecurityGroup, Subnet, TargetGroup, WarmPool,
};

impl Rules for AutoscalingGroup {
    const OPERATIONS: Operations =
        operations("CreateAutoScalingGroup", "UpdateAutoScalingGroup", "DeleteAutoScalingGroup");
    const MISSING: &'static str = "ValidationError";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.name.as_str().into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        if this.is_none() {
            self.check_new(account)?;
        }
        let vpc = self.check_subnets(account)?;
        self.check_template(&vpc, account)?;
        for balancer in &self.load_balancers {
            account.need::<ClassicLoadBalancer>(balancer)?;
        }
        for target_group in &self.target_groups {
            let (id, found) = account.need::<TargetGroup>(target_group)?;
            if found.vpc != vpc {
                return Err(validation(format!("the target group `{id}` is in another VPC than the subnets")));
            }
        }
        ApiError::of_first(self.faults_among(account))?;
        self.check_mixed(account)
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        let id_generator = IdGenerator::of(account, id.as_str());
        let arn = id_generator
            .arn("autoscaling", &format!("autoScalingGroup:{}:autoScalingGroupName/{id}", id_generator.suffix()));
        [(Output::Arn, arn)].into()
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        if let Some(mixed) = &mut self.mixed_instances {
            mixed.fill();
        }
    }

    /// Starts instances up to the smallest size and stops those above the largest. Where the subnets change, those that the others have
    /// too many of are replaced.
    fn after_write(&self, id: &CloudId, old: Option<&Self>, account: &mut State) {
        let running = account.members(id);
        for name in running.iter().skip(size(self.max_size)) {
            account.instances.remove(name);
        }
        let wanted = running.len().min(size(self.max_size)).max(size(self.min_size));
        if old.is_some_and(|old| old.subnets != self.subnets) {
            self.stop_surplus(id, account);
        }
        self.start(wanted, id, account);
    }

    fn cascade_delete(&self, id: &CloudId, account: &mut State) {
        account.forget(Kind::WarmPool, id);
        account.forget_where(|hook: &LifecycleHook| hook.group.known() == Some(id.as_str()));
    }
}

impl AutoscalingGroup {
    /// Starts instances up to the smallest size, as the account has no autoscaler that wants more.
    pub(in crate::cloud::memory) fn fill_up(&self, id: &CloudId, account: &mut State) {
        self.start(size(self.min_size), id, account);
    }

    /// Starts instances until there are so many, and none where the launch template is gone or where launches fail.
    fn start(&self, wanted: usize, id: &CloudId, account: &mut State) {
        if account.launch_failures.contains_key(id) {
            return;
        }
        for number in account.members(id).len()..wanted {
            let name = IdGenerator::new(account, &format!("{id}|{number}|{}", account.requests)).ec2("i");
            let Some(instance) = self.instance(id, account) else { return };
            account.instances.insert(name, instance);
        }
    }

    /// Stops the instances in other subnets, and those that a subnet has beyond its share.
    fn stop_surplus(&self, id: &CloudId, account: &mut State) {
        let members = account.members(id);
        let (share, mut more) = (members.len() / self.subnets.len().max(1), members.len() % self.subnets.len().max(1));
        let mut by_subnet: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in members {
            let subnet = account.instances.get(&name).map(|instance| instance.subnet.clone());
            by_subnet.entry(subnet.unwrap_or_default()).or_default().push(name);
        }
        let mut by_subnet: Vec<_> = by_subnet.into_iter().collect();
        by_subnet.sort_by_key(|(_, names)| Reverse(names.len()));
        for (subnet, names) in by_subnet {
            let is_wanted = self.subnets.iter().any(|wanted| wanted.known() == Some(subnet.as_str()));
            let one_more = usize::from(is_wanted && more > 0 && names.len() > share);
            more -= one_more;
            let stays = if is_wanted { share + one_more } else { 0 };
            for name in names.iter().skip(stays) {
                account.instances.remove(name);
            }
        }
    }

    /// How many instances run in a subnet.
    fn running_in(&self, subnet: &Ref, id: &CloudId, account: &State) -> usize {
        let here = account.instances.values().filter(|instance| instance.group == *id && !instance.detached);
        here.filter(|instance| subnet.known() == Some(instance.subnet.as_str())).count()
    }

    fn check_new(&self, account: &State) -> ApiResult {
        let name = &self.name;
        if account.find::<Self>(name).is_some() {
            let message = format!("there is an autoscaling group `{name}` already");
            let leaving = account.phase(Kind::AutoscalingGroup, &name.as_str().into()).is_some();
            return Err(match leaving {
                true => ApiError::in_use("AlreadyExists", format!("{message}, which is being deleted"))
                    .waiting_for(Kind::AutoscalingGroup, &name.as_str().into()),
                false => ApiError::conflict("AlreadyExists", message),
            });
        }
        let limit = account.limits.autoscaling_groups;
        check_quota("LimitExceeded", "autoscaling groups", account.all::<Self>().count(), limit)
    }

    fn check_subnets(&self, account: &State) -> Result<Ref, ApiError> {
        let mut vpcs = Vec::new();
        for subnet in &self.subnets {
            vpcs.push(account.need::<Subnet>(subnet)?.1.vpc.clone());
        }
        vpcs.dedup();
        match vpcs.pop() {
            Some(vpc) if vpcs.is_empty() => Ok(vpc),
            Some(_) => Err(validation("the subnets of a group are in different VPCs")),
            None => Err(validation("a group needs at least one subnet")),
        }
    }

    fn check_template(&self, vpc: &Ref, account: &State) -> ApiResult {
        let (id, template) = account.need::<LaunchTemplate>(&self.launch_template)?;
        let newest = account.template_version(id);
        let version = self.launch_template_version.as_str();
        let known = version.parse::<u32>().is_ok_and(|number| (1..=newest).contains(&number));
        if !known && !["$Latest", "$Default"].contains(&version) {
            let message = format!("the launch template `{id}` has no version `{version}`; its newest is {newest}");
            return Err(ApiError::missing("InvalidLaunchTemplateId.VersionNotFound", message));
        }
        for group in &template.security_groups {
            let (group_id, group) = account.need::<SecurityGroup>(group)?;
            if group.vpc != *vpc {
                let message =
                    format!("the security group `{group_id}` is in another VPC than the subnets of the group");
                return Err(validation(message));
            }
        }
        let public = template.associate_public_ip == Some(true);
        if public && self.min_size > 0 && !account.all::<InternetGateway>().any(|(_, gateway)| gateway.vpc == *vpc) {
            return Err(validation("instances with public addresses need a VPC with an internet gateway"));
        }
        Ok(())
    }

    fn check_mixed(&self, account: &State) -> ApiResult {
        let Some(mixed) = &self.mixed_instances else { return Ok(()) };
        let (id, template) = account.need::<LaunchTemplate>(&self.launch_template)?;
        if template.spot.is_some() {
            let message =
                format!("the launch template `{id}` asks for spot instances, which a group of mixed instances does");
            return Err(validation(message));
        }
        for choice in mixed.overrides.iter().filter_map(|choice| choice.instance_type.as_deref()) {
            account.machine_type(choice)?;
        }
        Ok(())
    }

    /// An instance in the subnet that has fewest.
    fn instance(&self, id: &CloudId, account: &State) -> Option<Instance> {
        let template_id = CloudId::from(self.launch_template.known()?);
        let template = account.find::<LaunchTemplate>(template_id.as_str())?;
        let version = account.resolved_version(&template_id, &self.launch_template_version);
        let emptiest = self.subnets.iter().min_by_key(|subnet| self.running_in(subnet, id, account));
        let subnet = emptiest.and_then(|subnet| subnet.known());
        let security_groups = template.security_groups.iter().filter_map(|group| group.known().map(str::to_owned));
        Some(Instance {
            group: id.clone(),
            security_groups: security_groups.collect(),
            public_ip: template.associate_public_ip == Some(true),
            template: template_id,
            template_version: version,
            subnet: subnet.unwrap_or_default().to_owned(),
            detached: false,
        })
    }
}

fn size(size: i32) -> usize {
    usize::try_from(size).unwrap_or_default()
}

impl Rules for WarmPool {
    const OPERATIONS: Operations = operations("PutWarmPool", "PutWarmPool", "DeleteWarmPool");
    const MISSING: &'static str = "ValidationError";

    fn id(&self, _: &IdGenerator) -> CloudId {
        self.group.known().unwrap_or_default().into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (group, _) = account.need::<AutoscalingGroup>(&self.group)?;
        if this.is_none() && account.find::<Self>(group.as_str()).is_some() {
            return Err(ApiError::conflict("AlreadyExists", format!("the group `{group}` has a warm pool already")));
        }
        Ok(())
    }
}

impl Rules for LifecycleHook {
    const OPERATIONS: Operations = operations("PutLifecycleHook", "PutLifecycleHook", "DeleteLifecycleHook");
    const MISSING: &'static str = "ValidationError";

    fn id(&self, _: &IdGenerator) -> CloudId {
        CloudId::composite([self.group.known().unwrap_or_default(), &self.name])
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (group, _) = account.need::<AutoscalingGroup>(&self.group)?;
        if this.is_none() && account.all::<Self>().any(|(_, x)| x.group == self.group && x.name == self.name) {
            let message = format!("the group `{group}` has the hook `{}` already", self.name);
            return Err(ApiError::conflict("AlreadyExists", message));
        }
        Ok(())
    }
}

fn validation(message: impl Into<String>) -> ApiError {
    ApiError::invalid("ValidationError", message)
}
