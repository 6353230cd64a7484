"""discord.py and discord-interactions against the fake Discord.

1. What the fake signs, `verify_key` takes, and nothing else; an address that uses it passes the portal's test, one that
   believes everything does not.
2. discord.py as a client drives the fake: signing in, the gateway (events of every kind the channel reads, heartbeats, a
   cut, a silent line, op 7, op 9, a revoked token), messages, buttons, files, edits, reactions, typing, limits, errors.

What discord.py sends for a reply with buttons and for a file is printed with `--print`: it stands as
`channel/src/discord/fixtures/sdk.json`, to which the channel's own requests are held.

    INTEROP_VENV=/tmp/venv python3 e2e/interop/discord.py [path of fake_discord]

Makes the virtual environment where there is none, and nothing outside it. Exits non-zero on any disagreement.
"""

import asyncio
import contextlib
import io
import json
import os
import pathlib
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

HERE = pathlib.Path(__file__).resolve()


def within_venv():
    """Runs on in the virtual environment's Python, with the pinned SDKs installed."""
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
# This file has the SDK's name, and would be found in its place.
sys.path = [path for path in sys.path if pathlib.Path(path or ".").resolve() != HERE.parent]

import discord  # noqa: E402
import yarl  # noqa: E402
from discord_interactions import verify_key  # noqa: E402

TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parents[2] / "target"))
NAMED = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
FAKE = NAMED[0] if NAMED else str(TARGET / "debug" / "fake_discord")
CUSTOMER = "80351110224678912"
CHANNEL = "290926798626357999"
SOON = 10


