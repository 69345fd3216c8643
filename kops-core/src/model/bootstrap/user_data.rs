//! What machines run when they first boot: a script that installs nodeup and tells it where its configuration is, and the
//! parts that the group adds.
//!
//! The script is of kops-core. It keeps the variables and the file that kops's own has, which tools look for.

use std::fmt::Write;

use serde_json::{Value, json};

use super::node_files::NodeFiles;
use super::{api_addresses, environment};
use crate::diag::Diagnostic;
use crate::graph::Builder;
use crate::model::{Context, codes, ports};
use crate::naming::keysets::KUBERNETES_CA;
use crate::resource::{Encoding, Kind, ListItem, Output, Part, Ref, ResourceId, Text};
use crate::spec::{EgressProxy, InstanceGroup, Role, UserData};

/// The bytes of user data that EC2 takes.
const LIMIT: usize = 16 * 1024;
/// Bytes of a certificate authority at least, as it stands in the user data.
const CERTIFICATE: usize = 1000;
/// Bytes of a SHA-256 in base 64.
const HASH: usize = 44;

const SCRIPT: &str = include_str!("boot.sh");
const BOUNDARY: &str = "MIMEBOUNDARY";
const MARKER: &str = "__EOF_KUBE_ENV";

/// Returns the user data of a group; nothing for bastions without parts of their own.
pub(super) fn user_data(
    context: &Context<'_>,
    group: &InstanceGroup,
    role: Role,
    files: &NodeFiles,
    graph: &mut Builder,
) -> Option<Text> {
    let parts = &group.spec.additional_user_data;
    let text = match role {
        Role::Bastion if parts.is_empty() => return None,
        Role::Bastion => multipart(None, parts),
        _ if parts.is_empty() => boot_script(context, group, role, files),
        _ => multipart(Some(boot_script(context, group, role, files)), parts),
    };
    let size = least_size(&text);
    if size > LIMIT {
        let message = format!("the user data of `{}` has at least {size} bytes, and EC2 takes {LIMIT}", group.name());
        let help = "move what `additionalUserData` holds to `fileAssets` or `hooks`, which are not part of it";
        let field = if parts.is_empty() { "spec" } else { "spec.additionalUserData" };
        let problem = Diagnostic::error(codes::USER_DATA_SIZE.id, message);
        graph.problem(problem.at(group.reference().field(field)).help(help));
    }
    Some(text)
}

/// Returns the script that installs nodeup.
pub(super) fn boot_script(context: &Context<'_>, group: &InstanceGroup, role: Role, files: &NodeFiles) -> Text {
    let mut head = String::from("#!/bin/bash\nset -o errexit -o nounset -o pipefail\n\n");
    for (arch, file) in &files.nodeup {
        let arch = arch.to_uppercase();
        // Writing to a string cannot fail.
        let _ = writeln!(head, "NODEUP_URL_{arch}={}", word(&file.urls.join(",")));
        let _ = writeln!(head, "NODEUP_HASH_{arch}={}", file.sha256);
    }
    let _ = writeln!(head, "\nexport AWS_REGION={}\n", context.facts.region);
    head.push_str(&context.spec().egress_proxy.as_ref().map(proxy).unwrap_or_default());
    head.push_str(SCRIPT);
    let environment = Text::yaml(&boot_config(context, group, role));
    let text = Text::from(head);
    let text = if group.spec.compress_user_data == Some(true) {
        let packed = text.then("echo \"").then_encoded(Encoding::GzipBase64, environment);
        packed.then("\" | base64 -d | gzip -d > \"${home}/conf/kube_env.yaml\"\n")
    } else {
        let file = format!("cat > \"${{home}}/conf/kube_env.yaml\" << '{MARKER}'\n");
        text.then(file).then_text(environment).then(format!("\n{MARKER}\n"))
    };
    text.then("\ncd \"${home}/bin\"\n./nodeup --install-systemd-unit --conf=\"${home}/conf/kube_env.yaml\" --v=8\n")
}

