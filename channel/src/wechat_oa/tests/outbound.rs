//! What goes out.

use serde_json::{Value, json};
use yingke_channel_contract::{
    Ability, Body, Channel as _, Choice, Content, ErrorKind, FileKind, Link, Menu, Outbound, Sent, Step,
    Template,
    kit::{canonical, draft, of},
};

use super::*;

/// Everything that is asked while `outbound` is sent, and how it ends.
fn sent(outbound: &Outbound) -> (Vec<(String, String)>, Step<Sent>) {
    let mut asked = Vec::new();
    let end = plain().deliver(outbound, |_, request| {
        let Request::Http { head, body, .. } = request else {
            panic!("no mail")
        };
        let body = match body {
            Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            other => format!("{other:?}"),
        };
        asked.push((head.uri().to_string(), body));
        accept(request)
    });
    (asked, end)
}

pub(super) fn bodies(outbound: &Outbound) -> Vec<Value> {
    let (asked, end) = sent(outbound);
    assert!(matches!(end, Step::Done(_)), "{end:?}");
    asked
        .iter()
        .map(|(_, body)| serde_json::from_str(body).unwrap_or(Value::Null))
        .collect()
}

pub(super) fn said(draft: yingke_channel_contract::Draft) -> Outbound {
    Outbound::Draft(Box::new(draft))
}

#[test]
fn text_is_written_as_utf8_and_never_escaped() {
    let (asked, _) = sent(&said(draft("您好\u{1}，\u{7f}1 < 2\n“好”🙂")));
    let (uri, body) = &asked[0];
    assert_eq!(
        uri,
        "https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=TOKEN"
    );
    assert!(body.contains(r#""content":"您好，1 < 2\n“好”🙂""#), "{body}");
    assert!(!body.contains("\\u"), "{body}");
}

#[test]
fn a_long_text_is_split_by_bytes_and_sent_in_order() {
    let text = "一二三四五六七八九。".repeat(150);
    let bodies = bodies(&said(draft(&text)));
    assert_eq!(bodies.len(), 3);
    let pieces: Vec<&str> = bodies
        .iter()
        .map(|body| body["text"]["content"].as_str().unwrap())
        .collect();
    assert!(pieces.iter().all(|piece| piece.len() <= 2048));
    assert_eq!(pieces.concat(), text);
}

#[test]
fn a_file_is_uploaded_then_sent_by_its_id_and_the_words_go_first() {
    let Outbound::Draft(mut picture) = canonical(Ability::Image) else {
        panic!("a draft")
    };
    picture.text = "这是实物图".to_owned();
    let (asked, end) = sent(&Outbound::Draft(picture));
    assert_eq!(asked.len(), 3);
    assert!(asked[0].1.contains("这是实物图"));
    assert!(
        asked[1]
            .0
            .ends_with("/cgi-bin/media/upload?access_token=TOKEN&type=image")
    );
    assert!(asked[1].1.contains("name: \"media\""));
    let body: Value = serde_json::from_str(&asked[2].1).unwrap();
    assert_eq!(body["image"], json!({ "media_id": "MEDIA_ID" }));
    assert!(matches!(end, Step::Done(Sent::Sent(parts)) if parts.len() == 2));
}

#[test]
fn an_upload_is_kept_for_less_than_the_platform_keeps_it() {
    let Step::Send(request) = plain().within(|ctx| WechatOa.render(ctx, &canonical(Ability::Video), &[]))
    else {
        panic!("a request")
    };
    let Request::Http { keep, .. } = *request else {
        panic!("no mail")
    };
    let (name, span) = keep.unwrap();
    assert!(
        name.starts_with(&format!("media:{APPID}:")) && name.ends_with(":video"),
        "{name}"
    );
    assert!(span < Span::days(3) && span > Span::days(2));
}

#[test]
fn a_menus_words_stand_in_its_head_and_links_below() {
    let menu = Menu {
        title: "尺码".to_owned(),
        choices: vec![
            Choice {
                id: "m".to_owned(),
                label: "中号".to_owned(),
                url: None,
            },
            Choice {
                id: "t".to_owned(),
                label: "尺码表".to_owned(),
                url: Some("https://shop.example/sizes".to_owned()),
            },
        ],
        tail: "点选即可".to_owned(),
    };
    let sent = bodies(&said(of("请选择", Content::Menu(menu.clone()))));
    assert_eq!(
        sent[0]["msgmenu"],
        json!({
            "head_content": "尺码\n请选择",
            "list": [{ "id": "m", "content": "中号" }],
            "tail_content": "尺码表 https://shop.example/sizes\n点选即可",
        })
    );
    let links = Menu {
        choices: menu.choices[1..].to_vec(),
        ..menu
    };
    let sent = bodies(&said(of("", Content::Menu(links))));
    assert_eq!(sent[0]["msgtype"], "text");
}

#[test]
fn a_link_is_a_card_alone_and_a_line_beside_words() {
    let link = Link {
        title: "退换货说明".to_owned(),
        description: "七天无理由".to_owned(),
        url: "https://shop.example/returns".to_owned(),
    };
    let alone = bodies(&said(of("", Content::Link(link.clone()))));
    assert_eq!(alone[0]["news"]["articles"].as_array().unwrap().len(), 1);
    let beside = bodies(&said(of("您看这里", Content::Link(link.clone()))));
    assert_eq!(beside.len(), 1, "one of the customer's five messages, not two");
    assert_eq!(
        beside[0]["text"]["content"],
        "您看这里\n退换货说明\nhttps://shop.example/returns"
    );
    let inside = Link {
        url: String::new(),
        ..link
    };
    let (asked, end) = sent(&said(of("", Content::Link(inside))));
    assert!(asked.is_empty());
    assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::Unsendable));
}

#[test]
fn a_templates_gaps_are_named_by_the_platforms_list() {
    let bodies = bodies(&canonical(Ability::Template));
    assert_eq!(bodies[1]["data"], json!({ "keyword1": { "value": "A-17" } }));
    assert_eq!(bodies[1]["client_msg_id"].as_str().unwrap().len(), 32);
}

#[test]
fn a_templates_message_id_beyond_2_to_the_53_is_kept_exactly() {
    let (_, end) = sent(&canonical(Ability::Template));
    let Step::Done(Sent::Sent(parts)) = end else {
        panic!("sent")
    };
    assert_eq!(parts[0].id, "2384765920183746501");
    // The receipt that comes later names the same.
    let receipt = format!("{:?}", plain().parsed("template_arrived").events[0].what);
    assert!(receipt.contains(&parts[0].id), "{receipt}");
}

#[test]
fn a_template_with_other_gaps_or_none_of_that_id_is_not_sent() {
    for (name, parameters) in [("order_sent", vec![]), ("other", vec!["A-17".to_owned()])] {
        let template = Template {
            name: name.to_owned(),
            language: String::new(),
            parameters,
        };
        let (asked, end) = sent(&said(of("", Content::Template(template))));
        assert_eq!(asked.len(), 1, "the list is all that is asked for");
        assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::Invalid));
    }
}

#[test]
fn half_a_draft_is_not_sent() {
    let Outbound::Draft(mut offer) = canonical(Ability::File) else {
        panic!("a draft")
    };
    offer.text = "报价单见附件".to_owned();
    assert_eq!(offer.files[0].kind, FileKind::File);
    let (asked, end) = sent(&Outbound::Draft(offer));
    assert!(asked.is_empty());
    assert!(matches!(end, Step::Stop(error) if error.kind == ErrorKind::Unsendable));
}