class Fake:
    """The fake as a process of its own: one act a line, one answer a line."""

    def __init__(self):
        self.process = subprocess.Popen([FAKE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        facts = json.loads(self.process.stdout.readline())
        self.base, self.gateway = facts["base_url"], facts["gateway_url"]
        self.token, self.public_key = facts["token"], facts["public_key"]

    def act(self, act, **given):
        self.process.stdin.write(json.dumps({"act": act, "person": CUSTOMER, **given}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    async def acts(self, act, **given):
        return await asyncio.to_thread(self.act, act, **given)

    def end(self):
        self.process.stdin.close()
        self.process.wait(SOON)


class Endpoint(BaseHTTPRequestHandler):
    """An application's address, checked by the SDK, or believing everything."""

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["content-length"]))
        given = self.headers.get("x-signature-ed25519", ""), self.headers.get("x-signature-timestamp", "")
        with contextlib.redirect_stdout(io.StringIO()):
            good = self.server.believes or verify_key(body, *given, self.server.key)
        self.server.heard.append((good, json.loads(body)))
        answer = {"type": 1 if json.loads(body)["type"] == 1 else 6}
        self.send_response(200 if good else 401)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_):
        pass


def endpoint(key, believes=False):
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    server.key, server.believes, server.heard = key, believes, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


class Bot(discord.Client):
    """A bot of discord.py that remembers what it was told."""

    def __init__(self):
        intents = discord.Intents.none()
        intents.dm_messages = intents.dm_reactions = intents.dm_typing = True
        intents.guild_messages = intents.message_content = True
        super().__init__(intents=intents, heartbeat_timeout=2.0, enable_debug_events=True)
        self.heard = asyncio.Queue()

    def dispatch(self, event, /, *args, **kwargs):
        told = "ready resumed message raw_message_edit raw_message_delete raw_reaction_add raw_reaction_remove raw_typing"
        if event in [*told.split(), "interaction"]:
            self.heard.put_nowait((event, args))
        super().dispatch(event, *args, **kwargs)

    async def before_identify_hook(self, shard_id, *, initial=False):
        """The SDK rests five seconds here, and reads nothing meanwhile: longer than two heartbeats of this test."""

    async def next(self, event):
        """The next event of this kind; others are passed over."""
        while True:
            name, args = await asyncio.wait_for(self.heard.get(), SOON)
            if name == event:
                return args[0] if args else None


def signatures(fake):
    server, url = endpoint(fake.public_key)
    assert fake.act("endpoint", text=url) == {"refused": None}
    assert [good for good, _ in server.heard] == [True, False], "one ping is forged"
    _, credulous = endpoint(fake.public_key, believes=True)
    assert "forged" in fake.act("endpoint", text=credulous)["refused"]
    wrong = fake.public_key[:-2] + ("00" if fake.public_key[-2:] != "00" else "11")
    _, other = endpoint(wrong)
    assert "ping was answered 401" in fake.act("endpoint", text=other)["refused"]


async def until(met):
    """Waits for a condition."""
    async with asyncio.timeout(SOON):
        while not await met():
            await asyncio.sleep(0.05)


async def events(fake, bot):
    said = (await fake.acts("says", text="你好，这件还有大号吗？"))["message"]
    message = await bot.next("message")
    assert (str(message.id), message.content) == (said, "你好，这件还有大号吗？")
    assert isinstance(message.channel, discord.DMChannel) and str(message.author.id) == CUSTOMER
    assert message.author.name == "林夏" and not message.author.bot
    assert abs((discord.utils.utcnow() - message.created_at).total_seconds()) < SOON
    await fake.acts("edits", message=said, text="中号呢？")
    edit = await bot.next("raw_message_edit")
    assert edit.message.content == "中号呢？" and edit.message.edited_at
    await fake.acts("reacts", message=said, text="👍")
    assert str((await bot.next("raw_reaction_add")).emoji) == "👍"
    await fake.acts("unreacts", message=said, text="👍")
    assert str((await bot.next("raw_reaction_remove")).message_id) == said
    await fake.acts("types")
    assert str((await bot.next("raw_typing")).user_id) == CUSTOMER
    await fake.acts("file", text="说明.txt")
    [attachment] = (await bot.next("message")).attachments
    assert (attachment.filename, await attachment.read()) == ("说明.txt", b"bytes of a file")
    await fake.acts("says_in_channel", text="几点开门？")
    assert (await bot.next("message")).content == "几点开门？"
    await fake.acts("deletes", message=said)
    assert str((await bot.next("raw_message_delete")).message_id) == said
    return message


async def messages(fake, bot, quoted):
    """The SDK says what the channel says; what it sent, for the fixture."""
    quoted = await quoted.channel.send("有现货")
    assert (await bot.next("message")).author == bot.user
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="小号", custom_id="s"))
    view.add_item(discord.ui.Button(label="中号", custom_id="m"))
    view.add_item(discord.ui.Button(label="尺码表", url="https://shop.example/sizes"))
    nobody = discord.AllowedMentions.none()
    reference = quoted.to_reference(fail_if_not_exists=False)
    sent = await quoted.channel.send(
        "请选择尺码", view=view, allowed_mentions=nobody, reference=reference, nonce="yk" + "A" * 23
    )
    assert sent.reference.message_id == quoted.id and sent.nonce == "yk" + "A" * 23
    again = await quoted.channel.send("请选择尺码", nonce="yk" + "A" * 23)
    assert again.id == sent.id, "the same nonce is the same message"
    edited = await sent.edit(content="请选择")
    assert edited.content == "请选择" and edited.edited_at
    await sent.add_reaction("👍")
    assert (await quoted.channel.fetch_message(sent.id)).reactions[0].me
    await sent.remove_reaction("👍", bot.user)
    assert not (await quoted.channel.fetch_message(sent.id)).reactions
    await quoted.channel.typing()
    upload = discord.File(io.BytesIO(b"%PDF"), "offer.pdf")
    file = await quoted.channel.send("价格见附件", file=upload, allowed_mentions=nobody)
    assert await file.attachments[0].read() == b"%PDF"
    return sent, file


