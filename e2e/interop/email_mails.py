"""Reads every mail the email channel writes with Python's own parser (`email`, the modern policy), and compares what it
finds with what was meant. Run from the repository's root; exits non-zero on any disagreement.

The mails are the binary snapshots of the channel's tests, so that what is read here is what those tests hold.
The other direction, our parser on mails that Python builds, is `email_fixtures.py` and the channel's own tests.
"""

import email
import email.utils
import pathlib
import subprocess
import sys
from email import policy

PLACE = pathlib.Path("channel/src/email/tests/snapshots")
WRONG = []


def equal(what, found, meant):
    if found != meant:
        WRONG.append(f"{what}: {found!r} instead of {meant!r}")


def defects(name, part):
    for one in part.walk():
        for defect in one.defects:
            WRONG.append(f"{name}: {defect!r}")
        for key, value in one.items():
            for defect in getattr(value, "defects", ()):
                WRONG.append(f"{name}: {key}: {defect!r}")


def read(name):
    (path,) = PLACE.glob(f"*__{name}.snap.eml")
    raw = path.read_bytes()
    for line in raw.split(b"\r\n"):
        if len(line) > 998 or b"\n" in line or b"\r" in line:
            WRONG.append(f"{name}: a line of {len(line)} bytes, or a bare line end")
    if not raw.isascii():
        WRONG.append(f"{name}: bytes that need 8BITMIME")
    message = email.message_from_bytes(raw, policy=policy.default)
    defects(name, message)
    equal(f"{name}: Date", email.utils.parsedate_to_datetime(message["Date"]).isoformat(), "2026-03-03T02:20:00+00:00")
    equal(f"{name}: Message-ID", message["Message-ID"], "<01990000-0000-7000-8000-000000000002@shop.example>")
    equal(f"{name}: MIME-Version", message["MIME-Version"], "1.0")
    equal(f"{name}: Bcc", message["Bcc"], None)
    sender = message["From"].addresses[0]
    equal(f"{name}: From", sender.addr_spec, "hello@shop.example")
    equal(f"{name}: To", message["To"].addresses[0].addr_spec, "zhou.lan@example.com")
    back = message["Reply-To"].addresses[0]
    equal(f"{name}: Reply-To", (back.display_name, back.username.split("+")[0], back.domain), (sender.display_name, "hello", "shop.example"))
    return message, sender


def body(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n").rstrip("\n")


def main():
    subprocess.run([sys.executable, "e2e/interop/email_fixtures.py", "--check"], check=True)

    message, sender = read("plain")
    equal("plain: name", sender.display_name, 'Zhou, Lan "Z"')
    equal("plain: text", body(message, "plain"), "Hello,\n\nit left today.\n.\nFrom us")
    equal("plain: html", "<p>Hello,</p><p>it left today.<br>.<br>From us</p>" in body(message, "html"), True)
    equal("plain: subject", message["Subject"], "Hello,")
    equal("plain: automatic", (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]), ("auto-replied", "All"))

    message, sender = read("thread")
    equal("thread: name", sender.display_name, "林小满")
    equal("thread: subject", message["Subject"], "Re: " + "关于一个很长很长的主题，" * 6)
    equal("thread: In-Reply-To", message["In-Reply-To"], "<ref-39@example.com>")
    ids = message["References"].split()
    # The first names the conversation; then the thread's first mail, and its last ones.
    equal("thread: References", (len(ids), ids[0].endswith(".thread@shop.example>"), *ids[1:3], ids[-1]),
          (20, True, "<ref-0@example.com>", "<ref-22@example.com>", "<ref-39@example.com>"))
    equal("thread: text", body(message, "plain"), "已经发出，单号 SF100。")
    equal("thread: automatic", message["Auto-Submitted"], None)

    message, _ = read("files")
    equal("files: subject", message["Subject"], "报价 & <offer>")
    equal("files: Cc", message["Cc"].addresses[0].addr_spec, "boss@example.com")
    equal("files: text", body(message, "plain"), "见附件 🙂")
    equal("files: picture", 'src="cid:00000000-0000-0000-0000-000000000004"' in body(message, "html"), True)
    files = [(part.get_filename(), part.get_content_disposition(), part["Content-ID"], part.get_content()) for part in message.walk()
             if part.get_content_disposition()]
    equal("files: files", files, [
        ("图.png", "inline", "<00000000-0000-0000-0000-000000000004>", b"FILE"),
        ("报价单 2026 年 3 月（含税）最终版，请勿外传；内部文件.pdf", "attachment", None, b"FILE"),
        ("plain name.txt", "attachment", None, b"FILE"),
    ])

    message, sender = read("evil")
    equal("evil: name", sender.display_name, "a  Bcc: victim@example.net")
    equal("evil: subject", message["Subject"], "Re: s  Bcc: victim@example.net    body")
    equal("evil: text", body(message, "plain"), "x\n.\nQUIT")
    (file,) = message.iter_attachments()
    equal("evil: header", file["X-Evil"], None)
    equal("evil: file", file.get_filename(), "n  X-Evil: 1    .pdf")

    if WRONG:
        sys.exit("\n".join(WRONG))
    print("Python reads every mail as it was meant")


main()
