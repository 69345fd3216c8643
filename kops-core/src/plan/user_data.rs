//! User data by what it does. Boot scripts that start the same nodeup with the same configuration are the same to a machine.
//!
//! Our script differs from that of kops in its shell text only. Replacing one by the other would make every instance of a cluster
//! that kops made outdated without changing any of them, so the script of kops stays while it sets what ours would set.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::diag::replace_credentials;
use crate::resource::sha256;

/// A line that the boot script of kops has and ours has not.
const SCRIPT_OF_KOPS: &str = "\nfunction download-release() {";
/// The SHA-256 of what kops's boot script is without variables and configuration, and of that with a proxy: a script with anything else
/// in it is not kops's.
const SHELLS_OF_KOPS: &[&str] = &[
    "528fa7b06e32cb7af3a9253c696ce50578d8aa931fad7cef9ba808512fd99aba",
    "206fd127c6298e15127067d09819be1c96a44b8aacdbed6fdf7cf8a75a1b8fa7",
    #[cfg(test)]
    tests::SHELL_OF_KOPS,
    #[cfg(test)]
    tests::SHELL_OF_KOPS_WITH_PROXY,
];
/// The name of the boot script among the parts of user data.
const BOOT_SCRIPT: &str = "nodeup.sh";
/// What user data of several parts starts with, before what stands between its parts.
const MULTIPART: &str = "multipart/mixed; boundary=\"";
/// Bytes of a boot configuration that are read at most.
const LIMIT: u64 = 1 << 20;

/// Tells whether user data of an account does what is wanted.
pub(super) fn agrees(desired: &Value, found: &Value) -> bool {
    match (desired, found) {
        (Value::Null, _) => true,
        (Value::String(desired), Value::String(found)) => desired == found || boots_alike(desired, found),
        _ => desired == found,
    }
}

/// The parts of two user data that differ, each by what it is called, with what stands for it before and after: addresses are shown,
/// of everything else, which may hold secrets, the first digits of its hash.
pub(crate) fn differences(old: &str, new: &str) -> BTreeMap<String, [Option<String>; 2]> {
    let (old, new) = match (parts(old), parts(new)) {
        (Some(old), Some(new)) => (named(old), named(new)),
        _ => (whole(old), whole(new)),
    };
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differing = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    differing.map(|name| (name.clone(), [old.get(name).cloned(), new.get(name).cloned()])).collect()
}

/// Parts of user data by what they are called.
fn named(parts: Vec<Part>) -> BTreeMap<String, String> {
    let mut named = BTreeMap::new();
    for part in parts {
        let Settings { variables, config, shell: _ } = match part {
            Part::Boot(settings) => settings,
            Part::Other { name, kind, content } => {
                let name = format!("spec.additionalUserData {}", name.trim_matches('"'));
                named.insert(name, short_hash(&format!("{kind}\n{content}")));
                continue;
            }
        };
        named.insert("node configuration".to_owned(), short_hash(&config));
        let (nodeup, environment): (Vec<_>, Vec<_>) =
            variables.iter().partition(|variable| variable.starts_with("NODEUP_"));
        let mut values = nodeup.iter().filter_map(|variable| variable.split_once('=')).map(|(_, value)| value);
        let url = values.find(|value| value.contains("://")).unwrap_or_default();
        let shown = replace_credentials(url, "***");
        named.insert("nodeup".to_owned(), format!("{shown} {}", short_hash(&format!("{nodeup:?}"))).trim().to_owned());
        named.insert("environment of the boot script".to_owned(), short_hash(&format!("{environment:?}")));
    }
    named
}

fn whole(text: &str) -> BTreeMap<String, String> {
    [("user data".to_owned(), short_hash(text))].into()
}

fn short_hash(text: &str) -> String {
    sha256(text)[..8].to_owned()
}

/// True for a script of kops that starts what ours would start, and for user data without a boot script that differs in how its parts
/// are put together.
pub(super) fn boots_alike(desired: &str, found: &str) -> bool {
    if !found.contains(SCRIPT_OF_KOPS) && !found.contains(MULTIPART) {
        return false;
    }
    let (Some(desired), Some(found)) = (parts(desired), parts(found)) else { return false };
    let is_alike = |(desired, found): (&Part, &Part)| match (desired, found) {
        (Part::Boot(desired), Part::Boot(found)) => {
            let is_of_kops = SHELLS_OF_KOPS.contains(&found.shell.as_str());
            is_of_kops && desired.variables == found.variables && desired.config == found.config
        }
        (Part::Other { .. }, Part::Other { .. }) => desired == found,
        _ => false,
    };
    desired.len() == found.len() && desired.iter().zip(&found).all(is_alike)
}

