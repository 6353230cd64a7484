//! Which office document a container holds: said by its own table of contents, never by its name, and never opened
//! further. A container that could bring macros in disguise is only the container it is.

use std::io::{self, Read, Seek, SeekFrom};

/// A ZIP archive.
pub const ZIP: &str = "application/zip";
/// The container of the older office documents; also of installers and mails.
pub const COMPOUND: &str = "application/x-ole-storage";

/// Word's documents.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// Excel's.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// `PowerPoint`'s.
pub const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
/// Word's, before 2007.
pub const DOC: &str = "application/msword";
/// Excel's, before 2007.
pub const XLS: &str = "application/vnd.ms-excel";
/// `PowerPoint`'s, before 2007.
pub const PPT: &str = "application/vnd.ms-powerpoint";

/// The largest table of contents that is read: far more than any document has.
const TABLE: usize = 4 << 20;
/// How far from the end an archive's last record may begin: itself and its longest comment.
const TAIL: u64 = 22 + 65_535;

/// What `media_type`, known by the first bytes, is on closer inspection.
pub fn look(media_type: &'static str, file: &mut (impl Read + Seek)) -> io::Result<&'static str> {
    let archive = media_type == ZIP || [DOCX, XLSX, PPTX].contains(&media_type);
    if archive || media_type == "application/vnd.openxmlformats-officedocument" {
        return Ok(in_archive(file)?.unwrap_or(ZIP));
    }
    if media_type == DOC {
        return Ok(in_compound(file)?.unwrap_or(COMPOUND));
    }
    Ok(media_type)
}

/// Office Open XML: the parts are listed in the central directory at the archive's end (APPNOTE 4.3).
fn in_archive(file: &mut (impl Read + Seek)) -> io::Result<Option<&'static str>> {
    let Some(table) = central_directory(file)? else {
        return Ok(None);
    };
    let mut rest = table.as_slice();
    let (mut listed, mut found) = (false, None);
    while let Some(entry) = rest.get(..46).filter(|entry| entry.starts_with(b"PK\x01\x02")) {
        let length = |at: usize| usize::from(u16::from_le_bytes([entry[at], entry[at + 1]]));
        let end = 46 + length(28);
        let Some(name) = rest.get(46..end) else { break };
        if name.to_ascii_lowercase().ends_with(b"vbaproject.bin") {
            return Ok(None);
        }
        listed |= name == b"[Content_Types].xml";
        let kinds: [(&[u8], _); 3] = [(b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX)];
        let kind = kinds.iter().find(|(folder, _)| name.starts_with(folder));
        found = found.or(kind.map(|(_, kind)| *kind));
        rest = rest.get(end + length(30) + length(32)..).unwrap_or_default();
    }
    Ok(found.filter(|_| listed))
}

fn central_directory(file: &mut (impl Read + Seek)) -> io::Result<Option<Vec<u8>>> {
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    let last = tail.windows(4).rposition(|four| four == b"PK\x05\x06");
    let Some(record) = last.and_then(|at| tail.get(at..at + 22)) else {
        return Ok(None);
    };
    let number = |at: usize| u32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]]);
    let (length, start) = (number(12), u64::from(number(16)));
    if length as usize > TABLE || start + u64::from(length) > size {
        return Ok(None);
    }
    read_at(file, start, length as usize)
}

/// The older documents: the names of the streams say which (MS-CFB 2.6).
fn in_compound(file: &mut (impl Read + Seek)) -> io::Result<Option<&'static str>> {
    let Some(head) = read_at(file, 0, 512)? else {
        return Ok(None);
    };
    let number = |bytes: &[u8], at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
    };
    let sector = match u16::from_le_bytes([head[30], head[31]]) {
        9 => 512_usize,
        12 => 4_096,
        _ => return Ok(None),
    };
    let place = |index: u32| (u64::from(index) + 1) * sector as u64;
    let mut next = number(&head, 48);
    // A directory of more sectors than this is no document anybody wrote.
    for _ in 0..256 {
        let Some(index) = next.filter(|index| *index < 0xFFFF_FFFA) else {
            return Ok(None);
        };
        let Some(entries) = read_at(file, place(index), sector)? else {
            return Ok(None);
        };
        if let Some(kind) = entries.chunks_exact(128).find_map(stream_kind) {
            return Ok(Some(kind));
        }
        // The chain goes on where the allocation table says; the header lists the first 109 sectors of that table.
        let per = sector / 4;
        let of_table = number(&head, 76 + 4 * (index as usize / per)).filter(|_| index as usize / per < 109);
        let Some(table) = of_table.filter(|index| *index < 0xFFFF_FFFA) else {
            return Ok(None);
        };
        let held = read_at(file, place(table), sector)?;
        next = held.and_then(|held| number(&held, 4 * (index as usize % per)));
    }
    Ok(None)
}

