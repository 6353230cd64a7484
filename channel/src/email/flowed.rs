//! `format=flowed` (RFC 3676): a line that ends in a space goes on in the next.

/// The text with its lines whole again.
pub fn unfold(text: &str, joins: bool) -> String {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim_end_matches('\r');
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let body = &line[depth..];
        let body = body.strip_prefix(' ').unwrap_or(body);
        let signature = body == "-- ";
        let flows = body.ends_with(' ') && !signature;
        let part = if flows && joins {
            &body[..body.len() - 1]
        } else {
            body
        };
        match out.last_mut() {
            Some((before, whole)) if open && *before == depth && !signature => whole.push_str(part),
            _ => out.push((depth, part.to_owned())),
        }
        open = flows;
    }
    let shown = out.into_iter().map(|(depth, line)| match depth {
        // A line of the writer's own that begins like a quote was stuffed with a space.
        0 if line.starts_with('>') => format!(" {line}"),
        0 => line,
        _ => format!("{} {line}", ">".repeat(depth)),
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::unfold;

    #[test]
    fn lines_flow_within_one_depth() {
        let text = "Hello \nthere,\n  two spaces\n>> deep \n>> and on\n> less \nnew \n-- \nme";
        assert_eq!(
            unfold(text, false),
            "Hello there,\n two spaces\n>> deep and on\n> less \nnew \n-- \nme"
        );
        assert_eq!(unfold("中 \n文", true), "中文");
        assert_eq!(unfold(" >no quote", false), " >no quote");
    }
}
