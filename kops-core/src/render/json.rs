//! A plan for programs: JSON with sorted keys, the same bytes for the same plan.

use crate::plan::Plan;

/// Writes a plan as JSON. [`Plan::schema`] describes it.
pub fn render(plan: &Plan) -> String {
    plan.to_json()
}
