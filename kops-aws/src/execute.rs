//! Executes one step: a few calls that can be repeated after any of them.
//!
//! A creation carries the tags in the creating call, so that a repeat after a lost answer finds what was made: what exists
//! and has all the tags that it would have been given is taken for it, anything else of that identity is a conflict. Where AWS
//! offers a client token, the step's token goes along; where it offers none and more calls follow, the id of what was made is kept for the
//! next try, and where its answer was lost, it is looked for a few times before it is made again. A deletion of what is gone is done.

use futures::future::BoxFuture;
use kops_core::cloud::{BoundAction, BoundStep, CloudError, ErrorKind, Outcome};
use kops_core::resource::{Kind, NotInPlace, Outputs, Resource};

use crate::call::CallCounter;
use crate::clients::Clients;
use crate::hook_notes::HookNotes;
use crate::kinds::{
    autoscaling_group, classic_load_balancer, dhcp_options, dns, event_rule, instance_profile, internet_gateway,
    key_pair, launch_template, lifecycle_hook, listener, nat_gateway, network_interface, network_load_balancer,
    oidc_provider, queue, role, route, route_table, security_group, standalone_instance, subnet, target_group, volume,
    volume_snapshot, vpc, warm_pool,
};
use crate::made::Made;
use crate::step::{StepContext, Update};

/// Executes a step, and then writes the notes of lifecycle hooks that are missing.
pub(crate) async fn execute(
    clients: &Clients,
    notes: &HookNotes,
    made: &Made,
    step: &BoundStep,
) -> Result<Outcome, CloudError> {
    let calls = CallCounter::new(clients);
    let ctx = StepContext { clients, calls: &calls, notes, made, cluster: &step.cluster, token: &step.token };
    let outputs = execute_action(ctx, &step.action).await;
    let outputs = outputs.map_err(|error| error.resource(step.resource.to_string()))?;
    made.forget(&step.token);
    // A step that changes a hook has written the note of its group itself.
    if step.resource.kind != Kind::LifecycleHook {
        notes.write(clients, &calls, &step.cluster).await;
    }
    Ok(Outcome { outputs })
}

async fn execute_action(ctx: StepContext<'_>, action: &BoundAction) -> Result<Outputs, CloudError> {
    match action {
        BoundAction::Create { desired } => create(ctx, desired).ok_or_else(|| unknown(desired))?.await,
        BoundAction::Update { id, current, desired, fields } => {
            let fields = desired.kind().fields_in_place(fields).map_err(not_in_place)?;
            let merged = current.with_fields(desired, &fields).map_err(not_in_place)?;
            let change = Update { id: id.as_str(), current, desired: &merged, planned: desired, fields: &fields };
            update(ctx, change).ok_or_else(|| unknown(desired))?.await
        }
        BoundAction::Delete { id, current } => {
            match delete(ctx, id.as_str(), current).ok_or_else(|| unknown(current))?.await {
                Err(error) if error.kind != ErrorKind::NotFound => Err(error),
                _ => Ok(Outputs::new()),
            }
        }
        _ => Err(CloudError::new(ErrorKind::Invalid, "execute", "this release cannot execute this step")),
    }
}

fn not_in_place(error: NotInPlace) -> CloudError {
    CloudError::new(ErrorKind::Invalid, "execute", error.to_string())
}

fn unknown(resource: &Resource) -> CloudError {
    let message = format!("a {} is not created, changed or deleted in AWS in this way", resource.kind().title());
    CloudError::new(ErrorKind::Invalid, "execute", message)
}

/// Refuses to create what only nodes and controllers of a cluster create.
async fn made_in_cluster<T: Clone + Into<Resource>>(_: StepContext<'_>, desired: &T) -> Result<Outputs, CloudError> {
    Err(unknown(&desired.clone().into()))
}

/// A call that is not sent until it is awaited.
type Running<'a, T> = BoxFuture<'a, Result<T, CloudError>>;

/// Makes `create`, `update` and `delete` from a row for each kind. `None` where a kind has no row, or cannot be changed in
/// place (`fixed`).
macro_rules! steps {
    ($($kind:ident: $create:path, $update:tt, $delete:path;)*) => {
        fn create<'a>(ctx: StepContext<'a>, desired: &'a Resource) -> Option<Running<'a, Outputs>> {
            match desired {
                $(Resource::$kind(desired) => Some(Box::pin($create(ctx, desired))),)*
                _ => None,
            }
        }

        fn update<'a>(ctx: StepContext<'a>, change: Update<'a, Resource>) -> Option<Running<'a, Outputs>> {
            let Update { id, current, desired, planned, fields } = change;
            match (current, desired, planned) {
                $((Resource::$kind(current), Resource::$kind(desired), Resource::$kind(planned)) => {
                    steps!(@update $update, ctx, Update { id, current, desired, planned, fields })
                })*
                _ => None,
            }
        }

        fn delete<'a>(ctx: StepContext<'a>, id: &'a str, current: &'a Resource) -> Option<Running<'a, ()>> {
            match current {
                $(Resource::$kind(current) => Some(Box::pin($delete(ctx, id, current))),)*
                _ => None,
            }
        }
    };
    (@update fixed, $ctx:expr, $change:expr) => {{
        let _ = $change;
        None
    }};
    (@update ($update:path), $ctx:expr, $change:expr) => {
        Some(Box::pin($update($ctx, $change)))
    };
}

