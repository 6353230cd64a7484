"""The fake 微信客服 and our channel against WeCom's own SDK (npm @wecom/crypto) and wechatpy.

1. What the fake signs and encrypts, both SDKs verify and decrypt, and our channel accepts.
2. What the SDKs sign and encrypt, the fake and our channel accept; with another token or enterprise both refuse.
3. wechatpy's enterprise client drives the fake: tokens, files, sync_msg, send_msg, states, errors.

    INTEROP_VENV=/tmp/venv python3 e2e/interop/wecom_kf.py

Builds the fake and the example that asks our channel. Makes the virtual environment where there is none (the npm package
stands in its folder `node`), and nothing outside it. Exits non-zero on any disagreement.
"""

import io
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[2]
VENV = pathlib.Path(os.environ["INTEROP_VENV"])
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
NODE_SDK = "@wecom/crypto@1.0.1"


def within_venv():
    """Runs on in the virtual environment's Python, with the pinned SDKs installed."""
    if pathlib.Path(sys.prefix).resolve() == VENV.resolve():
        return
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pinned = HERE.with_suffix(".requirements.txt")
    subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(pinned)], check=True)
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(VENV / "node")]
    subprocess.run([*npm, NODE_SDK], check=True)
    os.execv(python, [str(python), str(HERE), *sys.argv[1:]])


within_venv()

from wechatpy.enterprise import WeChatClient  # noqa: E402
from wechatpy.enterprise.crypto import WeChatCrypto  # noqa: E402
from wechatpy.enterprise.exceptions import InvalidCorpIdException  # noqa: E402
from wechatpy.exceptions import InvalidSignatureException, WeChatClientException  # noqa: E402

CUSTOMER = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
ANNOUNCEMENT = (
    "<xml><ToUserName><![CDATA[{corp_id}]]></ToUserName><CreateTime>1795338000</CreateTime>"
    "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
    "<Token><![CDATA[ENCsdk]]></Token><OpenKfId><![CDATA[{account}]]></OpenKfId></xml>"
)

NODE = """
const c = require(process.argv[1] + '/node_modules/@wecom/crypto');
const asked = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const {token, aes_key, corp_id, timestamp, nonce} = asked;
if (asked.message !== undefined) {
  const encrypt = c.encrypt(aes_key, asked.message, corp_id);
  console.log(JSON.stringify({encrypt, signature: c.getSignature(token, timestamp, nonce, encrypt)}));
} else {
  const {message, id} = c.decrypt(aes_key, asked.encrypt);
  console.log(JSON.stringify({message, id, signature: c.getSignature(token, timestamp, nonce, asked.encrypt)}));
}
"""


def same(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r} instead of {wanted!r}")
    print(f"ok  {what}")


def refused(what, kind, run):
    try:
        run()
    except kind as error:
        print(f"ok  {what}")
        return error
    sys.exit(f"{what}: not refused")


def built(arguments, path):
    subprocess.run(["cargo", "build", "-q", *arguments], cwd=ROOT, check=True)
    return str(TARGET / "debug" / path)


def run(command, asked):
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


class Fake:
    """The fake as a process of its own."""

    def __init__(self):
        binary = built(["-p", "yingke-providers", "--bin", "fake_wecom_kf"], "fake_wecom_kf")
        self.process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.known = json.loads(self.process.stdout.readline())

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.known["address"] + path, data, {"content-type": "application/json"}
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return json.load(opener.open(request, timeout=10))

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


class Channel:
    """Our channel, asked by the example `call`."""

    def __init__(self, known):
        self.binary = built(["-p", "yingke-channel", "--example", "call"], "examples/call")
        self.settings = {key: known[key] for key in ("corp_id", "secret", "token", "aes_key")}

    def call(self, method, query, body="", **settings):
        asked = {
            "channel": "wecom_kf",
            "settings": {**self.settings, **settings},
            "method": method,
            "uri": f"/api/v1/hooks/KEY?{query}",
            "body": body,
        }
        return run([self.binary], asked)


