"""A conversation with a bot in Discord: what is said, what is received, what happens when things break."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import Bot, Platform, lab

discord = Platform("discord")


def start(**more):
    return Bot(**{
        "HARK_DISCORD_TOKEN": lab["DISCORD_TOKEN"], "HARK_DISCORD_API": lab["DISCORD_API_URL"],
        "HARK_ROOMS": "#general", "HARK_ADMINS": "discord:nobody",
    } | more)


def answered(bot, what, times=1):
    """Waits for so many answers, and looks whether there are more."""
    said = bot.wait(what, lambda: discord.said() if len(discord.said()) >= times else None)
    time.sleep(0.5)
    bot.expect(f"{what} came {len(discord.said())} times", len(discord.said()) == times)
    discord.forget()
    return said


def conversation():
    bot = start()
    bot.connected("discord")

    bot.push()
    push = answered(bot, "the push in the room")[0]
    text = push["text"]
    bot.expect(f"a push reads {text!r}", "ada pushed 2 commits to main" in text and "**acme/rocket**" in text)
    bot.expect(f"the link of a push has a preview: {text!r}", "<https://github.com/" in text and not push["preview"])
    print("Discord: a push stands in the room, bold, with a link and without a preview")

    discord.say("!whoami")
    answer = answered(bot, "an answer in the room")[0]
    bot.expect("the answer is somewhere else", answer["room"] == "general")
    discord.say("whoami", mention=True)
    answered(bot, "an answer to a mention")
    discord.say("whoami", user="bob", dm=True)
    answered(bot, "an answer to a direct message")
    discord.say("!whoami", room="ops")
    answer = answered(bot, "an answer in another room")[0]
    bot.expect("the answer is in the wrong room", answer["room"] == "ops")
    discord.say("no command at all")
    time.sleep(1)
    bot.expect("something is answered that was no command", not discord.said())
    print("Discord: commands, mentions and direct messages are answered once, where they were said")

    hostile = "!<@everyone> @everyone @here <@&1> [click](https://evil.example) ||**bold**|| `code` # <#1>"
    discord.say(hostile)
    answer = answered(bot, "an answer to a hostile text")[0]
    bot.expect(f"a stranger pings: {answer}", not answer["pings"] and not answer["preview"])
    bot.expect(f"a stranger hides a link: {answer}", "](https" not in answer["text"].replace("\\](", ""))
    print("Discord: a stranger's text pings nobody and hides no link")

    for action in ("reconnect", "invalid_session", "drop", "close", "deaf"):
        before = bot.log.count("state=connected")
        discord.socket(action)
        if action in ("drop", "close"):
            bot.connected("discord", before + 1)
        # A session that is resumed brings what was said meanwhile; a new one does not.
        time.sleep(7 if action == "invalid_session" else 0)
        discord.say("!whoami")
        answered(bot, f"an answer after {action}")
    print("Discord: reconnections lose no command and repeat none")

    # Whatever Discord answers, the message comes once.
    for kind in ("429", "500", "502", "html", "reset", "lost", "malformed"):
        discord.fault(kind, path="/messages", retry_after=0.7)
        bot.push()
        answered(bot, f"the push after {kind}")
    print("Discord: each message comes once whatever becomes of the first try")

    bot.expect("a token is in the log", lab["DISCORD_TOKEN"] not in bot.log)
    bot.expect(f"the platform complains: {discord.problems()}", not discord.problems())
    bot.stop()

    bot = start(HARK_ROOMS="#generl")
    bot.connected("discord")
    bot.push_in_vain("Did you mean #general?")
    bot.abandon()

    bot = start(HARK_DISCORD_TOKEN="wrong")
    bot.expect("a wrong token does not end it", bot.process.wait(timeout=20) == 1)
    bot.expect("it is not said that the token is wrong", "Discord does not accept the token" in bot.log)
    print("Discord: a wrong room and a wrong token are said")


conversation()
