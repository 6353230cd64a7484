//! What the `OpenAPI` document says that a body holds.

use serde_json::{Map, Value, json};

/// A field of a body.
#[derive(Debug, Clone)]
pub struct Field {
    /// Where it stands, from the body's root.
    pub at: Vec<String>,
    /// What it holds: the name of a type, or of a JSON type.
    pub kind: String,
    /// It holds a list of these.
    pub list: bool,
    /// `null` says something.
    pub nullable: bool,
}

impl Field {
    /// `/settings/teamIds`.
    pub fn pointer(&self) -> String {
        format!("/{}", self.at.join("/"))
    }

    /// Puts a value there; what it stands in is made from the document where the body has none.
    pub fn put(&self, document: &Document, operation: &str, body: &mut Value, value: Value) {
        let mut schema = document.body(operation).expect("a body");
        let mut place = body;
        for name in &self.at {
            schema = document.plain(&schema)["properties"][name].clone();
            let fields = place.as_object_mut().expect("an object");
            let fresh = || document.example(&schema);
            let known = fields.entry(name.clone()).or_insert(Value::Null);
            if known.is_null() && Some(name) != self.at.last() {
                *known = fresh();
            }
            place = known;
        }
        *place = value;
    }
}

/// The document.
pub struct Document(Value);

impl Document {
    pub fn read() -> Self {
        Self(serde_json::to_value(yingke_server::api::document()).unwrap())
    }

    fn operation(&self, name: &str) -> &Value {
        let (method, path) = name.split_once(' ').unwrap();
        &self.0["paths"][path][method.to_lowercase()]
    }

    /// The schema of an operation's JSON body.
    pub fn body(&self, operation: &str) -> Option<Value> {
        let schema = &self.operation(operation)["requestBody"]["content"]["application/json"]["schema"];
        (!schema.is_null()).then(|| schema.clone())
    }

    /// The query parameters of an operation, with the names of their types.
    pub fn query(&self, operation: &str) -> Vec<(String, String)> {
        let all = self.operation(operation)["parameters"].as_array();
        let query = all.into_iter().flatten().filter(|one| one["in"] == "query");
        query
            .map(|one| (text(&one["name"]), self.kind(&one["schema"])))
            .collect()
    }

    /// The fields of an operation's body, of the objects in it too. A list's elements are looked at by themselves.
    pub fn fields(&self, operation: &str) -> Vec<Field> {
        let mut found = Vec::new();
        if let Some(schema) = self.body(operation) {
            self.collect(&schema, &[], &mut found);
        }
        found
    }

    fn collect(&self, schema: &Value, at: &[String], found: &mut Vec<Field>) {
        let schema = self.plain(schema);
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let mut here = at.to_vec();
            here.push(name.clone());
            let list = !field["items"].is_null();
            found.push(Field {
                kind: self.kind(if list { &field["items"] } else { field }),
                nullable: nullable(field),
                list,
                at: here.clone(),
            });
            self.collect(field, &here, found);
        }
    }

    /// What a reference or a choice between something and nothing stands for.
    pub fn plain(&self, schema: &Value) -> Value {
        if let Some(name) = reference(schema) {
            return self.plain(&self.0["components"]["schemas"][name]);
        }
        match schema["oneOf"].as_array().map(Vec::as_slice) {
            Some([one, nothing] | [nothing, one]) if nothing["type"] == "null" => self.plain(one),
            _ => schema.clone(),
        }
    }

    fn kind(&self, schema: &Value) -> String {
        let choice = schema["oneOf"]
            .as_array()
            .into_iter()
            .flatten()
            .find_map(reference);
        let name = reference(schema).or(choice).map(str::to_owned);
        name.unwrap_or_else(|| text(&self.plain(schema)["type"]))
    }

    /// The least that a type may hold.
    pub fn example(&self, schema: &Value) -> Value {
        let plain = self.plain(schema);
        if let Some(first) = plain["enum"].get(0) {
            return first.clone();
        }
        let kind = match &plain["type"] {
            Value::Array(kinds) => kinds[0].clone(),
            kind => kind.clone(),
        };
        match kind.as_str() {
            Some("object") => {
                let required = plain["required"].as_array().cloned().unwrap_or_default();
                let fields = required.iter().map(|name| {
                    let name = name.as_str().unwrap();
                    (name.to_owned(), self.example(&plain["properties"][name]))
                });
                Value::Object(fields.collect::<Map<_, _>>())
            }
            Some("array") => json!([]),
            Some("boolean") => json!(true),
            Some("integer" | "number") => json!(1),
            _ if plain["format"] == "uuid" => json!("0197b6a0-0000-7000-8000-000000000000"),
            _ => json!("x"),
        }
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn nullable(schema: &Value) -> bool {
    let is_null = |one: &Value| one["type"] == "null" || one == "null";
    let among = |list: &Value| list.as_array().is_some_and(|all| all.iter().any(is_null));
    among(&schema["oneOf"]) || among(&schema["type"])
}

fn text(value: &Value) -> String {
    match value {
        Value::Array(all) => text(&all[0]),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}
