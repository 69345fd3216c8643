//! A serde deserializer without a text: it makes up a value of any type, so that every field of the model is tried
//! without a list of them.

use std::cell::RefCell;
use std::rc::Rc;

use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Decides what is made up.
pub(crate) trait Choices {
    /// A number below a limit.
    fn below(&mut self, limit: usize) -> usize;

    /// Any number.
    fn any(&mut self) -> u64;
}

/// Makes up values; the same choices make the same value.
pub(crate) struct Arbitrary<C> {
    choices: Rc<RefCell<C>>,
    /// What share in percent of fields is set.
    density: u8,
}

impl Arbitrary<Seed> {
    /// Makes up values by a seed.
    pub(crate) fn new(seed: u64, density: u8) -> Self {
        Self::by(Rc::new(RefCell::new(Seed(seed))), density)
    }
}

impl<C: Choices> Arbitrary<C> {
    /// Makes up values by choices, which can go on afterwards.
    pub(crate) fn by(choices: Rc<RefCell<C>>, density: u8) -> Self {
        Self { choices, density }
    }

    fn next(&mut self) -> u64 {
        self.choices.borrow_mut().any()
    }

    fn below(&mut self, limit: usize) -> usize {
        self.choices.borrow_mut().below(limit)
    }

    fn fork(&self) -> Self {
        Self { choices: Rc::clone(&self.choices), density: self.density }
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

/// The numbers of a SplitMix64 sequence.
pub(crate) struct Seed(u64);

impl Choices for Seed {
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.any() % limit as u64).expect("small")
    }

    fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $type:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
            let any = self.next() as $type;
            visitor.$visit(self.pick(&[0, 1, <$type>::MIN, <$type>::MAX, any]))
        }
    )*};
}

impl<'de, C: Choices> Deserializer<'de> for Arbitrary<C> {
    type Error = Error;

    /// Durations, quantities, numbers that may be text, and values that are kept as they are.
    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.pick(&["5m", "0", "1.5m", "-3m", "7200m"]))
    }

    fn deserialize_bool<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.pick(&[true, false]))
    }

    integers! {
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8;
        deserialize_u32 visit_u32 u32;
    }

    fn deserialize_str<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.pick(&["a", "", "true", "1.30", "a: b", "x\ny\n", " x", "#", "ä\u{7}", "10%", "- a"]))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        let left = self.below(3);
        visitor.visit_seq(Items { source: self, left })
    }

    fn deserialize_map<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        let keys = ["plain", "a.b/c", "true", "1", ""];
        let chosen = keys.into_iter().filter(|_| self.below(3) == 0).collect();
        visitor.visit_map(Entries { source: self, keys: chosen })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let density = usize::from(self.density);
        let chosen = fields.iter().copied().filter(|_| self.below(100) < density).collect();
        visitor.visit_map(Entries { source: self, keys: chosen })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant: StrDeserializer<'_, Error> = self.pick(variants).into_deserializer();
        visitor.visit_enum(variant)
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct
        identifier ignored_any
    }
}

struct Items<C> {
    source: Arbitrary<C>,
    left: usize,
}

impl<'de, C: Choices> SeqAccess<'de> for Items<C> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(self.source.fork()).map(Some)
    }
}

struct Entries<C> {
    source: Arbitrary<C>,
    keys: Vec<&'static str>,
}

impl<'de, C: Choices> MapAccess<'de> for Entries<C> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(key) = self.keys.pop() else { return Ok(None) };
        let key: StrDeserializer<'_, Error> = key.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.source.fork())
    }
}