/// What nodeup must know before it can read its configuration.
fn boot_config(context: &Context<'_>, group: &InstanceGroup, role: Role) -> Value {
    let hash = Ref::output(Kind::ManagedFile, context.names.node_config(group.name()), Output::Sha256Base64);
    let mut config = json!({
        "CloudProvider": "aws",
        "ClusterName": context.names.cluster(),
        "InstanceGroupName": group.name(),
        "InstanceGroupRole": role.on_nodes(),
        "NodeupConfigHash": hash,
    });
    let serves_api = matches!(role, Role::Master | Role::ApiServer);
    if serves_api || !context.kops_controller_serves_node_config() {
        config["ConfigBase"] = json!(context.spec().config_base);
    } else {
        let name = context.names.kops_controller();
        let authority = Ref::output(Kind::Keyset, KUBERNETES_CA, Output::Certificates);
        config["ConfigServer"] = match api_addresses::of_kops_controller(
            context,
            ListItem::HttpsServer(ports::KOPS_CONTROLLER),
        ) {
            Some(servers) => json!({"servers": servers, "tlsServerName": name, "CACertificates": authority}),
            None => {
                json!({"servers": [format!("https://{name}:{}/", ports::KOPS_CONTROLLER)], "CACertificates": authority})
            }
        };
    }
    if let Some(addresses) = api_addresses::of_kops_controller(context, ListItem::Line).filter(|_| !serves_api) {
        config["APIServerIPs"] = addresses;
    }
    config
}

/// Sends the machine through a proxy: this script, what systemd starts, and the package managers.
fn proxy(proxy: &EgressProxy) -> String {
    let Some(url) = environment::proxy_url(proxy) else { return String::new() };
    let (url, excludes) = (quoted(&url), quoted(proxy.excludes.as_deref().unwrap_or_default()));
    format!(
        "\
export http_proxy={url} https_proxy={url} no_proxy={excludes} NO_PROXY={excludes}
units=
for name in http_proxy https_proxy no_proxy NO_PROXY; do
  echo \"${{name}}=${{!name}}\" >> /etc/environment
  units+=\" \\\"${{name}}=${{!name}}\\\"\"
done
mkdir -p /etc/systemd/system.conf.d
printf '[Manager]\\nDefaultEnvironment=%s\\n' \"${{units}}\" > /etc/systemd/system.conf.d/10-proxy.conf
systemctl daemon-reexec
if [[ -d /etc/apt/apt.conf.d ]]; then
  echo \"Acquire::http::Proxy \\\"${{http_proxy}}\\\";\" > /etc/apt/apt.conf.d/30proxy
elif [[ -f /etc/yum.conf ]]; then
  echo \"proxy=${{http_proxy}}\" >> /etc/yum.conf
fi

"
    )
}

/// A text as one word of a shell. Where a shell takes each character for itself it stays as it is, as kops writes it.
fn word(text: &str) -> String {
    let is_itself = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/:,@%+=".contains(&byte);
    if text.bytes().all(is_itself) { text.to_owned() } else { quoted(text) }
}

