//! The account file: JSON that a person can write and that keeps an account from one command to the next.

use std::collections::BTreeSet;
use std::fmt;

use super::api_error::ApiError;
use super::execute::write_object;
use super::rules::Rules;
use super::state::{ByKind, State};
use crate::facts;
use crate::resource::{CloudId, Kind, Resource, on_kind};

/// Why a text is not an account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AccountError {
    /// The text is not JSON, or has fields that an account does not have.
    #[error("line {line}, column {column}: {message}")]
    Format {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// What stands in the account cannot stand there.
    #[error("the account cannot hold {resource}: {message}")]
    Content {
        /// The resource, as `subnet/subnet-0123`.
        resource: String,
        /// What AWS would say.
        message: String,
    },
}

/// Reads an account. What a person wrote must be able to stand there; what steps made was checked when they made it.
pub(super) fn read(text: &str) -> Result<State, AccountError> {
    let mut account: State = serde_json::from_str(text).map_err(format_error)?;
    if account.partition.is_empty() {
        account.partition = facts::partition(&account.region).to_owned();
    }
    let made: BTreeSet<_> = account.tokens.values().map(|made| (made.kind, made.id.clone())).collect();
    let laid: Vec<_> =
        account.resources.values().flatten().map(|(id, resource)| (id.clone(), resource.clone())).collect();
    let laid: Vec<_> =
        laid.into_iter().filter(|(id, resource)| !made.contains(&(resource.kind(), id.clone()))).collect();
    for (id, resource) in &laid {
        on_kind!(resource.clone(), inner => complete(&mut account, id, inner));
    }
    for (id, resource) in &laid {
        on_kind!(resource, inner => check(&account, id, inner))?;
    }
    account.associate_zones();
    Ok(account)
}

/// Writes an account.
pub(super) fn write(account: &State) -> String {
    let mut text = serde_json::to_string_pretty(account).expect("accounts serialise");
    text.push('\n');
    text
}

/// Puts something into the account that was there before any step.
pub(super) fn place<T: Rules>(account: &mut State, id: CloudId, resource: T) -> Result<(), AccountError> {
    let mut before = account.clone();
    complete(&mut before, &id, resource.clone());
    check::<T>(&before, &id, &resource)?;
    write_object(account, id, resource);
    account.associate_zones();
    Ok(())
}

/// What AWS answers to a name that is its own: `default` for security groups.
const RESERVED: &str = "InvalidGroup.Reserved";

fn complete<T: Rules>(account: &mut State, id: &CloudId, mut resource: T) {
    resource.complete(id, account);
    account.put(id, resource.into());
}

fn check<T: Rules>(account: &State, id: &CloudId, resource: &T) -> Result<(), AccountError> {
    let mut faults = resource.faults();
    // What AWS makes itself has names that it reserves.
    faults.retain(|fault| fault.aws_code != RESERVED);
    match ApiError::of_first(faults).and_then(|()| resource.check(Some(id), account)) {
        Err(api_error) if !api_error.is_temporary() => Err(AccountError::Content {
            resource: format!("{}/{id}", T::KIND),
            message: api_error.message().to_owned(),
        }),
        _ => Ok(()),
    }
}

/// The place and the words of a JSON error, apart.
fn format_error(error: serde_json::Error) -> AccountError {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let message = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message).to_owned();
    AccountError::Format { line, column, message }
}

/// Resources in the file: kind, id, fields.
pub(super) mod resources {
    use std::collections::BTreeMap;

    use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
    use serde::ser::{SerializeMap, Serializer};

    use super::{ByKind, CloudId, Kind, Resource, fmt};

    pub(in super::super) fn serialize<S: Serializer>(all: &ByKind<Resource>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(all.len()))?;
        for (kind, resources) in all {
            let fields: BTreeMap<_, _> = resources.iter().map(|(id, resource)| (id, resource.to_value())).collect();
            map.serialize_entry(kind, &fields)?;
        }
        map.end()
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ByKind<Resource>, D::Error> {
        from.deserialize_map(Kinds)
    }

    struct Kinds;

    impl<'de> Visitor<'de> for Kinds {
        type Value = ByKind<Resource>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("resources by kind and id")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = Self::Value::new();
            while let Some(kind) = map.next_key::<Kind>()? {
                if all.insert(kind, map.next_value_seed(OfKind(kind))?).is_some() {
                    return Err(A::Error::custom(format!("the kind `{kind}` is there twice")));
                }
            }
            Ok(all)
        }
    }

    struct OfKind(Kind);

    impl<'de> DeserializeSeed<'de> for OfKind {
        type Value = BTreeMap<CloudId, Resource>;

        fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
            from.deserialize_map(self)
        }
    }

    impl<'de> Visitor<'de> for OfKind {
        type Value = BTreeMap<CloudId, Resource>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "resources of kind `{}` by id", self.0)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = Self::Value::new();
            while let Some(id) = map.next_key::<CloudId>()? {
                let resource = map.next_value_seed(Fields(self.0))?;
                if all.insert(id.clone(), resource).is_some() {
                    return Err(A::Error::custom(format!("the {} `{id}` is there twice", self.0.title())));
                }
            }
            Ok(all)
        }
    }

    struct Fields(Kind);

    impl<'de> DeserializeSeed<'de> for Fields {
        type Value = Resource;

        fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
            Resource::read_fields(self.0, from)
        }
    }
}
