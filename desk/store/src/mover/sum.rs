//! An order-independent sum over rows, the same on both engines.

use sha2::{Digest, Sha256};

use super::TableSum;
use crate::value::Value;

/// Adds up rows: their number, and their digests modulo 2^128.
#[derive(Default)]
pub(super) struct Sum {
    rows: u64,
    digests: u128,
}

impl Sum {
    /// Takes in a row; its values stand in the order of the columns' names.
    pub(super) fn add(&mut self, row: &[Value<'static>]) {
        let mut hash = Sha256::new();
        for value in row {
            match value {
                Value::Null => hash.update(b"n"),
                Value::Int(n) => field(&mut hash, *b"i", &n.to_be_bytes()),
                Value::Bool(b) => field(&mut hash, *b"i", &i64::from(*b).to_be_bytes()),
                Value::Text(text) => field(&mut hash, *b"t", text.as_bytes()),
                Value::Bytes(bytes) => field(&mut hash, *b"b", bytes),
                Value::Id(id) => field(&mut hash, *b"b", id.as_bytes()),
                // No column holds an array.
                Value::Ids(_) | Value::Ints(_) | Value::Texts(_) => {}
            }
        }
        let digest: [u8; 32] = hash.finalize().into();
        let mut half = [0; 16];
        half.copy_from_slice(&digest[..16]);
        self.rows += 1;
        self.digests = self.digests.wrapping_add(u128::from_be_bytes(half));
    }

    /// The sum, as `table`'s.
    pub(super) fn of(&self, table: &str) -> TableSum {
        TableSum {
            table: table.to_owned(),
            rows: self.rows,
            sum: format!("{:032x}", self.digests),
        }
    }
}

fn field(hash: &mut Sha256, kind: [u8; 1], bytes: &[u8]) {
    hash.update(kind);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn sum(rows: &[&[Value<'static>]]) -> TableSum {
        let mut sum = Sum::default();
        for row in rows {
            sum.add(row);
        }
        sum.of("t")
    }

    #[test]
    fn order_and_engine_do_not_matter_and_everything_else_does() {
        let (one, two) = (
            [Value::from("a"), Value::Int(1)],
            [Value::Null, Value::Id(Uuid::max())],
        );
        assert_eq!(sum(&[&one, &two]), sum(&[&two, &one]));
        assert_eq!(
            sum(&[&[Value::Id(Uuid::max())]]),
            sum(&[&[Value::from(vec![0xff_u8; 16])]])
        );
        assert_eq!(sum(&[&[Value::Bool(true)]]), sum(&[&[Value::Int(1)]]));
        for other in [
            sum(&[&one]),
            sum(&[&one, &one]),
            sum(&[&one, &two, &two]),
            sum(&[&one, &[Value::from(""), Value::Id(Uuid::max())]]),
            sum(&[&one, &[Value::Id(Uuid::max()), Value::Null]]),
            sum(&[&[Value::from("a1"), Value::Int(1)], &two]),
        ] {
            assert_ne!(sum(&[&one, &two]), other);
        }
        assert_ne!(
            sum(&[&[Value::from("ab"), Value::from("c")]]),
            sum(&[&[Value::from("a"), Value::from("bc")]])
        );
    }
}
