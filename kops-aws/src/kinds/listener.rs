//! Listeners of network load balancers.

use aws_sdk_elasticloadbalancingv2::types::{self, Action, ActionTypeEnum, Certificate, ProtocolEnum};
use kops_core::cloud::{CloudError, ErrorKind, Observed};
use kops_core::resource::{Listener, Outputs};

use crate::error::Call;
use crate::reader::{Reader, observed};
use crate::step::{StepContext, Update, known, with_id};

const SERVICE: &str = "elasticloadbalancing";
const READ: Call = Call::new(SERVICE, "DescribeListeners");

/// Reads the listeners of a load balancer; none where it was deleted since it was listed.
pub(super) async fn read(reader: Reader<'_>, balancer: &str) -> Result<Vec<Observed>, CloudError> {
    let request = reader.clients.elbv2.describe_listeners().load_balancer_arn(balancer).into_paginator().send();
    let pages = match reader.calls.pages(READ, request).await {
        Err(error) if error.kind == ErrorKind::NotFound => return Ok(Vec::new()),
        pages => pages?,
    };
    let mut found = Vec::new();
    for listener in pages.iter().flat_map(|page| page.listeners()) {
        let arn = READ.require(listener.listener_arn(), "ListenerArn")?;
        found.push(observed(arn, from_aws(balancer, listener)?));
    }
    Ok(found)
}

fn from_aws(balancer: &str, listener: &types::Listener) -> Result<Listener, CloudError> {
    Ok(Listener {
        load_balancer: balancer.into(),
        port: READ.require(listener.port, "Port")?,
        protocol: READ.require(listener.protocol(), "Protocol")?.as_str().to_owned(),
        certificate: listener.certificates().first().and_then(|certificate| certificate.certificate_arn.clone()),
        ssl_policy: listener.ssl_policy.clone().filter(|policy| !policy.is_empty()),
        // A listener of another tool may forward to several groups, which AWS then lists elsewhere.
        target_group: target_of(listener).unwrap_or_default().into(),
    })
}

fn target_of(listener: &types::Listener) -> Option<&str> {
    listener.default_actions().first().and_then(|action| action.target_group_arn())
}

/// The listener in the words of Elastic Load Balancing, which `CreateListener` and `ModifyListener` share.
fn to_aws(listener: &Listener) -> Result<types::Listener, CloudError> {
    let Listener { load_balancer, port, protocol, certificate, ssl_policy, target_group } = listener;
    let certificates =
        certificate.as_ref().map(|arn| vec![Certificate::builder().certificate_arn(arn.as_str()).build()]);
    let forward = Action::builder().r#type(ActionTypeEnum::Forward).target_group_arn(known(target_group)?).build();
    Ok(types::Listener::builder()
        .load_balancer_arn(known(load_balancer)?)
        .port(*port)
        .protocol(ProtocolEnum::from(protocol.as_str()))
        .set_certificates(certificates)
        .set_ssl_policy(ssl_policy.clone())
        .default_actions(forward)
        .build())
}

/// Makes a listener. It has no tags of its own: one on this port that forwards to the same target group is it.
pub(crate) async fn create(ctx: StepContext<'_>, listener: &Listener) -> Result<Outputs, CloudError> {
    let call = Call::new(SERVICE, "CreateListener");
    let sent = to_aws(listener)?;
    let request = ctx.clients.elbv2.describe_listeners().load_balancer_arn(known(&listener.load_balancer)?).send();
    let seen = ctx.calls.send(READ, request).await?;
    if let Some(found) = seen.listeners().iter().find(|found| found.port() == Some(listener.port)) {
        if target_of(found) == target_of(&sent) {
            return Ok(with_id(READ.require(found.listener_arn(), "ListenerArn")?));
        }
        let message = format!("the load balancer has another listener on port {}", listener.port);
        return Err(CloudError::new(ErrorKind::Conflict, call.operation, message).code("DuplicateListener"));
    }
    let request = ctx
        .clients
        .elbv2
        .create_listener()
        .set_load_balancer_arn(sent.load_balancer_arn)
        .set_port(sent.port)
        .set_protocol(sent.protocol)
        .set_certificates(sent.certificates)
        .set_ssl_policy(sent.ssl_policy)
        .set_default_actions(sent.default_actions);
    let made = ctx.calls.send(call, request.send()).await?;
    let arn = made.listeners().first().and_then(|listener| listener.listener_arn.clone());
    Ok(with_id(call.require(arn, "ListenerArn")?))
}

pub(crate) async fn update(ctx: StepContext<'_>, update: Update<'_, Listener>) -> Result<Outputs, CloudError> {
    let sent = to_aws(update.desired)?;
    let request = ctx
        .clients
        .elbv2
        .modify_listener()
        .listener_arn(update.id)
        .set_protocol(sent.protocol)
        .set_certificates(sent.certificates)
        .set_ssl_policy(sent.ssl_policy)
        .set_default_actions(sent.default_actions);
    ctx.calls.send(Call::new(SERVICE, "ModifyListener"), request.send()).await?;
    Ok(with_id(update.id))
}

pub(crate) async fn delete(ctx: StepContext<'_>, arn: &str, _: &Listener) -> Result<(), CloudError> {
    let request = ctx.clients.elbv2.delete_listener().listener_arn(arn).send();
    ctx.calls.send(Call::new(SERVICE, "DeleteListener"), request).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::each_sample;

    #[test]
    fn listeners_read_back_as_written() {
        each_sample(|listener: &Listener| {
            let balancer = known(&listener.load_balancer).expect("bound");
            assert_eq!(from_aws(balancer, &to_aws(listener).expect("bound")).expect("whole"), *listener);
        });
    }
}
