//! Security groups and their rules.

use ipnet::{Ipv4Net, Ipv6Net};

use super::{
    ApiError, ApiResult, IdGenerator, Operations, Rules, State, check_quota, check_range, operations, still_used,
};
use crate::resource::{
    ClassicLoadBalancer, CloudId, Direction, Kind, NetworkLoadBalancer, Output, Outputs, Peer, SecurityGroup,
    SecurityGroupRule, Tags, Vpc,
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
        if name.is_empty() || name.len() > 255 || name.starts_with("sg-") {
            let message = format!("the group name `{name}` must have 1 to 255 characters and not begin with `sg-`");
            return Err(ApiError::value(message));
        }
        if name == "default" {
            return Err(ApiError::invalid("InvalidGroup.Reserved", "the group name `default` belongs to AWS"));
        }
        check_description(self.description.as_deref())?;
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
        let is_this = |group: &crate::resource::Ref| group.known() == Some(id.as_str());
        still_used::<NetworkLoadBalancer>(account, id, |x| x.security_groups.iter().any(is_this))?;
        still_used::<ClassicLoadBalancer>(account, id, |x| x.security_groups.iter().any(is_this))?;
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
        self.check_ports()?;
        self.check_peer(group, account)?;
        let siblings: Vec<_> = account.others::<Self>(this).filter(|(_, other)| other.group == self.group).collect();
        let twin = siblings.iter().find(|(_, other)| self.equals(other));
        if let (Some((id, _)), None) = (twin, self.adopts(account)) {
            let message = format!("the security group `{group_id}` has this rule already: `{id}`");
            return Err(ApiError::conflict("InvalidPermission.Duplicate", message));
        }
        if this.is_none() {
            let six = |peer: &Peer| matches!(peer, Peer::Ipv6(_));
            let alike = |other: &Self| other.direction == self.direction && six(&other.peer) == six(&self.peer);
            let count = siblings.iter().filter(|(_, other)| alike(other)).count();
            let limit = account.limits.rules_per_group;
            check_quota("RulesPerSecurityGroupLimitExceeded", "rules in this group and direction", count, limit)?;
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
    fn check_ports(&self) -> ApiResult {
        match self.protocol.as_str() {
            "tcp" | "udp" | "6" | "17" => match (self.from_port, self.to_port) {
                (Some(from), Some(to)) => {
                    check_range("the first port", from, 0, 65535)?;
                    check_range("the last port", to, from, 65535)
                }
                _ => Err(ApiError::value(format!("a rule for `{}` needs the first and the last port", self.protocol))),
            },
            "icmp" | "icmpv6" | "1" | "58" => {
                check_range("the ICMP type", self.from_port.unwrap_or(-1), -1, 255)?;
                check_range("the ICMP code", self.to_port.unwrap_or(-1), -1, 255)
            }
            "-1" | "all" => Ok(()),
            number if number.parse::<u8>().is_ok() => Ok(()),
            other => {
                let message = format!("`{other}` is not a protocol such as `tcp`, `udp`, `icmp`, a number, or `-1`");
                Err(ApiError::value(message))
            }
        }
    }

    fn check_peer(&self, group: &SecurityGroup, account: &State) -> ApiResult {
        let malformed = |range: &str| Err(ApiError::value(format!("the range `{range}` is not one")));
        match &self.peer {
            Peer::Ipv4(range) => match range.parse::<Ipv4Net>() {
                Ok(block) if block.trunc() == block => Ok(()),
                Ok(block) => Err(ApiError::value(format!("the range `{range}` should be `{}`", block.trunc()))),
                Err(_) => malformed(range),
            },
            Peer::Ipv6(range) => match range.parse::<Ipv6Net>() {
                Ok(block) if block.trunc() == block => Ok(()),
                Ok(block) => Err(ApiError::value(format!("the range `{range}` should be `{}`", block.trunc()))),
                Err(_) => malformed(range),
            },
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

fn check_description(description: Option<&str>) -> ApiResult {
    let description = description.unwrap_or("");
    let allowed = |c: char| c.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(c);
    match description.chars().find(|c| !allowed(*c)) {
        Some(odd) => Err(ApiError::value(format!("the description `{description}` must not hold `{odd}`"))),
        None if description.is_empty() => {
            Err(ApiError::invalid("MissingParameter", "a security group needs a description"))
        }
        None if description.len() > 255 => {
            Err(ApiError::value("the description of a security group is over 255 characters"))
        }
        None => Ok(()),
    }
}