async def errors(fake, bot, there):
    async def refused(kind, code, doing):
        try:
            await doing
        except kind as error:
            assert error.code == code, error
        else:
            raise AssertionError(f"not refused: {code}")

    await refused(discord.HTTPException, 50035, there.channel.send("x" * 2001))
    await refused(discord.HTTPException, 50006, there.channel.send(" "))
    await refused(discord.NotFound, 10008, there.channel.fetch_message(1))
    await refused(discord.NotFound, 10003, bot.fetch_channel(1))
    await refused(discord.HTTPException, 10014, there.add_reaction("no_emoji"))
    # Two messages in half a second: the SDK is told to slow down, waits as long as it is told, and sends all.
    await fake.acts("limit")
    for at in range(4):
        await there.channel.send(f"第 {at} 条")
    await there.delete()
    await refused(discord.NotFound, 10008, there.delete())
    await fake.acts("leaves")
    await refused(discord.Forbidden, 50278, there.channel.send("还在吗？"))
    await fake.acts("blocks")
    await refused(discord.Forbidden, 50007, there.channel.send("还在吗？"))


async def lines(fake, bot):
    """What becomes of connections: nothing that was said meanwhile is lost, and a lost session begins anew."""

    async def resumed(count, said):
        await bot.next("resumed")
        assert (await fake.acts("started"))["resumed"] == count
        assert said in [one.content for one in bot.cached_messages]

    await fake.acts("close", code=4000)
    await fake.acts("says", text="断线时说的")
    await resumed(1, "断线时说的")
    await fake.acts("reconnect")
    await resumed(2, "断线时说的")
    await fake.acts("silent")
    await fake.acts("says", text="对方没有应答时说的")
    await resumed(3, "对方没有应答时说的")
    await fake.acts("invalidate")
    await bot.next("ready")
    assert (await fake.acts("started"))["identified"] == 2


async def interactions(fake, bot, sent):
    await fake.acts("endpoint", text="")
    assert (await fake.acts("presses", message=str(sent.id), text="m")) == {"answered": None}
    pressed = await bot.next("interaction")
    assert pressed.type is discord.InteractionType.component and str(pressed.user.id) == CUSTOMER
    assert pressed.data["custom_id"] == "m" and pressed.message.id == sent.id
    await pressed.response.defer()
    calls = (await fake.acts("sent"))["calls"]
    assert calls[-1]["body"]["type"] == 6, "the SDK's answer is the one the channel gives"
    server, url = endpoint(fake.public_key)
    await fake.acts("endpoint", text=url)
    answered = (await fake.acts("presses", message=str(sent.id), text="s"))["answered"]
    assert answered == {"status": 200, "body": {"type": 6}}
    good, body = server.heard[-1]
    assert good and body["data"]["custom_id"] == "s"


async def client(fake):
    discord.http.Route.BASE = fake.base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway)
    await fake.acts("heartbeat", ms=1000)
    await fake.acts("meets", text="林夏")
    bot = Bot()
    running = asyncio.create_task(bot.start(fake.token))
    await bot.next("ready")
    first = await events(fake, bot)
    sent, file = await messages(fake, bot, first)
    calls = (await fake.acts("sent"))["calls"]
    by_content = {call["body"].get("content"): call["body"] for call in calls if call["body"]}
    shown = {"reply": by_content["请选择尺码"], "file": by_content["价格见附件"]}
    shown["reply"]["message_reference"].update(channel_id=42, message_id=900001)
    if "--print" in sys.argv:
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    await interactions(fake, bot, sent)
    await lines(fake, bot)
    await errors(fake, bot, file)
    await fake.acts("revoke")
    try:
        await asyncio.wait_for(running, SOON)
        raise AssertionError("a revoked token is not told")
    except discord.ConnectionClosed as closed:
        assert closed.code == 4004
    finally:
        await bot.close()
    stranger = Bot()
    try:
        await stranger.login("wrong")
        raise AssertionError("a wrong token is taken")
    except discord.LoginFailure:
        pass
    finally:
        await stranger.close()


def main():
    fake = Fake()
    try:
        signatures(fake)
        asyncio.run(client(fake))
    finally:
        fake.end()
    print("discord: the SDKs agree", file=sys.stderr)


main()