def node(known, **asked):
    names = ("token", "aes_key", "corp_id")
    return run(["node", "-e", NODE, str(VENV / "node")], {**{n: known[n] for n in names}, **asked})


def sealed(body):
    return body.split("<Encrypt><![CDATA[")[1].split("]]>")[0]


def what_the_fake_signs(fake, channel):
    known = fake.known
    crypto = WeChatCrypto(known["token"], known["aes_key"], known["corp_id"])

    shake = fake.ask("/fake/handshake")
    query = dict(urllib.parse.parse_qsl(shake["query"].replace("+", "%2B")))
    signed = (query["msg_signature"], query["timestamp"], query["nonce"])
    echo = crypto.check_signature(*signed, query["echostr"])
    same("wechatpy reads the fake's handshake", echo, shake["wanted"])
    theirs = node(known, encrypt=query["echostr"], timestamp=signed[1], nonce=signed[2])
    same("@wecom/crypto reads the fake's handshake", theirs["message"], shake["wanted"])
    same("@wecom/crypto names the same enterprise", theirs["id"], known["corp_id"])
    same("@wecom/crypto signs it alike", theirs["signature"], signed[0])
    same("our channel answers it", channel.call("GET", shake["query"]).get("answer"), shake["wanted"])

    call = fake.ask(f"/fake/announcement?account={known['account']}")
    query = dict(urllib.parse.parse_qsl(call["query"]))
    signed = (query["msg_signature"], query["timestamp"], query["nonce"])
    plain = crypto.decrypt_message(call["body"], *signed)
    if isinstance(plain, bytes):
        plain = plain.decode()
    theirs = node(known, encrypt=sealed(call["body"]), timestamp=signed[1], nonce=signed[2])
    same("both SDKs read the same call", theirs["message"], plain)
    same("and sign it alike", theirs["signature"], signed[0])
    token = plain.split("<Token><![CDATA[")[1].split("]]>")[0]
    ours = channel.call("POST", call["query"], call["body"])
    same("our channel reads the same", ours.get("pulls"), [{"account": known["account"], "token": token}])
    other = WeChatCrypto("another", known["aes_key"], known["corp_id"])
    refused(
        "wechatpy refuses it under another token",
        InvalidSignatureException,
        lambda: other.decrypt_message(call["body"], *signed),
    )
    other = WeChatCrypto(known["token"], known["aes_key"], "wwother")
    refused(
        "wechatpy refuses it for another enterprise",
        InvalidCorpIdException,
        lambda: other.decrypt_message(call["body"], *signed),
    )


def what_the_sdks_sign(fake, channel):
    known = fake.known
    message = ANNOUNCEMENT.format(**known)
    timestamp, nonce = str(int(time.time())), "1372623149"
    crypto = WeChatCrypto(known["token"], known["aes_key"], known["corp_id"])
    envelope = crypto.encrypt_message(message, nonce, timestamp)
    signature = envelope.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    theirs = node(known, message=message, timestamp=timestamp, nonce=nonce)
    wanted = [{"account": known["account"], "token": "ENCsdk"}]
    for name, encrypt, signature in (
        ("wechatpy", sealed(envelope), signature),
        ("@wecom/crypto", theirs["encrypt"], theirs["signature"]),
    ):
        asked = {"signature": signature, "timestamp": timestamp, "nonce": nonce, "encrypt": encrypt}
        same(f"the fake opens what {name} signs", fake.ask("/fake/opens", asked)["message"], message)
        same(
            f"the fake refuses it when it is changed ({name})",
            fake.ask("/fake/opens", {**asked, "nonce": "1"})["message"],
            None,
        )
        query = urllib.parse.urlencode({"msg_signature": signature, "timestamp": timestamp, "nonce": nonce})
        body = f"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
        same(f"our channel accepts what {name} signs", channel.call("POST", query, body).get("pulls"), wanted)
        echo = urllib.parse.urlencode({"echostr": encrypt})
        same(
            f"and its handshake ({name})",
            channel.call("GET", f"{query}&{echo}").get("answer"),
            message,
        )
        for setting, value, why in (
            ("token", "another", "wrong_signature"),
            ("corp_id", "wwother", "wrong_receiver"),
        ):
            found = channel.call("POST", query, body, **{setting: value}).get("refused")
            same(f"but not with another {setting} ({name})", found, why)