/// A text in the quotes of a shell, in which it takes each character for itself.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The script and the parts of the group as one message, which cloud-init takes apart.
fn multipart(script: Option<Text>, parts: &[UserData]) -> Text {
    let head = |name: &str, kind: &str| {
        format!(
            "--{BOUNDARY}\nContent-Disposition: attachment; filename=\"{name}\"\nContent-Transfer-Encoding: 7bit\n\
             Content-Type: {kind}\nMIME-Version: 1.0\n\n"
        )
    };
    let mut text = Text::from(format!("Content-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\nMIME-Version: 1.0\n\n"));
    if let Some(script) = script {
        text = text.then(head("nodeup.sh", "text/x-shellscript")).then_text(script).then("\n");
    }
    for part in parts {
        let given = |field: &Option<String>| field.clone().unwrap_or_default();
        text = text.then(head(&given(&part.name), &given(&part.r#type))).then(given(&part.content)).then("\n");
    }
    text.then(format!("--{BOUNDARY}--\n"))
}

/// The bytes that a text has at least, whatever its references become.
fn least_size(text: &Text) -> usize {
    let of_part = |part: &Part| match part {
        Part::Literal(text) => text.len(),
        Part::Output { id: ResourceId { kind: Kind::Keyset, .. }, .. } => CERTIFICATE,
        Part::Output { output: Output::PrivateAddresses | Output::DnsName, .. } => 0,
        Part::Output { .. } => HASH,
        // A certificate is close to random, so that little is gained by packing it.
        Part::Encoded { encoding: Encoding::GzipBase64, text } => least_size(text) * 3 / 4,
        Part::Encoded { text, .. } => least_size(text),
    };
    text.parts().iter().map(of_part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fill;
    use crate::model::testing::{Demo, get, managed_file, public};
    use crate::resource::Resource;

    fn user_data_of(demo: &Demo, name: &str) -> Option<Text> {
        match get(&demo.build(), Kind::LaunchTemplate, &format!("{name}.demo.example.com")) {
            Resource::LaunchTemplate(template) => template.user_data.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn shown(demo: &Demo, name: &str) -> String {
        user_data_of(demo, name).expect("has user data").to_string()
    }

    #[test]
    fn machines_are_told_where_their_configuration_is_and_what_its_hash_must_be() {
        let demo = public(json!({}));
        let control_plane = shown(&demo, "control-plane.masters");
        assert!(control_plane.contains(
            "
CloudProvider: aws
ClusterName: demo.example.com
ConfigBase: s3://states/demo.example.com
InstanceGroupName: control-plane
InstanceGroupRole: ControlPlane
NodeupConfigHash: ${managed-file/nodeupconfig-control-plane.sha256-base64}
"
        ));
        let node = shown(&demo, "nodes");
        assert!(node.contains(
            "
ConfigServer:
  CACertificates: ${keyset/kubernetes-ca.certificates}
  servers:
  - https://kops-controller.internal.demo.example.com:3988/
"
        ));
        assert!(node.contains("\nexport AWS_REGION=us-east-2\n") && !node.contains("ConfigBase"));
    }

    #[test]
    fn nodes_of_a_cluster_without_dns_are_told_the_addresses_of_the_load_balancer() {
        let api = json!({"loadBalancer": {"class": "Network", "type": "Public"}});
        let demo = |dns: &str| public(json!({"topology": {"dns": {"type": dns}}, "api": api}));
        let node = shown(&demo("None"), "nodes");
        assert!(
            node.contains(
                "
APIServerIPs: ${list(${network-load-balancer/api.demo.example.com.private-addresses})}
CloudProvider: aws
"
            ) && node.contains(
                "
  servers: ${https-servers-3988(${network-load-balancer/api.demo.example.com.private-addresses})}
  tlsServerName: kops-controller.internal.demo.example.com
"
            ),
            "{node}"
        );
        assert!(!shown(&demo("None"), "control-plane.masters").contains("APIServerIPs"));
        assert!(!shown(&demo("Public"), "nodes").contains("APIServerIPs"));

        // What renders files for others to apply cannot refer to the addresses: it writes those that are known.
        let known = |dns: &str, addresses: &[&str]| {
            let addresses = addresses.iter().map(|address| (*address).to_owned()).collect();
            demo(dns).facts(|facts| facts.api_addresses = Some(addresses))
        };
        let there = known("None", &["10.0.0.7", "10.0.1.9", "api-1.elb.us-east-2.amazonaws.com"]);
        let node = shown(&there, "nodes");
        assert!(node.contains("\nAPIServerIPs:\n- 10.0.0.7\n- 10.0.1.9\nCloudProvider"), "{node}");
        assert!(node.contains("\n  servers:\n  - https://10.0.0.7:3988/\n  - https://10.0.1.9:3988/\n"), "{node}");
        let node = shown(&known("None", &[]), "nodes");
        assert!(node.contains("- https://kops-controller.internal.demo.example.com:3988/\n"), "{node}");
        assert!(!node.contains("APIServerIPs") && !node.contains("tlsServerName"), "{node}");
        for (demo, warnings) in [
            (known("None", &["api-1.elb.us-east-2.amazonaws.com"]), vec!["api/no-address"]),
            (known("None", &[]), vec!["api/no-address"]),
            (known("Public", &[]), vec![]),
            (there, vec![]),
            (demo("None"), vec![]),
        ] {
            let (_, found) = demo.with_context(fill).build_partial();
            assert_eq!(found.iter().map(|warning| warning.code).collect::<Vec<_>>(), warnings);
        }
    }

    #[test]
    fn parts_of_the_group_follow_the_script_and_stand_alone_on_bastions() {
        let own = json!({"additionalUserData": [{"name": "mine.sh", "type": "text/x-shellscript", "content": "echo"}]});
        let bastion = json!({"role": "Bastion", "subnets": ["us-east-2a"]});
        let demo = public(json!({})).group("nodes", own.clone()).group("bastion", bastion.clone());
        let node = shown(&demo, "nodes");
        let place = |text: &str| node.find(text).expect("is there");
        assert!(place("filename=\"nodeup.sh\"") < place("filename=\"mine.sh\""));
        assert!(node.starts_with("Content-Type: multipart/mixed") && node.ends_with("\n--MIMEBOUNDARY--\n"));
        assert_eq!(user_data_of(&demo, "bastion"), None);
        let demo = demo.group("bastion", own);
        let alone = shown(&demo, "bastion");
        assert!(alone.contains("mine.sh") && !alone.contains("nodeup"));
        assert_eq!(managed_file(&demo.build(), "nodeupconfig-bastion").0, "igconfig/bastion/bastion/nodeupconfig.yaml");
    }

    #[test]
    fn user_data_that_ec2_refuses_is_refused_beforehand() {
        for (bytes, problems) in [(8_000, vec![]), (16_000, vec!["group/user-data-size"])] {
            let part = json!([{"name": "a", "type": "text/plain", "content": "x".repeat(bytes)}]);
            let demo = public(json!({})).group("nodes", json!({"additionalUserData": part}));
            assert_eq!(demo.problems(), problems, "{bytes}");
        }
    }

    #[test]
    fn the_configuration_can_be_packed() {
        let text = shown(&public(json!({})).group("nodes", json!({"compressUserData": true})), "nodes");
        assert!(text.contains("echo \"${gzip(") && !text.contains(MARKER));
    }

    #[test]
    fn a_proxy_is_set_up_before_the_first_download() {
        let proxy = json!({"egressProxy": {"httpProxy": {"host": "proxy", "port": 3128}, "excludes": "a,'b'"}});
        let text = shown(&public(proxy), "nodes");
        let set = "export http_proxy='http://proxy:3128' https_proxy='http://proxy:3128' no_proxy='a,'\\''b'\\'''";
        let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
        assert!(place(set) < place("until [["));
    }

    #[test]
    fn an_address_is_one_word_of_the_script() {
        for (address, expected) in [
            ("https://files.example.com/a", "https://files.example.com/a/"),
            ("https://me:p$(reboot)&'1@files.example.com", r"'https://me:p$(reboot)&'\''1@files.example.com/"),
        ] {
            let text = shown(&public(json!({"assets": {"fileRepository": address}})), "nodes");
            assert!(text.contains(&format!("\nNODEUP_URL_AMD64={expected}")), "{text}");
        }
    }

    #[test]
    fn karpenter_finds_the_script_in_the_state_store() {
        let graph = public(json!({})).group("nodes", json!({"manager": "Karpenter"})).build();
        let (key, content) = managed_file(&graph, "nodeupscript-nodes");
        assert_eq!(key, "igconfig/node/nodes/nodeupscript.sh");
        assert!(content.starts_with("#!/bin/bash\n") && content.contains("InstanceGroupName: nodes\n"));
    }
}
