"""wechatpy against the fake Official Account.

1. What the fake pushes, in all three modes, the SDK verifies, decrypts and reads; what the SDK encrypts and signs as its
   answer, the fake accepts.
2. The SDK as a client drives the fake's API: tokens, media, messages of every kind, templates, followers, errors.

The channel itself is held to the SDK by `channel/src/wechat_oa/tests/vectors.rs`, with an envelope the SDK made.

    INTEROP_VENV=/tmp/venv python3 e2e/interop/wechat_oa.py [path of fake_wechat_oa]

Makes the virtual environment where there is none, and nothing outside it. Exits non-zero on any disagreement.
"""

import json
import os
import pathlib
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

HERE = pathlib.Path(__file__).resolve()


def within_venv():
    """Runs on in the virtual environment's Python, with the pinned SDK installed."""
    venv = pathlib.Path(os.environ["INTEROP_VENV"])
    python = venv / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == venv.resolve():
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pinned = HERE.with_suffix(".requirements.txt")
    subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(pinned)], check=True)
    os.execv(python, [str(python), str(HERE), *sys.argv[1:]])


within_venv()

from wechatpy import WeChatClient, parse_message  # noqa: E402
from wechatpy.crypto import WeChatCrypto  # noqa: E402
from wechatpy.exceptions import InvalidSignatureException, WeChatClientException  # noqa: E402
from wechatpy.replies import TextReply  # noqa: E402
from wechatpy.utils import check_signature  # noqa: E402

OPENID = "oDF3iY9ffA-hqb2vVvbr7qxf6A0Q"
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parents[2] / "target"))
FAKE = sys.argv[1] if len(sys.argv) > 1 else str(TARGET / "debug" / "fake_wechat_oa")


