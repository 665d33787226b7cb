"""A conversation with a bot on a Rocket.Chat server: what is said, what is received, what happens when things break."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import Bot, Platform, lab

rocket = Platform("rocketchat")
PUSH = "[*acme/rocket*] ada pushed 2 commits to main"
SEND = "chat.sendMessage"


def start(**more):
    return Bot(**{
        "HARK_ROCKETCHAT_URL": lab["ROCKETCHAT_URL"], "HARK_ROCKETCHAT_USER": lab["ROCKETCHAT_USER_ID"],
        "HARK_ROCKETCHAT_TOKEN": lab["ROCKETCHAT_TOKEN"], "HARK_ROCKETCHAT_WEBHOOK_TOKEN": lab["ROCKETCHAT_HOOK_TOKEN"],
        "HARK_ROOMS": "#general", "HARK_ADMINS": "rocketchat:nobody",
    } | more)


def answered(bot, what, times=1):
    """Waits for so many messages, and a moment for one too many."""
    bot.wait(f"{times} messages after {what}", lambda: len(rocket.said()) >= times)
    time.sleep(0.5)
    said = rocket.said()
    bot.expect(f"after {what} there are {len(said)} messages: {[m['text'] for m in said]}", len(said) == times)
    rocket.forget()
    return said


def conversation():
    bot = start()
    bot.connected("rocketchat")
    rocket.forget()
    rocket.call("config", {"platform": "rocketchat", "url": f"{bot.url}/rocketchat"})

    bot.push()
    [push] = answered(bot, "a push")
    bot.expect(f"a push reads {push['text']!r}", push["text"].startswith(PUSH))
    bot.expect("the link of a push is not one, or has a preview",
               "https://github.com/" in push["text"] and not push["preview"])
    print("Rocket.Chat: a push is in the room")

    bot.deployment("in_progress")
    bot.wait("a deployment", rocket.said)
    bot.deployment("failure")
    bot.wait("its end", lambda: rocket.said()[0]["edits"])
    [end] = answered(bot, "the end of a deployment")
    bot.expect(f"a deployment ends with {end['text']!r}", end["text"].startswith("❌ ") and "failed" in end["text"])
    bot.push(event="issues.opened")
    bot.wait("an issue", rocket.said)
    bot.push(event="issue_comment.created")
    issue, comment = answered(bot, "an issue and a comment", 2)
    bot.expect(f"a comment is in thread {comment['thread']}", comment["thread"] == issue["id"])
    print("Rocket.Chat: what is about one thing is one thread, and what ends changes")

    question = rocket.say("!whoami")
    bot.expect(f"a delivery is answered {question['deliveries']}", question["deliveries"][0]["body"] == "{}")
    bot.wait("an answer in the room", rocket.said)
    rocket.say("!whoami", thread=question["message"])
    bot.wait("an answer in the thread", lambda: [m for m in rocket.said() if m["thread"] == question["message"]])
    rocket.forget()
    print("Rocket.Chat: threads are as they should be")

    for more in ({"mention": True}, {"user": "bob", "dm": True}, {"room": "ops", "mention": True}):
        rocket.say("whoami", **more)
    rocket.say("!whoami", twice=True)
    rocket.say("hark: whoami")
    rocket.say("no command at all")
    rocket.say("@harkness whoami")
    rocket.say("!whoami", edited=True)
    said = answered(bot, "five commands", 5)
    bot.expect("a direct message is not answered there", any(m["room"] not in ("general", "ops") for m in said))
    print("Rocket.Chat: commands are answered once, wherever they are given")

    rocket.say("!@all @here @alice [click](https://evil.example) **bold** `code` <https://evil.example|click>")
    [hostile] = answered(bot, "a hostile text")
    bot.expect(f"a stranger pings or hides a link: {hostile}",
               not hostile["pings"] and "](https://evil" not in hostile["text"] and "<https" not in hostile["text"])
    for bad in ("token", "missing"):
        [delivery] = rocket.say("!whoami", bad=bad)["deliveries"]
        bot.expect(f"a forgery ({bad}) is answered {delivery['status']}", delivery["status"] == 401)
    time.sleep(0.5)
    bot.expect("a forgery is answered in the room", not rocket.said())
    rocket.forget()
    print("Rocket.Chat: a stranger pings nobody, forgeries are refused")

    # Whatever the server answers, the webhook is accepted, and its message comes once.
    for kind in ("429", "500", "502", "html", "reset", "lost", "malformed"):
        rocket.fault(kind, path=SEND, retry_after=1)
        bot.push()
        answered(bot, kind)
    print("Rocket.Chat: a message comes once whatever the server answers")

    for secret in ("ROCKETCHAT_TOKEN", "ROCKETCHAT_HOOK_TOKEN"):
        bot.expect("a token is in the log", lab[secret] not in bot.log)
    bot.expect(f"the platform complains: {rocket.problems()}", not rocket.problems())
    bot.stop()

    bot = start(HARK_ROOMS="#generl")
    bot.connected("rocketchat")
    bot.push_in_vain("Did you mean #general?")
    bot.abandon()

    bot = start(HARK_ROCKETCHAT_TOKEN="x" * 43)
    bot.expect("a wrong token does not end it", bot.process.wait(timeout=20) == 1)
    bot.expect("it is not said that the token is wrong", "Rocket.Chat does not accept the token" in bot.log)
    rocket.call("config", {"platform": "rocketchat", "url": None})
    print("Rocket.Chat: wrong names and a wrong token are named")


conversation()
