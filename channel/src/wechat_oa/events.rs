//! Events: what a customer did, and what became of the account.

use yingke_channel_contract::{
    DeliveryError, ErrorKind, Fault, Health, Inbound, Mark, Sent, Service, Trigger, What,
};

use super::{
    errors,
    inbound::{Misread, inbound},
    protocol::Push,
    xml::Element,
};

/// Events of things that no conversation has: broadcasts, coupons, shops, devices, invoices. Known, and nobody's. Their
/// families (`card_`, `user_…_card` and so on) are recognised in [`is_nobodys`].
const NOBODYS: &[&str] = &[
    "masssendjobfinish",
    "publishjobfinish",
    "freepublishjobfinish",
    "merchant_order",
    "poi_check_notify",
    "shakearoundusershake",
    "wificonnected",
    "update_member_card",
    "submit_membercard_user_info",
    "user_pay_from_pay_cell",
    "user_authorize_invoice",
    "update_invoice_status",
    "submit_invoice_title",
    "wxa_media_check",
];

/// What an event says, under its name in whichever case.
pub fn read(push: &Push<'_>) -> Result<Vec<Inbound>, Misread> {
    let name = push.text("Event").to_ascii_lowercase();
    let one = |what| vec![inbound(push, what)];
    let opening = |trigger, what| {
        vec![Inbound {
            opens: Some(trigger),
            ..inbound(push, what)
        }]
    };
    Ok(match name.as_str() {
        "subscribe" => followed(push),
        "unsubscribe" => one(What::Block { blocked: true }),
        "scan" => opening(Trigger::Scan, entered(push.text("EventKey"))),
        // Of the menu's kinds only these three let us write. [M]
        "click" => opening(Trigger::Menu, pressed(push, "")),
        "scancode_push" | "scancode_waitmsg" => opening(
            Trigger::Menu,
            pressed(push, inner(push, "ScanCodeInfo", "ScanResult")),
        ),
        // What is photographed or chosen comes as a message of its own.
        "pic_sysphoto" | "pic_photo_or_album" | "pic_weixin" => one(pressed(push, "")),
        "location_select" => one(pressed(push, inner(push, "SendLocationInfo", "Label"))),
        "view" | "view_miniprogram" => one(entered(push.text("EventKey"))),
        "user_enter_tempsession" => one(entered(push.text("SessionFrom"))),
        "location" => known(push, &["Latitude", "Longitude", "Precision"]),
        "user_authorization_revoke" | "user_info_modified" => known(push, &["RevokeInfo"]),
        "templatesendjobfinish" => one(template_result(push)),
        "subscribe_msg_sent_event" => subscription_results(push),
        "subscribe_msg_popup_event" => subscriptions(push, "SubscribeMsgPopupEvent"),
        "subscribe_msg_change_event" => subscriptions(push, "SubscribeMsgChangeEvent"),
        "kf_create_session" => one(theirs(push.text("KfAccount"))),
        "kf_switch_session" => one(theirs(push.text("ToKfAccount"))),
        "kf_close_session" => one(What::Service(Service::Ended)),
        other => match health(push, other) {
            Some(what) => one(what),
            None if is_nobodys(other) => Vec::new(),
            None => {
                let what = format!("an event we do not know: {other:.80}");
                let kind = other.chars().take(80).collect();
                return Err(("Event", Fault::UnknownKind { kind }.said(what)));
            }
        },
    })
}

fn is_nobodys(name: &str) -> bool {
    NOBODYS.contains(&name)
        || ["card_", "device_", "user_scan_product", "giftcard_"]
            .iter()
            .any(|family| name.starts_with(family))
        || (name.starts_with("user_") && name.ends_with("_card"))
}

/// Somebody follows (again): what kept us from writing is gone. A scanned code's scene stands in the key.
fn followed(push: &Push<'_>) -> Vec<Inbound> {
    let key = push.text("EventKey");
    let scene = key.strip_prefix("qrscene_").unwrap_or(key);
    let mut unblocked = inbound(push, What::Block { blocked: false });
    unblocked.id.push_str(":unblocked");
    vec![
        unblocked,
        Inbound {
            opens: Some(Trigger::Enter),
            ..inbound(push, entered(scene))
        },
    ]
}

