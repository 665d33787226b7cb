"""A conversation with a bot in Zulip: what is said, what is received, what happens when things break."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import Bot, Platform, lab

zulip = Platform("zulip")


def start(**more):
    return Bot(**{
        "HARK_ZULIP_URL": lab["ZULIP_SITE"], "HARK_ZULIP_EMAIL": lab["ZULIP_EMAIL"],
        "HARK_ZULIP_KEY": lab["ZULIP_API_KEY"], "HARK_ROOMS": "#general>code", "HARK_ADMINS": "zulip:1",
    } | more)


def answered(bot, what, times=1):
    """Waits for so many messages, and a moment for one too many."""
    bot.wait(f"{times} messages after {what}", lambda: len(zulip.said()) >= times)
    time.sleep(0.5)
    said = zulip.said()
    bot.expect(f"after {what} there are {len(said)} messages: {[m['text'] for m in said]}", len(said) == times)
    zulip.forget()
    return said


def conversation():
    bot = start()
    bot.connected("zulip")

    bot.push()
    [push] = answered(bot, "a push")
    bot.expect(f"a push reads {push['text']!r}",
               push["text"].startswith("[**acme/rocket**] ada pushed 2 commits to main") and push["thread"] == "code")
    print("Zulip: a push is in its topic")

    bot.deployment("in_progress")
    bot.wait("a deployment", zulip.said)
    bot.deployment("failure")
    bot.wait("its end", lambda: zulip.said()[0]["edits"])
    [end] = answered(bot, "the end of a deployment")
    bot.expect(f"a deployment ends with {end['text']!r}", end["text"].startswith("❌ "))
    for event in ("issues.opened", "issue_comment.created", "issues.closed"):
        bot.push(event=event)
    said = answered(bot, "an issue, a comment, and its end", 3)
    bot.expect("they are in several topics", {m["thread"] for m in said} == {"code"})
    print("Zulip: what is about one thing is in one topic, and what ends changes")

    zulip.say("!whoami", topic="deploys")
    [answer] = answered(bot, "a command")
    bot.expect(f"an answer is in topic {answer['thread']!r}", answer["thread"] == "deploys")
    for more in ({"mention": True}, {"user": "bob", "dm": True}, {"room": "ops", "mention": True}):
        zulip.say("whoami", **more)
    zulip.say("!whoami", twice=True)
    zulip.say("hark: whoami")
    zulip.say("no command at all")
    said = answered(bot, "five commands", 5)
    bot.expect("a direct message is not answered there", any(m["thread"] is None for m in said))
    print("Zulip: commands are answered once, in their topic")

    zulip.say("!@**all** @*admins* @_**Alice** @**Bob|102** [click](https://evil.example) **bold** `code` #**ops>x**")
    [hostile] = answered(bot, "a hostile text")
    bot.expect(f"a stranger pings: {hostile}", not hostile["pings"])
    print("Zulip: a stranger pings nobody")

    # The queue is lost; what is said before the bot has another is read afterwards, once.
    zulip.socket("forget")
    zulip.say("!whoami")
    answered(bot, "a command after the queue was lost")
    zulip.say("!whoami", room="ops")
    answered(bot, "a command from the new queue")
    print("Zulip: what was missed is received once")

    # Whatever the server answers, the webhook is accepted, and its message comes once; after a lost answer too, because
    # the bot sees its own message among the events.
    for kind in ("429", "500", "502", "html", "reset", "lost", "malformed"):
        zulip.fault(kind, path="api/v1/messages$", retry_after=0.7)
        bot.push()
        answered(bot, kind)
    print("Zulip: a message comes once whatever the server answers")
    for kind in ("500", "html", "reset"):
        zulip.fault(kind, path="api/v1/events")
        zulip.say("!whoami")
        answered(bot, f"{kind} for a poll")
        zulip.call("fault", method="DELETE")
    print("Zulip: events come once whatever the server answers")

    bot.expect("the key is in the log", lab["ZULIP_API_KEY"] not in bot.log)
    bot.expect(f"the platform complains: {zulip.problems()}", not zulip.problems())
    bot.stop()

    bot = start(HARK_ROOMS="#generl")
    bot.connected("zulip")
    bot.push_in_vain("Did you mean #general?")
    bot.abandon()

    bot = start(HARK_ZULIP_KEY="x" * 32)
    bot.expect("a wrong key does not end it", bot.process.wait(timeout=20) == 1)
    bot.expect("it is not said that the key is wrong", "Zulip does not accept" in bot.log)
    print("Zulip: a wrong name and a wrong key are named")


conversation()