steps! {
    Vpc: vpc::create, (vpc::update), vpc::delete;
    VpcCidrBlock: vpc::create_cidr_block, fixed, vpc::delete_cidr_block;
    DhcpOptions: dhcp_options::create, (dhcp_options::update), dhcp_options::delete;
    DhcpOptionsAssociation:
        dhcp_options::create_association, (dhcp_options::update_association), dhcp_options::delete_association;
    InternetGateway: internet_gateway::create, (internet_gateway::update), internet_gateway::delete;
    EgressOnlyInternetGateway:
        internet_gateway::create_egress_only, (internet_gateway::update_egress_only), internet_gateway::delete_egress_only;
    Subnet: subnet::create, (subnet::update), subnet::delete;
    RouteTable: route_table::create, (route_table::update), route_table::delete;
    RouteTableAssociation:
        route_table::create_association, (route_table::update_association), route_table::delete_association;
    Route: route::create, (route::update), route::delete;
    ElasticIp: nat_gateway::create_address, (nat_gateway::update_address), nat_gateway::delete_address;
    NatGateway: nat_gateway::create, (nat_gateway::update), nat_gateway::delete;
    SecurityGroup: security_group::create, (security_group::update), security_group::delete;
    SecurityGroupRule: security_group::create_rule, (security_group::update_rule), security_group::delete_rule;
    NetworkInterface: made_in_cluster, fixed, network_interface::delete;
    KeyPair: key_pair::create, (key_pair::update), key_pair::delete;
    Role: role::create, (role::update), role::delete;
    RolePolicy: role::create_policy, (role::update_policy), role::delete_policy;
    RolePolicyAttachment: role::create_attachment, fixed, role::delete_attachment;
    InstanceProfile: instance_profile::create, (instance_profile::update), instance_profile::delete;
    OidcProvider: oidc_provider::create, (oidc_provider::update), oidc_provider::delete;
    Volume: volume::create, (volume::update), volume::delete;
    VolumeSnapshot: made_in_cluster, fixed, volume_snapshot::delete;
    ClassicLoadBalancer: classic_load_balancer::create, (classic_load_balancer::update), classic_load_balancer::delete;
    NetworkLoadBalancer: network_load_balancer::create, (network_load_balancer::update), network_load_balancer::delete;
    TargetGroup: target_group::create, (target_group::update), target_group::delete;
    Listener: listener::create, (listener::update), listener::delete;
    LaunchTemplate: launch_template::create, (launch_template::update), launch_template::delete;
    AutoscalingGroup: autoscaling_group::create, (autoscaling_group::update), autoscaling_group::delete;
    WarmPool: warm_pool::create, (warm_pool::update), warm_pool::delete;
    LifecycleHook: lifecycle_hook::create, (lifecycle_hook::update), lifecycle_hook::delete;
    StandaloneInstance: made_in_cluster, fixed, standalone_instance::delete;
    DnsZoneAssociation: dns::create_association, fixed, dns::delete_association;
    DnsRecord: dns::create, (dns::update), dns::delete;
    Queue: queue::create, (queue::update), queue::delete;
    EventRule: event_rule::create, (event_rule::update), event_rule::delete;
    EventTarget: event_rule::create_target, fixed, event_rule::delete_target;
}

#[cfg(test)]
mod tests {
    use kops_core::resource::{Change, Kind};

    use super::*;
    use crate::config::{Config, Credentials};

    /// No call is sent: the futures are made and dropped.
    #[test]
    fn every_kind_can_be_created_deleted_and_changed_where_it_has_fields_for_that() {
        let clients = Clients::new(&Config::new("us-east-2", Credentials::new("test", "test", None, None, "tests")));
        let calls = CallCounter::new(&clients);
        let ctx = StepContext {
            clients: &clients,
            calls: &calls,
            notes: &HookNotes::default(),
            made: &Made::default(),
            cluster: "demo.example.com",
            token: "1",
        };
        for kind in Kind::ALL.iter().filter(|kind| !kind.is_in_store()) {
            let resource = Resource::from_fields(*kind, serde_json::json!({})).expect("defaults");
            let resource = &resource;
            let change = Update { id: "id", current: resource, desired: resource, planned: resource, fields: &[] };
            assert!(create(ctx, resource).is_some(), "{kind} cannot be created");
            assert!(delete(ctx, "id", resource).is_some(), "{kind} cannot be deleted");
            let changes = kind.fields().iter().any(|field| field.change == Change::InPlace);
            assert_eq!(update(ctx, change).is_some(), changes, "{kind} has fields that change in place: {changes}");
        }
        assert!(calls.counts().is_empty());
    }
}
