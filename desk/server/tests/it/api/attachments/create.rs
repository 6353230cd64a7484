use std::time::{Duration, Instant};

use image::ImageFormat;
use serde_json::json;

use super::{By, body, fetch, picture, refused, say, send, talking, upload};
use crate::support::{Desk, Visitor, on_one};

#[test]
fn a_file_is_what_its_bytes_say() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let by = By::Visitor(&visitor);
        let wrong: [(&str, &str, &[u8], u16, &str); 9] = [
            (
                "page.png",
                "image/png",
                b"<!DOCTYPE html><script>alert(1)</script>",
                415,
                "file_kind_refused",
            ),
            (
                "page.jpg",
                "image/jpeg",
                b"\xef\xbb\xbf \n<script>alert(1)</script>",
                415,
                "file_kind_refused",
            ),
            (
                "logo.svg",
                "image/svg+xml",
                b"<svg xmlns='x' onload='alert(1)'/>",
                415,
                "file_kind_refused",
            ),
            (
                "logo.png",
                "image/png",
                b"<?xml version='1.0'?><svg/>",
                415,
                "file_kind_refused",
            ),
            (
                "run.exe",
                "image/png",
                b"MZ\x90\0\x03\0\0\0",
                415,
                "file_kind_refused",
            ),
            ("bytes.txt", "text/plain", b"a\0b", 415, "file_kind_refused"),
            ("latin.txt", "text/plain", b"caf\xe9", 415, "file_kind_refused"),
            (
                "alert.gif",
                "image/gif",
                b"GIF89a/*\x01\0\0\0\0*/=1;alert(1)//",
                422,
                "file_broken",
            ),
            ("empty.txt", "text/plain", b"", 422, "file_empty"),
        ];
        for (name, kind, bytes, status, code) in wrong {
            let answer = upload(&desk, by, (name, kind), bytes).await;
            assert_eq!(refused(&answer), (status, code), "{name}: {answer:?}");
        }
        let paper = upload(&desk, by, ("photo.jpg", "image/jpeg"), b"%PDF-1.4 x").await;
        assert_eq!(
            (&paper.body["name"], &paper.body["mediaType"]),
            (&json!("photo.jpg.pdf"), &json!("application/pdf"))
        );
        let script = upload(&desk, by, ("evil.html", "text/html"), b"alert(1) // <script>").await;
        assert_eq!(script.body["name"], "evil.html.txt");
        let got = fetch(&desk, "", script.body["url"].as_str().unwrap(), &[]).await;
        assert_eq!(got.header("content-type"), "text/plain; charset=utf-8");
        assert!(
            got.header("content-disposition").starts_with("attachment"),
            "{got:?}"
        );
        desk.end().await;
    });
}

#[test]
fn names_are_stored_safe_and_shown_sanely() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let long = format!("{}.txt", "长".repeat(1_300));
        for (given, shown) in [
            ("\u{200b}.htaccess", "htaccess.txt"),
            ("photo\u{202e}gnp.txt", "photognp.txt"),
            ("../../../etc/passwd", "passwd.txt"),
            ("..\\..\\x.txt", "x.txt"),
            ("..", "file.txt"),
            ("CON.txt", "_CON.txt"),
            ("a.pdf.exe", "a.pdf.exe.txt"),
            ("说明 😀.txt", "说明 😀.txt"),
            ("", "file.txt"),
            (&long, &format!("{}.txt", "长".repeat(116))),
        ] {
            let file = upload(&desk, By::Visitor(&visitor), (given, "text/plain"), b"text").await;
            assert_eq!(
                (file.status.as_u16(), &file.body["name"]),
                (201, &json!(shown)),
                "{given:?}"
            );
            let got = fetch(&desk, "", file.body["url"].as_str().unwrap(), &[]).await;
            assert_eq!(got.status, 200, "{given:?}");
        }
        let nul = upload(&desk, By::Visitor(&visitor), ("a\0b.txt", "text/plain"), b"text").await;
        assert_eq!(refused(&nul), (400, "malformed_body"), "no header holds a NUL");
        for entry in std::fs::read_dir(desk.app.config.files()).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(
                name.parse::<uuid::Uuid>().is_ok(),
                "only folders of workspaces: {name}"
            );
        }
        desk.end().await;
    });
}

/// Resident memory in bytes.
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux tells");
    let pages: u64 = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .expect("a number");
    pages * 4_096
}

async fn flooded(desk: &Desk, visitor: &Visitor, file: &[u8]) -> Duration {
    let start = Instant::now();
    let answer = upload(desk, By::Visitor(visitor), ("x.png", "image/png"), file).await;
    assert_eq!(refused(&answer), (422, "picture_too_large"), "{answer:?}");
    start.elapsed()
}

