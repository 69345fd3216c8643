//! The plan of a set as a file, as [`Plan`] is one: the same bytes for the same plan, with the hash of everything in it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::data::{SetCluster, SetPlan};
use crate::plan::{Head, ParsePlanError, Plan, sort};
use crate::resource::sha256;

impl SetPlan {
    /// Writes the plan as JSON with sorted keys, its hash and a line end.
    pub fn to_json(&self) -> String {
        let mut value = serde_json::to_value(self).expect("plans serialise");
        let plans = value["clusters"].as_array().into_iter().flatten().map(|member| member["plan"]["hash"].clone());
        value["hash"] = self.hash_with(plans).into();
        format!("{:#}\n", sort(value))
    }

    /// Reads a plan that [`SetPlan::to_json`] wrote.
    ///
    /// # Errors
    /// [`ParsePlanError`].
    pub fn from_json(text: &str) -> Result<Self, ParsePlanError> {
        #[derive(Deserialize)]
        struct Hashed {
            #[serde(default)]
            hash: String,
            clusters: Vec<Member>,
        }
        #[derive(Deserialize)]
        struct Member {
            plan: Head,
        }
        let Hashed { hash, clusters } = serde_json::from_str(text).map_err(ParsePlanError::Malformed)?;
        clusters.iter().try_for_each(|member| member.plan.check())?;
        let plan: Self = serde_json::from_str(text).map_err(ParsePlanError::Malformed)?;
        let hashes: Vec<String> = plan.plans().map(Plan::hash).collect();
        let are_edited = !hashes.iter().eq(clusters.iter().map(|member| &member.plan.hash));
        if are_edited || plan.hash_with(hashes.into_iter().map(Value::from)) != hash {
            return Err(ParsePlanError::Edited);
        }
        Ok(plan)
    }

    /// Returns the hash of this plan: 64 hexadecimal digits. Of the plans of its clusters it takes [`Plan::hash`], and like it protects from
    /// mistakes.
    pub fn hash(&self) -> String {
        self.hash_with(self.plans().map(|plan| plan.hash().into()))
    }

    /// The hash, with those of the plans of the clusters.
    fn hash_with(&self, plans: impl Iterator<Item = Value>) -> String {
        let Self { set, clusters, total, retained } = self;
        let member = |(member, hash): (&SetCluster, Value)| {
            let SetCluster { cluster, action, objects, changed_objects, deleted_groups, plan: _ } = member;
            json!([cluster, action, objects, changed_objects, deleted_groups, hash])
        };
        let clusters: Vec<Value> = clusters.iter().zip(plans).map(member).collect();
        sha256(&sort(json!([set, clusters, total, retained])).to_string())
    }
}
