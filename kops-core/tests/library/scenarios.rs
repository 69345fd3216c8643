//! Scenarios: each folder of `scenarios` is a spec, the account that it is for, and what must come of both.
//!
//! See `scenarios/README.md` for what the files are and how to write the expected ones anew.

#![allow(clippy::disallowed_methods, reason = "a test reads its scenarios, and writes them when it is asked to")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use futures::executor::block_on;
use kops_core::cloud::Observed;
use kops_core::diag::{Diagnostics, Report};
use kops_core::graph::{Graph, Ownership};
use kops_core::render::text::{self, Plain};
use kops_core::spec::{InvalidSpec, encode};
use kops_core::yaml::Source;
use kops_core::{Engine, Error, Plan, Spec, sim::Account};
use similar::TextDiff;

const SPEC: &str = "cluster.yml";
const CHANGED: &str = "changed.yml";
const ACCOUNT: &str = "account.json";
const DEFAULTS: &str = "defaults.yml";
const GROUPS: &str = "defaults-groups.yml";
const GRAPH: &str = "graph.txt";
const PLAN: &str = "plan.txt";
const CHANGED_PLAN: &str = "changed-plan.txt";
const FINDINGS: &str = "findings.txt";

/// The files that people write, and those that come of them.
const INPUTS: [&str; 3] = [SPEC, CHANGED, ACCOUNT];
const EXPECTED: [&str; 6] = [DEFAULTS, GROUPS, GRAPH, PLAN, CHANGED_PLAN, FINDINGS];

/// The lines of an expected file that a person still reads.
const READABLE: usize = 300;
/// The environment variable that has the expected files written anew.
const WRITE: &str = "KOPS_WRITE_SCENARIOS";

/// What came of a scenario: texts by the names of their files.
type Results = BTreeMap<&'static str, String>;

#[test]
fn scenarios_come_to_what_they_expect() {
    let write = std::env::var_os(WRITE).is_some();
    let mut failed = Vec::new();
    for folder in folders() {
        let problems = match results(&folder) {
            Ok(results) => {
                if write {
                    write_anew(&folder, &results);
                }
                differences(&folder, &results)
            }
            Err(problem) => vec![problem],
        };
        let name = folder.file_name().unwrap_or_default().display();
        failed.extend(problems.into_iter().map(|problem| format!("{name}: {problem}")));
    }
    assert!(failed.is_empty(), "{}\nset {WRITE}=1 to write what came as what is expected", failed.join("\n"));
}

#[test]
fn a_spec_does_not_differ_from_itself() {
    for folder in folders() {
        let Ok(spec) = read(&folder, SPEC) else { continue };
        match kops_core::diff(&spec, &spec) {
            Ok(plan) => assert!(plan.is_empty(), "{}: {plan}", folder.display()),
            Err(Error::Invalid { .. }) => assert!(folder.join(FINDINGS).exists(), "{}", folder.display()),
            Err(error) => panic!("{}: {error}", folder.display()),
        }
    }
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut folders = entries(&root);
    folders.retain(|path| path.is_dir());
    assert!(!folders.is_empty(), "no scenarios in {}", root.display());
    folders
}

/// What lies in a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder that can be read");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// Goes through the stages with a scenario, and with its cluster from the first plan to its deletion.
///
/// An error is what no scenario may come to: something that fails, a second plan that is not empty, a deletion that leaves
/// something behind.
fn results(folder: &Path) -> Result<Results, String> {
    let spec = match read(folder, SPEC) {
        Ok(spec) => spec,
        Err(findings) => return Ok([(FINDINGS, findings)].into()),
    };
    let world = World::open(folder, &spec)?;
    let (graph, checked) = match block_on(world.engine.graph(&spec)) {
        Ok(found) => found,
        Err(Error::Invalid { findings, texts }) => return Ok([(FINDINGS, shown(&findings, &texts))].into()),
        Err(error) => return Err(told(error)),
    };
    let groups: Vec<_> = checked.spec.groups.iter().map(encode::to_yaml).collect();
    let mut results = Results::from([
        (DEFAULTS, encode::to_yaml(&checked.spec.cluster)),
        (GROUPS, groups.join("\n---\n\n")),
        (GRAPH, outline(&graph)),
        (PLAN, world.bring_about(&spec)?),
    ]);
    let warnings: Diagnostics = checked.spec.warnings.iter().chain(checked.warnings.iter()).cloned().collect();
    if !warnings.is_empty() {
        results.insert(FINDINGS, shown(&warnings, &checked.spec.sources.texts()));
    }
    let mut last = spec;
    if folder.join(CHANGED).exists() {
        last = read(folder, CHANGED)?;
        results.insert(CHANGED_PLAN, world.bring_about(&last)?);
    }
    world.delete(&last)?;
    Ok(results)
}

/// Reads a spec, or says what is wrong with it.
fn read(folder: &Path, file: &str) -> Result<Spec, String> {
    let text = fs::read_to_string(folder.join(file)).expect("a spec");
    Spec::from_yaml(file, &text).map_err(|InvalidSpec { findings, texts, .. }| shown(&findings, &texts))
}

