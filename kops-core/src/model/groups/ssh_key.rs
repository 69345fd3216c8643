//! The EC2 key pair that lets the user's SSH key log in to instances.

use crate::diag::SpecPath;
use crate::graph::{Builder, Origin};
use crate::model::Context;
use crate::pki::SshPublicKey;
use crate::resource::{KeyPair, Kind, Ref};

/// Adds the key pair: the one that `sshKeyName` names, or one made of the cluster's SSH key.
pub(super) fn build(context: &Context<'_>, graph: &mut Builder) {
    match choose(context) {
        Choice::None => {}
        Choice::Existing { name, path } => {
            let pair = KeyPair { name: name.to_owned(), ..KeyPair::default() };
            graph.share(name, name, pair, Origin::new("existing key pair for SSH access to instances", path));
        }
        Choice::Own { key, text, path } => {
            let name = context.names.key_pair(&key.fingerprint());
            let pair = KeyPair {
                name: name.clone(),
                public_key: Some(text.trim().to_owned()),
                tags: context.tags(context.cluster.name()),
            };
            graph.own(name, pair, Origin::new("key pair for SSH access to instances", path));
        }
    }
}

/// Refers to the key pair of instances, by name; nothing where they have none.
pub(super) fn reference(context: &Context<'_>) -> Option<Ref> {
    let name = match choose(context) {
        Choice::None => return None,
        Choice::Existing { name, .. } => name.to_owned(),
        Choice::Own { key, .. } => context.names.key_pair(&key.fingerprint()),
    };
    Some(Ref::to(Kind::KeyPair, name))
}

enum Choice<'a> {
    None,
    Existing { name: &'a str, path: SpecPath },
    Own { key: SshPublicKey, text: &'a str, path: SpecPath },
}

/// An empty `sshKeyName` means no key at all, an unset one the SSH key that was stored for the cluster. Validation refuses a
/// text that is no key.
fn choose<'a>(context: &Context<'a>) -> Choice<'a> {
    let cluster = context.cluster;
    match cluster.spec.ssh_key_name.as_deref() {
        Some("") => Choice::None,
        Some(name) => Choice::Existing { name, path: cluster.reference().field("spec.sshKeyName") },
        None => {
            let stored = context.ssh_credentials.iter().find_map(|credential| {
                let text = credential.spec.public_key.as_deref()?;
                let path = credential.reference().field("spec.publicKey");
                Some(Choice::Own { key: text.parse().ok()?, text, path })
            });
            stored.unwrap_or(Choice::None)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::model::testing::{get, list, public};
    use crate::resource::{Kind, Ref, Resource};

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me";
    const PAIR: &str = "kubernetes.demo.example.com-0f:a2:0a:d7:38:3e:65:45:08:6b:63:84:1c:ff:dc:ba";

    #[test]
    fn the_spec_chooses_the_key_of_instances() {
        for (name, stored, pair) in [
            (Value::Null, None, None),
            (Value::Null, Some(KEY), Some(PAIR)),
            (json!(""), Some(KEY), None),
            (json!("mine"), None, Some("mine")),
            (json!("mine"), Some(KEY), Some("mine")),
        ] {
            let mut demo = public(json!({"sshKeyName": name}));
            if let Some(key) = stored {
                demo = demo.ssh_key(key);
            }
            let graph = demo.build();
            assert_eq!(graph.of_kind(Kind::KeyPair).map(|(name, _)| name).next(), pair);
            let template = get(&graph, Kind::LaunchTemplate, "nodes.demo.example.com");
            let Resource::LaunchTemplate(template) = template else { panic!("{template:?}") };
            assert_eq!(template.key_name, pair.map(|pair| Ref::to(Kind::KeyPair, pair)));
        }
    }

    #[test]
    fn a_key_pair_that_exists_is_only_used() {
        assert_eq!(list(&public(json!({"sshKeyName": "mine"})).build(), Kind::KeyPair), ["mine (mine)"]);
    }
}
