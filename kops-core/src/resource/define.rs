//! How a kind is defined: one macro makes the struct and the table of what may change, so that they cannot disagree.

use serde::Serialize;

/// What a difference in a field leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Change {
    /// Part of what the resource is: two resources that differ here are two resources.
    Identity,
    /// AWS changes it in place.
    InPlace,
    /// AWS cannot change it, and what there is is never thrown away for that: a difference is an error with advice.
    Fixed,
    /// Matters when the resource is made; later differences are left alone.
    Initial,
}

/// A field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name in the struct and in JSON.
    pub name: &'static str,
    /// What a difference leads to.
    pub change: Change,
    /// A list whose order means nothing.
    pub unordered: bool,
    /// Unset means that there must be none. Other fields do not matter where they are unset.
    pub exact: bool,
}

/// Defines the struct of a kind: `field: Type => Change`, then `set` for a list without order, `exact` for a field that must
/// not be there where it is unset. Of a `hidden` kind `Debug` is left to be written by hand.
macro_rules! resource {
    ($(#[$meta:meta])* $name:ident { $($fields:tt)* }) => {
        resource! { @with [Debug] $(#[$meta])* $name { $($fields)* } }
    };
    ($(#[$meta:meta])* hidden $name:ident { $($fields:tt)* }) => {
        resource! { @with [] $(#[$meta])* $name { $($fields)* } }
    };
    (
        @with [$($debug:ident)?]
        $(#[$meta:meta])*
        $name:ident {
            $( $(#[$field_meta:meta])* $field:ident : $ty:ty => $change:ident $($flag:ident)*; )*
        }
    ) => {
        $(#[$meta])*
        #[serde_with::skip_serializing_none]
        #[derive(Clone, $($debug,)? Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $ty, )*
        }

        impl $name {
            /// Every field and what a difference in it leads to.
            pub const FIELDS: &'static [$crate::resource::Field] = &[
                $( $crate::resource::Field {
                    name: stringify!($field),
                    change: $crate::resource::Change::$change,
                    unordered: $( resource!(@set $flag) || )* false,
                    exact: $( resource!(@exact $flag) || )* false,
                }, )*
            ];
        }
    };
    (@set set) => { true };
    (@set exact) => { false };
    (@exact exact) => { true };
    (@exact set) => { false };
}

/// Makes `Kind` and `Resource` from the list of kinds.
macro_rules! kinds {
    ($( $name:ident: $slug:literal, $title:literal, $removal:expr; )*) => {
        /// A kind of resource. The order is that in which plans list them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        pub enum Kind {
            $( #[doc = $title] #[serde(rename = $slug)] $name, )*
        }

        impl Kind {
            /// Every kind, in the order of plans.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),* ];

            /// The word for ids and JSON: `route-table`.
            pub fn slug(self) -> &'static str {
                match self { $( Self::$name => $slug, )* }
            }

            /// The words for people: `route table`.
            pub fn title(self) -> &'static str {
                match self { $( Self::$name => $title, )* }
            }

            /// When an obsolete one is deleted.
            pub fn removal(self) -> Removal {
                match self { $( Self::$name => $removal, )* }
            }

            /// Its fields and what a difference in them leads to.
            pub fn fields(self) -> &'static [Field] {
                match self { $( Self::$name => $name::FIELDS, )* }
            }

            /// Finds a kind by its slug.
            pub fn from_slug(slug: &str) -> Option<Self> {
                match slug { $( $slug => Some(Self::$name), )* _ => None }
            }
        }

        /// A resource of any kind.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "kind", content = "fields")]
        #[non_exhaustive]
        pub enum Resource {
            $( #[doc = $title] #[serde(rename = $slug)] $name($name), )*
        }

        impl Resource {
            /// Its kind.
            pub fn kind(&self) -> Kind {
                match self { $( Self::$name(_) => Kind::$name, )* }
            }

            fn fields_value(&self) -> serde_json::Value {
                match self { $( Self::$name(inner) => serde_json::to_value(inner), )* }.unwrap_or(serde_json::Value::Null)
            }

            /// Makes a resource from its fields as JSON.
            ///
            /// # Errors
            /// Where the fields are not those of the kind.
            pub fn from_fields(kind: Kind, fields: serde_json::Value) -> Result<Self, serde_json::Error> {
                Self::read_fields(kind, fields)
            }

            /// Reads the fields of a resource from any format, keeping that format's places in its errors.
            ///
            /// # Errors
            /// Where the fields are not those of the kind.
            pub fn read_fields<'de, D: serde::Deserializer<'de>>(kind: Kind, fields: D) -> Result<Self, D::Error> {
                Ok(match kind { $( Kind::$name => Self::$name(serde::Deserialize::deserialize(fields)?), )* })
            }
        }

        $( impl From<$name> for Resource {
            fn from(inner: $name) -> Self { Self::$name(inner) }
        } )*
    };
}
