//! `kops toolbox upgrade-plan`: the steps of an upgrade between two specs.

use kops_core::engine::{UpgradePlan, UpgradeStep, upgrade_plan};
use kops_core::lifecycle::reconcile::{ReconcileAction, ReconcileStep};
use kops_core::plan::{Action, Plan, RollingUpdate, SourceRef};
use kops_core::yaml;

use crate::args::{Files, UpgradePlanArgs, UpgradePlanFormat};
use crate::failure::Failure;
use crate::{input, output};

/// Plans the steps.
pub(crate) fn run(args: UpgradePlanArgs) -> Result<(), Failure> {
    let UpgradePlanArgs { old, new, format, allow_unknown_fields } = args;
    let read = |files| input::spec(&Files { allow_unknown_fields, ..files });
    let (old, new) = Failure::both(read(old), read(new))?;
    let plan = upgrade_plan(&old, &new).map_err(Failure::engine)?;
    let value = || serde_json::to_value(&plan).expect("a plan serialises");
    match format {
        UpgradePlanFormat::Text => output::result(&text(&plan, "", "  "))?,
        UpgradePlanFormat::Markdown => output::result(&text(&plan, "### ", "- "))?,
        UpgradePlanFormat::Json => output::data(&format!("{:#}", value()))?,
        UpgradePlanFormat::Yaml => output::data(&yaml::to_yaml(&value()))?,
    }
    Ok(())
}

/// What a step does, in one line.
pub(super) fn title(step: &ReconcileStep) -> String {
    let (version, groups) = (&step.kubernetes_version, step.instance_groups.join(", "));
    match step.action {
        ReconcileAction::Update => format!("Kubernetes {version}: update {groups}"),
        ReconcileAction::Validate => format!("Kubernetes {version}: wait until {groups} is ready"),
        ReconcileAction::RollingUpdate => format!("Kubernetes {version}: replace the outdated instances of {groups}"),
        _ => format!("Kubernetes {version}: delete what is no longer needed"),
    }
}

fn text(plan: &UpgradePlan, heading: &str, item: &str) -> String {
    let versions = if plan.from == plan.to { plan.to.clone() } else { format!("{} -> {}", plan.from, plan.to) };
    let mut text = format!("{heading}{}: Kubernetes {versions}\n", plan.cluster);
    for (place, step) in plan.steps.iter().enumerate() {
        let lines = lines(step);
        let gap = if heading.is_empty() || lines.is_empty() { "" } else { "\n" };
        text += &format!("\n{heading}{}. {}\n{gap}", place + 1, title(&step.step));
        text.extend(lines.iter().map(|line| format!("{item}{line}\n")));
    }
    if !plan.notes.is_empty() {
        text += &format!("\n{heading}Notes\n{}", if heading.is_empty() { "" } else { "\n" });
        text.extend(plan.notes.iter().map(|note| format!("{item}{note}\n")));
    }
    text
}

fn lines(step: &UpgradeStep) -> Vec<String> {
    if step.is_empty() {
        return vec!["nothing to do".to_owned()];
    }
    let updates = step.plan.iter().map(counts);
    updates.chain(step.rolling_updates.iter().map(causes)).collect()
}

fn counts(plan: &Plan) -> String {
    let count = |wanted: fn(&Action) -> bool| plan.steps.iter().filter(|step| wanted(&step.action)).count();
    format!(
        "{} to create, {} to change, {} to delete",
        count(|action| matches!(action, Action::Create { .. })),
        count(|action| matches!(action, Action::Update { .. })),
        count(|action| matches!(action, Action::Delete { .. })),
    )
}

fn causes(update: &RollingUpdate) -> String {
    let cause = |source: &SourceRef| match &source.location {
        Some(location) => format!("{} at {}:{}", source.path.field, location.file, location.line),
        None => source.path.field.clone(),
    };
    let causes: Vec<String> = update.causes.iter().map(cause).collect();
    let because = if causes.is_empty() { String::new() } else { format!(": {}", causes.join(", ")) };
    format!("{}{because}", update.group)
}
