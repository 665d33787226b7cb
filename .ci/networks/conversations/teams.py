"""A conversation with a bot in Teams: what flows post, what an outgoing webhook receives, what happens when things break."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import Bot, Platform, lab

teams = Platform("teams")
FLOW = lab["TEAMS_WORKFLOW_URL"].strip('"')
SIGNATURE = FLOW.split("sig=")[1]
PATH = "workflow"


def channel(name):
    """The identifier of a channel."""
    return teams.say("where", room=name, mention=False)["message"] and next(
        m["room_id"] for m in reversed(teams.call("messages?platform=teams")["messages"]) if m["room"] == name)


def start(**more):
    return Bot(**{
        "HARK_TEAMS_ROOMS": f"general={FLOW}", "HARK_TEAMS_SECRET": lab["TEAMS_OUTGOING_SECRET"].strip('"'),
        "HARK_TEAMS_CHANNELS": f"general={channel('general')}", "HARK_ROOMS": "#general",
    } | more)


def posted(bot, what, times=1):
    """Waits for so many messages of the flow, and a moment for one too many."""
    found = lambda: [m for m in teams.said() if m["via"] == "workflow"]
    bot.wait(f"{times} messages after {what}", lambda: len(found()) >= times)
    time.sleep(0.5)
    said = found()
    bot.expect(f"after {what} there are {len(said)} messages: {[m['text'] for m in said]}", len(said) == times)
    teams.forget()
    return said


def asked(bot, text, **more):
    """What the bot answers on the request that brings a question."""
    reply = teams.say(text, **more)
    bot.expect(f"{text!r} is answered {reply}", reply.get("answer"))
    return reply["answer"]


def conversation():
    bot = start()
    bot.connected("teams")
    teams.forget()

    bot.push()
    [push] = posted(bot, "a push")
    bot.expect(f"a push reads {push['text']!r}",
               push["shown"].startswith("[**acme/rocket**] ada pushed 2 commits to main")
               and "](https://github.com/" in push["text"])
    bot.push(event="deployment_status.failure")
    [failure] = posted(bot, "a failure")
    element = failure["card"][0]["content"]["body"][0]
    bot.expect(f"a failure looks like {element}", element["type"] == "Container" and element["style"] == "attention")
    print("Teams: a push and a failure are cards")

    teams.call("config", {"platform": "teams", "url": f"{bot.url}/teams"})
    answer = asked(bot, "whoami")
    bot.expect(f"an answer reads {answer}", "Alice" in answer["text"] and answer["via"] == "webhook answer")
    bot.expect("an answer is not in the thread of its question", answer["thread"])
    other = asked(bot, "whoami", room="lobby")
    bot.expect(f"an answer in another channel reads {other}", "Alice" in other["text"] and other["room"] == "lobby")
    hostile = asked(bot, "<at>Bob</at> [x](https://evil.example) **b** <script>")
    bot.expect(f"a stranger pings or hides a link: {hostile}",
               not hostile["pings"] and "](https://evil" not in hostile["text"] and "<at>" not in hostile["text"])
    bot.expect("an answer is posted by the flow too", not [m for m in teams.said() if m["via"] == "workflow"])
    teams.forget()
    for bad in ("sig", "body", "missing"):
        [delivery] = teams.say("whoami", bad=bad)["deliveries"]
        bot.expect(f"a forgery ({bad}) is answered {delivery['status']}", delivery["status"] == 401)
    print("Teams: questions are answered in their threads, forgeries are not")

    # The room is held up by the flow, so that an answer comes later than Teams waits.
    teams.fault("429", path=PATH, retry_after=9)
    bot.push()
    bot.wait("a push that is put off", lambda: not teams.call("fault")["faults"])
    teams.forget()
    late = asked(bot, "whoami", user="bob")
    bot.expect(f"in place of a late answer stands {late['text']!r}", late["text"].startswith("There is no answer yet"))
    said = posted(bot, "a late answer", 2)
    bot.expect(f"the late answer reads {said[1]['text']!r}", "Bob" in said[1]["text"])
    print("Teams: a late answer is a message of its own")

    for kind in ("429", "500", "502", "503", "reset"):
        teams.fault(kind, path=PATH, retry_after=1)
        bot.push()
        posted(bot, kind)
    teams.fault("html", path=PATH)
    bot.push()
    [again] = posted(bot, "a page in place of an answer")
    bot.expect(f"it reads {again['text']!r}", again["shown"].endswith("(again?)"))
    teams.fault("lost", path=PATH)
    bot.push()
    twice = posted(bot, "a lost answer", 2)
    bot.expect("the second one is not marked", [m["shown"].endswith("(again?)") for m in twice] == [False, True])
    print("Teams: a message comes once, and after a lost answer once more with a mark")

    bot.expect("the signature of the URL is in the log", SIGNATURE not in bot.log)
    bot.expect(f"the platform complains: {teams.problems()}", not teams.problems())
    bot.stop()

    bot = start(HARK_ROOMS="#generl")
    bot.connected("teams")
    bot.push_in_vain("Did you mean #general?")
    bot.abandon()

    bot = start(HARK_TEAMS_ROOMS=f"general={FLOW[:-1]}")
    bot.connected("teams")
    # What is refused so waits, as a permission may be given.
    bot.push_in_vain("does not accept its URL")
    bot.expect("a wrong URL is in the log", SIGNATURE[:-1] not in bot.log)
    bot.stop()
    # Calling a flow with a wrong signature is a fault of the caller's.
    teams.call("problems?platform=teams", method="DELETE")
    print("Teams: a wrong room and a wrong URL are named")


conversation()
