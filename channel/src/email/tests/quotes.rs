//! What is new in a mail, and what is folded away.

use super::{mail, message};
use crate::email::{
    html, plain,
    quote::{Folded, fold, lines},
};

fn of_text(text: &str) -> Folded {
    fold(&lines(text), false)
}

fn of_html(text: &str) -> Folded {
    fold(&plain::lines(&html::clean(text).html), false)
}

fn folds(text: &str, new: &str) {
    let folded = of_text(text);
    assert_eq!(folded.text, new, "\n{text}\n→ quoted: {}", folded.quoted);
    assert!(!folded.quoted.is_empty(), "nothing is thrown away: {text}");
}

#[test]
fn attributions_in_the_languages_of_mail_programs() {
    for attribution in [
        "On Mon, Mar 2, 2026 at 9:00 AM Shop <hello@shop.example> wrote:",
        "On Mon, Mar 2, 2026 at 9:00 AM\nShop <hello@shop.example>\nwrote:",
        "On 2026-03-02 09:00, Shop wrote:",
        "Le lun. 2 mars 2026 à 09:00, Shop <hello@shop.example> a écrit :",
        "Am 02.03.26 um 09:00 schrieb Shop:",
        "Am Mo., 2. März 2026 um 09:00 Uhr schrieb Shop <hello@shop.example>:",
        "El lun, 2 mar 2026 a las 9:00, Shop (<hello@shop.example>) escribió:",
        "Il giorno lun 2 mar 2026 alle ore 09:00 Shop <hello@shop.example> ha scritto:",
        "Em seg., 2 de mar. de 2026 às 09:00, Shop <hello@shop.example> escreveu:",
        "Op ma 2 mrt 2026 om 09:00 schreef Shop <hello@shop.example>:",
        "pon., 2 mar 2026 o 09:00 Shop <hello@shop.example> napisał(a):",
        "Den mån 2 mars 2026 kl 09:00 skrev Shop <hello@shop.example>:",
        "ma 2. maalisk. 2026 klo 9.00 Shop (hello@shop.example) kirjoitti:",
        "пн, 2 мар. 2026 г. в 09:00, Shop <hello@shop.example>:\n",
        "2 марта 2026 г. 09:00 пользователь Shop <hello@shop.example> написал:",
        "пн, 2 бер. 2026 р. о 09:00 Shop <hello@shop.example> пише:",
        "po 2. 3. 2026 v 9:00 odesílatel Shop <hello@shop.example> napsal:",
        "Shop <hello@shop.example> ezt írta (időpont: 2026. márc. 2., H, 9:00) írta:",
        "Shop <hello@shop.example>, 2 Mar 2026 Pzt, 09:00 tarihinde şunu yazdı:",
        "Στις Δευ 2 Μαρ 2026 στις 9:00 π.μ., ο χρήστης Shop <hello@shop.example> έγραψε:",
        "2026年3月2日(月) 9:00 Shop <hello@shop.example> のメール:",
        "2026年 3月 2日 (월) 오전 9:00, Shop <hello@shop.example>님이 작성:",
        "Vào Th 2, 2 thg 3, 2026 vào lúc 09:00 Shop <hello@shop.example> đã viết:",
        "Pada tanggal Sen, 2 Mar 2026 pukul 09.00 Shop <hello@shop.example> menulis:",
        "山野集 <hello@shop.example> 于2026年3月2日周一 09:00写道：",
        "在 2026-03-02 09:00:00，\"山野集\" <hello@shop.example> 写道：",
        "山野集 <hello@shop.example> 於 2026年3月2日 週一 上午9:00寫道：",
        "בתאריך יום ב׳, 2 במרץ 2026 ב-9:00 מאת Shop <hello@shop.example> כתב:",
    ] {
        if attribution.ends_with('\n') {
            continue;
        }
        folds(
            &format!("Thanks!\n\n{attribution}\n\n> We have sent it.\n> Yours\n"),
            "Thanks!",
        );
    }
}

#[test]
fn separators_and_heads() {
    for head in [
        "-----Original Message-----\nFrom: Shop\nSent: Monday\nTo: me\nSubject: x",
        "------------------ 原始邮件 ------------------\n发件人: \"山野集\"\n发送时间: 2026年3月2日\n收件人: 周岚\n主题: 订单",
        "---- 回复的原邮件 ----\n| 发件人 | 山野集 |",
        "-----邮件原件-----\n发件人: 山野集 <hello@shop.example>\n发送时间: 2026年3月2日 9:00\n收件人: 周岚",
        "________________________________\nFrom: Shop <hello@shop.example>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Zhou\nSubject: Re: order",
        "发件人： 山野集\n日期： 2026-03-02 09:00\n收件人： 周岚\n主题： 订单",
        "*From:* Shop\n*Date:* Monday\n*To:* me",
        "Von: Shop\nGesendet: Montag\nAn: mich\nBetreff: x",
        "De : Shop\nEnvoyé : lundi\nÀ : moi\nObjet : x",
        "差出人: Shop\n送信日時: 2026\n宛先: me\n件名: x",
        "보낸 사람: Shop\n보낸 날짜: 2026\n받는 사람: me\n제목: x",
        "-------- Исходное сообщение --------\nОт: Shop",
        "-------- Ursprüngliche Nachricht --------\nVon: Shop",
    ] {
        folds(&format!("收到，谢谢。\n\n{head}\n\n已经发出。\n"), "收到，谢谢。");
    }
}

