"""Writes the fixtures of the email channel: mails as Python's own `email` package builds them, and mails as careless
programs send them, byte for byte. Run it from the repository's root; what it writes is committed.

    python3 e2e/interop/email_fixtures.py            # write
    python3 e2e/interop/email_fixtures.py --check    # fail when what is committed differs
"""

import base64
import hashlib
import json
import pathlib
import random
import sys
from email.message import EmailMessage
from email.policy import SMTP

PLACE = pathlib.Path("channel/src/email/fixtures")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MADE = {}


def mail(name, subject="订单 A-17 还没发货", **head):
    message = EmailMessage(policy=SMTP)
    message["From"] = head.pop("sender", "周岚 <Zhou.Lan@Example.com>")
    message["To"] = head.pop("to", "山野集 <hello@shop.example>")
    message["Subject"] = subject
    message["Date"] = "Tue, 03 Mar 2026 10:15:00 +0800"
    message["Message-ID"] = f"<{name}@example.com>"
    for key, value in head.items():
        message[key.replace("_", "-")] = value
    return message


def keep(name, message):
    if isinstance(message, EmailMessage) and message.is_multipart():
        for at, part in enumerate(one for one in message.walk() if one.is_multipart()):
            part.set_boundary(f"==border-{at}==")
    MADE[name] = bytes(message)


def raw(name, text, *, encoding="utf-8", head=""):
    start = (
        "From: Zhou Lan <zhou.lan@example.com>\n"
        "To: hello@shop.example\n"
        "Date: Tue, 03 Mar 2026 10:15:00 +0800\n"
        f"Message-ID: <{name}@example.com>\n"
    )
    MADE[name] = (start + head + text).replace("\n", "\r\n").encode(encoding)


def bodies():
    plain = mail("plain")
    plain.set_content("您好，\n\n我 3 月 1 日下的单还没有发货，能帮我看一下吗？\n")
    keep("plain", plain)

    both = mail("alternative", In_Reply_To="<ours-1@shop.example>", References="<a@example.com> <ours-1@shop.example>")
    both["Cc"] = "李雷 <lilei@example.com>, hello@shop.example"
    both["Reply-To"] = "service@example.com"
    both.set_content("谢谢！\n\n在 2026年3月2日周一 09:00，山野集 <hello@shop.example> 写道：\n> 已经发出。\n")
    both.add_alternative(
        '<div>谢谢！</div><div class="gmail_quote"><div class="gmail_attr">在 2026年3月2日周一 09:00，山野集 &lt;hello@shop.example&gt; 写道：'
        '</div><blockquote class="gmail_quote">已经发出。</blockquote></div>',
        subtype="html",
    )
    keep("alternative", both)

    inline = mail("related", subject="Picture")
    inline.set_content("See the picture.")
    inline.add_alternative('<p>See <img src="cid:pic.1@example.com" alt="it"></p>', subtype="html")
    inline.get_payload()[1].add_related(PNG, "image", "png", cid="<pic.1@example.com>", filename="店铺.png")
    inline.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="报价单 2026 年 3 月（含税）最终版.pdf")
    inline.add_attachment("name;qty\r\n茶;1\r\n".encode("gb18030"), maintype="text", subtype="csv", filename="list.csv")
    keep("related", inline)

    inner = mail("inner", subject="里面的 mail", sender="Mo <mo@example.net>")
    inner.set_content("inner words")
    outer = mail("nested", subject="Fwd: 里面的 mail")
    outer.set_content("Please see the attached mail.")
    outer.add_attachment(inner)
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    outer.add_attachment(calendar, subtype="calendar", params={"method": "REQUEST"})
    outer.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    outer.add_attachment(b"?", maintype="application", subtype="octet-stream")
    keep("nested", outer)


