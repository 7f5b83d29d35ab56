//! The `filters` parameter: a JSON array of one-key objects, `[{"email":{"type":"=","value":"a@b.test"}}]`.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// A field a list documents as filterable, with the one expression and the one JSON type it takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    name: &'static str,
    shape: Shape,
}

impl Field {
    /// `=` with a string.
    pub(crate) const fn text(name: &'static str) -> Self {
        Self { name, shape: Shape::Text }
    }

    /// `=` with a boolean.
    pub(crate) const fn flag(name: &'static str) -> Self {
        Self { name, shape: Shape::Flag }
    }

    /// `in` with an array of strings.
    pub(crate) const fn any_of(name: &'static str) -> Self {
        Self { name, shape: Shape::AnyOf }
    }

    fn read(self, filter: &Value) -> Result<Operand, Refusal> {
        let (kind, value) = filter.get("type").zip(filter.get("value")).ok_or(Refusal::FilterFormat)?;
        if kind.as_str() != Some(self.shape.expression()) {
            return Err(Refusal::FilterExpression { field: self.name, expression: self.shape.expression() });
        }
        self.shape.operand(value).ok_or(Refusal::FilterValue { field: self.name, kind: self.shape.kind() })
    }
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Text,
    Flag,
    AnyOf,
}

impl Shape {
    fn expression(self) -> &'static str {
        match self {
            Self::Text | Self::Flag => "=",
            Self::AnyOf => "in",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Flag => "boolean",
            Self::AnyOf => "array",
        }
    }

    fn operand(self, value: &Value) -> Option<Operand> {
        match self {
            Self::Text => value.as_str().map(|text| Operand::Text(text.to_owned())),
            Self::Flag => value.as_bool().map(Operand::Flag),
            Self::AnyOf => strings(value).map(Operand::AnyOf),
        }
    }
}

fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

#[derive(Debug)]
enum Operand {
    Text(String),
    Flag(bool),
    AnyOf(Vec<String>),
}

/// The filters of one request; a row has to pass all of them.
#[derive(Debug, Default)]
pub(crate) struct Filters(Vec<(&'static str, Operand)>);

impl Filters {
    pub(super) fn parse(json: &str, fields: &[Field]) -> Result<Self, Refusal> {
        let given: Vec<Map<String, Value>> = serde_json::from_str(json).map_err(|_| Refusal::FilterFormat)?;
        given.iter().map(|object| one(object, fields)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the filters on `field` let a text pass. Case does not count, as in an address.
    pub(crate) fn admit_text(&self, field: &str, text: &str) -> bool {
        self.on(field).all(|operand| match operand {
            Operand::Text(wanted) => wanted.eq_ignore_ascii_case(text),
            Operand::AnyOf(wanted) => wanted.iter().any(|one| one.eq_ignore_ascii_case(text)),
            Operand::Flag(_) => false,
        })
    }

    /// Whether the filters on `field` let a boolean pass.
    pub(crate) fn admit_flag(&self, field: &str, flag: bool) -> bool {
        self.on(field).all(|operand| matches!(operand, Operand::Flag(wanted) if *wanted == flag))
    }

    /// Whether there is any filter on `field`.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.on(field).next().is_some()
    }

    fn on(&self, field: &str) -> impl Iterator<Item = &Operand> {
        self.0.iter().filter(move |(name, _)| *name == field).map(|(_, operand)| operand)
    }
}

fn one(object: &Map<String, Value>, fields: &[Field]) -> Result<(&'static str, Operand), Refusal> {
    let mut keys = object.iter();
    let (Some((name, filter)), None) = (keys.next(), keys.next()) else {
        return Err(Refusal::FilterFormat);
    };
    let known = fields.iter().find(|field| field.name == name);
    let field = known.ok_or_else(|| Refusal::UnsupportedFilter(name.clone()))?;
    Ok((field.name, field.read(filter)?))
}

#[cfg(test)]
mod tests {
    use super::super::Query;
    use super::*;

    const FIELDS: &[Field] = &[Field::text("email"), Field::flag("active"), Field::any_of("type")];

    fn filters(json: &str) -> Result<Filters, Refusal> {
        Filters::parse(json, FIELDS)
    }

    #[test]
    fn every_given_filter_must_admit_the_row() {
        let both = filters(
            r#"[{"email":{"type":"=","value":"a@b.test"}},{"type":{"type":"in","value":["admin","member"]}}]"#,
        )
        .unwrap();
        assert!(both.admit_text("email", "A@b.test") && !both.admit_text("email", "c@b.test"));
        assert!(both.admit_text("type", "member") && !both.admit_text("type", "moderator"));
        assert!(both.admit_flag("active", true) && both.admit_flag("active", false));
        let inactive = filters(r#"[{"active":{"type":"=","value":false}}]"#).unwrap();
        assert!(inactive.admit_flag("active", false) && !inactive.admit_flag("active", true));
    }

    #[test]
    fn what_the_list_does_not_document_is_refused() {
        let refusal = |json: &str| filters(json).unwrap_err();
        assert_eq!(
            refusal(r#"[{"mail":{"type":"=","value":"a"}}]"#),
            Refusal::UnsupportedFilter("mail".into())
        );
        assert_eq!(refusal(r#"[{"_AND":[]}]"#), Refusal::UnsupportedFilter("_AND".into()));
        assert_eq!(
            refusal(r#"[{"email":{"type":"like","value":"a"}}]"#),
            Refusal::FilterExpression { field: "email", expression: "=" }
        );
        assert_eq!(
            refusal(r#"[{"type":{"type":"=","value":"admin"}}]"#),
            Refusal::FilterExpression { field: "type", expression: "in" }
        );
        assert_eq!(
            refusal(r#"[{"email":{"type":"=","value":7}}]"#),
            Refusal::FilterValue { field: "email", kind: "string" }
        );
        assert_eq!(
            refusal(r#"[{"active":{"type":"=","value":"true"}}]"#),
            Refusal::FilterValue { field: "active", kind: "boolean" }
        );
    }

    #[test]
    fn what_is_no_filter_at_all_is_a_format_error() {
        for json in ["", "{", "{}", "[7]", r#"[{}]"#, r#"[{"email":"a"}]"#, r#"[{"email":{"value":"a"}}]"#] {
            assert_eq!(filters(json).unwrap_err(), Refusal::FilterFormat, "{json}");
        }
        let two_keys = r#"[{"email":{"type":"=","value":"a"},"active":{"type":"=","value":true}}]"#;
        assert_eq!(filters(two_keys).unwrap_err(), Refusal::FilterFormat);
    }

    #[test]
    fn literal_and_encoded_filters_read_the_same() {
        let literal = r#"filters=[{"email":{"type":"=","value":"a@b.test"}}]"#;
        let encoded =
            "filters=%5B%7B%22email%22%3A%7B%22type%22%3A%22%3D%22%2C%22value%22%3A%22a%40b.test%22%7D%7D%5D";
        for raw in [literal, encoded] {
            let filters = Query::new("/list", raw).filters(FIELDS).unwrap();
            assert!(filters.has("email") && filters.admit_text("email", "a@b.test"));
            assert!(!filters.admit_text("email", "c@b.test"));
        }
    }
}
