//! Parameters and columns, the same for both engines.

use std::{borrow::Cow, rc::Rc};

use rusqlite::types::{ToSqlOutput, Value as Lite, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut};
use uuid::Uuid;
use yingke_words::Time;

use crate::StoreError;

/// A statement's parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// BOOLEAN.
    Bool(bool),
    /// TEXT.
    Text(Cow<'a, str>),
    /// BYTEA | BLOB.
    Bytes(Cow<'a, [u8]>),
    /// UUID | BLOB(16).
    Id(Uuid),
    /// For `= ANY($n)`.
    Ids(Vec<Uuid>),
    /// For `= ANY($n)`.
    Ints(Vec<i64>),
    /// For `= ANY($n)`, and PostgreSQL's `array_to_tsvector`.
    Texts(Vec<String>),
}

impl Value<'_> {
    /// The same value, owning what it borrowed.
    pub(crate) fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Int(n) => Value::Int(n),
            Value::Bool(b) => Value::Bool(b),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
            Value::Id(id) => Value::Id(id),
            Value::Ids(ids) => Value::Ids(ids),
            Value::Ints(ints) => Value::Ints(ints),
            Value::Texts(texts) => Value::Texts(texts),
        }
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let array = |values: Vec<Lite>| ToSqlOutput::from_rc(Rc::new(values), c"rarray");
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(n) => ToSqlOutput::Borrowed(ValueRef::Integer(*n)),
            Self::Bool(b) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*b))),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Self::Id(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Self::Ids(ids) => array(ids.iter().map(|id| Lite::Blob(id.as_bytes().to_vec())).collect()),
            Self::Ints(ints) => array(ints.iter().map(|n| Lite::Integer(*n)).collect()),
            Self::Texts(texts) => array(texts.iter().map(|text| Lite::Text(text.clone())).collect()),
        })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) => n.to_sql(ty, out),
            Self::Bool(b) => b.to_sql(ty, out),
            Self::Text(text) => text.as_ref().to_sql(ty, out),
            Self::Bytes(bytes) => bytes.as_ref().to_sql(ty, out),
            Self::Id(id) => id.to_sql(ty, out),
            Self::Ids(ids) => ids.to_sql(ty, out),
            Self::Ints(ints) => ints.to_sql(ty, out),
            Self::Texts(texts) => texts.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let fits = match self {
            Self::Null => true,
            Self::Int(_) => <i64 as ToSql>::accepts(ty),
            Self::Bool(_) => <bool as ToSql>::accepts(ty),
            Self::Text(_) => <&str as ToSql>::accepts(ty),
            Self::Bytes(_) => <&[u8] as ToSql>::accepts(ty),
            Self::Id(_) => <Uuid as ToSql>::accepts(ty),
            Self::Ids(_) => <Vec<Uuid> as ToSql>::accepts(ty),
            Self::Ints(_) => <Vec<i64> as ToSql>::accepts(ty),
            Self::Texts(_) => <Vec<String> as ToSql>::accepts(ty),
        };
        if fits {
            self.to_sql(ty, out)
        } else {
            Err(format!("{self:?} is no {ty}").into())
        }
    }
}

macro_rules! from {
    ($($type:ty => |$it:ident| $value:expr),* $(,)?) => {$(
        impl<'a> From<$type> for Value<'a> {
            fn from($it: $type) -> Self { $value }
        }
    )*};
}
from! {
    i64 => |n| Value::Int(n),
    bool => |b| Value::Bool(b),
    &'a str => |text| Value::Text(Cow::Borrowed(text)),
    String => |text| Value::Text(Cow::Owned(text)),
    &'a String => |text| Value::Text(Cow::Borrowed(text)),
    &'a [u8] => |bytes| Value::Bytes(Cow::Borrowed(bytes)),
    Vec<u8> => |bytes| Value::Bytes(Cow::Owned(bytes)),
    Uuid => |id| Value::Id(id),
    Time => |at| Value::Int(at.millis()),
    Vec<Uuid> => |ids| Value::Ids(ids),
    Vec<i64> => |ints| Value::Ints(ints),
    Vec<String> => |texts| Value::Texts(texts),
}

