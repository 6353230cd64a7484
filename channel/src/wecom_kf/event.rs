//! Items that are no messages: who came, who holds the thread, what failed. Pure.

use serde_json::Value;
use yingke_channel_contract::{
    DeliveryError, ErrorKind, Fault, Inbound, Mark, Peer, Service, Trigger, What, Wrong,
};

use super::{
    item,
    protocol::{Event, Item},
};

/// In a thread's context: the code for a welcome, and the time (milliseconds) it was given.
pub(super) const WELCOME_CODE: &str = "welcome_code";
pub(super) const WELCOME_AT: &str = "welcome_at";

/// What an event says; none when it is nothing to us.
pub(super) fn read(item: &Item) -> Result<Option<Inbound>, Wrong> {
    let event: Event = item.held()?;
    let what = match event.kind.as_str() {
        "enter_session" => return Ok(Some(entered(item, &event)?)),
        "msg_send_fail" => failed(&event)?,
        "session_status_change" => What::Service(changed(&event)?),
        // Of the customer, and of somebody in WeCom: the message is known by its id.
        "user_recall_msg" | "servicer_recall_msg" => recalled(&event)?,
        // Somebody in WeCom shut the customer out, or let them in again.
        "reject_customer_msg_switch_change" => What::Block {
            blocked: event.reject_switch == 1,
        },
        // Who is on duty in WeCom: we hold every thread ourselves, so nothing comes of it.
        "servicer_status_change" => return Ok(None),
        // Newer than we are: kept and shown to the administrator, not said in anybody's name.
        other => {
            let kind = other.to_owned();
            let what = format_args!("an event of an unknown kind: “{other}”");
            return Err(Fault::UnknownKind { kind }.said(what));
        }
    };
    Ok(Some(of(item, &event, what)?))
}

fn of(item: &Item, event: &Event, what: What) -> Result<Inbound, String> {
    let first = |one: &str, other: &str| if one.is_empty() { other } else { one }.to_owned();
    let peer = first(&event.external_userid, &item.external_userid);
    if peer.is_empty() {
        return Err(format!("{} does not say who the customer is", event.kind));
    }
    let mut inbound = Inbound::new(&item.msgid, Peer::of(peer), what);
    inbound.account = first(&event.open_kfid, &item.open_kfid);
    Ok(inbound)
}

/// Entering opens nothing, unless WeCom gave the code for a welcome: one message within 20 s.
fn entered(item: &Item, event: &Event) -> Result<Inbound, String> {
    let names = ["nickname", "shop_nickname"];
    let channel = names
        .into_iter()
        .find_map(|name| event.wechat_channels[name].as_str());
    let source = match (event.scene.as_str(), event.scene_param.as_str()) {
        ("", "") => channel.unwrap_or_default().to_owned(),
        (scene, "") => scene.to_owned(),
        (scene, parameter) => format!("{scene}?{parameter}"),
    };
    let mut inbound = of(item, event, What::Entered { source })?;
    if let (false, Some(at)) = (event.welcome_code.is_empty(), item::time(item.send_time)) {
        let context = [
            (WELCOME_CODE, Value::from(event.welcome_code.as_str())),
            (WELCOME_AT, Value::from(at.millis())),
        ];
        inbound.context = context.map(|(key, value)| (key.to_owned(), value)).into();
        inbound.opens = Some(Trigger::Enter);
    }
    Ok(inbound)
}

fn recalled(event: &Event) -> Result<What, String> {
    match event.recall_msgid.as_str() {
        "" => Err("a recall without recall_msgid".to_owned()),
        id => Ok(What::Delete {
            message: id.to_owned(),
        }),
    }
}

fn changed(event: &Event) -> Result<Service, String> {
    match event.change_type {
        // Taken from the pool, handed on, taken up again.
        1 | 2 | 4 => Ok(Service::Theirs {
            by: event.new_servicer_userid.clone(),
        }),
        3 => Ok(Service::Ended),
        other => Err(format!("an unknown change of state ({other})")),
    }
}

fn failed(event: &Event) -> Result<What, String> {
    if event.fail_msgid.is_empty() {
        return Err("msg_send_fail without fail_msgid".to_owned());
    }
    let (kind, detail) = why(event.fail_type);
    let code = format!("fail_type {}", event.fail_type);
    Ok(What::Receipt {
        of: Mark::Message(event.fail_msgid.clone()),
        state: Err(DeliveryError::of(kind).said(code, detail)),
    })
}

/// `fail_type`. 11 to 13 are unchecked.
fn why(fail_type: i64) -> (ErrorKind, &'static str) {
    match fail_type {
        1 => (ErrorKind::Unauthorised, "客服账号已删除"),
        2 => (ErrorKind::Forbidden, "应用已关闭"),
        4 => (ErrorKind::WindowClosed, "会话已过期，超过 48 小时"),
        5 => (ErrorKind::WindowClosed, "会话已关闭"),
        6 => (ErrorKind::Quota, "超过 5 条限制"),
        7 => (ErrorKind::Forbidden, "未绑定视频号"),
        8 => (ErrorKind::Forbidden, "主体未验证"),
        9 => (ErrorKind::Forbidden, "未绑定视频号且主体未验证"),
        10 => (ErrorKind::Blocked, "用户拒收"),
        11 => (ErrorKind::Forbidden, "企业没有成员登录企业微信"),
        12 => (ErrorKind::Unsendable, "客服组件不支持的消息类型"),
        13 => (ErrorKind::Content, "安全限制"),
        _ => (ErrorKind::Away, "未知原因"),
    }
}