class Client(WeChatClient):
    """wechatpy's client at the fake's address."""

    base = ""

    def fetch_access_token(self):
        params = {"corpid": self.corp_id, "corpsecret": self.secret}
        return self._fetch_access_token(url=self.base + "gettoken", params=params)


def the_client(fake):
    known = fake.known
    Client.base = Client.API_BASE_URL = known["address"] + "/cgi-bin/"
    wrong = Client(known["corp_id"], "wrong")
    error = refused("a wrong secret", WeChatClientException, wrong.fetch_access_token)
    same("is said by the platform's code", error.errcode, 40001)
    client = Client(known["corp_id"], known["secret"])
    same("a token lasts two hours", client.fetch_access_token()["expires_in"] > 7000, True)
    first = client.access_token
    client.fetch_access_token()
    same("and is the same when asked again", client.access_token, first)
    fake.ask("/fake/revoke", {})

    account = client.post("kf/account/list", data={"offset": 0, "limit": 100})["account_list"][0]
    same("a revoked token is renewed by the SDK", account["open_kfid"], known["account"])
    said = fake.ask("/fake/says", {"account": known["account"], "customer": CUSTOMER, "text": "帐篷还有货吗？"})
    page = client.post("kf/sync_msg", data={"open_kfid": known["account"], "limit": 1000, "voice_format": 0})
    same("sync_msg has the customer's message", page["msg_list"][0]["msgid"], said["msgid"])
    same("and says that it is all", page["has_more"], 0)

    to = {"open_kfid": known["account"], "external_userid": CUSTOMER}
    same("a thread begins as new", client.post("kf/service_state/get", data=to)["service_state"], 0)
    client.post("kf/service_state/trans", data={**to, "service_state": 1})
    same("and is held", client.post("kf/service_state/get", data=to)["service_state"], 1)

    media = client.media.upload("image", ("tent.png", io.BytesIO(b"\x89PNG\r\n\x1a\n"), "image/png"))
    message = {"touser": CUSTOMER, "open_kfid": known["account"], "msgtype": "image"}
    message["image"] = {"media_id": media["media_id"]}
    same("a picture is sent", client.post("kf/send_msg", data={**message, "msgid": "a-1"})["msgid"], "a-1")
    found = client.get("media/get", params={"media_id": media["media_id"]}).content
    same("and can be fetched", found, b"\x89PNG\r\n\x1a\n")
    gone = lambda: client.get("media/get", params={"media_id": "nothing"})  # noqa: E731
    error = refused("a file that is not there", WeChatClientException, gone)
    same("is JSON under a 200", error.errcode, 40007)

    text = {**message, "msgtype": "text", "text": {"content": "有的"}}
    for number in range(2, 6):
        client.post("kf/send_msg", data={**text, "msgid": f"a-{number}"})
    sixth = lambda: client.post("kf/send_msg", data={**text, "msgid": "a-6"})  # noqa: E731
    same("a sixth message is too many", refused("a sixth", WeChatClientException, sixth).errcode, 95001)
    same("five arrived", [one["id"] for one in fake.ask("/fake/sent")], [f"a-{n}" for n in range(1, 6)])
    names = client.post("kf/customer/batchget", data={"external_userid_list": [CUSTOMER]})
    same("a customer has a name", names["customer_list"][0]["nickname"], "微信用户")


def main():
    fake = Fake()
    try:
        channel = Channel(fake.known)
        what_the_fake_signs(fake, channel)
        what_the_sdks_sign(fake, channel)
        the_client(fake)
    finally:
        fake.close()


main()