fn entered(source: &str) -> What {
    What::Entered {
        source: source.to_owned(),
    }
}

fn pressed(push: &Push<'_>, label: &str) -> What {
    What::Pressed {
        id: push.text("EventKey").to_owned(),
        label: label.to_owned(),
        message: String::new(),
    }
}

fn inner<'a>(push: &'a Push<'_>, outer: &str, name: &str) -> &'a str {
    let found = push.0.child(outer).map(|one| one.text(name).trim());
    found.unwrap_or_default()
}

fn theirs(by: &str) -> What {
    What::Service(Service::Theirs { by: by.to_owned() })
}

/// Facts of the customer, under the platform's names in small letters.
fn known(push: &Push<'_>, names: &[&str]) -> Vec<Inbound> {
    let mut event = inbound(push, What::ContactUpdate);
    for name in names.iter().filter(|name| !push.text(name).is_empty()) {
        event
            .from
            .attributes
            .insert(name.to_ascii_lowercase(), push.text(name).to_owned());
    }
    vec![event]
}

/// `success`, `failed:user block`, `failed: system failed`.
fn template_result(push: &Push<'_>) -> What {
    let status = push.text("Status");
    receipt(
        push.text("MsgID"),
        if status == "success" {
            Ok(())
        } else {
            let kind = if status.contains("block") {
                ErrorKind::Blocked
            } else {
                ErrorKind::Away
            };
            Err((kind, "TEMPLATESENDJOBFINISH", status))
        },
    )
}

fn receipt(message: &str, state: Result<(), (ErrorKind, &str, &str)>) -> What {
    let failed = |(kind, code, words): (_, &str, &str)| DeliveryError::of(kind).said(code, words);
    What::Receipt {
        of: Mark::Message(message.to_owned()),
        state: state.map(|()| Sent::Delivered).map_err(failed),
    }
}

/// The items of one of the three subscription events: one `List` or several.
fn listed<'a>(push: &'a Push<'_>, outer: &str) -> impl Iterator<Item = &'a Element> {
    let outer = push.0.child(outer);
    outer.into_iter().flat_map(|outer| outer.children("List"))
}

/// What became of each subscription message.
fn subscription_results(push: &Push<'_>) -> Vec<Inbound> {
    let results = listed(push, "SubscribeMsgSentEvent").filter_map(|item| {
        let message = Some(item.text("MsgID").trim()).filter(|id| !id.is_empty())?;
        let state = match item.text("ErrorCode").trim() {
            "0" => Ok(()),
            code => Err((
                code.parse().map_or(ErrorKind::Away, errors::kind),
                code,
                item.text("ErrorStatus").trim(),
            )),
        };
        let mut event = inbound(push, receipt(message, state));
        event.id = format!("{}:{message}", event.id);
        Some(event)
    });
    results.collect()
}

/// Which notices the customer wants: `accept` or `reject`, by template.
fn subscriptions(push: &Push<'_>, outer: &str) -> Vec<Inbound> {
    let mut event = inbound(push, What::ContactUpdate);
    for item in listed(push, outer) {
        let template = item.text("TemplateId").trim();
        let choice = item.text("SubscribeStatusString").trim().to_owned();
        event
            .from
            .attributes
            .insert(format!("subscription:{template}"), choice);
    }
    vec![event]
}

/// The account's yearly verification: without it the platform takes its abilities away.
fn health(push: &Push<'_>, name: &str) -> Option<What> {
    let degraded = |code, detail: &str| Health::Degraded {
        code,
        detail: detail.to_owned(),
    };
    Some(What::Health(match name {
        "qualification_verify_success" | "naming_verify_success" => Health::Connected,
        "qualification_verify_fail" | "naming_verify_fail" => {
            degraded("verification_failed", push.text("FailReason"))
        }
        "annual_renew" => degraded("verification_due", push.text("ExpiredTime")),
        "verify_expired" => degraded("verification_expired", push.text("ExpiredTime")),
        _ => return None,
    }))
}