#[test]
fn a_flood_of_pixels_costs_nothing() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let mut png = picture(ImageFormat::Png, 8, 8);
        png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let mut gif = picture(ImageFormat::Gif, 8, 8);
        gif[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
        flooded(&desk, &visitor, &png).await;
        let before = resident();
        let mut fastest = Duration::MAX;
        for file in [&png, &gif, &png, &gif] {
            fastest = fastest.min(flooded(&desk, &visitor, file).await);
        }
        assert!(fastest < Duration::from_millis(50), "{fastest:?}");
        let risen = resident().saturating_sub(before);
        assert!(risen < 8 << 20, "{risen} bytes more");
        desk.end().await;
    });
}

#[test]
fn the_largest_picture_stays_within_its_memory() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let mut sent = std::io::Cursor::new(Vec::new());
        let blank = image::DynamicImage::new_rgba8(8_000, 4_900);
        blank.write_to(&mut sent, ImageFormat::Png).unwrap();
        drop(blank);
        let sent = sent.into_inner();
        let before = resident();
        let file = upload(&desk, By::Visitor(&visitor), ("x.png", "image/png"), &sent).await;
        assert_eq!(
            (file.status.as_u16(), &file.body["thumbnail"]),
            (201, &json!(true)),
            "{file:?}"
        );
        let peak: u64 = std::fs::read_to_string("/proc/self/status")
            .expect("Linux tells")
            .lines()
            .find_map(|line| {
                line.strip_prefix("VmHWM:")?
                    .trim()
                    .strip_suffix(" kB")?
                    .parse()
                    .ok()
            })
            .expect("a peak");
        let risen = (peak << 10).saturating_sub(before);
        assert!(risen < 256 << 20, "{risen} bytes more");
        desk.end().await;
    });
}

#[test]
fn damaged_pictures_and_bodies_are_refused() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let by = By::Visitor(&visitor);
        for format in [
            ImageFormat::Png,
            ImageFormat::Jpeg,
            ImageFormat::Gif,
            ImageFormat::WebP,
        ] {
            let whole = picture(format, 300, 200);
            let answer = upload(&desk, by, ("x.png", "image/png"), &whole[..whole.len() / 2]).await;
            assert_eq!(refused(&answer), (422, "file_broken"), "{format:?}");
        }
        let named = String::from_utf8(body("a.txt", "text/plain", b"x")).unwrap();
        let bodies: [(&str, String); 5] = [
            ("nothing", String::new()),
            ("no part", "--edge--\r\n".into()),
            (
                "another part",
                named.replace("name=\"file\"", "name=\"workspaceId\""),
            ),
            ("an open part", named.replace("--edge--", "")),
            ("two files", named.replace("--edge--\r\n", &named)),
        ];
        for (what, body) in bodies {
            let answer = send(&desk, by, body.into_bytes()).await;
            assert_eq!(refused(&answer), (400, "malformed_body"), "{what}: {answer:?}");
        }
        let plain = visitor
            .call(
                reqwest::Method::POST,
                "/api/v1/visitor/attachments",
                Some(json!({ "file": "x" })),
            )
            .await;
        assert_eq!(refused(&plain), (415, "wrong_media_type"));
        desk.end().await;
    });
}

#[test]
fn too_many_bytes_are_refused_and_the_next_upload_is_taken() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let by = By::Visitor(&visitor);
        let largest = vec![b'x'; 20 << 20];
        let fits = upload(&desk, by, ("a.txt", "text/plain"), &largest).await;
        assert_eq!(
            (fits.status.as_u16(), &fits.body["size"]),
            (201, &json!(20 << 20))
        );
        let url = fits.body["url"].as_str().unwrap();
        assert_eq!(fetch(&desk, "", url, &[]).await.bytes.len(), 20 << 20);
        let one_more = upload(&desk, by, ("a.txt", "text/plain"), &[&largest[..], b"x"].concat()).await;
        assert_eq!(refused(&one_more), (413, "too_large"), "counted as it comes");
        let start = Instant::now();
        let huge = upload(&desk, by, ("a.txt", "text/plain"), &vec![b'x'; 60 << 20]).await;
        assert_eq!(
            refused(&huge),
            (413, "too_large"),
            "told by its length: {:?}",
            start.elapsed()
        );
        assert_eq!(upload(&desk, by, ("a.txt", "text/plain"), b"x").await.status, 201);
        desk.end().await;
    });
}

