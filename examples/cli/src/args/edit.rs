//! The arguments of `kops edit`, `kops set` and `kops unset`.

use clap::{Args, Subcommand};

use super::fields::Fields;

#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    #[command(subcommand)]
    pub(crate) what: EditWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EditWhat {
    /// Edit a cluster in $EDITOR (default: vi), or set and unset fields of it
    Cluster {
        /// Cluster name
        #[arg(value_name = "CLUSTER")]
        cluster: Option<String>,
        #[command(flatten)]
        fields: FieldArgs,
    },
    /// Edit an instance group in $EDITOR (default: vi), or set and unset fields of it
    #[command(name = "instancegroup", visible_alias = "ig", alias = "instancegroups")]
    InstanceGroup {
        /// Instance group name
        #[arg(value_name = "GROUP")]
        group: String,
        #[command(flatten)]
        fields: FieldArgs,
    },
}

/// Fields that are changed without an editor.
#[derive(Debug, Default, Args)]
pub(crate) struct FieldArgs {
    /// Set fields: spec.kubelet.maxPods=200; several are separated by commas, can be repeated. Values are added to a list; --unset it too to
    /// replace it
    #[arg(long, value_name = "FIELD=VALUE", value_parser = Fields::to_set)]
    set: Vec<Fields>,
    /// Unset fields: spec.kubelet.maxPods; several are separated by commas, can be repeated
    #[arg(long, value_name = "FIELD", value_parser = Fields::to_unset)]
    unset: Vec<Fields>,
}

impl FieldArgs {
    /// The fields to set with their values.
    pub(crate) fn set(&self) -> Vec<String> {
        Fields::of(&self.set)
    }

    /// The fields to unset.
    pub(crate) fn unset(&self) -> Vec<String> {
        Fields::of(&self.unset)
    }

    /// Whether a flag names a field.
    pub(crate) fn is_given(&self) -> bool {
        !self.set().is_empty() || !self.unset().is_empty()
    }
}

#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    #[command(subcommand)]
    pub(crate) what: SetWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SetWhat {
    /// Set fields of a cluster
    Cluster {
        /// Fields with their values, such as spec.kubelet.maxPods=200; before them the cluster name, if it is not given by --name
        #[arg(value_name = "[CLUSTER] FIELD=VALUE", required = true)]
        words: Vec<String>,
    },
    /// Set fields of an instance group
    #[command(name = "instancegroup", visible_alias = "ig", alias = "instancegroups")]
    InstanceGroup {
        /// Instance group name
        #[arg(value_name = "GROUP")]
        group: String,
        /// Fields with their values, such as spec.maxSize=5
        #[arg(value_name = "FIELD=VALUE", required = true)]
        fields: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct UnsetArgs {
    #[command(subcommand)]
    pub(crate) what: UnsetWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UnsetWhat {
    /// Unset fields of a cluster
    Cluster {
        /// Fields, such as spec.kubelet.maxPods; before them the cluster name, if it is not given by --name
        #[arg(value_name = "[CLUSTER] FIELD", required = true)]
        words: Vec<String>,
    },
    /// Unset fields of an instance group
    #[command(name = "instancegroup", visible_alias = "ig", alias = "instancegroups")]
    InstanceGroup {
        /// Instance group name
        #[arg(value_name = "GROUP")]
        group: String,
        /// Fields, such as spec.machineType
        #[arg(value_name = "FIELD", required = true)]
        fields: Vec<String>,
    },
}

impl TryFrom<SetArgs> for EditArgs {
    type Error = String;

    fn try_from(SetArgs { what }: SetArgs) -> Result<Self, Self::Error> {
        let fields = |words: Vec<String>| {
            let set = words.into_iter().map(Fields::one_to_set).collect::<Result<_, _>>()?;
            Ok::<_, String>(FieldArgs { set, ..FieldArgs::default() })
        };
        let what = match what {
            SetWhat::Cluster { words } => {
                let (cluster, set) = split(words, "FIELD=VALUE, such as spec.kubelet.maxPods=200")?;
                EditWhat::Cluster { cluster, fields: fields(set)? }
            }
            SetWhat::InstanceGroup { group, fields: set } => EditWhat::InstanceGroup { group, fields: fields(set)? },
        };
        Ok(Self { what })
    }
}

impl TryFrom<UnsetArgs> for EditArgs {
    type Error = String;

    fn try_from(UnsetArgs { what }: UnsetArgs) -> Result<Self, Self::Error> {
        let fields = |words: Vec<String>| FieldArgs {
            unset: words.into_iter().map(Fields::one_to_unset).collect(),
            ..FieldArgs::default()
        };
        let what = match what {
            UnsetWhat::Cluster { words } => {
                let (cluster, unset) = split(words, "FIELD, such as spec.kubelet.maxPods")?;
                EditWhat::Cluster { cluster, fields: fields(unset) }
            }
            UnsetWhat::InstanceGroup { group, fields: unset } => {
                EditWhat::InstanceGroup { group, fields: fields(unset) }
            }
        };
        Ok(Self { what })
    }
}

/// Takes the name of the cluster off the fields, where the first word is none. Without a field there is nothing to do.
fn split(mut words: Vec<String>, expected: &str) -> Result<(Option<String>, Vec<String>), String> {
    let is_field = |word: &String| word.starts_with("spec.") || word.starts_with("cluster.") || word.contains('=');
    let cluster = words.first().is_some_and(|first| !is_field(first)).then(|| words.remove(0));
    if words.is_empty() {
        return Err(format!("no field specified: expected [CLUSTER] {expected}"));
    }
    Ok((cluster, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_cluster_may_stand_before_the_fields() {
        let words = |words: &[&str]| split(words.iter().map(|word| (*word).to_owned()).collect(), "FIELD");
        assert_eq!(
            words(&["a.example.com", "spec.channel"]),
            Ok((Some("a.example.com".into()), vec!["spec.channel".into()]))
        );
        assert_eq!(words(&["spec.channel=alpha"]), Ok((None, vec!["spec.channel=alpha".into()])));
        assert_eq!(words(&["cluster.spec.channel"]), Ok((None, vec!["cluster.spec.channel".into()])));
        assert!(words(&["a.example.com"]).is_err());
    }
}