fn stream_kind(entry: &[u8]) -> Option<&'static str> {
    let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
    let name = entry.get(..length.checked_sub(2)?.min(64))?;
    let units: Vec<u16> = name
        .chunks_exact(2)
        .map(|two| u16::from_le_bytes([two[0], two[1]]))
        .collect();
    match String::from_utf16_lossy(&units).as_str() {
        "WordDocument" => Some(DOC),
        "Workbook" | "Book" => Some(XLS),
        "PowerPoint Document" => Some(PPT),
        _ => None,
    }
}

/// So many bytes from `start` on; none when there are fewer.
fn read_at(file: &mut (impl Read + Seek), start: u64, length: usize) -> io::Result<Option<Vec<u8>>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(length as u64).read_to_end(&mut bytes)?;
    Ok((bytes.len() == length).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::files::kind::{self, Found};

    /// An archive with empty parts of these names, as any program packs them.
    fn archive(names: &[&str]) -> Vec<u8> {
        let (mut bytes, mut table) = (Vec::new(), Vec::new());
        for name in names {
            let length = u16::try_from(name.len()).unwrap().to_le_bytes();
            let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
            bytes.extend(b"PK\x03\x04\x14\0\0\0\0\0");
            bytes.extend([0; 16]);
            bytes.extend([length[0], length[1], 0, 0]);
            bytes.extend(name.as_bytes());
            table.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0");
            table.extend([0; 16]);
            table.extend([length[0], length[1]]);
            table.extend([0; 12]);
            table.extend(start);
            table.extend(name.as_bytes());
        }
        let (start, length) = (bytes.len(), table.len());
        bytes.extend(&table);
        bytes.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0");
        bytes.extend(u32::try_from(length).unwrap().to_le_bytes());
        bytes.extend(u32::try_from(start).unwrap().to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    }

    /// A compound file whose directory, of two sectors, ends with a stream of this name.
    fn compound(stream: &str) -> Vec<u8> {
        let entry = |name: &str| {
            let mut entry = vec![0; 128];
            for (at, unit) in name.encode_utf16().enumerate() {
                entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
            }
            entry[64] = u8::try_from(2 * name.len() + 2).unwrap();
            entry
        };
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.resize(512, 0);
        bytes[30] = 9;
        // The directory begins in sector 1 and goes on in sector 2; sector 0 is the allocation table.
        bytes[48] = 1;
        let mut table = vec![0xFF; 512];
        table[4..8].copy_from_slice(&2_u32.to_le_bytes());
        bytes.extend(table);
        bytes.extend(["Root Entry", "Data", "1Table", "ObjectPool"].map(entry).concat());
        bytes.extend([stream, "", "", ""].map(entry).concat());
        bytes
    }

    fn check(bytes: &[u8], expected: &str) {
        let Found::Other(begins) = kind::find(bytes) else {
            panic!("it is known by its first bytes: {expected}")
        };
        assert_eq!(look(begins, &mut Cursor::new(bytes)).unwrap(), expected);
    }

    #[test]
    fn a_document_is_what_its_parts_say() {
        check(
            &archive(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]),
            DOCX,
        );
        check(
            &archive(&["docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml"]),
            XLSX,
        );
        check(&archive(&["ppt/presentation.xml", "[Content_Types].xml"]), PPTX);
        check(&archive(&["word/document.xml", "a.txt"]), ZIP);
        check(&archive(&["a.txt"]), ZIP);
        check(
            &archive(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]),
            ZIP,
        );
        check(&compound("WordDocument"), DOC);
        check(&compound("Workbook"), XLS);
        check(&compound("PowerPoint Document"), PPT);
        check(&compound("!_StringPool"), COMPOUND);
    }

    #[test]
    fn what_is_cut_or_lies_is_only_a_container() {
        let whole = archive(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]);
        for end in 40..whole.len() {
            let kind = look(ZIP, &mut Cursor::new(&whole[..end])).unwrap();
            assert_eq!(kind, ZIP, "the first {end} bytes");
        }
        let whole = compound("WordDocument");
        for end in (8..whole.len()).step_by(64) {
            let kind = look(DOC, &mut Cursor::new(&whole[..end])).unwrap();
            assert_eq!(kind, COMPOUND, "the first {end} bytes");
        }
        // A directory that goes round in circles ends.
        let mut round = compound("x");
        round[512 + 4] = 1;
        assert_eq!(look(DOC, &mut Cursor::new(&round)).unwrap(), COMPOUND);
    }
}
