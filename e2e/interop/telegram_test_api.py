"""Telegram against npm's telegram-test-api, a Bot API for tests that is not ours.

It takes our channel's calls (`snapshots/calls.snap`), and its updates are those our channel's tests read
(`fixtures/test_api_*.http`; with `WRITE_FIXTURES=1` they are written anew).

    INTEROP_VENV=/tmp/venv python3 e2e/interop/telegram_test_api.py

Installs the package below that folder, and nothing outside it. Exits non-zero on any disagreement.
"""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import urllib.request

CHANNEL = pathlib.Path(__file__).resolve().parents[2] / "channel/src/telegram"
TEST_API = "telegram-test-api@4.2.1"


def check(condition, *said):
    if not condition:
        raise AssertionError(*said)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def body(path):
    return json.loads(path.read_text().split("\n\n", 1)[1])


def our_calls():
    text = (CHANNEL / "snapshots/calls.snap").read_text().split("---\n", 2)[2]
    return [json.loads(line) for line in text.splitlines() if line]


@contextlib.contextmanager
def test_api():
    folder = pathlib.Path(os.environ["INTEROP_VENV"]) / "telegram-test-api"
    if not (folder / "node_modules/telegram-test-api").exists():
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), TEST_API]
        subprocess.run(npm, check=True)
    port = free_port()
    script = (
        "const Server = require('telegram-test-api');"
        f"const server = new Server({{ port: {port}, host: '127.0.0.1' }});"
        "server.start().then(() => console.log('up'));"
    )
    process = subprocess.Popen(["node", "-e", script], cwd=folder, stdout=subprocess.PIPE)
    try:
        check(process.stdout.readline() == b"up\n")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def post(address, value):
    data = json.dumps(value, ensure_ascii=False).encode()
    request = urllib.request.Request(address, data, {"content-type": "application/json"})
    return json.loads(urllib.request.urlopen(request, timeout=10).read())


def independent():
    with test_api() as base:
        bot = f"{base}/bot123456:TEST-token_1"
        said, played = {}, 0
        for line in our_calls():
            method, parameters = line["method"], dict(line["parameters"])
            if method not in ("sendMessage", "editMessageText", "deleteMessage"):
                continue
            if "message_id" in parameters:
                parameters["message_id"] = said[parameters["chat_id"]]
            answer = post(f"{bot}/{method}", parameters)
            check(answer["ok"], method, answer)
            if method == "sendMessage":
                check(answer["result"]["text"] == parameters["text"], answer)
                check(answer["result"].get("reply_markup") == parameters.get("reply_markup"), answer)
                said[parameters["chat_id"]] = answer["result"]["message_id"]
            played += 1
        check(post(f"{bot}/getMe", {})["result"]["username"])
        check(post(f"{bot}/setWebhook", {"url": "http://127.0.0.1:9/x", "secret_token": "s"})["ok"])
        check(post(f"{bot}/deleteWebhook", {"drop_pending_updates": False})["ok"])
        made = [its_update(base, bot, *one) for one in ITS_UPDATES]
    return f"{played} calls taken, {len(made)} updates as our tests read them"


ITS_FROM = {"id": 42, "first_name": "TestName", "username": "testUserName", "is_bot": False}
ITS_CHAT = {"id": 42, "title": "Test Name", "first_name": "TestName", "username": "testUserName", "type": "private"}
ITS_COMMON = {"botToken": "123456:TEST-token_1", "date": 1790000000, "from": ITS_FROM}
ITS_UPDATES = [
    ("sendMessage", "test_api_message", {**ITS_COMMON, "chat": ITS_CHAT, "text": "你好"}),
    (
        "sendCommand",
        "test_api_command",
        {
            **ITS_COMMON,
            "chat": ITS_CHAT,
            "text": "/start ad_1",
            "entities": [{"offset": 0, "length": 6, "type": "bot_command"}],
        },
    ),
    (
        "sendCallback",
        "test_api_callback",
        {**ITS_COMMON, "data": "m", "message": {"from": ITS_FROM, "chat": ITS_CHAT, "message_id": 12}},
    ),
]


def its_update(base, bot, act, fixture, given):
    """What it makes of a customer's act is, but for its counters, the fixture that our channel reads."""
    post(f"{base}/{act}", given)
    [update] = post(f"{bot}/getUpdates", {"offset": 1, "limit": 100, "timeout": 0})["result"]
    path = CHANNEL / "fixtures" / f"{fixture}.http"
    if os.environ.get("WRITE_FIXTURES"):
        head = "POST /api/v1/hooks/KEY\ncontent-type: application/json\n\n"
        path.write_text(head + json.dumps(update, ensure_ascii=False, separators=(",", ":")) + "\n")
    check(uncounted(update) == uncounted(body(path)), update)
    return update


def uncounted(update):
    message = dict(update.get("message") or {})
    query = dict(update.get("callback_query") or {})
    counters = {"message_id", "id"}
    return [{key: value for key, value in one.items() if key not in counters} for one in (message, query)]


print("telegram-test-api:", independent())