/// A part of user data.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Boot(Settings),
    Other { name: String, kind: String, content: String },
}

/// What a boot script sets.
#[derive(Debug, PartialEq, Eq)]
struct Settings {
    /// `NAME=VALUE`: where nodeup is and its hashes, and the environment.
    variables: BTreeSet<String>,
    /// The configuration that nodeup starts with.
    config: String,
    /// The SHA-256 of the script without both.
    shell: String,
}

/// Returns the parts of user data; nothing where it has another form than boot scripts have.
fn parts(text: &str) -> Option<Vec<Part>> {
    let text = text.replace("\r\n", "\n");
    let Some((_, rest)) = text.split_once(MULTIPART) else {
        return Some(vec![Part::Boot(settings(&text)?)]);
    };
    let (boundary, rest) = rest.split_once('"')?;
    let (body, _) = rest.rsplit_once(&format!("\n--{boundary}--"))?;
    body.split(&format!("\n--{boundary}\n")).skip(1).map(part).collect()
}

fn part(text: &str) -> Option<Part> {
    let (head, content) = text.split_once("\n\n")?;
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
    let name = header("Content-Disposition: attachment; filename=");
    if name.trim_matches('"') == BOOT_SCRIPT {
        return settings(content).map(Part::Boot);
    }
    Some(Part::Other { name, kind: header("Content-Type: "), content: content.trim_end().to_owned() })
}

fn settings(script: &str) -> Option<Settings> {
    let Written { config, before, after } = config(script)?;
    let (variables, shell): (Vec<&str>, Vec<&str>) = before.split('\n').partition(|line| variable(line).is_some());
    let mut variables: BTreeSet<String> = variables.into_iter().filter_map(variable).map(str::to_owned).collect();
    let mut shell = format!("{}\n{after}", shell.join("\n"));
    if let Some((proxy, without)) = proxy_of_kops(&shell) {
        variables.insert(proxy);
        shell = without;
    }
    Some(Settings { variables, config: config.trim_end().to_owned(), shell: sha256(shell.trim()) })
}

/// The proxy that a script of kops sets up, as ours exports it, and the script without its address and exceptions.
fn proxy_of_kops(shell: &str) -> Option<(String, String)> {
    let value = |name: &str| Some(shell.split_once(&format!("\n  echo \"{name}="))?.1.split_once("\"\n")?.0);
    let (url, excludes) = (value("http_proxy")?, value("no_proxy")?);
    // Inside of quotes a shell takes these for more than themselves.
    if format!("{url}{excludes}").contains(['"', '$', '`', '\\']) {
        return None;
    }
    let names = ["no_proxy=", "NO_PROXY="];
    let without = names.iter().fold(shell.replace(url, "URL"), |shell, name| {
        shell.replace(&format!("{name}{excludes}"), &format!("{name}EXCLUDES"))
    });
    let [url, excludes] = [url, excludes].map(|text| format!("'{}'", text.replace('\'', r"'\''")));
    Some((format!("http_proxy={url} https_proxy={url} no_proxy={excludes} NO_PROXY={excludes}"), without))
}

/// A configuration that a script writes, and the lines of the script before and after.
struct Written<'a> {
    config: String,
    before: &'a str,
    after: &'a str,
}

/// Returns the configuration that a script writes, as a document or compressed.
fn config(script: &str) -> Option<Written<'_>> {
    if let Some((before, rest)) =
        script.split_once("kube_env.yaml << '").or_else(|| script.split_once("kube_env.yaml\" << '"))
    {
        let (marker, rest) = rest.split_once("'\n")?;
        let (config, after) = rest.split_once(&format!("\n{marker}\n"))?;
        let (before, _) = before.rsplit_once('\n')?;
        return Some(Written { config: config.to_owned(), before, after });
    }
    let (before, rest) = script.split_once("\" | base64 -d | gzip -d > ")?;
    let (before, packed) = before.rsplit_once("\necho \"")?;
    let (_, after) = rest.split_once('\n')?;
    let mut config = String::new();
    GzDecoder::new(&STANDARD.decode(packed).ok()?[..]).take(LIMIT).read_to_string(&mut config).ok()?;
    Some(Written { config, before, after })
}

