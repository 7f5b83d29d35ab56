//! What a request asks the graph to do: GraphQL over HTTP, the part before GraphQL.

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::error::Refusal;

/// The four parameters of a request, each of its proper type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Operation {
    /// The document.
    pub(super) query: String,
    /// Which operation of the document is meant.
    pub(super) operation_name: Option<String>,
    /// Its variables.
    pub(super) variables: Map<String, Value>,
    /// What clients and servers agreed upon beside the specification.
    pub(super) extensions: Map<String, Value>,
}

impl Operation {
    /// Reads the JSON body of a POST. Members beside the four are ignored.
    pub(super) fn from_body(body: &[u8]) -> Result<Operation, Refusal> {
        Operation::from_json(body, "the body")
    }

    /// Reads JSON that came in this place of a request.
    pub(super) fn from_json(json: &[u8], place: &str) -> Result<Operation, Refusal> {
        let body: Value = serde_json::from_slice(json)
            .map_err(|_| Refusal::bad_request(format!("{place} is not JSON; send an object with a query")))?;
        match body {
            Value::Object(members) => Operation::from_members(members),
            Value::Array(_) => Err(Refusal::bad_request(
                "batches are not served; send each operation in a request of its own",
            )),
            _ => Err(Refusal::bad_request("the body has to be an object with a query")),
        }
    }

    /// Reads the query string of a GET. An empty parameter counts as absent.
    pub(super) fn from_query_string(text: &str) -> Result<Operation, Refusal> {
        let mut members = Map::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let value = match name.as_ref() {
                _ if value.is_empty() => continue,
                "query" | "operationName" => Value::String(value.into_owned()),
                "variables" | "extensions" => serde_json::from_str(&value)
                    .map_err(|_| Refusal::bad_request(format!("the parameter {name} is not JSON")))?,
                _ => continue,
            };
            if members.insert(name.to_string(), value).is_some() {
                return Err(Refusal::bad_request(format!("the parameter {name} is given twice")));
            }
        }
        Operation::from_members(members)
    }

    fn from_members(mut members: Map<String, Value>) -> Result<Operation, Refusal> {
        let query = match members.remove("query") {
            Some(Value::String(query)) => query,
            None | Some(Value::Null) => {
                return Err(Refusal::bad_request("there is no query; send one as a string named query"));
            }
            Some(_) => return Err(Refusal::bad_request("query has to be a string")),
        };
        let operation_name = match members.remove("operationName") {
            Some(Value::String(name)) => Some(name),
            None | Some(Value::Null) => None,
            Some(_) => return Err(Refusal::bad_request("operationName has to be a string or null")),
        };
        let variables = object(&mut members, "variables")?;
        let extensions = object(&mut members, "extensions")?;
        Ok(Operation { query, operation_name, variables, extensions })
    }
}

fn object(members: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Refusal> {
    match members.remove(name) {
        Some(Value::Object(object)) => Ok(object),
        None | Some(Value::Null) => Ok(Map::new()),
        Some(_) => Err(Refusal::bad_request(format!("{name} has to be an object or null"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_and_a_query_string_say_the_same() {
        let body = br#"{"query":"{ a }","operationName":null,"variables":{"n":1},"extensions":{},"id":7}"#;
        let operation = Operation::from_body(body).unwrap();
        assert_eq!(operation.variables["n"], 1);
        let text = "query=%7B+a+%7D&operationName=&variables=%7B%22n%22:1%7D&extensions=&id=7";
        assert_eq!(Operation::from_query_string(text), Ok(operation));
    }

    #[test]
    fn every_parameter_has_one_type() {
        let cases = [
            (r#"{}"#, "no query"),
            (r#"{"query":null}"#, "no query"),
            (r#"{"query":1}"#, "query has to be a string"),
            (r#"{"query":"{a}","operationName":[]}"#, "operationName has to be"),
            (r#"{"query":"{a}","variables":"{}"}"#, "variables has to be"),
            (r#"{"query":"{a}","variables":[]}"#, "variables has to be"),
            (r#"{"query":"{a}","extensions":0}"#, "extensions has to be"),
            (r#"[{"query":"{a}"}]"#, "batches"),
            (r#""{a}""#, "has to be an object"),
            (r#"{"query":"#, "not JSON"),
        ];
        for (body, reason) in cases {
            let refusal = Operation::from_body(body.as_bytes()).unwrap_err();
            assert!(format!("{refusal:?}").contains(reason), "{body}: {refusal:?}");
        }
    }

    #[test]
    fn a_parameter_is_given_once() {
        assert!(Operation::from_query_string("query={a}&query={b}").is_err());
        assert!(Operation::from_query_string("query={a}&variables=x").is_err());
    }
}
