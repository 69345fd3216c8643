//! The configuration file of the scheduler: an object of the spec, with what the spec's own fields say of it.

use serde_json::{Map, Value, json};

use crate::diag::Diagnostic;
use crate::graph::Builder;
use crate::model::{Context, codes};
use crate::spec::{Quantity, SCHEDULER_CONFIGURATION, is_scheduler_configuration};

/// Where nodeup puts it.
pub(super) const PATH: &str = "/var/lib/kube-scheduler/config.yaml";

/// Returns the configuration of the scheduler.
pub(super) fn configuration(context: &Context<'_>, graph: &mut Builder) -> Value {
    let mut given = context.additional.iter().filter(|object| is_scheduler_configuration(object));
    let mut configuration = given
        .next()
        .cloned()
        .unwrap_or_else(|| json!({"apiVersion": "kubescheduler.config.k8s.io/v1", "kind": SCHEDULER_CONFIGURATION}));
    if given.next().is_some() {
        let problem = Diagnostic::error(
            codes::SCHEDULER_CONFIGURATIONS.id,
            format!("there are several `{SCHEDULER_CONFIGURATION}`"),
        );
        graph.problem(problem.at(context.path("spec.kubeScheduler")).help("keep one of them"));
    }
    if !configuration["clientConnection"].is_object() {
        configuration["clientConnection"] = Value::Object(Map::new());
    }
    let connection = &mut configuration["clientConnection"];
    connection["kubeconfig"] = "/var/lib/kube-scheduler/kubeconfig".into();
    if let Some(scheduler) = &context.spec().kube_scheduler {
        if let Some(qps) = scheduler.qps {
            connection["qps"] = number(qps);
        }
        if let Some(burst) = scheduler.burst.filter(|burst| *burst != 0) {
            connection["burst"] = burst.into();
        }
    }
    configuration
}

/// A quantity as a plain number, with its thousandths.
fn number(quantity: Quantity) -> Value {
    let thousandths = quantity.ceil_milli();
    match i64::try_from(thousandths / 1000) {
        Ok(whole) if thousandths % 1000 == 0 => whole.into(),
        _ => quantity.to_string().trim_end_matches('m').parse::<f64>().map_or(Value::Null, |m| (m / 1000.0).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::public;

    #[test]
    fn fields_of_the_spec_are_added_to_the_object_that_it_brings() {
        let profiles = json!([{"schedulerName": "mine"}]);
        let object = json!({"apiVersion": "kubescheduler.config.k8s.io/v1", "kind": SCHEDULER_CONFIGURATION, "profiles": profiles});
        let mut demo = public(json!({"kubeScheduler": {"qps": "500m", "burst": 20}}));
        demo.additional = vec![json!({"kind": "ConfigMap"}), object.clone()];
        let made = |demo: &crate::model::testing::Demo| {
            demo.with_context(|context| configuration(context, &mut Builder::new("demo", "us-east-2")))
        };
        let found = made(&demo);
        let connection = json!({"kubeconfig": "/var/lib/kube-scheduler/kubeconfig", "qps": 0.5, "burst": 20});
        assert_eq!(found["clientConnection"], connection);
        assert_eq!(found["profiles"], profiles);
        let plain = made(&public(json!({"kubeScheduler": {"qps": "3"}})));
        assert_eq!(plain["clientConnection"]["qps"], 3);

        demo.additional.push(object);
        assert_eq!(demo.problems(), ["scheduler/several-configurations"]);
    }
}