class Fake:
    """The fake as a process of its own."""

    def __init__(self, mode):
        self.process = subprocess.Popen([FAKE, mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.account = json.loads(self.process.stdout.readline())
        self.base = self.account["base_url"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, headers={"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


class Server(HTTPServer):
    """The account's server, built on nothing but the SDK."""

    def __init__(self, account):
        super().__init__(("127.0.0.1", 0), Handler)
        self.account = account
        self.crypto = WeChatCrypto(account["token"], account["aes_key"], account["appid"])
        self.read = []
        self.failures = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def query(self):
        pairs = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        return {name: values[0] for name, values in pairs.items()}

    def answer(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        query = self.query()
        check_signature(self.server.account["token"], query["signature"], query["timestamp"], query["nonce"])
        self.answer(query["echostr"])

    def do_POST(self):
        query = self.query()
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        try:
            self.answer(self.take(query, body))
        except Exception as error:  # Whatever it is, the SDK and the fake do not agree.
            self.server.failures.append(repr(error))
            raise

    def take(self, query, body):
        crypto = self.server.crypto
        check_signature(self.server.account["token"], query["signature"], query["timestamp"], query["nonce"])
        encrypted = query.get("encrypt_type") == "aes"
        if encrypted:
            body = crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        message = parse_message(body)
        self.server.read.append(message)
        if getattr(message, "content", "") != "请自动回复":
            return "success"
        reply = TextReply(content="稍等，马上为您转接 <客服> & 同事", message=message).render()
        return crypto.encrypt_message(reply, query["nonce"], query["timestamp"]) if encrypted else reply


class Client(WeChatClient):
    """The SDK's client at the fake's address; its token's is written into the SDK."""

    def __init__(self, fake):
        super().__init__(fake.account["appid"], fake.account["secret"])
        self.API_BASE_URL = fake.base + "/cgi-bin/"

    def fetch_access_token(self):
        params = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(url=self.API_BASE_URL + "token", params=params)


def same(what, given, wanted):
    if given != wanted:
        sys.exit(f"{what}: {given!r}, not {wanted!r}")


def refused(code, act, *args, **kwargs):
    try:
        act(*args, **kwargs)
    except WeChatClientException as error:
        return same(f"the code of {act.__name__}", error.errcode, code)
    sys.exit(f"{act.__name__} was taken, not refused with {code}")


MESSAGES = [
    ("text", {"Content": "你好 <b> & ]]> “好”"}, {"content": "你好 <b> & ]]> “好”"}),
    ("image", {"PicUrl": "http://pic.example/1", "MediaId": "M1"}, {"media_id": "M1", "image": "http://pic.example/1"}),
    ("voice", {"MediaId": "M2", "Format": "amr", "Recognition": "你好"}, {"media_id": "M2", "recognition": "你好"}),
    ("video", {"MediaId": "M3", "ThumbMediaId": "T"}, {"media_id": "M3", "thumb_media_id": "T"}),
    ("shortvideo", {"MediaId": "M4", "ThumbMediaId": "T"}, {"media_id": "M4"}),
    (
        "location",
        {"Location_X": 31.230416, "Location_Y": 121.473701, "Scale": 15, "Label": "上海"},
        {"location_x": "31.230416", "location_y": "121.473701", "label": "上海"},
    ),
    ("link", {"Title": "说明", "Description": "d", "Url": "https://a.example/?a=1&b=2"}, {"url": "https://a.example/?a=1&b=2"}),
    ("miniprogrampage", {"Title": "店", "AppId": "wx1", "PagePath": "p?x=1"}, {"app_id": "wx1", "page_path": "p?x=1"}),
]

EVENTS = [
    ("subscribe", {}, "subscribe", {}),
    ("subscribe", {"EventKey": "qrscene_shop-12", "Ticket": "T"}, "subscribe_scan", {"scene_id": "shop-12"}),
    ("SCAN", {"EventKey": "shop-12", "Ticket": "T"}, "scan", {"scene_id": "shop-12"}),
    ("LOCATION", {"Latitude": 23.1, "Longitude": 113.3, "Precision": 119.0}, "location", {"latitude": 23.1}),
    ("CLICK", {"EventKey": "MENU_HUMAN"}, "click", {"key": "MENU_HUMAN"}),
    ("VIEW", {"EventKey": "https://shop.example/new"}, "view", {"url": "https://shop.example/new"}),
    (
        "scancode_waitmsg",
        {"EventKey": "K", "ScanCodeInfo": "<ScanType>qrcode</ScanType><ScanResult>A-17</ScanResult>"},
        "scancode_waitmsg",
        {"scan_result": "A-17"},
    ),
    ("TEMPLATESENDJOBFINISH", {"MsgID": 2384765920183746501, "Status": "success"}, "templatesendjobfinish", {"id": 2384765920183746501}),
    ("kf_create_session", {"KfAccount": "kf2001@shanye"}, "kf_create_session", {"account": "kf2001@shanye"}),
    ("unsubscribe", {}, "unsubscribe", {}),
]


def pushes(mode):
    """All kinds of pushes, read by the SDK, and an answer of the SDK's, read by the fake."""
    with Fake(mode) as fake:
        server = Server(fake.account)
        same(f"{mode}: the address check", fake.ask("/fake/callback", {"url": server.url()})["error"], None)
        for kind, fields, wanted in MESSAGES:
            pushed = fake.ask("/fake/push", {"openid": OPENID, "kind": kind, "fields": fields})
            same(f"{mode} {kind}: failures", server.failures, [])
            same(f"{mode} {kind}: answer", (pushed["status"], pushed["answer"]), (200, "success"))
            message = server.read.pop()
            same(f"{mode} {kind}: type", (message.type, message.source), (kind, OPENID))
            for name, value in wanted.items():
                same(f"{mode} {kind}.{name}", getattr(message, name), value)
        for name, fields, event, wanted in EVENTS:
            fake.ask("/fake/push", {"openid": OPENID, "event": name, "fields": fields})
            same(f"{mode} {name}: failures", server.failures, [])
            message = server.read.pop()
            same(f"{mode} {name}: event", (message.event, message.source), (event, OPENID))
            for field, value in wanted.items():
                same(f"{mode} {name}.{field}", getattr(message, field), value)
        fake.ask("/fake/push", {"openid": OPENID, "kind": "text", "fields": {"Content": "请自动回复"}})
        same(f"{mode}: failures", server.failures, [])
        shown = fake.ask("/fake/sent")[-1]
        same(f"{mode}: the passive answer", (shown["kind"], shown["content"]), ("passive", "稍等，马上为您转接 <客服> & 同事"))
        server.shutdown()


def tampering():
    """The SDK refuses what was changed on the way: the check above can fail."""
    crypto = WeChatCrypto("token", "a" * 43, "wx1")
    sealed = crypto.encrypt_message("<xml><a>1</a></xml>", "nonce", "1")
    try:
        crypto.decrypt_message(sealed, "0" * 40, "1", "nonce")
    except InvalidSignatureException:
        return
    sys.exit("the SDK took a wrong signature")


def calls():
    """The SDK's client against the API."""
    with Fake("safe") as fake:
        client = Client(fake)
        message = client.message
        same("addresses", client.misc.get_wechat_ips()[0], "192.0.2.1")
        refused(40003, message.send_text, OPENID, "hi")
        fake.ask("/fake/push", {"openid": OPENID, "kind": "text", "fields": {"Content": "在吗"}})
        message.send_text(OPENID, "在的，“您”好 🙂")
        picture = client.media.upload("image", ("photo.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"))["media_id"]
        same("a picture comes back", client.media.download(picture).content, b"\xff\xd8\xff\xe0")
        message.send_image(OPENID, picture)
        voice = client.media.upload("voice", ("voice.mp3", b"ID3", "audio/mpeg"))["media_id"]
        message.send_voice(OPENID, voice)
        video = client.media.upload("video", ("clip.mp4", b"ftyp", "video/mp4"))["media_id"]
        message.send_video(OPENID, video)
        article = {"title": "退换货", "description": "七天", "url": "https://shop.example/returns"}
        message.send_articles(OPENID, [article])
        refused(45047, message.send_text, OPENID, "第六条")
        seen = [(one["kind"], one["content"]) for one in fake.ask("/fake/sent")]
        same("the kinds", [kind for kind, _ in seen], ["text", "image", "voice", "video", "news"])
        same("the words", seen[0][1], {"content": "在的，“您”好 🙂"})
        refused(40007, message.send_image, OPENID, "no such id")
        refused(40007, message.send_voice, OPENID, picture)
        refused(45002, message.send_text, OPENID, "长" * 683)
        refused(45008, message.send_articles, OPENID, [article, article])
        # A customer's video is an address only.
        given = fake.ask("/fake/media", {"kind": "video", "media_type": "video/mp4", "content": "clip"})["media_id"]
        url = client.media.download(given)["video_url"]
        with urllib.request.urlopen(url, timeout=10) as answer:
            same("the video", answer.read(), b"clip")
        # Another token when the first is void; the SDK fetches it by itself.
        fake.ask("/fake/push", {"openid": OPENID, "kind": "text", "fields": {"Content": "还在吗"}})
        fake.ask("/fake/revoke", {})
        message.send_text(OPENID, "在")
        # Two days later.
        fake.ask("/fake/advance", {"seconds": 48 * 3600 + 1})
        client.fetch_access_token()
        refused(45015, message.send_text, OPENID, "还在吗")
        fake.ask("/fake/template", {"id": "t1", "title": "发货通知", "content": "单号：{{keyword1.DATA}}"})
        same("templates", client.template.get_all_private_template()["template_list"][0]["template_id"], "t1")
        sent = message.send_template(OPENID, "t1", {"keyword1": {"value": "A-17"}})
        same("a template's id", sent["errcode"], 0)
        same("a template's words", fake.ask("/fake/sent")[-1]["content"], "单号：A-17")
        refused(40037, message.send_template, OPENID, "t2", {})
        same("a follower", client.user.get(OPENID)["subscribe"], 1)
        fake.ask("/fake/push", {"openid": OPENID, "event": "unsubscribe"})
        refused(43004, message.send_text, OPENID, "再见")
        same("no follower", client.user.get(OPENID)["subscribe"], 0)
        wrong = Client(fake)
        wrong.secret = "wrong"
        refused(40125, wrong.fetch_access_token)


for mode in ["plain", "compatible", "safe"]:
    pushes(mode)
tampering()
calls()
print("wechat_oa: wechatpy and the fake agree")
