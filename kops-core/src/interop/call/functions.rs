//! The pure functions.

use std::collections::BTreeMap;
use std::error::Error as _;

use serde_json::{Value, json};

use super::arguments::Arguments;
use super::error::{CallError, without_value};
use super::value::Returned;
use crate::cloud::ErrorKind;
use crate::cluster_api::ClusterApiErrorKind;
use crate::codes;
use crate::cost::{ParsePricesError, Prices};
use crate::create::ClusterOptions;
use crate::diag::Diagnostics;
use crate::engine::{self, Error, Planned};
use crate::facts::Facts;
use crate::migrate::migrate_files;
use crate::permissions::{self, Place};
use crate::plan::Plan;
use crate::render::terraform::Files;
use crate::render::{Format, diagram};
use crate::spec::{Spec, SpecValues, UnknownFields};
#[cfg(feature = "schema")]
use crate::{fields, schema};

type Function = fn(&mut Arguments) -> Result<Returned, CallError>;

/// Every function with its name.
const FUNCTIONS: &[(&str, Function)] = &[
    // Specs
    ("read", |given| {
        let unknown = match given.take_or_default("allowUnknownFields")? {
            true => UnknownFields::Warn,
            false => UnknownFields::Deny,
        };
        Returned::spec(Spec::from_files(given.files("names")?, unknown).map_err(Error::from)?)
    }),
    ("spec_of", |given| Returned::spec(Spec::from_values(given.rest::<SpecValues>()?).map_err(Error::from)?)),
    ("spec_summary", |given| {
        given.with_objects("spec", |spec| {
            let groups: Vec<_> = spec.groups.iter().map(|group| group.name()).collect();
            Returned::json(&json!({
                "name": spec.cluster.name(), "instanceGroups": groups, "region": spec.region(), "storeUrl": spec.store_url(),
            }))
        })?
    }),
    ("spec_data", |given| given.with_objects("spec", |spec| Returned::json(&SpecValues::from(spec)))?),
    ("spec_yaml", |given| given.with_objects("spec", |spec| Ok(Returned::Text(spec.to_yaml())))?),
    ("in_store", |given| Returned::spec(Spec::clone(&*given.spec("spec")?).in_store(&given.take::<String>("url")?))),
    ("edited", |given| {
        let (spec, group) = (given.spec("spec")?, given.take::<Option<String>>("instanceGroup")?);
        let (set, unset): (Vec<_>, Vec<_>) = (given.take_or_default("set")?, given.take_or_default("unset")?);
        let edited = spec.edited(group.as_deref(), &set, &unset);
        Returned::spec(edited.map_err(|findings| Error::Invalid { findings, texts: spec.sources.texts() })?)
    }),
    ("spec_warnings", |given| Returned::json(&given.spec("spec")?.warnings)),
    ("full_spec_warnings", |given| Returned::json(&given.full_spec("spec")?.spec.warnings)),
    ("full_spec_facts", |given| Returned::json(&given.full_spec("spec")?.facts)),
    ("explained", |given| Returned::json(&given.full_spec("spec")?.spec.explained())),
    ("check_offline", |given| Returned::json(&engine::check_offline(&*given.spec("spec")?))),
    ("list_assets", |given| Returned::json(&engine::list_assets(&*given.spec("spec")?))),
    ("new_cluster_offline", |given| Returned::spec(engine::new_cluster_offline(&cluster_options(given)?)?)),
    ("migrate", |given| Returned::json(&migrate_files(given.files("names")?).map_err(Error::from)?)),
    ("diff", |given| {
        let (old, new) = (given.spec("old")?, given.spec("new")?);
        let known = facts(given, &new)?;
        Returned::plan(engine::diff_with(&old, &new, known)?)
    }),
    ("fill_offline", |given| {
        let spec = given.spec("spec")?;
        let known = facts(given, &spec)?;
        Returned::spec(engine::fill_with_facts(&spec, &known).spec)
    }),
    ("terraform_offline", |given| {
        let spec = given.spec("spec")?;
        let known = facts(given, &spec)?;
        let files = engine::terraform_offline(&spec, spec.store_url().unwrap_or_default(), known)?;
        Returned::json(&files.moved_from(&previous_files(given)?).into_texts())
    }),
    ("upgrade_plan", |given| Returned::json(&engine::upgrade_plan(&*given.spec("old")?, &*given.spec("new")?)?)),
    ("diagram", |given| {
        let plan = given.plan_if_any("plan")?;
        let format = named(given, "format", &diagram::Format::ALL)?;
        let drawn = engine::diagram(&*given.spec("spec")?, plan.as_deref().map(|planned| &planned.plan), format)?;
        Ok(Returned::Text(drawn))
    }),
    ("estimate_cost", |given| {
        let prices = match given.take::<Option<String>>("prices")? {
            Some(text) => Prices::from_yaml(&text).map_err(|error| not_prices(&error))?,
            None => Prices::built_in(),
        };
        Returned::json(&engine::estimate_cost(&*given.spec("spec")?, &prices)?)
    }),
    ("price_table", |_| Ok(Returned::Text(Prices::BUILT_IN.to_owned()))),
    ("least_permissions", |given| {
        let account: String = given.take_or_default("account")?;
        Returned::json(&engine::least_permissions(&*given.spec("spec")?, &account)?)
    }),
    // Plans
    ("read_plan", |given| {
        let text = given.content("text")?;
        let plan = Plan::from_json(&String::from_utf8_lossy(&text)).map_err(Error::from)?;
        Returned::plan(Planned { plan, warnings: Diagnostics::default(), texts: Vec::new() })
    }),
    ("plan_summary", |given| {
        let plan = given.plan("plan")?;
        Returned::json(&json!({"cluster": plan.cluster, "region": plan.region, "steps": plan.steps.len()}))
    }),
    ("plan_json", |given| Ok(Returned::Text(given.plan("plan")?.to_json()))),
    ("plan_data", |given| Returned::json(&given.plan("plan")?.to_value())),
    ("plan_hash", |given| Ok(Returned::Text(given.plan("plan")?.hash()))),
    ("plan_permissions", |given| {
        let (plan, store_url): (_, Option<String>) = (given.plan("plan")?, given.take("storeUrl")?);
        let account = given.take::<Option<String>>("account")?.unwrap_or_else(|| plan.account.clone());
        let place = Place::new(&plan.region, &account, &plan.cluster, store_url.as_deref());
        Returned::json(&permissions::of_plan(&plan, &place))
    }),
    ("plan_warnings", |given| Returned::json(&given.plan("plan")?.warnings)),
    ("plan_report", |given| {
        let format = named(given, "format", &Format::ALL)?;
        Ok(Returned::Text(given.plan("plan")?.report(format)))
    }),
    ("set_report", |given| {
        let format = named(given, "format", &Format::ALL)?;
        Ok(Returned::Text(given.set_plan("plan")?.report(format)))
    }),
    // What needs neither
    ("explain", |given| {
        let code: String = given.take("code")?;
        let page = codes::explain(&code);
        Returned::json(&page.map_err(|error| CallError::value("code", error.to_string()))?)
    }),
    #[cfg(feature = "schema")]
    ("explain_field", |given| {
        let (path, all) = (given.take::<String>("path")?, given.take_or_default("all")?);
        let page = if all { fields::explain_all(&path) } else { fields::explain(&path) };
        Returned::json(&page.map_err(|error| CallError::value("path", error.to_string()))?)
    }),
    #[cfg(feature = "schema")]
    ("schema", |_| Returned::json(schema())),
    ("is_retryable", |given| {
        let kind = serde_json::from_value::<ErrorKind>(given.take("kind")?);
        Returned::json(&kind.is_ok_and(ErrorKind::retryable))
    }),
    ("is_cluster_error_retryable", |given| {
        let kind = serde_json::from_value::<ClusterApiErrorKind>(given.take("kind")?);
        Returned::json(&kind.is_ok_and(ClusterApiErrorKind::retryable))
    }),
];

