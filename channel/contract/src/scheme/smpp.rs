//! SMPP 3.4: the frame, and what opens and keeps a connection. Nothing is signed here; a bind carries a password.

/// Commands; an answer's has the highest bit set.
pub mod command {
    /// Any answer's bit.
    pub const RESPONSE: u32 = 0x8000_0000;
    /// What cannot be read is answered with this.
    pub const GENERIC_NACK: u32 = 0x8000_0000;
    /// A message to a phone.
    pub const SUBMIT_SM: u32 = 0x4;
    /// A message from a phone, or a receipt.
    pub const DELIVER_SM: u32 = 0x5;
    /// The end.
    pub const UNBIND: u32 = 0x6;
    /// The beginning, both ways.
    pub const BIND_TRANSCEIVER: u32 = 0x9;
    /// Still there?
    pub const ENQUIRE_LINK: u32 = 0x15;
}

/// The longest frame we read: a message is at most 64 KiB (`message_payload`), and fields beside it.
pub const LONGEST: usize = 70 * 1024;

const HEAD: usize = 16;

/// A frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pdu {
    /// What it is.
    pub command: u32,
    /// 0 when all is well, and in every request.
    pub status: u32,
    /// Which request this is, or answers.
    pub sequence: u32,
    /// The rest.
    pub body: Vec<u8>,
}

/// The bytes are no SMPP, and never will be: the connection has to end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no frame of SMPP")]
pub struct NoFrame;

impl Pdu {
    /// A request.
    pub fn request(command: u32, sequence: u32, body: Vec<u8>) -> Self {
        Self {
            command,
            status: 0,
            sequence,
            body,
        }
    }

    /// The answer to this one.
    #[must_use]
    pub fn answer(&self, status: u32, body: Vec<u8>) -> Self {
        Self {
            command: self.command | command::RESPONSE,
            status,
            sequence: self.sequence,
            body,
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let length = u32::try_from(HEAD + self.body.len()).expect("frames are short");
        let mut bytes = Vec::with_capacity(HEAD + self.body.len());
        for number in [length, self.command, self.status, self.sequence] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(&self.body);
        bytes
    }

    /// The first frame in `bytes` and how long it is. None while it is not all there.
    pub fn read(bytes: &[u8]) -> Result<Option<(Self, usize)>, NoFrame> {
        let number = |at: usize| {
            let part = bytes.get(at..at + 4)?;
            Some(u32::from_be_bytes(part.try_into().expect("four bytes")))
        };
        let Some(length) = number(0) else { return Ok(None) };
        let length = length as usize;
        if !(HEAD..=LONGEST).contains(&length) {
            return Err(NoFrame);
        }
        let (Some(command), Some(status), Some(sequence)) = (number(4), number(8), number(12)) else {
            return Ok(None);
        };
        let Some(body) = bytes.get(HEAD..length) else {
            return Ok(None);
        };
        let body = body.to_vec();
        Ok(Some((
            Self {
                command,
                status,
                sequence,
                body,
            },
            length,
        )))
    }
}

/// The bind of a transceiver. None when a text is longer than its field (15 and 8 characters), or holds a zero.
pub fn bind_transceiver(sequence: u32, system_id: &str, password: &str) -> Option<Pdu> {
    let fits = |text: &str, most| text.is_ascii() && text.len() <= most && !text.contains('\0');
    if !fits(system_id, 15) || !fits(password, 8) {
        return None;
    }
    let mut body = [system_id.as_bytes(), b"\0", password.as_bytes(), b"\0"].concat();
    // No system type; version 3.4; type and plan of numbers unknown; all addresses.
    body.extend([0, 0x34, 0, 0, 0]);
    Some(Pdu::request(command::BIND_TRANSCEIVER, sequence, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_whole_or_not_at_all() {
        let first = bind_transceiver(1, "sys", "pw").unwrap();
        let bytes = [
            first.bytes(),
            Pdu::request(command::ENQUIRE_LINK, 2, vec![]).bytes(),
        ]
        .concat();
        let (read, length) = Pdu::read(&bytes).unwrap().unwrap();
        assert_eq!((&read, length), (&first, 28));
        assert_eq!(Pdu::read(&bytes[length..]).unwrap().unwrap().0.sequence, 2);
        for end in 0..length {
            assert_eq!(Pdu::read(&bytes[..end]), Ok(None), "{end}");
        }
    }

    #[test]
    fn lengths_that_cannot_be_end_it() {
        for length in [0_u32, 15, 1 << 20, u32::MAX] {
            assert_eq!(Pdu::read(&length.to_be_bytes()), Err(NoFrame), "{length}");
        }
        assert_eq!(bind_transceiver(1, "sixteen letters!", "pw"), None);
        assert_eq!(bind_transceiver(1, "sys", "123456789"), None);
        assert_eq!(bind_transceiver(1, "s\0s", "pw"), None);
    }
}
