//! The modules of the library stand on floors: each imports what is below it only, and modules beside each other form no
//! circle. What is read here are the paths in the sources, tests apart.

#![expect(clippy::disallowed_methods, reason = "the test is about the files of sources")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The floors, from the ground up. Modules of one floor know nothing of each other.
const FLOORS: &[&[&str]] = &[
    &["naming", "schema"],
    &["diag"],
    &["yaml"],
    &["spec", "pki"],
    &["resource", "facts"],
    &["defaults", "graph"],
    &["validate", "create", "upgrade", "cost"],
    &["migrate", "model"],
    &["state", "kubeconfig"],
    &["fields", "cloud"],
    &["cluster_api", "plan"],
    &["errors", "permissions", "calls"],
    &["apply", "preflight", "render"],
    &["lifecycle", "codes"],
    &["engine"],
    &["interop"],
    &["testkit"],
];

/// Where files beside each other are one definition: the enum of all kinds names their structs, whose fields name kinds; and
/// what the simulated account holds knows the rules of the kinds that it holds.
const ONE_DEFINITION: &[&str] = &["resource", "cloud::memory"];

/// A path of modules from the root of the crate: `["plan", "order"]`.
type Module = Vec<String>;

/// The sources of a crate: each module with its text, without comments and tests.
struct Sources {
    texts: BTreeMap<Module, String>,
    /// What a module brings in under a name of its own.
    names: BTreeMap<(Module, String), Module>,
}