/// Calls a pure function by its name. It may take as long as planning.
///
/// ```
/// use kops_core::interop::{Arguments, Returned, call};
///
/// let given = Arguments::new(r#"{"code": "network/vpc-id"}"#, [], [])?;
/// assert!(matches!(call("explain", given)?, Returned::Json(page) if page.contains("VPC")));
/// # Ok::<(), kops_core::interop::CallError>(())
/// ```
///
/// # Errors
/// Arguments that are not those of the function, and what the function returns.
pub fn call(name: &str, mut arguments: Arguments) -> Result<Returned, CallError> {
    match FUNCTIONS.iter().find(|(known, _)| *known == name) {
        Some((_, function)) => function(&mut arguments),
        None => Err(CallError::value("name", format!("there is no function `{name}`"))),
    }
}

/// The name of every pure function.
pub fn functions() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, _)| *name)
}

/// The options of a new cluster.
pub(super) fn cluster_options(given: &mut Arguments) -> Result<ClusterOptions, CallError> {
    let options: Value = given.take("options")?;
    Ok(ClusterOptions::from_json(&options.to_string()).map_err(Error::from)?)
}

/// The files for Terraform that were rendered before.
pub(super) fn previous_files(given: &mut Arguments) -> Result<Files, CallError> {
    let texts: BTreeMap<String, String> = given.take_or_default("previous")?;
    Ok(texts.into_iter().map(|(path, text)| (path, text.into())).collect())
}

/// What the caller knows of the account, and the addon source.
fn facts(given: &mut Arguments, spec: &Spec) -> Result<Facts, CallError> {
    let stated = given.take::<Option<Value>>("facts")?.unwrap_or_default();
    let facts = Facts::stated(stated, spec.region().unwrap_or_default());
    let mut facts = facts.map_err(|error| CallError::unreadable("facts", &error))?;
    if let Some(addons) = given.take::<Option<_>>("addons")? {
        facts.published_addons = Some(addons);
    }
    Ok(facts)
}

/// A choice by its name; the default where none is named.
fn named<T: Copy + Default>(given: &mut Arguments, argument: &str, all: &[(&str, T)]) -> Result<T, CallError> {
    let Some(name) = given.take::<Option<String>>(argument)? else { return Ok(T::default()) };
    let found = all.iter().find(|(known, _)| *known == name);
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|(name, _)| format!("'{name}'")).collect();
        CallError::of_type(argument, format!("expected one of {}", names.join(", ")))
    })
}

/// The error of a text that is no table of prices, with what is expected and where.
fn not_prices(error: &ParsePricesError) -> CallError {
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    CallError::of_type("prices", without_value(&cause))
}
