//! The recording's bytes.

use std::io;

use uuid::Uuid;

use crate::Value;

pub(super) fn number(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(&number.to_le_bytes());
}

pub(super) fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

pub(super) fn value(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Null => out.push(0),
        Value::Int(n) => {
            out.push(1);
            out.extend_from_slice(&n.to_le_bytes());
        }
        Value::Bool(b) => out.extend_from_slice(&[2, u8::from(*b)]),
        Value::Text(text) => {
            out.push(3);
            bytes(out, text.as_bytes());
        }
        Value::Bytes(blob) => {
            out.push(4);
            bytes(out, blob);
        }
        Value::Id(id) => {
            out.push(5);
            out.extend_from_slice(id.as_bytes());
        }
        Value::Ids(ids) => {
            out.push(6);
            number(out, ids.len() as u64);
            for id in ids {
                out.extend_from_slice(id.as_bytes());
            }
        }
        Value::Ints(ints) => {
            out.push(7);
            number(out, ints.len() as u64);
            for n in ints {
                out.extend_from_slice(&n.to_le_bytes());
            }
        }
        Value::Texts(texts) => {
            out.push(8);
            number(out, texts.len() as u64);
            for text in texts {
                bytes(out, text.as_bytes());
            }
        }
    }
}

pub(super) fn cut() -> io::Error {
    io::Error::other("the recording is cut off")
}

fn part<'a>(rest: &mut &'a [u8], length: usize) -> io::Result<&'a [u8]> {
    let (part, after) = rest.split_at_checked(length).ok_or_else(cut)?;
    *rest = after;
    Ok(part)
}

fn eight(rest: &mut &[u8]) -> io::Result<[u8; 8]> {
    part(rest, 8)?.try_into().map_err(io::Error::other)
}

fn id(rest: &mut &[u8]) -> io::Result<Uuid> {
    Uuid::from_slice(part(rest, 16)?).map_err(io::Error::other)
}

pub(super) fn read_number(rest: &mut &[u8]) -> io::Result<u64> {
    eight(rest).map(u64::from_le_bytes)
}

pub(super) fn read_bytes<'a>(rest: &mut &'a [u8]) -> io::Result<&'a [u8]> {
    let length = usize::try_from(read_number(rest)?).map_err(io::Error::other)?;
    part(rest, length)
}

fn text(rest: &mut &[u8]) -> io::Result<String> {
    String::from_utf8(read_bytes(rest)?.to_vec()).map_err(io::Error::other)
}

pub(super) fn read_value(rest: &mut &[u8]) -> io::Result<Value<'static>> {
    Ok(match part(rest, 1)?[0] {
        0 => Value::Null,
        1 => Value::Int(i64::from_le_bytes(eight(rest)?)),
        2 => Value::Bool(part(rest, 1)?[0] != 0),
        3 => Value::Text(text(rest)?.into()),
        4 => Value::Bytes(read_bytes(rest)?.to_vec().into()),
        5 => Value::Id(id(rest)?),
        6 => Value::Ids(
            (0..read_number(rest)?)
                .map(|_| id(rest))
                .collect::<io::Result<_>>()?,
        ),
        7 => Value::Ints(
            (0..read_number(rest)?)
                .map(|_| eight(rest).map(i64::from_le_bytes))
                .collect::<io::Result<_>>()?,
        ),
        8 => Value::Texts(
            (0..read_number(rest)?)
                .map(|_| text(rest))
                .collect::<io::Result<_>>()?,
        ),
        _ => return Err(cut()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_as_it_was_written() {
        for one in [
            Value::Null,
            Value::Int(-3),
            Value::Bool(true),
            Value::Text("你好".into()),
            Value::Bytes(vec![1, 2].into()),
            Value::Id(Uuid::from_u128(7)),
            Value::Ids(vec![Uuid::from_u128(8), Uuid::from_u128(9)]),
            Value::Ints(vec![1, -2]),
            Value::Texts(vec!["a".into(), String::new()]),
        ] {
            let mut out = Vec::new();
            value(&mut out, &one);
            let mut rest = out.as_slice();
            assert_eq!(read_value(&mut rest).unwrap(), one);
            assert!(rest.is_empty());
        }
    }
}