#[test]
fn no_import_runs_upwards() {
    let sources = Sources::read();
    let floor = |module: &str| {
        let floor = FLOORS.iter().position(|floor| floor.contains(&module));
        floor.unwrap_or_else(|| panic!("`{module}` stands on no floor"))
    };
    let mut wrong = Vec::new();
    for (from, to) in sources.imports() {
        let (Some(user), Some(used)) = (from.first(), to.first()) else { continue };
        if user != used && floor(user) <= floor(used) {
            wrong.push(format!("{} imports {}", from.join("::"), to.join("::")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn modules_beside_each_other_form_no_circle() {
    let mut beside: BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (from, to) in Sources::read().imports() {
        let parent: Module = from.iter().zip(&to).take_while(|(a, b)| a == b).map(|(a, _)| a.clone()).collect();
        if let (Some(user), Some(used)) = (from.get(parent.len()), to.get(parent.len())) {
            beside.entry(parent).or_default().entry(user.clone()).or_default().insert(used.clone());
        }
    }
    let mut wrong = Vec::new();
    let parts = beside.into_iter().filter(|(parent, _)| !ONE_DEFINITION.contains(&parent.join("::").as_str()));
    for (parent, mut uses) in parts {
        // A module that uses none of the rest, or that none of the rest uses, is in no circle.
        while let Some(free) = free(&uses) {
            uses.remove(&free);
        }
        for (user, used) in &uses {
            for used in used.iter().filter(|used| uses.contains_key(*used)) {
                wrong.push(format!("in `{}`: {user} -> {used}", parent.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn architecture_names_the_floors_in_the_same_order() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md")).expect("is there");
    let (_, table) = text.split_once("## Where things live").expect("has the section");
    let (table, _) = table.split_once("\n## ").expect("has another section");
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(name, _)| name));
    assert_eq!(rows.collect::<Vec<_>>(), FLOORS.concat());
}

/// A module that no circle runs through.
fn free(uses: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let is_free = |module: &String| {
        let uses_none = uses[module].iter().all(|used| !uses.contains_key(used));
        uses_none || uses.values().all(|used| !used.contains(module))
    };
    uses.keys().find(|module| is_free(module)).cloned()
}

impl Sources {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut sources = Self { texts: BTreeMap::new(), names: BTreeMap::new() };
        sources.module(&root.join("lib.rs"), &root, Module::new());
        let mut names = BTreeMap::new();
        for (module, text) in &sources.texts {
            let uses = text.match_indices("use ").filter(|(at, _)| is_declaration(text, *at));
            let own = uses.flat_map(|(at, word)| paths(&text[at + word.len()..])).filter_map(|path| {
                let name = path.last()?.clone();
                let mut whole = module.clone();
                match path.first()?.as_str() {
                    "crate" | "super" | "self" => whole = absolute(module, &path),
                    child if sources.texts.contains_key(&[module.as_slice(), &[child.to_owned()]].concat()) => {
                        whole.extend(path);
                    }
                    _ => return None,
                }
                Some(((module.clone(), name), whole))
            });
            names.extend(own.collect::<Vec<_>>());
        }
        Self { names, ..sources }
    }

    /// Reads a file and the files of the modules that it declares, but for those of tests.
    fn module(&mut self, file: &Path, folder: &Path, module: Module) {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for (i, line) in lines.iter().enumerate() {
            let declared = line.strip_suffix(';').and_then(|line| line.rsplit_once("mod "));
            let Some((_, name)) = declared.filter(|(before, _)| before.is_empty() || before.starts_with("pub")) else {
                continue;
            };
            if i > 0 && lines[i - 1] == "#[cfg(test)]" {
                continue;
            }
            let own = [module.as_slice(), &[name.to_owned()]].concat();
            let below = folder.join(name);
            let beside = folder.join(format!("{name}.rs"));
            self.module(&if beside.exists() { beside } else { below.join("mod.rs") }, &below, own);
        }
        self.texts.insert(module, lines.join("\n"));
    }

    /// Every import: the module that has it, and the module that holds what it names.
    fn imports(&self) -> BTreeSet<(Module, Module)> {
        let mut imports = BTreeSet::new();
        for (module, text) in &self.texts {
            for root in ["crate::", "super::", "self::"] {
                for (at, _) in text.match_indices(root) {
                    let inside = text[..at].ends_with(|c: char| c.is_alphanumeric() || "_:$".contains(c));
                    if !inside {
                        let named = paths(&text[at..]).into_iter().map(|path| absolute(module, &path));
                        imports.extend(named.map(|path| (module.clone(), self.holder(path))));
                    }
                }
            }
        }
        imports
    }

    /// The module that holds what a path names: a name may have been brought in from elsewhere.
    fn holder(&self, path: Module) -> Module {
        let mut path = path;
        for _ in 0..8 {
            let length = (0..=path.len()).rev().find(|length| self.texts.contains_key(&path[..*length]));
            let (module, rest) = path.split_at(length.unwrap_or_default());
            let Some(first) = rest.first() else { return path };
            match self.names.get(&(module.to_vec(), first.clone())) {
                Some(elsewhere) => path = [elsewhere.as_slice(), &rest[1..]].concat(),
                None => return module.to_vec(),
            }
        }
        panic!("{} is brought in from itself", path.join("::"))
    }
}

/// True where a word begins an import at the start of a line: `use`, `pub use`, `pub(super) use`.
fn is_declaration(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.is_empty() || (line.starts_with("pub") && line.ends_with(' ') && !line.contains('"'))
}

/// A path of a module as seen from the root of the crate.
fn absolute(module: &[String], path: &[String]) -> Module {
    let mut whole = if path.first().is_some_and(|first| first == "crate") { Module::new() } else { module.to_vec() };
    for segment in path {
        match segment.as_str() {
            "crate" | "self" => {}
            "super" => {
                whole.pop();
            }
            _ => whole.push(segment.clone()),
        }
    }
    whole
}

/// Every path of the tree that a text begins with: of `a::{b, c::d}` there are `a::b` and `a::c::d`.
fn paths(text: &str) -> Vec<Module> {
    let mut found = Vec::new();
    tree(text, &Module::new(), &mut found);
    found
}

/// Reads one tree; returns what follows it.
fn tree<'t>(text: &'t str, before: &[String], found: &mut Vec<Module>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            let after = tree(rest, before, found);
            rest = after.trim_start().strip_prefix(',').unwrap_or(after);
            assert!(rest.len() < text.len() - 1, "no list of imports: {text}");
        }
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let mut path = before.to_vec();
    if !name.is_empty() {
        path.push(name.to_owned());
    }
    match rest.strip_prefix("::") {
        Some(after) if !name.is_empty() => tree(after, &path, found),
        _ => {
            found.push(path);
            let rest = rest.strip_prefix('*').unwrap_or(rest);
            let renamed = rest.strip_prefix(" as ").map(|rest| rest.trim_start_matches(|c: char| c.is_alphanumeric()));
            renamed.unwrap_or(rest)
        }
    }
}
