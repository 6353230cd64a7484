"""LINE against line-bot-sdk.

1. The SDK's models read every event that our channel's tests read, and know every field in them.
2. Its models take what our channel sends (`snapshots/asked.snap`), field for field.
3. Its webhook parser believes what the fake pushes, and refuses another secret or a changed byte; our channel agrees.
4. The SDK as a client drives the fake: replies, pushes and their keys, files, profiles, dots, each refusal.

    INTEROP_VENV=/tmp/venv python3 e2e/interop/line.py [path of fake_line] [path of the example call]

Makes the virtual environment where there is none, and nothing outside it. Exits non-zero on any disagreement.
"""

import http.server
import json
import os
import pathlib
import queue
import subprocess
import sys
import threading
import uuid

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[2]
CHANNEL = ROOT / "channel/src/line"


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

from linebot.v3 import messaging  # noqa: E402
from linebot.v3.exceptions import InvalidSignatureError  # noqa: E402
from linebot.v3.messaging.exceptions import ApiException  # noqa: E402
from linebot.v3.webhook import WebhookParser  # noqa: E402
from linebot.v3.webhooks import Event  # noqa: E402

BUILT = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug"
FAKE = sys.argv[1] if len(sys.argv) > 1 else str(BUILT / "fake_line")
CALL = sys.argv[2] if len(sys.argv) > 2 else str(BUILT / "examples/call")
CUSTOMER = "U8622f62ffdf2df3d5e1d3a50b0f3a4c1"


def check(condition, *said):
    if not condition:
        raise AssertionError(*said)


