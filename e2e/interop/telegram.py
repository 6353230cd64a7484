"""Telegram against python-telegram-bot.

1. The SDK reads every update that our channel's tests read, and finds nothing in them that it does not know.
2. What the SDK sends for each of our drafts is what our channel sends (`snapshots/calls.snap`).
3. The SDK as a client drives the fake: messages of every kind, edits, files, buttons, long poll, each refusal.
4. The SDK's webhook server believes what the fake pushes, and refuses another secret.

    INTEROP_VENV=/tmp/venv python3 e2e/interop/telegram.py [path of fake_telegram]

Makes the virtual environment where there is none, and nothing outside it. Exits non-zero on any disagreement.
"""

import asyncio
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[2]
CHANNEL = ROOT / "channel/src/telegram"


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
# This file bears the SDK's name.
sys.path = [folder for folder in sys.path if pathlib.Path(folder or ".").resolve() != HERE.parent]

import telegram  # noqa: E402
from telegram import error  # noqa: E402
from telegram.ext import Application  # noqa: E402
from telegram.request import BaseRequest  # noqa: E402

TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
FAKE = sys.argv[1] if len(sys.argv) > 1 else str(TARGET / "debug" / "fake_telegram")
BOT = telegram.Bot("123456:TEST-token_1")


def check(condition, *said):
    if not condition:
        raise AssertionError(*said)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Fake:
    """The fake as a process of its own; acts go in by lines."""

    def __enter__(self):
        self.process = subprocess.Popen([FAKE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        about = json.loads(self.process.stdout.readline())
        self.base, self.token = about["base_url"], about["token"]
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=10)

    def act(self, act, **more):
        self.process.stdin.write(json.dumps({"act": act, **more}).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def bot(self, token=None):
        base = self.base + "/bot"
        return telegram.Bot(token or self.token, base_url=base, base_file_url=self.base + "/file/bot")


# 1. Fixtures.

# What these hold is meant to be unknown, of another type, or of another time.
ODD = {"unknown_kind", "odd_types", "sticker_animated", "business_ended", "deleted_business"}


def body(path):
    return json.loads(path.read_text().split("\n\n", 1)[1])


def leftovers(thing, at="update"):
    """Where the SDK kept something that it does not know."""
    if isinstance(thing, telegram.TelegramObject):
        if thing.api_kwargs:
            yield f"{at}: {dict(thing.api_kwargs)}"
        for name in dir(type(thing)):
            if name in thing.__slots__ or any(name in getattr(one, "__slots__", ()) for one in type(thing).__mro__):
                if not name.startswith("_"):
                    yield from leftovers(getattr(thing, name, None), f"{at}.{name}")
    elif isinstance(thing, (tuple, list)):
        for index, one in enumerate(thing):
            yield from leftovers(one, f"{at}[{index}]")


def fixtures():
    read = 0
    for path in sorted((CHANNEL / "fixtures").glob("*.http")):
        if path.stem in ODD or path.stem.startswith("test_api_"):
            continue
        update = telegram.Update.de_json(body(path), BOT)
        kinds = [kind for kind in telegram.constants.UpdateType if getattr(update, kind.value, None)]
        check(len(kinds) == 1, path.stem, kinds)
        left = list(leftovers(update))
        check(not left, path.stem, left)
        read += 1
    check(read > 40, read)
    return f"{read} updates"


# 2. Calls.


class Recorder(BaseRequest):
    """Sends nothing and keeps what would be sent."""

    read_timeout = 1
    sent = None

    async def initialize(self):
        pass

    async def shutdown(self):
        pass

    async def do_request(self, url, method, request_data=None, **_):
        self.sent = (url.rsplit("/", 1)[1], request_data)
        message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
        several = "sendMediaGroup"
        plain = {"deleteMessage", "setMessageReaction", "sendChatAction"}
        name = self.sent[0]
        result = [message] if name == several else True if name in plain else message
        return 200, json.dumps({"ok": True, "result": result}).encode()


def as_the_sdk_takes(name, value):
    if isinstance(value, dict) and "file" in value:
        return telegram.InputFile(b"bytes", filename=value["file"])
    if name == "reply_markup":
        return telegram.InlineKeyboardMarkup.de_json(value, BOT)
    if name == "reply_parameters":
        return telegram.ReplyParameters(**value)
    if name == "reaction":
        return [telegram.ReactionType.de_json(one, BOT) for one in value]
    if name == "media":
        kinds = {"photo": telegram.InputMediaPhoto, "video": telegram.InputMediaVideo}
        return [kinds[one["type"]](media=b"bytes", caption=one.get("caption")) for one in value]
    return value


def plainly(parameters):
    """Parameters without what names files: those go beside them."""
    shown = {}
    for name, value in parameters.items():
        if isinstance(value, dict) and "file" in value:
            continue
        if name == "media":
            value = [{key: one[key] for key in ("type", "caption") if one.get(key)} for one in value]
        shown[name] = value
    return shown


async def calls():
    lines = our_calls()
    for line in lines:
        method, ours = line["method"], line["parameters"]
        recorder = Recorder()
        bot = telegram.Bot("123456:TEST-token_1", request=recorder, get_updates_request=Recorder())
        arguments = {name: as_the_sdk_takes(name, value) for name, value in ours.items() if name[:4] != "file"}
        # What the SDK does not know it would hand on as it came.
        unknown = [one for value in arguments.values() for one in leftovers(value)]
        check(not unknown, method, unknown)
        snake = re.sub("([A-Z])", lambda found: "_" + found[1].lower(), method)
        await getattr(bot, snake)(**arguments)
        called, data = recorder.sent
        files = {name for name, value in ours.items() if isinstance(value, dict) and "file" in value}
        check(called == method, called, method)
        theirs = {name: value for name, value in data.parameters.items() if name not in files}
        # The SDK writes one reaction as a list as well, and a name for each file of an album.
        check(plainly(theirs) == plainly(ours), method, plainly(theirs), plainly(ours))
        if method != "sendMediaGroup":
            check(set(data.multipart_data or {}) == files, method, data.multipart_data)
    return f"{len(lines)} calls"


def our_calls():
    text = (CHANNEL / "snapshots/calls.snap").read_text().split("---\n", 2)[2]
    return [json.loads(line) for line in text.splitlines() if line]


# 3. The SDK drives the fake.


async def refused(kind, words, call):
    try:
        await call
    except kind as refusal:
        check(words in str(refusal), words, refusal)
        return refusal
    raise AssertionError(f"not refused: {words}")


async def says(bot, fake):
    fake.act("says", text="你好")
    sent = await bot.send_message(42, "您好", reply_parameters=telegram.ReplyParameters(1))
    check((sent.text, sent.chat.id, sent.reply_to_message.text) == ("您好", 42, "你好"), sent)
    check(sent.from_user.username == "shop_care_bot", sent)
    long = "😀" * 2048
    check((await bot.send_message(42, long)).text == long)
    await refused(error.BadRequest, "Message is too long", bot.send_message(42, long + "a"))
    await refused(error.BadRequest, "Message text is empty", bot.send_message(42, ""))
    await refused(error.BadRequest, "replied not found", bot.send_message(42, "a", reply_to_message_id=999))
    await refused(error.BadRequest, "Chat not found", bot.send_message(43, "a"))
    edited = await bot.edit_message_text("您好呀", 42, sent.message_id)
    check(edited.text == "您好呀" and edited.edit_date)
    await refused(error.BadRequest, "not modified", bot.edit_message_text("您好呀", 42, sent.message_id))
    await refused(error.BadRequest, "can't be edited", bot.edit_message_text("a", 42, 1))
    check(await bot.set_message_reaction(42, 1, "👍"))
    await refused(error.BadRequest, "Reaction_invalid", bot.set_message_reaction(42, 1, "🫥"))
    check(await bot.send_chat_action(42, "typing"))
    check(await bot.delete_message(42, sent.message_id))
    await refused(error.BadRequest, "to delete not found", bot.delete_message(42, sent.message_id))


async def sends_files(bot):
    photo = await bot.send_photo(42, b"a picture", caption="如图", filename="a.jpg")
    check(photo.photo and photo.caption == "如图", photo)
    for send, kind in [
        (bot.send_video, "video"),
        (bot.send_animation, "animation"),
        (bot.send_audio, "audio"),
        (bot.send_voice, "voice"),
        (bot.send_document, "document"),
        (bot.send_sticker, "sticker"),
    ]:
        check(getattr(await send(42, b"some bytes"), kind), kind)
    album = [telegram.InputMediaPhoto(b"one", caption="都在"), telegram.InputMediaVideo(b"two")]
    group = await bot.send_media_group(42, album)
    check(group[0].media_group_id == group[1].media_group_id and group[0].caption == "都在", group)
    await refused(error.BadRequest, "", bot.send_media_group(42, album[:1]))
    await refused(error.BadRequest, "caption is too long", bot.send_photo(42, b"a", caption="字" * 1025))
    check((await bot.send_location(42, 31.2, 121.4)).location.latitude == 31.2)
    venue = await bot.send_venue(42, 31.2, 121.4, "门店", "黄浦区")
    check(venue.venue.title == "门店" and venue.location)
    check((await bot.send_contact(42, "+8621", "门店")).contact.phone_number == "+8621")
    await refused(error.BadRequest, "no text in the message", bot.edit_message_text("a", 42, photo.message_id))
    edited = await bot.edit_message_caption(42, photo.message_id, caption="新说明")
    check(edited.caption == "新说明")


async def presses(bot, fake):
    button = telegram.InlineKeyboardButton
    keyboard = telegram.InlineKeyboardMarkup([[button("小号", callback_data="s")]])
    asked = await bot.send_message(42, "尺码", reply_markup=keyboard)
    fake.act("presses", message=asked.message_id, text="s")
    update = await last(bot)
    check(update.callback_query.data == "s" and update.callback_query.message.text == "尺码", update)
    check(fake.act("sent")["spinning"] == 1)
    check(await bot.answer_callback_query(update.callback_query.id))
    check(fake.act("sent")["spinning"] == 0)
    await refused(error.BadRequest, "too old", bot.answer_callback_query(update.callback_query.id))
    long = telegram.InlineKeyboardMarkup([[button("a", callback_data="字" * 22)]])
    await refused(error.BadRequest, "Button_data_invalid", bot.send_message(42, "a", reply_markup=long))


async def last(bot):
    updates = await bot.get_updates(timeout=5, allowed_updates=telegram.Update.ALL_TYPES)
    check(updates, "no update")
    await bot.get_updates(offset=updates[-1].update_id + 1)
    left = [one for update in updates for one in leftovers(update)]
    check(not left, left)
    return updates[-1]


async def receives(bot, fake):
    await last(bot)
    fake.act("file", text="photo")
    update = await last(bot)
    file = await bot.get_file(update.message.photo[-1].file_id)
    check(bytes(await file.download_as_bytearray()) == b"bytes of a file")
    await refused(error.BadRequest, "Wrong file_id", bot.get_file("nothing"))
    waiting = asyncio.create_task(last(bot))
    await asyncio.sleep(0.2)
    await asyncio.to_thread(fake.act, "edits", message=1, text="改了")
    update = await waiting
    check(update.edited_message.text == "改了" and update.edited_message.edit_date, update)
    fake.act("reacts", message=2, text="🔥")
    check((await last(bot)).message_reaction.new_reaction[0].emoji == "🔥")
    first = asyncio.create_task(fake.bot().get_updates(timeout=20, read_timeout=30))
    await asyncio.sleep(0.2)
    await bot.get_updates(timeout=0)
    await refused(error.Conflict, "terminated by other getUpdates", first)


async def refuses(bot, fake):
    fake.act("blocks")
    check((await last(bot)).my_chat_member.new_chat_member.status == "kicked")
    await refused(error.Forbidden, "bot was blocked by the user", bot.send_message(42, "a"))
    fake.act("unblocks")
    await last(bot)
    fake.act("group", customer=-4001, text="@shop_care_bot 在吗")
    await last(bot)
    moved = fake.act("upgrade", customer=-4001)["to"]
    told = await refused(error.ChatMigrated, "", bot.send_message(-4001, "a"))
    check(told.new_chat_id == moved)
    check((await bot.send_message(moved, "a")).chat.type == "supergroup")
    check((await last(bot)).message.migrate_from_chat_id == -4001)
    fake.act("connects", text="bcAbC1")
    check((await last(bot)).business_connection.rights.can_reply)
    fake.act("business", connection="bcAbC1", customer=50, text="老板在吗")
    check((await last(bot)).business_message.business_connection_id == "bcAbC1")
    mine = await bot.send_message(50, "在的", business_connection_id="bcAbC1")
    check(mine.sender_business_bot.username == "shop_care_bot" and mine.from_user.id == 900, mine)
    check(await bot.delete_business_messages("bcAbC1", [mine.message_id]))
    await refused(error.BadRequest, "Business_peer_invalid", bot.send_message(51, "a", business_connection_id="bcAbC1"))
    await refused(error.BadRequest, "connection not found", bot.send_message(50, "a", business_connection_id="x"))
    old = await bot.send_message(42, "旧")
    fake.act("pass", message=49 * 3600)
    await refused(error.BadRequest, "can't be deleted", bot.delete_message(42, old.message_id))
    late = bot.send_message(50, "a", business_connection_id="bcAbC1")
    await refused(error.BadRequest, "Business_peer_usage_missing", late)
    fake.act("floods")
    await bot.send_message(42, "一")
    flood = await refused(error.RetryAfter, "Flood control", bot.send_message(42, "二"))
    check(flood.retry_after in (1, 1.0) or flood.retry_after.total_seconds() == 1, flood.retry_after)
    await refused(error.InvalidToken, "", fake.bot("123456:another").get_me())
    fake.act("revoke")
    await refused(error.InvalidToken, "", bot.get_me())


async def client():
    with Fake() as fake:
        bot = fake.bot()
        me = await bot.get_me()
        check((me.id, me.username, me.can_connect_to_business) == (123456, "shop_care_bot", True), me)
        check(not list(leftovers(me)), me)
        await says(bot, fake)
        await sends_files(bot)
        await last(bot)
        await presses(bot, fake)
        await receives_and_refuses(bot, fake)
    return "messages, files, buttons, long poll, refusals"


async def receives_and_refuses(bot, fake):
    fake.act("says", text="还在")
    await receives(bot, fake)
    await refuses(bot, fake)


# 4. The SDK's webhook server.


async def webhook():
    with Fake() as fake:
        application = Application.builder().bot(fake.bot()).build()
        port = free_port()
        address = f"http://127.0.0.1:{port}/hook"
        async with application:
            await application.updater.start_webhook(
                listen="127.0.0.1",
                port=port,
                url_path="hook",
                secret_token="s3cr3t_tok",
                webhook_url=address,
                allowed_updates=["message", "callback_query"],
            )
            info = await application.bot.get_webhook_info()
            check((info.url, info.allowed_updates) == (address, ("message", "callback_query")), info)
            done = await asyncio.to_thread(fake.act, "says", text="推送")
            check(done["status"] == 200, done)
            update = await asyncio.wait_for(application.update_queue.get(), 5)
            check(update.message.text == "推送", update)
            # Not asked for: not pushed.
            check((await asyncio.to_thread(fake.act, "blocks"))["status"] is None)
            for header, wanted in [({}, 403), ({"X-Telegram-Bot-Api-Secret-Token": "other"}, 403)]:
                check(await asyncio.to_thread(posted, address, header) == wanted, header)
            await refused(error.Conflict, "webhook is active", application.bot.get_updates())
            await application.updater.stop()
            await application.bot.delete_webhook()
        bad = fake.bot().set_webhook("https://a.example", secret_token="no spaces")
        await refused(error.BadRequest, "unallowed characters", bad)
        await refused(error.BadRequest, "https url", fake.bot().set_webhook("http://a.example/x"))
    return "pushed and believed"


def posted(address, headers):
    request = urllib.request.Request(address, b"{}", {"content-type": "application/json", **headers})
    try:
        return urllib.request.urlopen(request, timeout=5).status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def main():
    print("fixtures:", fixtures())
    print("calls:", asyncio.run(calls()))
    print("client:", asyncio.run(client()))
    print("webhook:", asyncio.run(webhook()))


main()
