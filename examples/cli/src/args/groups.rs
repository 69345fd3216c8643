//! The arguments of `kops create instancegroup` and `kops delete instancegroup`.

use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args};
use kops_core::create::GroupOptions;
use kops_core::naming::Role;

use super::{PlanFormat, SpecFormat};

/// Add an instance group to a cluster
///
/// The new instance group is opened in $EDITOR; --edit=false stores it as it is.
#[derive(Debug, Args)]
pub(crate) struct CreateGroupArgs {
    /// Instance group name
    #[arg(value_name = "GROUP")]
    pub(crate) group: String,
    /// Role of its nodes: node, control-plane, bastion or apiserver
    #[arg(long, value_parser = role, default_value = "node")]
    role: Role,
    /// Subnets, by their names in the cluster's spec (default: without --zone, all that suit the role; the control plane has no
    /// default)
    #[arg(long, value_name = "SUBNETS", value_delimiter = ',')]
    subnet: Vec<String>,
    /// Availability zones whose subnets are used
    #[arg(long, value_name = "ZONES", value_delimiter = ',')]
    zone: Vec<String>,
    /// Only print the instance group; nothing is stored
    #[arg(long, requires = "output", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    pub(crate) dry_run: bool,
    /// Output format of --dry-run
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum)]
    pub(crate) output: Option<SpecFormat>,
    /// Open the instance group in $EDITOR before it is stored
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value = "true", default_missing_value = "true", value_parser = BoolishValueParser::new(), action = ArgAction::Set)]
    pub(crate) edit: bool,
}

impl CreateGroupArgs {
    /// The options of an instance group.
    pub(crate) fn options(&self) -> GroupOptions {
        let (name, role) = (self.group.clone(), Some(self.role));
        GroupOptions { name, role, subnets: self.subnet.clone(), zones: self.zone.clone() }
    }
}

/// Delete an instance group and its cloud resources; previews without --yes
#[derive(Debug, Args)]
pub(crate) struct DeleteGroupArgs {
    /// Instance group name
    #[arg(value_name = "GROUP")]
    pub(crate) group: String,
    /// Delete the instance group; without it, only the plan is shown
    #[arg(short = 'y', long)]
    pub(crate) yes: bool,
    /// With --yes, skip the preflight checks
    #[arg(long, requires = "yes")]
    pub(crate) skip_preflight: bool,
    /// Output format
    #[arg(short = 'o', long = "output", value_enum, default_value_t)]
    pub(crate) format: PlanFormat,
}

/// The instance groups that a command is for.
#[derive(Debug, Default, Args)]
pub(crate) struct GroupSelection {
    /// Only these instance groups (default: all)
    #[arg(long = "instance-group", visible_aliases = ["ig", "instance-groups"], value_name = "GROUP", value_delimiter = ',')]
    pub(crate) instance_groups: Vec<String>,
    /// Only groups of these roles: control-plane, apiserver, node, bastion (default: all)
    #[arg(
        long = "instance-group-roles",
        aliases = ["role", "roles", "instance-group-role"],
        value_name = "ROLE",
        value_delimiter = ',',
        value_parser = role
    )]
    pub(crate) roles: Vec<Role>,
}

/// Reads a role, with the names that kops has given it.
fn role(text: &str) -> Result<Role, String> {
    let text = text.to_lowercase().replace('-', "");
    match text.strip_suffix('s').unwrap_or(&text) {
        "node" => Ok(Role::Node),
        "controlplane" | "master" => Ok(Role::Master),
        "bastion" => Ok(Role::Bastion),
        "apiserver" => Ok(Role::ApiServer),
        _ => Err("expected `control-plane`, `apiserver`, `node` or `bastion`".to_owned()),
    }
}