class Fake:
    """The fake as a process of its own; acts go in by lines."""

    def __enter__(self):
        self.process = subprocess.Popen([FAKE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        about = json.loads(self.process.stdout.readline())
        self.base, self.token, self.secret = about["base_url"], about["token"], about["secret"]
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)

    def act(self, act, **more):
        self.process.stdin.write(json.dumps({"act": act, **more}).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def client(self, token=None):
        about = messaging.Configuration(host=self.base, access_token=token or self.token)
        client = messaging.ApiClient(about)
        return messaging.MessagingApi(client), messaging.MessagingApiBlob(client)


def lacking(ours, theirs, at=""):
    """Where the SDK's reading lacks something of ours, or has it otherwise."""
    if isinstance(ours, dict):
        for key, value in ours.items():
            if not isinstance(theirs, dict) or key not in theirs:
                yield f"{at}.{key}"
            else:
                yield from lacking(value, theirs[key], f"{at}.{key}")
    elif isinstance(ours, list):
        check(isinstance(theirs, list) and len(ours) == len(theirs), at, ours, theirs)
        for index, (one, other) in enumerate(zip(ours, theirs)):
            yield from lacking(one, other, f"{at}[{index}]")
    elif ours != theirs:
        yield f"{at}: {ours!r} is {theirs!r}"


# 1. Fixtures.

# What these hold is meant to be unknown or of another type.
ODD = {"unknown_event", "unknown_message", "odd_types", "batch"}


def plainly(model):
    return json.loads(model.to_json())


def fixtures():
    read = set()
    for path in sorted((CHANNEL / "fixtures").glob("*.http")):
        if path.stem in ODD:
            continue
        for event in json.loads(path.read_text().split("\n\n", 1)[1])["events"]:
            model = Event.from_dict(event)
            left = list(lacking(event, plainly(model)))
            check(not left, path.stem, left)
            read.add(type(model).__name__)
            if event["type"] == "message":
                read.add(type(model.message).__name__)
    check(len(read) == 20 + 7, sorted(read))
    return f"{len(read)} kinds of events and messages"


# 2. What we send.

MODELS = {
    "/v2/bot/message/push": messaging.PushMessageRequest,
    "/v2/bot/message/reply": messaging.ReplyMessageRequest,
    "/v2/bot/chat/loading/start": messaging.ShowLoadingAnimationRequest,
    "/v2/bot/chat/markAsRead": messaging.MarkMessagesAsReadByTokenRequest,
}


def our_calls():
    text = (CHANNEL / "snapshots/asked.snap").read_text().split("---\n", 2)[2]
    return [json.loads(line) for line in text.splitlines() if line]


def calls():
    lines = our_calls()
    for line in lines:
        model = MODELS[line["path"]].from_dict(line["body"])
        left = list(lacking(line["body"], plainly(model)))
        check(not left, line["path"], left)
    check({line["path"] for line in lines} == set(MODELS))
    return f"{len(lines)} calls"


# 3. What the fake pushes.


class Hook(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.got.put((body, self.headers["x-line-signature"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def ours(fake, body, signature, secret=None):
    """What our channel makes of it."""
    asked = {
        "channel": "line",
        "settings": {"channel_secret": secret or fake.secret},
        "method": "POST",
        "uri": "/api/v1/hooks/KEY",
        "headers": {"x-line-signature": signature},
        "body": body,
    }
    ran = subprocess.run([CALL], input=json.dumps(asked).encode(), stdout=subprocess.PIPE, check=True, timeout=20)
    return json.loads(ran.stdout)


def pushes(fake, api):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.got = queue.Queue()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api.set_webhook_endpoint(
        messaging.SetWebhookEndpointRequest(endpoint=f"http://127.0.0.1:{server.server_address[1]}/hook")
    )
    check(api.get_webhook_endpoint().active)
    parser, other = WebhookParser(fake.secret), WebhookParser("another")
    acts = [
        ("says", {"text": "你好"}, "MessageEvent"),
        ("says", {"text": "大家好", "peer": "C4af4980629c4af4980629c4af498062a"}, "MessageEvent"),
        ("file", {"text": "image"}, "MessageEvent"),
        ("file", {"text": "video"}, "MessageEvent"),
        ("file", {"text": "file"}, "MessageEvent"),
        ("unsends", {"text": "4687"}, "UnsendEvent"),
        ("presses", {"text": "s"}, "PostbackEvent"),
        ("follows", {}, "FollowEvent"),
        ("blocks", {}, "UnfollowEvent"),
    ]
    for act, more, kind in acts:
        done = fake.act(act, **more)
        check(done["status"] == 200, done)
        body, signature = server.got.get(timeout=10)
        [event] = parser.parse(body, signature)
        check(type(event).__name__ == kind, act, event)
        left = list(lacking(done["event"], plainly(event)))
        check(not left, act, left)
        for wrong in [(other, body), (parser, body + " ")]:
            try:
                wrong[0].parse(wrong[1], signature)
                raise AssertionError("believed")
            except InvalidSignatureError:
                pass
        taken = ours(fake, body, signature)
        check(len(taken["events"]) == 1 and not taken["problems"], taken)
        check(ours(fake, body + " ", signature).get("refused") == "wrong_signature")
        check(ours(fake, body, signature, "another").get("refused") == "wrong_signature")
    server.shutdown()
    # Nobody listens any more: what follows waits for nobody.
    return f"{len(acts)} pushes"


# 4. The SDK drives the fake.


def refused(status, words, call):
    try:
        call()
    except ApiException as refusal:
        check(refusal.status == status and words in refusal.body, status, words, refusal)
        return refusal
    raise AssertionError(f"not refused: {words}")


def text(words, **more):
    return messaging.TextMessage(text=words, **more)


def push(api, to, *messages, key=None):
    request = messaging.PushMessageRequest(to=to, messages=list(messages))
    return api.push_message(request, x_line_retry_key=key)


def says(fake, api):
    done = fake.act("says", text="你好")
    token, message = done["event"]["replyToken"], done["event"]["message"]
    reply = messaging.ReplyMessageRequest(
        reply_token=token, messages=[text("您好", quote_token=message["quoteToken"])]
    )
    check(len(api.reply_message(reply).sent_messages) == 1)
    refused(400, "Invalid reply token", lambda: api.reply_message(reply))
    late = fake.act("says", text="在嗎")["event"]["replyToken"]
    fake.act("pass", number=61)
    reply.reply_token, reply.messages = late, [text("在")]
    refused(400, "Invalid reply token", lambda: api.reply_message(reply))
    refused(400, "Invalid quote token", lambda: push(api, CUSTOMER, text("a", quote_token="none")))
    key = str(uuid.uuid4())
    first = push(api, CUSTOMER, text("一"), text("二"), key=key)
    again = refused(409, "already accepted", lambda: push(api, CUSTOMER, text("一"), text("二"), key=key))
    check(again.headers["x-line-accepted-request-id"], again.headers)
    known = messaging.ErrorResponse.from_json(again.body)
    check([one.id for one in known.sent_messages] == [one.id for one in first.sent_messages], known)
    refused(400, "x-line-retry-key", lambda: push(api, CUSTOMER, text("a"), key="17"))
    refused(400, "'to'", lambda: push(api, "Uffffffffffffffffffffffffffffffff", text("a")))
    wrong = refused(400, "details", lambda: push(api, CUSTOMER, text("")))
    check(messaging.ErrorResponse.from_json(wrong.body).details[0].var_property == "messages[0].text")
    refused(400, "Length", lambda: push(api, CUSTOMER, text("😀" * 2501)))
    push(api, CUSTOMER, text("😀" * 2500))
    sent = fake.act("sent")["sent"]
    check([one["message"]["text"] for one in sent[:3]] == ["您好", "一", "二"], sent)
    check([one["reply"] for one in sent[:3]] == [True, False, False])


def acts(fake, api):
    """The fake takes all that our channel sends, and the SDK sends it."""
    for line in our_calls():
        body = line["body"]
        if not line["path"].endswith("/push") or body["messages"][0].get("quoteToken"):
            continue
        request = messaging.PushMessageRequest.from_dict({**body, "to": CUSTOMER})
        api.push_message(request)
    api.show_loading_animation(messaging.ShowLoadingAnimationRequest(chat_id=CUSTOMER, loading_seconds=20))
    group = messaging.ShowLoadingAnimationRequest(chat_id="C4af4980629c4af4980629c4af498062a")
    refused(400, "chatId", lambda: api.show_loading_animation(group))
    token = fake.act("says", text="看到了嗎")["event"]["message"]["markAsReadToken"]
    mark = messaging.MarkMessagesAsReadByTokenRequest
    api.mark_messages_as_read_by_token(mark(mark_as_read_token=token))
    refused(400, "Invalid token", lambda: api.mark_messages_as_read_by_token(mark(mark_as_read_token="x")))
    shown = fake.act("sent")
    check(shown["dots"] == 1 and shown["read"] == [token], shown["dots"], shown["read"])


def looks(fake, api, blob):
    check(api.get_bot_info().basic_id == "@216ruzlf")
    check(api.get_profile(CUSTOMER).display_name == "小雨")
    check(api.get_group_summary("C4af4980629c4af4980629c4af498062a").group_name == "裝修交流群")
    refused(404, "Not found", lambda: api.get_profile("Uffffffffffffffffffffffffffffffff"))
    for kind in ["image", "file"]:
        message = fake.act("file", text=kind)["event"]["message"]["id"]
        check(bytes(blob.get_message_content(message)) == b"bytes of a file")
    message = fake.act("file", text="video")["event"]["message"]["id"]
    states = [blob.get_message_content_transcoding_by_message_id(message).status for _ in range(2)]
    check(states == ["processing", "succeeded"], states)
    check(bytes(blob.get_message_content(message)) == b"bytes of a file")
    refused(404, "Not found", lambda: blob.get_message_content("1"))


def ends(fake, api):
    used = api.get_message_quota_consumption().total_usage
    fake.act("quota", number=used + 1)
    check(api.get_message_quota().value == used + 1)
    push(api, CUSTOMER, text("最後一條"))
    refused(429, "monthly limit", lambda: push(api, CUSTOMER, text("a")))
    # An answer costs nothing.
    token = fake.act("says", text="還在嗎")["event"]["replyToken"]
    api.reply_message(messaging.ReplyMessageRequest(reply_token=token, messages=[text("在")]))
    before = len(fake.act("sent")["sent"])
    fake.act("blocks")
    fake.act("quota", number=10_000)
    # Who blocked the account gets nothing, and LINE says nothing of it.
    check(push(api, CUSTOMER, text("a")).sent_messages)
    check(len(fake.act("sent")["sent"]) == before)
    refused(401, "Authentication failed", lambda: push(fake.client("wrong")[0], CUSTOMER, text("a")))
    fake.act("revoke")
    refused(401, "Authentication failed", api.get_bot_info)


def main():
    print("the SDK reads", fixtures())
    print("the SDK knows", calls())
    with Fake() as fake:
        api, blob = fake.client()
        print("the SDK believes", pushes(fake, api))
        fake.act("follows")
        says(fake, api)
        acts(fake, api)
        looks(fake, api, blob)
        ends(fake, api)
    print("the SDK drives the fake")


main()
