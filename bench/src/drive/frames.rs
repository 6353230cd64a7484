//! As much of RFC 6455 as a client needs of a server that neither splits nor compresses.

/// What a server's frame is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text.
    Text,
    /// To be answered.
    Ping,
    /// The end, with its code.
    Close(u16),
    /// Anything else.
    Other,
}

/// The first frame in `input`: its kind, where its payload begins and ends. None while it is not complete.
pub fn first(input: &[u8]) -> Option<(Kind, usize, usize)> {
    let (&head, &length) = (input.first()?, input.get(1)?);
    let (length, begin) = match length & 0x7f {
        126 => (
            usize::from(u16::from_be_bytes(input.get(2..4)?.try_into().ok()?)),
            4,
        ),
        127 => (
            usize::try_from(u64::from_be_bytes(input.get(2..10)?.try_into().ok()?)).ok()?,
            10,
        ),
        short => (usize::from(short), 2),
    };
    let end = begin + length;
    let payload = input.get(begin..end)?;
    let kind = match head & 0x0f {
        1 => Kind::Text,
        8 => Kind::Close(
            payload
                .get(..2)
                .map_or(1005, |code| u16::from_be_bytes([code[0], code[1]])),
        ),
        9 => Kind::Ping,
        _ => Kind::Other,
    };
    Some((kind, begin, end))
}

/// A client's frame. The mask is zero: it is demanded by the protocol, not by us.
pub fn masked(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | kind];
    match u8::try_from(payload.len()) {
        Ok(short) if short < 126 => frame.push(0x80 | short),
        _ => {
            frame.push(0x80 | 0x7e);
            frame.extend_from_slice(&u16::try_from(payload.len()).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(payload);
    frame
}

/// The request that opens an agent's socket.
pub fn upgrade(path: &str, headers: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nhost: bench\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    )
}

/// The number after `name` in a frame's text, searched near its beginning.
pub fn number_after(text: &[u8], name: &[u8]) -> Option<i64> {
    let near = &text[..text.len().min(120)];
    let at = memchr::memmem::find(near, name)? + name.len();
    let digits = near[at..].iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_frames_of_every_length() {
        for length in [0, 5, 125, 126, 70_000] {
            let mut frame = vec![0x81];
            match length {
                0..126 => frame.push(u8::try_from(length).unwrap()),
                126..65_536 => {
                    frame.push(126);
                    frame.extend_from_slice(&u16::try_from(length).unwrap().to_be_bytes());
                }
                _ => {
                    frame.push(127);
                    frame.extend_from_slice(&(length as u64).to_be_bytes());
                }
            }
            frame.extend(std::iter::repeat_n(b'x', length));
            assert_eq!(first(&frame[..frame.len() - 1]), None);
            let (kind, begin, end) = first(&frame).unwrap();
            assert_eq!((kind, end - begin, end), (Kind::Text, length, frame.len()));
        }
    }

    #[test]
    fn finds_the_numbers_of_an_event() {
        let text = br#"{"type":"event","prev":41,"seq":42,"id":1}"#;
        assert_eq!(number_after(text, b"\"prev\":"), Some(41));
        assert_eq!(number_after(text, b"\"seq\":"), Some(42));
    }
}
