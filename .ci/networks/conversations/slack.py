"""A conversation with a bot in Slack: what is said, what is received, what happens when things break."""

import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import Bot, Platform, lab

slack = Platform("slack")


def settings(**more):
    return {
        "HARK_SLACK_TOKEN": lab["SLACK_BOT_TOKEN"], "HARK_SLACK_APP_TOKEN": lab["SLACK_APP_TOKEN"],
        "HARK_SLACK_API": f"{slack.url}/slack/api", "HARK_ROOMS": "#general", "HARK_ADMINS": "slack:nobody",
    } | more


def start(**more):
    return Bot(**settings(**more))


def conversation():
    bot = start()
    bot.connected("slack")

    bot.push()
    text = bot.wait("the push in the room", slack.said)[0]["text"]
    bot.expect(f"a push reads {text!r}", text.startswith("[*acme/rocket*] ada pushed 2 commits to main"))
    bot.expect("the link of a push is not one", re.search(r" <https://github.com/[^ |>]+>$", text))
    slack.forget()

    question = slack.say("!whoami")["message"]
    answer = bot.wait("an answer in the room", slack.said)[-1]
    bot.expect("an answer is in a thread that nobody began", answer["thread"] is None and answer["room"] == "general")
    slack.say("!whoami", thread=question)
    bot.wait("an answer in the thread", lambda: [m for m in slack.said() if m["thread"]])
    slack.forget()

    # Once, though a mention is reported as a message too.
    slack.say("whoami", mention=True)
    slack.say("whoami", user="bob", dm=True)
    slack.say("/hark whoami", user="bob", room="ops")
    slack.say("!whoami", twice=True)
    slack.say("no command at all")
    bot.wait("four answers", lambda: len(slack.said()) >= 4)
    time.sleep(1)
    bot.expect("a command is answered twice, or none is", len(slack.said()) == 4)
    slack.forget()

    # Whatever a stranger writes into a command: nobody is mentioned, no link is hidden.
    slack.say("!<!channel> &lt;https://evil.example|click&gt; <@U12345678> *bold*")
    hostile = bot.wait("an answer to a hostile text", slack.said)[-1]
    bot.expect(f"a stranger pings: {hostile}", not hostile["pings"])
    slack.forget()

    # Where the bot is not, whoever asks sees the answer.
    slack.world("leave", room="ops")
    slack.say("/hark whoami", room="ops")
    answer = bot.wait("an answer where the bot is not", slack.said)[-1]
    bot.expect(f"an answer comes some other way: {answer}", answer["via"] == "response_url" and answer["ephemeral"])
    slack.world("join", room="ops")
    slack.forget()

    # A message that gets a colour stands there once.
    for state in ("in_progress", "failure"):
        bot.deployment(state)
    changed = bot.wait("a changed message", lambda: [m for m in slack.said() if m["edits"]])
    bot.expect(f"a changed message stands twice: {changed}", len(slack.said()) == 1 and "failed" in changed[0]["text"])
    bot.expect(f"the old text is still there: {changed}", "running" not in changed[0]["text"])
    slack.forget()

    for action in ("refresh", "warning", "drop"):
        before = bot.log.count("state=connected")
        slack.socket(action)
        if action == "drop":
            bot.connected("slack", before + 1)
        slack.say("!whoami", room="ops")
        bot.wait(f"an answer after {action}", slack.said)
        time.sleep(0.5)
        bot.expect(f"after {action} it is answered {len(slack.said())} times", len(slack.said()) == 1)
        slack.forget()

    # Whatever Slack answers, the webhook is accepted, and its message comes once.
    for kind in ("429", "500", "502", "html", "reset"):
        slack.fault(kind, path="chat.postMessage", retry_after=1)
        bot.push()
        bot.wait(f"the push after {kind}", slack.said)
        time.sleep(0.3)
        bot.expect(f"after {kind} it is said {len(slack.said())} times", len(slack.said()) == 1)
        slack.forget()
    tokens = (lab["SLACK_BOT_TOKEN"], lab["SLACK_APP_TOKEN"])
    bot.expect("a token is in the log", not any(token in bot.log for token in tokens))
    bot.expect(f"the platform complains: {slack.problems()}", not slack.problems())
    bot.stop()

    bot = start(HARK_ROOMS="#generl")
    bot.connected("slack")
    bot.push_in_vain("Did you mean #general?")
    bot.abandon()

    bot = start()
    bot.connected("slack")
    slack.fault("expired", count=2, path="chat.postMessage|auth.test")
    bot.push()
    bot.wait("the end of a network whose token is revoked", lambda: "chat network is lost" in bot.log)
    bot.abandon()

    for variable, text in (("HARK_NOTHING", "hark in lab"), ("HARK_SLACK_APP_TOKEN", "HARK_SLACK_APP_TOKEN")):
        check = slack.check(settings(**{variable: "xapp-wrong"}))
        bot.expect(f"a check says {check!r}", text in check)

    bot = start(HARK_SLACK_TOKEN="xoxb-wrong")
    bot.expect("a wrong token does not end it", bot.process.wait(timeout=20) == 1)
    bot.expect("it is not said which token is wrong", "Slack does not accept the token (invalid_auth)" in bot.log)
    print("Slack: a push, threads, mentions, direct messages, slash commands, reconnections, faults and checks are as they should be")


conversation()
