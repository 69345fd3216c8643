//! The macros of the one table: `resource!` makes the struct of a kind and the rows of its fields, `kinds!` makes `Kind` and
//! `Resource` from the rows of the kinds.

/// Defines the struct of a kind. Each field is `name: Type => Change`, followed by what else its row says, as in the literal
/// of a struct: `{ unordered: true, refers_to: &[Kind::Subnet] }`; [`Field`](super::Field) lists what there is. A field called
/// `tags` holds the tags. Of a `hidden` kind `Debug` is left to be written by hand.
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
            $(
                $(#[$field_meta:meta])*
                $field:ident : $ty:ty => $change:ident $({ $($property:ident: $value:expr),+ $(,)? })?;
            )*
        }
    ) => {
        $(#[$meta])*
        #[serde_with::skip_serializing_none]
        #[derive(Clone, $($debug,)? Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $ty, )*
        }

        pastey::paste! {
            impl $name {
                $(
                    #[doc = concat!("The row of `", stringify!($field), "`.")]
                    pub const [<$field:upper>]: &'static $crate::resource::Field = &$crate::resource::Field {
                        $($( $property: $value, )+)?
                        ..resource!(@row $field $change)
                    };
                )*

                /// The rows of all fields, in their order.
                pub const FIELDS: &'static [$crate::resource::Field] = &[ $( *Self::[<$field:upper>] ),* ];
            }
        }

        impl $crate::resource::Fields for $name {
            fn tags(&self) -> Option<&$crate::resource::Tags> {
                resource!(@tags self [&] $($field)*)
            }

            fn tags_mut(&mut self) -> Option<&mut $crate::resource::Tags> {
                resource!(@tags self [&mut] $($field)*)
            }

            fn copy_field(&mut self, field: &$crate::resource::Field, from: &Self) {
                $( if field.name == stringify!($field) {
                    self.$field.clone_from(&from.$field);
                } )*
            }
        }
    };
    (@row tags $change:ident) => {
        $crate::resource::Field {
            compare: $crate::resource::Compare::Tags,
            ..$crate::resource::Field::new("tags", $crate::resource::Change::$change)
        }
    };
    (@row $field:ident $change:ident) => {
        $crate::resource::Field::new(stringify!($field), $crate::resource::Change::$change)
    };
    (@tags $this:ident [$($borrow:tt)+] tags $($rest:ident)*) => { Option::from($($borrow)+ $this.tags) };
    (@tags $this:ident [$($borrow:tt)+] $other:ident $($rest:ident)*) => {
        resource!(@tags $this [$($borrow)+] $($rest)*)
    };
    (@tags $this:ident [$($borrow:tt)+]) => { None };
}

/// Makes `Kind`, `Resource` and what goes from one to the other. Each kind is the name of its struct with its row, as in the
/// literal of a struct: slug and title, then what is not as in [`Properties::DEFAULT`](super::Properties).
macro_rules! kinds {
    ($(
        $name:ident { slug: $slug:literal, title: $title:literal, $($property:ident: $value:expr),* $(,)? }
    )*) => {
        /// A kind of resource. The order is that in which plans list them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum Kind {
            $( #[doc = $title] #[serde(rename = $slug)] $name, )*
        }

        impl Kind {
            /// Every kind, in the order of plans.
            pub const ALL: &'static [Self] = &[ $( Self::$name ),* ];

            /// Everything that is known of the kind.
            pub fn properties(self) -> &'static Properties {
                match self {
                    $( Self::$name => {
                        const ROW: &Properties =
                            &Properties { slug: $slug, title: $title, $($property: $value,)* ..Properties::DEFAULT };
                        ROW
                    } )*
                }
            }

            /// The rows of its fields.
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
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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

            /// Its tags, where it has any.
            pub fn tags(&self) -> Option<&Tags> {
                match self { $( Self::$name(inner) => Fields::tags(inner), )* }
            }

            /// Its tags, to be changed.
            pub(crate) fn tags_mut(&mut self) -> Option<&mut Tags> {
                match self { $( Self::$name(inner) => Fields::tags_mut(inner), )* }
            }

            /// Takes the value of a field from a resource of the same kind.
            pub(super) fn copy_field(&mut self, field: &Field, from: &Self) {
                match (self, from) {
                    $( (Self::$name(inner), Self::$name(from)) => inner.copy_field(field, from), )*
                    _ => unreachable!("the kinds were compared"),
                }
            }

            pub(super) fn fields_value(&self) -> serde_json::Value {
                match self { $( Self::$name(inner) => serde_json::to_value(inner), )* }
                    .expect("the structs of kinds have keys and values of JSON")
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

        $(
            impl From<$name> for Resource {
                fn from(inner: $name) -> Self { Self::$name(inner) }
            }

            impl OfKind for $name {
                const KIND: Kind = Kind::$name;

                fn of(resource: &Resource) -> Option<&Self> {
                    match resource {
                        Resource::$name(inner) => Some(inner),
                        _ => None,
                    }
                }
            }
        )*

        /// Runs an expression on the struct inside a resource.
        macro_rules! on_kind {
            ($resource:expr, $inner:ident => $body:expr) => {
                match $resource { $( $crate::resource::Resource::$name($inner) => $body, )* }
            };
        }
        pub(crate) use on_kind;
    };
}