/// A variable that a line sets for nodeup: one that is exported, or that is written in capitals.
fn variable(line: &str) -> Option<&str> {
    let exported = line.strip_prefix("export ");
    let (name, _) = exported.unwrap_or(line).split_once('=')?;
    let in_capitals = !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'));
    (exported.is_some() || in_capitals).then_some(exported.unwrap_or(line))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::resource::{Encoding, Text};
    use serde_json::json;

    /// That of [`kops`], which stands for the real one.
    pub(super) const SHELL_OF_KOPS: &str = "a22d67a4e956683a746478b0ad649a558e3d7a6885535a458656ecce64f93196";
    /// That of [`kops_behind`].
    pub(super) const SHELL_OF_KOPS_WITH_PROXY: &str =
        "b7ccc1aedc411108d0a26c0863c323ca702a874acea342cc2265df2b67a912b1";
    const CONFIG: &str = "ClusterName: demo\nNodeupConfigHash: abc\n";

    pub(in crate::plan) fn ours(config: &str) -> String {
        format!(
            "#!/bin/bash\nset -o errexit\n\nNODEUP_URL_AMD64=https://a/nodeup\nNODEUP_HASH_AMD64=12\n\nexport AWS_REGION=r\n\n\
             home=/opt/kops\ncat > \"${{home}}/conf/kube_env.yaml\" << 'END'\n{config}\nEND\n\n./nodeup\n"
        )
    }

    pub(in crate::plan) fn kops(config: &str) -> String {
        format!(
            "#!/bin/bash\n\nNODEUP_URL_AMD64=https://a/nodeup\nNODEUP_HASH_AMD64=12\n\n\nexport AWS_REGION=r\n\n\
             function prepare() {{\n  DIR=\"/opt/kops\"\n}}\n\nfunction download-release() {{\n  true\n}}\n\n\
             cat > conf/kube_env.yaml << 'END'\n{config}\nEND\n\ndownload-release\n"
        )
    }

    fn kops_behind(url: &str, excludes: &str) -> String {
        let lines = format!("{{\n  echo \"http_proxy={url}\"\n  echo \"no_proxy={excludes}\"\n}} >> environment\n");
        kops(CONFIG).replace("function prepare", &format!("{lines}\nfunction prepare"))
    }

    fn ours_behind(url: &str, excludes: &str) -> String {
        let set = format!("export http_proxy={url} https_proxy={url} no_proxy={excludes} NO_PROXY={excludes}\n");
        ours(CONFIG).replace("home=", &format!("{set}home="))
    }

    fn packed(script: &str, start: &str) -> String {
        let config = Text::default().then_encoded(Encoding::GzipBase64, CONFIG.into());
        let (before, rest) = script.split_once(start).expect("writes its configuration");
        let (_, after) = rest.split_once("\nEND\n").expect("ends");
        format!("{before}echo \"{config}\" | base64 -d | gzip -d > conf/kube_env.yaml\n{after}")
    }

    fn multipart(script: &str, own: &str, end: &str) -> String {
        let part = |name: &str, text: &str| {
            let head = format!(
                "Content-Disposition: attachment; filename=\"{name}\"{end}Content-Type: text/x-shellscript{end}{end}"
            );
            format!("{end}--B{end}{head}{text}")
        };
        let head = format!("Content-Type: multipart/mixed; boundary=\"B\"{end}MIME-Version: 1.0{end}");
        format!("{head}{}{}{end}--B--{end}", part("nodeup.sh", script), part("own.sh", own))
    }

    fn own_part(own: &str, end: &str) -> String {
        let whole = multipart("", own, end);
        let (head, rest) = whole.split_once(&format!("{end}--B{end}")).expect("has parts");
        format!("{head}{end}--B{end}{}", rest.split_once(&format!("{end}--B{end}")).expect("has two").1)
    }

    #[test]
    fn the_script_of_kops_stays_while_it_sets_what_ours_would_set() {
        let (of_ours, of_kops) = (ours(CONFIG), kops(CONFIG));
        let own = "echo hello\n";
        for (case, desired, found, expected) in [
            ("same settings", of_ours.clone(), of_kops.clone(), true),
            ("another configuration", ours("ClusterName: other\n"), of_kops.clone(), false),
            ("another nodeup", of_ours.replace("https://a/", "https://b/"), of_kops.clone(), false),
            ("another hash", of_ours.replace("AMD64=12", "AMD64=13"), of_kops.clone(), false),
            ("another region", of_ours.replace("AWS_REGION=r", "AWS_REGION=s"), of_kops.clone(), false),
            ("a new proxy", ours_behind("'http://p:1'", "'a,b'"), of_kops.clone(), false),
            ("a proxy", ours_behind("'http://p:1'", "'a,b'"), kops_behind("http://p:1", "a,b"), true),
            ("a proxy for everything", ours_behind("'http://p:1'", "''"), kops_behind("http://p:1", ""), true),
            ("a quote", ours_behind("'http://p:1'", r"'a'\''b'"), kops_behind("http://p:1", "a'b"), true),
            ("another proxy", ours_behind("'http://q:1'", "'a,b'"), kops_behind("http://p:1", "a,b"), false),
            ("other exceptions", ours_behind("'http://p:1'", "'a'"), kops_behind("http://p:1", "a,b"), false),
            ("the proxy is gone", of_ours.clone(), kops_behind("http://p:1", "a,b"), false),
            ("what a shell expands", ours_behind("'http://p:1'", "'$a'"), kops_behind("http://p:1", "$a"), false),
            ("compressed", packed(&of_ours, "cat > "), packed(&of_kops, "cat > "), true),
            ("compressed by one", of_ours.clone(), packed(&of_kops, "cat > "), true),
            ("not compressed data", of_ours.clone(), packed(&of_kops, "cat > ").replace("echo \"", "echo \"x"), false),
            ("parts", multipart(&of_ours, own, "\n"), multipart(&of_kops, own, "\r\n"), true),
            ("another part", multipart(&of_ours, own, "\n"), multipart(&of_kops, "echo\n", "\r\n"), false),
            (
                "a script with more in it",
                of_ours.clone(),
                of_kops.replace("\n\ndownload-release", "\ncurl x\n\ndownload-release"),
                false,
            ),
            ("own parts only", own_part(own, "\n"), own_part(own, "\r\n").replace("MIME-V", "Mime-V"), true),
            ("another own part", own_part(own, "\n"), own_part("echo\n", "\r\n"), false),
            ("the boot script is gone", multipart(&of_ours, own, "\n"), own_part(own, "\r\n"), false),
            ("a part more", multipart(&of_ours, own, "\n"), of_kops.clone(), false),
            ("an older script of ours", of_ours.clone(), of_ours.replace("set -o errexit\n", ""), false),
            ("no script", of_ours.clone(), "function download-release() {".to_owned(), false),
        ] {
            assert_eq!(agrees(&json!(desired), &json!(found)), expected, "{case}");
        }
        assert!(agrees(&json!(null), &json!(of_kops)));
        assert!(!agrees(&json!({"text": [of_ours]}), &json!(of_kops)));
        assert!(!agrees(&json!(ours(CONFIG)), &json!(null)));
    }

    #[test]
    fn differences_of_user_data_are_named_without_its_contents() {
        let names = |old: &str, new: &str| differences(old, new).into_keys().collect::<Vec<_>>();
        let (base, config) = (ours(CONFIG), ours("ClusterName: demo\nNodeupConfigHash: def\n"));
        assert_eq!(names(&base, &base), Vec::<String>::new());
        assert_eq!(names(&kops(CONFIG), &base), Vec::<String>::new(), "the script of kops sets the same");
        assert_eq!(names(&base, &config), ["node configuration"]);
        assert_eq!(names(&base, &base.replace("https://a/", "https://b/")), ["nodeup"]);
        let proxy = base.replace("home=", "export http_proxy=http://user:secret@proxy\nhome=");
        assert_eq!(names(&base, &proxy), ["environment of the boot script"]);
        let with = |own: &str| multipart(&base, own, "\n");
        assert_eq!(names(&with("echo a"), &with("echo b")), ["spec.additionalUserData own.sh"]);
        assert_eq!(names("a password", "another password"), ["user data"]);
        let shown = format!("{:?} {:?}", differences(&base, &proxy), differences("a password", "another"));
        assert!(!shown.contains("secret") && !shown.contains("password"), "{shown}");
        let nodeup = differences(&base, &base.replace("https://a/", "https://user:secret@b/"));
        assert!(
            format!("{nodeup:?}").contains("https://a/nodeup") && !format!("{nodeup:?}").contains("secret"),
            "{nodeup:?}"
        );
    }
}
