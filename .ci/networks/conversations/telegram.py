"""A conversation with a bot in Telegram: what is said, what is received, what happens when things break."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import Bot, Platform, lab

telegram = Platform("telegram")
TOKEN, CHAT = lab["TELEGRAM_TOKEN"], lab["TELEGRAM_CHAT"]


def start(**more):
    return Bot(**{
        "HARK_TELEGRAM_TOKEN": TOKEN, "HARK_TELEGRAM_API": lab["TELEGRAM_API_URL"], "HARK_ROOMS": CHAT,
        "HARK_ADMINS": "telegram:1",
    } | more)


def stop(bot):
    """Stops a bot; the fake sees the question that it left only when the next one comes, and complains of two."""
    bot.expect("the token is in the log", TOKEN not in bot.log and TOKEN.split(":")[1] not in bot.log)
    bot.expect(f"the platform complains: {telegram.problems()}", not telegram.problems())
    bot.stop()


def answers(bot, what, count, seconds=20):
    """Waits for so many messages of the bot, and for no more."""
    bot.wait(what, lambda: len(telegram.said()) >= count, seconds)
    time.sleep(0.7)
    said = telegram.said()
    bot.expect(f"{what}: {len(said)} messages in the place of {count}", len(said) == count)
    telegram.forget()
    return said


def conversation():
    telegram.say("/whoami")
    bot = start()
    bot.connected("telegram")
    bot.push()
    push = answers(bot, "the push in the room, and nothing to what was said before", 1)[0]
    bot.expect(f"a push reads {push['text']!r}", push["text"].startswith("[<b>acme/rocket</b>] ada pushed 2 commits to main"))
    bot.expect("the link of a push is none, or shows a preview", "<a href=" in push["text"] and not push["preview"])

    question = telegram.say("/whoami")["message"]
    answer = answers(bot, "an answer to /whoami", 1)[0]
    bot.expect(f"it is no reply: {answer}", answer["reply"] == question and answer["room"] == "general")
    for text, more in [
        ("/whoami@hark_lab_bot", {}), ("whoami", {"dm": True}), ("!whoami", {"dm": True}),
        ("whoami", {"mention": True, "force": True}), ("!whoami", {"force": True}), ("Hark: whoami", {"force": True}),
        ("/whoami", {"twice": True}), ("/whoami", {"room": "ops"}),
    ]:
        telegram.say(text, **more)
        answers(bot, f"an answer to {text} {more}", 1)
    print("Telegram: a push, commands, direct messages and mentions are as they should be")

    for text, more in [
        ("/whoami", {"anonymous": True}), ("/whoami", {"edited": True}), ("/whoami@other_bot", {"force": True}),
        ("no command", {"force": True}),
    ]:
        telegram.say(text, **more)
    telegram.say("/whereami", user="bob")
    answer = answers(bot, "an answer to /whereami alone", 1)[0]
    bot.expect(f"it does not name the room: {answer['text']!r}", CHAT in answer["text"])
    telegram.say("/start", user="bob", dm=True)
    answers(bot, "an answer to /start", 1)
    telegram.say("!<b>x</b> @bob_lab <a href=\"tg://user?id=1\">y</a> &amp;", force=True)
    hostile = answers(bot, "an answer to a hostile text", 1)[0]
    bot.expect(f"a stranger pings: {hostile}", not hostile["pings"])
    print("Telegram: nameless administrators, edits, other bots and markup are as they should be")

    # Whatever Telegram answers, the message comes once.
    for kind in ("429", "502", "html", "reset", "malformed"):
        telegram.fault(kind, path="sendMessage", retry_after=1)
        bot.push()
        answers(bot, f"the push after {kind}", 1)
    for kind in ("html", "reset", "malformed"):
        before = bot.log.count("state=connected")
        telegram.fault(kind, path="getUpdates")
        telegram.say("/whoami", room="ops")
        answers(bot, f"an answer although getUpdates got {kind}", 1)
        telegram.say("/whoami", room="ops")
        bot.connected("telegram", before + 1)
        answers(bot, f"an answer after getUpdates got {kind}", 1)
    print("Telegram: every fault ends with one message")

    telegram.call("world", {"platform": "telegram", "room": "general", "action": "migrate"})
    bot.push()
    answers(bot, "the push after a migration", 1)
    bot.wait("a word about the new number", lambda: bot.log.count("became a supergroup") == 1)
    telegram.call("world", {"platform": "telegram", "room": "general", "action": "leave"})
    telegram.forget()
    bot.push_in_vain("Add it to the chat.")
    telegram.call("world", {"platform": "telegram", "room": "general", "action": "join"})
    stop(bot)
    bot = start()
    bot.connected("telegram")
    answers(bot, "the push that found no chat", 1)
    # The question that the bot before left open met the first of this one.
    telegram.call("problems?platform=telegram", method="DELETE")
    stop(bot)
    print("Telegram: a group that becomes a supergroup is spoken to all the same; what found no chat is said after a restart")

    telegram.call("reset", {})
    webhook()
    bot = start(HARK_TELEGRAM_TOKEN="1234567890:" + "x" * 35)
    bot.expect("a wrong token does not end it", bot.process.wait(timeout=20) == 1)
    bot.expect("it is not said what is wrong", "Telegram does not accept the token" in bot.log)
    bot = start(HARK_ROOMS="#general")
    bot.connected("telegram")
    bot.push_in_vain("say /whereami there")
    # The question that the bot before left open meets the first of this one.
    time.sleep(1.5)
    telegram.call("problems", method="DELETE")
    stop(bot)
    print("Telegram: a wrong token and a wrong room are explained")


def webhook():
    """Telegram calls the bot, and another bot takes the webhook away."""
    bot = start(HARK_HTTP_PORT="39871", HARK_TELEGRAM_WEBHOOK_URL="http://127.0.0.1:39871")
    bot.connected("telegram")
    delivery = telegram.say("/whoami")["deliveries"][0]
    bot.expect(f"an update is answered {delivery}", delivery["status"] == 200)
    answers(bot, "an answer over the webhook", 1)
    for bad in ("token", "missing"):
        delivery = telegram.say("/whoami", bad=bad)["deliveries"][0]
        bot.expect(f"a forged update is answered {delivery}", delivery["status"] == 401)
    telegram.say("/whoami", twice=True)
    answers(bot, "one answer to an update that comes twice", 1)
    stop(bot)
    bot = start()
    bot.connected("telegram")
    telegram.say("/whoami")
    answers(bot, "an answer without the webhook", 1)
    # What waits for a chat that is not there would be tried by the next bot too.
    bot.abandon()
    print("Telegram: the webhook is set, closed to others, and taken away")


conversation()