macro_rules! from_ids {
    ($($id:ident),*) => {$(
        impl From<yingke_words::$id> for Value<'_> {
            fn from(id: yingke_words::$id) -> Self { Value::Id(id.uuid()) }
        }

        impl Column for yingke_words::$id {
            fn lite(value: ValueRef<'_>) -> Option<Self> { Uuid::lite(value).map(Self::from) }
            fn pg(row: &tokio_postgres::Row, index: usize) -> Option<Self> { Uuid::pg(row, index).map(Self::from) }
        }
    )*};
}
from_ids!(
    WorkspaceId,
    AccountId,
    AgentId,
    TeamId,
    RoleId,
    SignInId,
    InvitationId,
    InboxId,
    AppId,
    PayloadId,
    DeliveryId,
    CustomerId,
    IdentityId,
    ConversationId,
    ConsultationId,
    SessionId,
    MessageId,
    AttachmentId,
    TagId,
    SkillId,
    DecisionId,
    AuditId,
    FactId,
    WorkId
);

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// What a column can be read as.
pub trait Column: Sized {
    /// From SQLite.
    fn lite(value: ValueRef<'_>) -> Option<Self>;
    /// From PostgreSQL.
    fn pg(row: &tokio_postgres::Row, index: usize) -> Option<Self>;
}

macro_rules! columns {
    ($($type:ty => |$value:ident| $lite:expr),* $(,)?) => {$(
        impl Column for $type {
            fn lite($value: ValueRef<'_>) -> Option<Self> { $lite }
            fn pg(row: &tokio_postgres::Row, index: usize) -> Option<Self> { row.try_get(index).ok() }
        }
    )*};
}
columns! {
    i64 => |value| value.as_i64().ok(),
    bool => |value| value.as_i64().ok().map(|n| n != 0),
    String => |value| value.as_str().ok().map(str::to_owned),
    Vec<u8> => |value| value.as_blob().ok().map(<[u8]>::to_vec),
    Uuid => |value| value.as_blob().ok().and_then(|bytes| Uuid::from_slice(bytes).ok()),
}

impl Column for Time {
    fn lite(value: ValueRef<'_>) -> Option<Self> {
        i64::lite(value).map(Self::from_millis)
    }

    fn pg(row: &tokio_postgres::Row, index: usize) -> Option<Self> {
        i64::pg(row, index).map(Self::from_millis)
    }
}

/// One row of an answer.
pub enum Record<'a> {
    /// SQLite's.
    Lite(&'a rusqlite::Row<'a>),
    /// PostgreSQL's.
    Pg(&'a tokio_postgres::Row),
}

impl Record<'_> {
    /// The column at `index`; a wrong type or a NULL is an inconsistency, never a default.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, StoreError> {
        self.optional(index)?
            .ok_or_else(|| Self::wrong::<T>(index, "is NULL"))
    }

    /// The column at `index`, or none when it is NULL.
    pub fn optional<T: Column>(&self, index: usize) -> Result<Option<T>, StoreError> {
        match self {
            Self::Lite(row) => match row.get_ref(index)? {
                ValueRef::Null => Ok(None),
                value => T::lite(value)
                    .map(Some)
                    .ok_or_else(|| Self::wrong::<T>(index, "has another type")),
            },
            Self::Pg(row) => {
                if Self::is_null(row, index)? {
                    return Ok(None);
                }
                T::pg(row, index)
                    .map(Some)
                    .ok_or_else(|| Self::wrong::<T>(index, "has another type"))
            }
        }
    }

    /// The column at `index`, read by `parse` from its stored key.
    pub fn key<T>(&self, index: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let key: String = self.get(index)?;
        parse(&key).ok_or_else(|| Self::wrong::<T>(index, &key))
    }

    /// The JSON document at `index`.
    pub fn document<T: serde::de::DeserializeOwned>(&self, index: usize) -> Result<T, StoreError> {
        let text: String = self.get(index)?;
        serde_json::from_str(&text).map_err(|error| Self::wrong::<T>(index, &error.to_string()))
    }

    fn is_null(row: &tokio_postgres::Row, index: usize) -> Result<bool, StoreError> {
        struct Null;
        impl<'a> tokio_postgres::types::FromSql<'a> for Null {
            fn from_sql(_: &Type, _: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
                Ok(Self)
            }

            fn accepts(_: &Type) -> bool {
                true
            }
        }
        Ok(row.try_get::<_, Option<Null>>(index)?.is_none())
    }

    fn wrong<T>(index: usize, what: &str) -> StoreError {
        let kind = std::any::type_name::<T>();
        StoreError::Inconsistent {
            table: "answer",
            what: format!("column {index} as {kind}: {what}"),
        }
    }
}

/// The parameters of a statement: `params![workspace, id, name]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

/// Marks a statement, so that the test that prepares every statement on both engines finds it.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        $text
    };
}