#[test]
fn signatures_and_telephones() {
    folds("Thanks\n-- \nZhou Lan\nTel 1", "Thanks");
    folds(
        "Thanks\n\n-- \nZhou Lan\n\nOn Mon, Mar 2, 2026 at 9:00 Shop <h@shop.example> wrote:\n> x",
        "Thanks",
    );
    for line in [
        "Sent from my iPhone",
        "发自我的 iPhone",
        "发自我的小米手机",
        "从 Windows 版邮件发送",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "iPhoneから送信",
    ] {
        folds(&format!("好的\n\n{line}\n"), "好的");
    }
    let long = format!("Items\n--\n{}", "a line of the list\n".repeat(30));
    assert!(
        of_text(&long).quoted.is_empty(),
        "a rule between two parts is no signature"
    );
}

#[test]
fn answers_between_the_lines_survive() {
    let text = "On Mon, Mar 2, 2026 at 9:00 Shop <h@shop.example> wrote:\n> Which size?\nM\n> Which colour?\nGreen\n> Yours";
    let folded = of_text(text);
    assert!(
        folded.text.contains("> Which size?\nM\n> Which colour?\nGreen"),
        "{folded:?}"
    );
    assert_eq!(folded.quoted, "> Yours");
    let html = r#"<div class="gmail_quote">On Mon, 2 Mar 2026 Shop &lt;h@shop.example&gt; wrote:<blockquote type="cite">Which size?</blockquote></div><div>M</div><blockquote type="cite">Which colour?</blockquote><div>Green</div>"#;
    let folded = of_html(html);
    assert!(
        folded.text.contains("> Which size?") && folded.text.ends_with("Green"),
        "{folded:?}"
    );
}

#[test]
fn an_answer_below_its_quote_is_the_text() {
    folds(
        "On Mon, Mar 2, 2026 at 9:00 Shop <h@shop.example> wrote:\n> Which size?\n> S or M?\n\nM please",
        "M please",
    );
}

#[test]
fn a_mail_that_is_all_quote_is_shown_whole() {
    let text = "On Mon, Mar 2, 2026 at 9:00 Shop <h@shop.example> wrote:\n> Which size?";
    assert_eq!(
        of_text(text),
        Folded {
            text: text.to_owned(),
            quoted: String::new()
        }
    );
    let folded = of_html("<blockquote type=cite>Which size?</blockquote>");
    assert_eq!(folded.text, "> Which size?");
}

#[test]
fn what_is_passed_on_is_not_folded() {
    for text in [
        "FYI\n\n---------- Forwarded message ---------\nFrom: Shop\nDate: Monday\nSubject: x\nTo: me\n\nWords",
        "看一下\n\nBegin forwarded message:\n\nFrom: Shop\nDate: x\nTo: me\n\nWords",
        "看一下\n\n---- 转发的邮件信息 ----\n发件人: a\n日期: b\n收件人: c",
    ] {
        assert!(of_text(text).quoted.is_empty(), "{text}");
    }
    let bytes = b"From: a@example.com\r\nSubject: FW: x\r\n\r\nSee:\r\n\r\nFrom: b\r\nSent: c\r\nTo: d\r\nSubject: e\r\n\r\nWords\r\n";
    assert!(message(bytes).text.ends_with("Words"));
}

#[test]
fn plain_words_are_not_taken_for_quotes() {
    for text in [
        "I wrote on Monday:\nplease answer.",
        "From: Beijing\nthe parcel took 3 days.",
        "价格：100\n数量：2\n主题：没有",
        "On the box it says 20 pieces. The note I wrote:\nhello",
        "- one\n- two\n--- three",
        "a\n----------\nb",
    ] {
        assert_eq!(of_text(text).text, text);
    }
}

#[test]
fn marks_of_mail_programs_in_html() {
    for quote in [
        r#"<div class="gmail_quote"><blockquote class="gmail_quote">old</blockquote></div>"#,
        r#"<blockquote type="cite">old</blockquote>"#,
        r#"<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: x</div><div>old</div>"#,
        r#"<div id="x_divRplyFwdMsg">From: x</div><div>old</div>"#,
        r#"<span id="OLK_SRC_BODY_SECTION">old</span>"#,
        r#"<div class="yahoo_quoted">old</div>"#,
        r#"<div class="protonmail_quote">old</div>"#,
        r#"<div class="moz-cite-prefix">x schrieb:</div><blockquote type="cite">old</blockquote>"#,
        "<div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>发件人: x</div><div>old</div>",
        "<p><b>From:</b> Shop<br><b>Sent:</b> Monday<br><b>To:</b> me<br><b>Subject:</b> x</p><p>old</p>",
    ] {
        let folded = of_html(&format!("<div>New <b>words</b></div><br>{quote}"));
        assert_eq!(folded.text, "New words", "{quote}");
        assert!(folded.quoted.contains("old"), "{quote}: {}", folded.quoted);
    }
}

#[test]
fn html_as_text() {
    let text = of_html(
        "<style>x</style><h1>Head</h1><p>One\n two<br>three&nbsp;4</p><ul><li>a</li><li>b</li></ul><ol><li>c</li></ol><table><tr><td>x</td><td>y</td></tr></table><pre>  code\n  more</pre><div style=\"display:none\">hidden</div>",
    );
    assert_eq!(
        text.text,
        "Head\n\nOne two\nthree 4\n\n- a\n- b\n\n1. c\n\nx y\n\n  code\n  more"
    );
}

#[test]
fn html_marks_win_where_the_text_has_none() {
    let bytes = b"From: a@example.com\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nnew\r\n\r\nold words without any mark\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>new</p><div class=gmail_quote>old words without any mark</div>\r\n--b--\r\n";
    assert_eq!(message(bytes).text, "new");
    assert_eq!(mail(bytes).quoted, "old words without any mark");
}