#[test]
fn a_visitor_who_uploads_without_end_is_held_up() {
    on_one(|desk| async move {
        let (visitor, other) = (desk.visitor().await, desk.visitor().await);
        let mut last = 0;
        for _ in 0..70 {
            last = upload(&desk, By::Visitor(&visitor), ("a.txt", ""), b"x")
                .await
                .status
                .as_u16();
            if last == 429 {
                break;
            }
        }
        assert_eq!(last, 429);
        assert_eq!(
            upload(&desk, By::Visitor(&other), ("a.txt", ""), b"x")
                .await
                .status,
            201
        );
        desk.end().await;
    });
}

#[test]
fn where_a_photo_was_taken_is_gone() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let mut photo = picture(ImageFormat::Jpeg, 400, 300);
        // Exif with the orientation "turned right" and, behind it, a place.
        let notes = b"\xff\xe1\0\x32Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 51.5N 0.12W!";
        photo.splice(2..2, *notes);
        let file = upload(&desk, By::Visitor(&visitor), ("p.jpg", "image/jpeg"), &photo).await;
        assert_eq!(
            (&file.body["width"], &file.body["height"]),
            (&json!(300), &json!(400)),
            "{file:?}"
        );
        let got = fetch(&desk, "", file.body["url"].as_str().unwrap(), &[]).await;
        assert!(!got.bytes.windows(3).any(|three| three == b"GPS"));
        let small = fetch(&desk, "", file.body["thumbnailUrl"].as_str().unwrap(), &[]).await;
        let small = image::load_from_memory(&small.bytes).unwrap();
        assert_eq!((small.width(), small.height()), (300, 400), "shown upright");
        desk.end().await;
    });
}

#[test]
fn a_file_serves_once() {
    on_one(|desk| async move {
        let (visitor, id) = talking(&desk).await;
        let file = upload(&desk, By::Visitor(&visitor), ("a.txt", ""), b"x").await;
        assert_eq!(say(&visitor, "c1", &file).await.status, 201);
        assert_eq!(
            say(&visitor, "c1", &file).await.status,
            200,
            "the same message again"
        );
        assert_eq!(
            refused(&say(&visitor, "c2", &file).await),
            (409, "attachment_unusable")
        );
        let own = upload(&desk, By::Agent(&desk.owner, &id), ("a.txt", ""), b"x").await;
        let twice = json!({ "clientId": "n1", "attachmentIds": [own.body["id"], own.body["id"]] });
        let twice = desk
            .owner
            .post(&format!("/api/v1/conversations/{id}/notes"), twice)
            .await;
        assert_eq!(refused(&twice), (409, "attachment_unusable"));
        assert_eq!(
            refused(&say(&visitor, "c3", &own).await),
            (409, "attachment_unusable")
        );
        desk.end().await;
    });
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// A small document, its parts in the order in which `LibreOffice` packs them.
const LETTER: &[u8] = include_bytes!("letter.docx");

#[test]
fn office_documents_are_taken_unless_the_inbox_says_otherwise_and_only_saved() {
    on_one(|desk| async move {
        let visitor = desk.visitor().await;
        let by = By::Visitor(&visitor);
        for given in ["报价单.docx", "报价单.pdf"] {
            let file = upload(&desk, by, (given, "application/octet-stream"), LETTER).await;
            assert_eq!(file.status, 201, "{file:?}");
            assert_eq!(file.body["mediaType"], DOCX);
            let name = file.body["name"].as_str().unwrap();
            assert_eq!(
                name.rsplit_once('.').unwrap().1,
                "docx",
                "the extension is the bytes'"
            );
            let got = fetch(&desk, "", file.body["url"].as_str().unwrap(), &[]).await;
            assert_eq!(got.bytes, LETTER);
            assert!(
                got.header("content-disposition").starts_with("attachment;"),
                "{got:?}"
            );
            assert_eq!(got.header("content-type"), DOCX);
        }
        let inboxes = desk.owner.get("/api/v1/inboxes").await.good();
        let inbox = &inboxes["items"][0];
        let path = format!("/api/v1/inboxes/{}", inbox["id"].as_str().unwrap());
        let mut settings = inbox["settings"].clone();
        settings["attachments"]["mediaTypes"] = json!(["image/*"]);
        desk.owner
            .edit(&path, &inbox["version"], json!({ "settings": settings }))
            .await
            .good();
        let file = upload(&desk, by, ("报价单.docx", DOCX), LETTER).await;
        assert_eq!(refused(&file), (415, "file_kind_refused"));
        desk.end().await;
    });
}