fn shown(findings: &Diagnostics, texts: &[Source]) -> String {
    Report::new(findings, texts).to_string()
}

fn told(error: Error) -> String {
    match error {
        Error::Invalid { findings, texts } => shown(&findings, &texts),
        Error::Plan { errors, .. } => errors.to_string(),
        Error::Incomplete(incomplete) => format!("not everything was done: {:?}", incomplete.0.failed),
        other => other.to_string(),
    }
}

/// Every resource in a line: its id, whose it is, and what must be there first.
fn outline(graph: &Graph) -> String {
    let lines = graph.nodes.iter().map(|(id, node)| {
        let owner = match &node.ownership {
            Ownership::Owned => "owned".to_owned(),
            Ownership::Shared(as_id) => format!("shared as {as_id}"),
        };
        let needs: Vec<_> = node.needs().iter().map(ToString::to_string).collect();
        let colon = if needs.is_empty() { "" } else { ": " };
        format!("{id} {owner}{colon}{}\n", needs.join(", "))
    });
    lines.collect()
}

struct World {
    account: Account,
    before: Vec<Observed>,
    engine: Engine,
}

impl World {
    fn open(folder: &Path, spec: &Spec) -> Result<Self, String> {
        let account = match fs::read_to_string(folder.join(ACCOUNT)) {
            Ok(text) => Account::from_json(&text).map_err(|error| error.to_string())?,
            Err(_) => Account::new(spec.region().unwrap_or_default()),
        };
        let engine = Engine::simulated(account.clone());
        Ok(Self { before: account.resources(), account, engine })
    }

    /// Plans, applies the plan, and sees that nothing is left to do. Returns the plan as people read it.
    fn bring_about(&self, spec: &Spec) -> Result<String, String> {
        let plan = self.plan(spec)?;
        self.apply(&plan)?;
        let again = self.plan(spec)?;
        let is_done = again.steps.is_empty();
        if is_done { Ok(shown_plan(&plan)) } else { Err(format!("a second plan is not empty\n{}", shown_plan(&again))) }
    }

    fn plan(&self, spec: &Spec) -> Result<Plan, String> {
        Ok(block_on(self.engine.plan(spec)).map_err(told)?.plan)
    }

    /// Deletes the cluster, and sees that the account is as it was.
    fn delete(&self, spec: &Spec) -> Result<(), String> {
        let planned = block_on(self.engine.plan_deletion(spec)).map_err(told)?;
        self.apply(&planned.plan)?;
        let after = self.account.resources();
        let left = after.iter().filter(|found| !self.before.contains(found));
        let lost = self.before.iter().filter(|found| !after.contains(found));
        let other: Vec<_> = left.chain(lost).map(|found| format!("{:?} {}", found.resource.kind(), found.id)).collect();
        if other.is_empty() {
            Ok(())
        } else {
            Err(format!("after the deletion these are not as they were: {}", other.join(", ")))
        }
    }

    fn apply(&self, plan: &Plan) -> Result<(), String> {
        block_on(self.engine.apply(plan).into_future()).map(drop).map_err(told)
    }
}

fn shown_plan(plan: &Plan) -> String {
    text::render(plan, &Plain)
}

/// Holds what came against what is expected, file by file.
fn differences(folder: &Path, results: &Results) -> Vec<String> {
    let mut problems = Vec::new();
    for (file, came) in results {
        match fs::read_to_string(folder.join(file)) {
            Ok(expected) if expected == *came => {}
            Ok(expected) => {
                let pair = TextDiff::from_lines(&expected, came);
                problems.push(format!("{file} differs\n{}", pair.unified_diff().header("expected", "came")));
            }
            Err(_) => problems.push(format!("{file} is not there")),
        }
        let lines = came.lines().count();
        if lines > READABLE {
            problems.push(format!(
                "{file} has {lines} lines, and nobody reads more than {READABLE}: take a smaller cluster"
            ));
        }
    }
    let plan = results.get(PLAN).into_iter().flat_map(|plan| plan.lines());
    let wide = plan.filter(|line| line.chars().count() > 100);
    problems.extend(wide.map(|line| format!("{PLAN} has a line of more than 100 columns: {line}")));
    let names = entries(folder).into_iter().map(|path| path.file_name().unwrap_or_default().display().to_string());
    let unknown = names.filter(|name| !INPUTS.contains(&name.as_str()) && !results.contains_key(name.as_str()));
    problems.extend(unknown.map(|name| format!("{name} is too much: nothing came that it could hold")));
    problems
}

/// Writes what came as what is expected from now on.
fn write_anew(folder: &Path, results: &Results) {
    for file in EXPECTED {
        let path = folder.join(file);
        match results.get(file) {
            Some(came) => fs::write(path, came).expect("a file that can be written"),
            None if path.exists() => fs::remove_file(path).expect("a file that can be removed"),
            None => {}
        }
    }
}