def charsets():
    # The label says latin-1, the bytes are windows-1252.
    raw("cp1252", "\n“Curly” costs 5 €\n", encoding="windows-1252",
        head="Subject: caf=?iso-8859-1?Q?=E9?=\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n")
    # Bare GB 18030 in the head and the body, labelled GB 2312.
    raw("gb18030", "\n您好，我想退货，订单号镕 A-17。\n", encoding="gb18030",
        head="Subject: 我想退货\nContent-Type: text/plain; charset=gb2312\n")
    raw("unlabelled", "\n您好，请问什么时候可以发货？\n", encoding="gb18030", head="Subject: 发货时间\n")
    raw("iso2022jp", "\nこんにちは、注文についてお聞きします。\n", encoding="iso-2022-jp",
        head="Subject: =?ISO-2022-JP?B?GyRCQ21KOCRLJEQkJCRGGyhC?=\nContent-Type: text/plain; charset=ISO-2022-JP\n")
    # One character cut in two by the encoded words; the name in them too.
    name, subject = "周岚".encode(), "您好，请问什么时候发货".encode("gb18030")
    word = lambda charset, part: b"=?" + charset + b"?B?" + base64.b64encode(part) + b"?="
    MADE["cut-words"] = (
        b"From: " + word(b"utf-8", name[:4]) + b"\r\n " + word(b"utf-8", name[4:]) + b" <zhou.lan@example.com>\r\n"
        b"To: hello@shop.example\r\nSubject: " + word(b"gb2312", subject[:7]) + b"\r\n " + word(b"gb2312", subject[7:])
        + b"\r\nMessage-ID: <cut-words@example.com>\r\n\r\nhi\r\n"
    )
    raw("flowed", "\nThis paragraph flows \nover two lines.\n\n> so does \n> the quote\n\n-- \nZhou Lan\n",
        head='Subject: flowed\nContent-Type: text/plain; charset=utf-8; format=flowed\n')


