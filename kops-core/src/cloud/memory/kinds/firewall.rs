//! Security groups and their rules.

use super::{ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_quota, operations, still_used};
use crate::resource::{
    ClassicLoadBalancer, CloudId, Direction, Kind, NetworkInterface, NetworkLoadBalancer, Output, Outputs, Peer,
    SecurityGroup, SecurityGroupRule, StandaloneInstance, Tags, Vpc,
};

impl Rules for SecurityGroup {
    const OPERATIONS: Operations = operations("CreateSecurityGroup", "CreateTags", "DeleteSecurityGroup");
    const MISSING: &'static str = "InvalidGroup.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("sg").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (vpc, _) = account.need::<Vpc>(&self.vpc)?;
        let name = &self.name;
        let mut others = account.others::<Self>(this);
        if let Some((id, _)) = others.find(|(_, other)| other.vpc == self.vpc && other.name == *name) {
            let message = format!("the VPC `{vpc}` has the security group `{name}` already: `{id}`");
            return Err(ApiError::conflict("InvalidGroup.Duplicate", message));
        }
        if this.is_none() {
            let limit = account.limits.security_groups;
            check_quota("SecurityGroupLimitExceeded", "security groups", account.all::<Self>().count(), limit)?;
        }
        Ok(())
    }

    fn check_deletion(&self, id: &CloudId, account: &State) -> ApiResult {
        if self.is_default() {
            return Err(ApiError::invalid("CannotDelete", format!("`{id}` is the default security group of its VPC")));
        }
        let is_this = |group: &crate::resource::Ref| group.known() == Some(id.as_str());
        still_used::<NetworkLoadBalancer>(account, id, |x| x.security_groups.iter().any(is_this))?;
        still_used::<ClassicLoadBalancer>(account, id, |x| x.security_groups.iter().any(is_this))?;
        still_used::<NetworkInterface>(account, id, |x| x.security_groups.iter().any(is_this))?;
        still_used::<StandaloneInstance>(account, id, |x| x.security_groups.iter().any(is_this))?;
        still_used::<SecurityGroupRule>(account, id, |x| {
            !is_this(&x.group) && matches!(&x.peer, Peer::Group(group) if is_this(group))
        })?;
        match account.instances.values().find(|i| i.security_groups.iter().any(|group| group == id.as_str())) {
            Some(instance) => {
                let message = format!("`{id}` is still used by instances of the group `{}`", instance.group);
                let api_error = ApiError::in_use("DependencyViolation", message);
                Err(api_error.waiting_for(Kind::AutoscalingGroup, &instance.group))
            }
            None => Ok(()),
        }
    }

    fn outputs(&self, id: &CloudId, account: &State) -> Outputs {
        let arn = IdGenerator::of(account, id.as_str()).arn("ec2", &format!("security-group/{id}"));
        [(Output::Arn, arn)].into()
    }

    /// A new group lets everything out over IPv4: a rule without tags that the creation of the same rule takes over.
    fn after_write(&self, id: &CloudId, old: Option<&Self>, account: &mut State) {
        if old.is_none() {
            let rule = SecurityGroupRule {
                group: id.as_str().into(),
                direction: Direction::Egress,
                protocol: "-1".into(),
                peer: Peer::Ipv4("0.0.0.0/0".into()),
                ..SecurityGroupRule::default()
            };
            let id_generator = IdGenerator::new(account, &format!("{id}|egress"));
            account.put(&rule.id(&id_generator), rule.into());
        }
    }

    fn cascade_delete(&self, id: &CloudId, account: &mut State) {
        account.forget_where(|rule: &SecurityGroupRule| rule.group.known() == Some(id.as_str()));
    }
}

impl Rules for SecurityGroupRule {
    const OPERATIONS: Operations =
        operations("AuthorizeSecurityGroupIngress", "CreateTags", "RevokeSecurityGroupIngress");
    const MISSING: &'static str = "InvalidSecurityGroupRuleId.NotFound";

    fn id(&self, id_generator: &IdGenerator) -> CloudId {
        id_generator.ec2("sgr").into()
    }

    fn check(&self, this: Option<&CloudId>, account: &State) -> ApiResult {
        let (group_id, group) = account.need::<SecurityGroup>(&self.group)?;
        self.check_peer(group, account)?;
        let siblings: Vec<_> = account.others::<Self>(this).filter(|(_, other)| other.group == self.group).collect();
        let twin = siblings.iter().find(|(_, other)| self.equals(other));
        if let (Some((id, _)), None) = (twin, self.adopts(account)) {
            let message = format!("the security group `{group_id}` has this rule already: `{id}`");
            return Err(ApiError::conflict("InvalidPermission.Duplicate", message));
        }
        if this.is_none() {
            let alike = siblings.iter().filter(|(_, other)| other.direction == self.direction);
            let (weight, limit) = (account.weight(&self.peer), account.limits.rules_per_group);
            for ipv6 in [false, true].into_iter().filter(|ipv6| self.peer.counts_in(*ipv6)) {
                let in_family = alike.clone().filter(|(_, other)| other.peer.counts_in(ipv6));
                let count: u64 = in_family.map(|(_, other)| account.weight(&other.peer)).sum();
                if count + weight > limit as u64 {
                    let message = format!(
                        "the group has {count} rules in this direction and may have {limit}, and this one counts as {weight}"
                    );
                    return Err(ApiError::quota("RulesPerSecurityGroupLimitExceeded", message));
                }
            }
        }
        Ok(())
    }

    fn complete(&mut self, _: &CloudId, _: &State) {
        *self = self.canonical();
    }

    fn adopts(&self, account: &State) -> Option<CloudId> {
        let mut twins = account.all::<Self>().filter(|(_, other)| other.group == self.group && self.equals(other));
        twins.find(|(_, other)| other.tags.is_empty() || other.tags == self.tags).map(|(id, _)| id.clone())
    }
}

impl SecurityGroupRule {
    fn check_peer(&self, group: &SecurityGroup, account: &State) -> ApiResult {
        match &self.peer {
            Peer::Ipv4(_) | Peer::Ipv6(_) => Ok(()),
            Peer::PrefixList(list) => account.need_other(&list.as_str().into(), "InvalidPrefixListID.NotFound"),
            Peer::Group(other) => {
                let (id, found) = account.need::<SecurityGroup>(other)?;
                if found.vpc != group.vpc {
                    let message = format!("the security group `{id}` is in another VPC");
                    return Err(ApiError::missing("InvalidGroup.NotFound", message));
                }
                Ok(())
            }
        }
    }

    /// True where AWS would take the two for one rule.
    fn equals(&self, other: &Self) -> bool {
        let bare = |rule: &Self| Self { tags: Tags::new(), ..rule.canonical() };
        bare(self) == bare(other)
    }
}
