"""The open channel against the vendors' own libraries: Standard Webhooks' and Svix'.

1. The signatures that a test of ours holds as known answers are the ones the libraries make.
2. The libraries believe what our channel signs (requests that a test of ours holds fixed), also with two secrets.
3. The fake bridge takes what the libraries sign, refuses what they did not, and they believe what it pushes.

`INTEROP_VENV` names the folder of a virtual environment; nothing is written elsewhere. Exits with 1 on any disagreement.
"""

import datetime
import http.server
import json
import os
import pathlib
import subprocess
import sys
import threading
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FIXTURES = ROOT / "channel/src/open/fixtures"


def enter_venv():
    """Runs this script again inside the virtual environment, made where it is missing."""
    venv = os.environ.get("INTEROP_VENV")
    if not venv or pathlib.Path(sys.prefix).resolve() == pathlib.Path(venv).resolve():
        return
    python = pathlib.Path(venv) / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    requirements = str(HERE / "open.requirements.txt")
    subprocess.run([python, "-m", "pip", "-q", "install", "-r", requirements], check=True)
    os.execv(python, [str(python), __file__])


enter_venv()

import standardwebhooks.webhooks  # noqa: E402
from standardwebhooks import Webhook, WebhookVerificationError  # noqa: E402
from svix.webhooks import Webhook as SvixWebhook  # noqa: E402

REAL = standardwebhooks.webhooks.datetime
LIBRARIES = (Webhook, SvixWebhook)


def at(seconds):
    return datetime.datetime.fromtimestamp(int(seconds), tz=datetime.timezone.utc)


def frozen(seconds):
    """The libraries read the clock; known answers are of another day."""

    class Frozen(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return REAL.fromtimestamp(int(seconds), tz=tz)

    return Frozen


def believes(library, secret, body, headers):
    try:
        library(secret).verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


def known_answers():
    cases = json.loads((FIXTURES / "sdk_signatures.json").read_text())
    assert len(cases) == 6, "no answers to compare"
    for case in cases:
        for library in LIBRARIES:
            made = library(case["secret"]).sign(case["id"], at(case["timestamp"]), case["body"])
            assert made == case["signature"], (library, case)
    return len(cases)


def our_requests():
    cases = json.loads((FIXTURES / "signed_requests.json").read_text())
    assert len(cases) == 3, "no requests to show"
    for case in cases:
        headers = {key: value for key, value in case.items() if key.startswith("webhook-")}
        standardwebhooks.webhooks.datetime = frozen(case["webhook-timestamp"])
        try:
            for library in LIBRARIES:
                for secret in case["secrets"]:
                    assert believes(library, secret, case["body"], headers), (library, case)
                    assert not believes(library, secret, case["body"].replace("type", "tipe"), headers), case
        finally:
            standardwebhooks.webhooks.datetime = REAL
    return len(cases)


def ask(url, body, headers):
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def signed(secret, ident, body):
    now = datetime.datetime.now(tz=datetime.timezone.utc)
    return {
        "webhook-id": ident,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(ident, now, body),
    }


def form(document, file):
    """A document and a file, as our channel sends them."""
    bound = "a-line-between"
    parts = [
        f"--{bound}\r\ncontent-disposition: form-data; name=\"payload\"\r\ncontent-type: application/json\r\n\r\n{document}\r\n",
        f"--{bound}\r\ncontent-disposition: form-data; name=\"file0\"; filename=\"photo.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n",
    ]
    body = "".join(parts).encode() + file + f"\r\n--{bound}--\r\n".encode()
    return body, f"multipart/form-data; boundary={bound}"


def the_fake_takes(base, secret):
    url = f"{base}/yingke"
    menu = (FIXTURES / "sent/send_menu.json").read_text()
    plain = {"content-type": "application/json"}
    status, answer = ask(url, menu.encode(), plain | signed(secret, "m-1", menu))
    assert status == 200 and answer["id"], (status, answer)
    again = ask(url, menu.encode(), plain | signed(secret, "m-1", menu))
    assert again == (200, answer), again
    status, _ = ask(url, menu.encode(), plain | signed("whsec_b3RoZXI=", "m-2", menu))
    assert status == 401, status
    status, _ = ask(url, menu.replace("小号", "大号").encode(), plain | signed(secret, "m-3", menu))
    assert status == 401, status
    document = json.loads((FIXTURES / "sent/send_file.json").read_text())
    file = b"\xff\xd8\xff" + bytes(document["files"][0]["size"] - 3)
    text = json.dumps(document, ensure_ascii=False)
    body, content_type = form(text, file)
    status, answer = ask(url, body, {"content-type": content_type} | signed(secret, "m-4", text))
    assert status == 200 and answer["id"], (status, answer)


def the_fake_pushes(base, secret):
    heard = []

    class Desk(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.append((body, dict(self.headers.items())))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    desk = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=desk.serve_forever, daemon=True).start()
    callback = f"http://127.0.0.1:{desk.server_port}/hooks/KEY"
    events = [json.loads(path.read_text()) for path in sorted(FIXTURES.glob("*.json")) if is_event(path)]
    for event in events:
        order = json.dumps({"callback": callback, "event": event}).encode()
        status, answer = ask(f"{base}/control/push", order, {"content-type": "application/json"})
        assert status == 200 and answer["status"] == 200, answer
    desk.shutdown()
    assert len(heard) == len(events) > 10
    for body, headers in heard:
        for library in LIBRARIES:
            assert believes(library, secret, body.decode(), headers), headers
            assert not believes(library, "whsec_b3RoZXI=", body.decode(), headers)
    return len(heard)


def is_event(path):
    value = json.loads(path.read_text())
    return isinstance(value, dict) and ("type" in value or "events" in value)


def bridge():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    subprocess.run(
        ["cargo", "build", "-q", "-p", "yingke-providers", "--bin", "fake_open"], cwd=ROOT, check=True
    )
    return target / "debug/fake_open"


def main():
    print(f"{known_answers()} known answers are the libraries' own")
    print(f"{our_requests()} requests of ours are believed")
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    with subprocess.Popen(
        [bridge(), secret], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as fake:
        base = json.loads(fake.stdout.readline())["base"]
        try:
            the_fake_takes(base, secret)
            print("the fake takes what the libraries sign")
            print(f"{the_fake_pushes(base, secret)} pushes of the fake are believed")
        finally:
            fake.stdin.close()


if __name__ == "__main__":
    try:
        main()
    except AssertionError as disagreement:
        print(f"they disagree: {disagreement}", file=sys.stderr)
        raise