def odd():
    MADE["no-message-id"] = b"From: a@example.com\r\nTo: hello@shop.example\r\nSubject: no id\r\n\r\nhi\r\n"
    MADE["no-sender"] = b"To: hello@shop.example\r\nSubject: nobody\r\n\r\nhi\r\n"
    MADE["torn"] = MADE["related"][: len(MADE["related"]) // 2]
    raw("apple", "\n--b\nContent-Type: text/html\n\n<p>one<img src=\"cid:X-1\">two</p>\n--b\nContent-Type: image/png\n"
        "Content-Transfer-Encoding: base64\n\n" + base64.b64encode(PNG).decode() + "\n--b--\n",
        head="Subject: apple\nContent-Type: multipart/related; boundary=b\n")
    raw("traversal", "\n--b\n\nhi\n--b\nContent-Type: text/html; name=\"../../etc/passwd\"\n"
        "Content-Disposition: attachment; filename=\"..\\\\..\\\\x.html\"\n\n<script>1</script>\n--b--\n",
        head="Subject: names\nContent-Type: multipart/mixed; boundary=b\n")


def machines():
    away = mail("away", subject="自动回复：订单", Auto_Submitted="auto-replied")
    away.set_content("我在休假。")
    keep("away", away)
    news = mail("list", subject="News", List_Id="<news.example.com>", Precedence="bulk")
    news.set_content("News!")
    keep("list", news)
    raw("null-path", "\nhm\n", head="Return-Path: <>\nSubject: hm\n")


def report(name, kind, fields, original):
    head = (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.com>\nTo: hello@shop.example\nReturn-Path: <>\n"
        "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n"
        f"Message-ID: <{name}@mx.example.com>\nDate: Tue, 03 Mar 2026 10:15:00 +0800\nMIME-Version: 1.0\n"
        f"Content-Type: multipart/report; report-type={kind}; boundary=\"b\"\n"
    )
    middle = f"\n--b\n\nThis is the mail system.\n\n--b\nContent-Type: message/{kind}\n\n{fields}\n"
    MADE[name] = (head + middle + original + "\n--b--\n").replace("\n", "\r\n").encode()


def reports():
    returned = (
        "--b\nContent-Type: message/rfc822\n\nFrom: hello@shop.example\nTo: gone@example.com\n"
        "Message-ID: <ours-2@shop.example>\nSubject: Re: 订单\n\nhello\n"
    )
    headers = "--b\nContent-Type: text/rfc822-headers\n\nFrom: hello@shop.example\nMessage-ID: <ours-3@shop.example>\n"
    report("dsn-failed", "delivery-status",
           "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; gone@example.com\nAction: failed\nStatus: 5.1.1\n"
           "Diagnostic-Code: smtp; 550 5.1.1 <gone@example.com>:\n    Recipient address rejected: User unknown\n", returned)
    report("dsn-delayed", "delivery-status",
           "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; slow@example.com\nAction: delayed\nStatus: 4.4.1\n", headers)
    report("dsn-blocked", "delivery-status",
           "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.0.0\n"
           "Diagnostic-Code: smtp; 550 5.7.1 Blocked\n\nFinal-Recipient: rfc822; b@example.com\nAction: delivered\nStatus: 2.0.0\n", headers)
    report("dsn-blind", "delivery-status", "Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.0.0\n", "")
    report("mdn", "disposition-notification",
           "Final-Recipient: rfc822; zhou.lan@example.com\nOriginal-Message-ID: <ours-4@shop.example>\n"
           "Disposition: manual-action/MDN-sent-manually; displayed\n", "")
    report("arf", "feedback-report", "Feedback-Type: abuse\nUser-Agent: x/1\nOriginal-Rcpt-To: zhou.lan@example.com\n", returned)


TEXTS = {
    "utf-8": ["您好，我想问一下订单 A-17。", "Grüße aus München 🙂", "Привет, как дела?", "สวัสดีครับ", "plain words", "=?utf-8?Q?no?="],
    "gb18030": ["请问发票可以补开吗？", "收到，谢谢！𠮷"],
    "gb2312": ["请问什么时候发货？"],
    "big5": ["請問何時出貨？"],
    "iso-2022-jp": ["返品したいのですが。"],
    "shift_jis": ["領収書をください。"],
    "euc-kr": ["주문 확인 부탁드립니다."],
    "koi8-r": ["Когда придёт заказ?"],
    "iso-8859-1": ["Où est ma commande ?"],
    "iso-8859-15": ["Prix : 10 €"],
    "windows-1252": ["“Quoted” – 10 €"],
    "us-ascii": ["Where is my order?\n.\nFrom here on\n--no signature"],
}
NAMES = ["a.pdf", "报价单（最终版）.xlsx", "näme with spaces.docx", "a" * 90 + ".txt", "很长的文件名" * 12 + ".png", "quo\"te.bin"]


def zoo():
    """Mails of every charset, encoding and shape that Python can build, with what is in them by Python's own word."""
    chance = random.Random(17)
    lines = []
    for number in range(120):
        charset = sorted(TEXTS)[number % len(TEXTS)]
        text = chance.choice(TEXTS[charset])
        name, subject = chance.choice(["周岚", "Zhou, Lan", "Renée O'Neil", ""]), chance.choice(sum(TEXTS.values(), [])).split("\n")[0]
        message = mail(f"zoo-{number}", subject=subject * chance.choice([1, 1, 4]))
        del message["From"]
        message["From"] = f'"{name}" <zhou.lan@example.com>' if name else "zhou.lan@example.com"
        packed = ["quoted-printable", "base64", "8bit"]
        encoding = "7bit" if charset in ("us-ascii", "iso-2022-jp") else chance.choice(packed)
        message.set_content(text + "\n", charset=charset, cte=encoding)
        if chance.random() < 0.4:
            message.add_alternative(f"<p>{text}</p>", subtype="html", charset="utf-8")
        files = []
        for _ in range(chance.choice([0, 0, 1, 2])):
            given, data = chance.choice(NAMES), chance.randbytes(chance.randrange(1, 300))
            message.add_attachment(data, maintype="application", subtype="octet-stream", filename=given)
            files.append([given, "application/octet-stream", hashlib.sha256(data).hexdigest()])
        for at, part in enumerate(one for one in message.walk() if one.is_multipart()):
            part.set_boundary(f"==border-{at}==")
        raw = bytes(message)
        lines.append(json.dumps({
            "raw": base64.b64encode(raw).decode(), "charset": charset, "subject": str(message["Subject"]),
            "name": name, "text": text, "files": files,
        }, ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode()


def main():
    for make in (bodies, charsets, odd, machines, reports):
        make()
    wrong = []
    files = {f"{name}.eml": made for name, made in MADE.items()} | {"zoo.jsonl": zoo()}
    for name, made in files.items():
        path = PLACE / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_bytes() != made:
                wrong.append(name)
        else:
            path.write_bytes(made)
    if wrong:
        sys.exit(f"differ from what is committed: {', '.join(wrong)}")
    print(f"{len(MADE)} mails, and the zoo")


main()
