//! Objects, lists and maps: PHP writes all three as `[]` when they are empty.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// An object that may be missing: `null`, `[]`, `false` and `""` are `None`; an array gives its first
/// element, since document 003 calls some objects arrays (wire section 9 row 23).
pub(crate) fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// A list; `null` and `{}` are empty.
pub(crate) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ListVisitor(PhantomData))
}

/// A map by name; `null` and `[]` are empty.
pub(crate) fn map<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(deserializer.deserialize_any(ObjectVisitor(PhantomData))?.unwrap_or_default())
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object, or `[]` or null for none")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(entries)).map(Some)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let first = items.next_element()?;
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
        if flag { Err(super::scalar::expected("an object")) } else { Ok(None) }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() { Ok(None) } else { Err(super::scalar::expected("an object")) }
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list, or null for none")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = items.next_element()? {
            rows.push(row);
        }
        // Answers are kept, and a list that grew row by row has up to as much room again.
        rows.shrink_to_fit();
        Ok(rows)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        match entries.next_key::<IgnoredAny>()? {
            Some(_) => Err(super::scalar::expected("a list")),
            None => Ok(Vec::new()),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(default, deserialize_with = "object")]
        object: Option<Named>,
        #[serde(default, deserialize_with = "list")]
        list: Vec<Named>,
        #[serde(default, deserialize_with = "map")]
        map: BTreeMap<String, i64>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Named {
        name: String,
    }

    fn sample(field: &str, value: Value) -> Result<Sample, serde_json::Error> {
        serde_json::from_value(json!({ field: value }))
    }

    #[test]
    fn an_object_may_be_missing_in_every_way_php_knows() {
        for none in [json!(null), json!([]), json!(false), json!("")] {
            assert_eq!(sample("object", none).unwrap().object, None);
        }
        let ada = Some(Named { name: "Ada".to_owned() });
        assert_eq!(sample("object", json!({"name": "Ada"})).unwrap().object, ada);
        assert_eq!(sample("object", json!([{"name": "Ada"}, 1])).unwrap().object, ada);
        assert!(sample("object", json!("Ada")).is_err());
        assert!(sample("object", json!({})).is_err());
    }

    #[test]
    fn a_list_may_be_an_empty_object() {
        assert_eq!(sample("list", json!({})).unwrap().list, []);
        assert_eq!(sample("list", json!(null)).unwrap().list, []);
        assert_eq!(sample("list", json!([{"name": "Ada"}])).unwrap().list.len(), 1);
        assert!(sample("list", json!({"name": "Ada"})).is_err());
    }

    #[test]
    fn a_map_may_be_an_empty_list() {
        assert!(sample("map", json!([])).unwrap().map.is_empty());
        assert_eq!(sample("map", json!({"a": 1})).unwrap().map["a"], 1);
    }
}
