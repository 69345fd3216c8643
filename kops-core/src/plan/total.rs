//! What several plans come to together.

use serde::{Deserialize, Serialize};

use super::{Action, CostChange, Impact, Plan};

/// What several plans come to together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "PlanTotal"))]
#[non_exhaustive]
pub struct Total {
    /// The number of resources that are created.
    pub create: usize,
    /// The number of resources that are changed.
    pub change: usize,
    /// The number of resources that are deleted.
    pub delete: usize,
    /// By how much the plans change what the clusters cost a month; null where they change nothing that has a price.
    pub cost: Option<CostChange>,
    /// What users of the clusters may notice, in the order of the plans.
    pub interruptions: Vec<Interruption>,
}

/// What a plan does to what runs in a cluster, or to its users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Interruption {
    /// The cluster.
    pub cluster: String,
    /// What it does.
    pub impact: Impact,
}

impl Total {
    /// Adds plans up.
    pub fn of<'a>(plans: impl IntoIterator<Item = &'a Plan>) -> Self {
        let mut total = Self::default();
        for plan in plans {
            for step in &plan.steps {
                *match step.action {
                    Action::Create { .. } => &mut total.create,
                    Action::Update { .. } => &mut total.change,
                    Action::Delete { .. } => &mut total.delete,
                } += 1;
            }
            total.cost = [total.cost, plan.cost.clone()].into_iter().flatten().reduce(sum);
            let impacts = plan.forecast.iter().filter(|impact| impact.interrupts()).cloned();
            total.interruptions.extend(impacts.map(|impact| Interruption { cluster: plan.cluster.clone(), impact }));
        }
        total
    }
}

/// The sum of two changes of costs, with what either does not count.
fn sum(mut one: CostChange, other: CostChange) -> CostChange {
    one.monthly = one.monthly + other.monthly;
    one.applies &= other.applies;
    one.unpriced.extend(other.unpriced);
    one.unpriced.sort();
    one.unpriced.dedup();
    one
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::Monthly;
    use crate::plan::tests::cluster::demo;
    use crate::plan::tests::fake_account::FakeAccount;
    use crate::plan::{PlanOptions, plan};

    fn cost(cents: i64, unpriced: &[&str]) -> CostChange {
        CostChange {
            monthly: Monthly { low_cents: cents, high_cents: 2 * cents },
            price_region: "us-east-1".into(),
            price_date: "2025-06".into(),
            applies: true,
            unpriced: unpriced.iter().map(|&missing| missing.to_owned()).collect(),
        }
    }

    #[test]
    fn steps_costs_and_interruptions_of_all_plans_are_counted() {
        let account = FakeAccount::default();
        let made = plan(&demo(1), &account.snapshot(), &account.store(), &PlanOptions::default()).expect("plans");
        let gone = Impact::LosesData { resources: Vec::new() };
        let first = Plan { cost: Some(cost(100, &["b", "a"])), ..made.clone() };
        let second = Plan {
            cluster: "other".into(),
            cost: Some(cost(-30, &["a"])),
            forecast: vec![Impact::InPlace { steps: 2 }, gone.clone()],
            ..made.clone()
        };
        let idle = Plan { steps: Vec::new(), cost: None, ..made.clone() };
        let total = Total::of([&first, &idle, &second]);
        assert_eq!((total.create, total.change, total.delete), (2 * made.steps.len(), 0, 0));
        assert_eq!(total.cost, Some(CostChange { unpriced: vec!["a".into(), "b".into()], ..cost(70, &[]) }));
        assert_eq!(total.interruptions, [Interruption { cluster: "other".into(), impact: gone }]);
        assert_eq!(Total::of([&idle]), Total::default());
    }
}
