"""What a bot posts to incoming webhooks: of Slack, Mattermost and Rocket.Chat alike, and of Discord by a body of its own."""

import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import BINARY, FOLDER, Bot, Platform, lab

URLS = {name: lab[f"{name.upper()}_WEBHOOK_URL"].strip('"') for name in ("slack", "mattermost", "rocketchat", "discord")}
platforms = {name: Platform(name) for name in URLS}
alike = ("slack", "mattermost", "rocketchat")
LIKE_SLACK = {
    "HARK_WEBHOOK_ROOMS": ",".join(f"{name}={URLS[name]}" for name in alike),
    "HARK_ROOMS": ",".join(f"#{name}" for name in alike),
}
BY_BODY = {
    "HARK_WEBHOOK_ROOMS": f"discord={URLS['discord']}", "HARK_ROOMS": "#discord",
    "HARK_WEBHOOK_BODY": '{"content":"{{text}}","username":"hark","allowed_mentions":{"parse":[]}}',
}
HOSTILE = '<!channel> <@U12345678> @channel @all @everyone [click](https://evil.example) "quoted" \\ *b*'


def forget(name):
    """Forgets what was said on one platform alone."""
    platforms[name].call(f"messages?platform={name}", method="DELETE")


def said(bot, name, what, times=1):
    """Waits for so many messages, and a moment for one too many."""
    bot.wait(f"{times} messages in {name} after {what}", lambda: len(platforms[name].said()) >= times)
    time.sleep(0.3)
    found = platforms[name].said()
    bot.expect(f"after {what} there are {len(found)} messages in {name}: {[m['text'] for m in found]}",
               len(found) == times)
    forget(name)
    return found


def say(bot, room, text, settings):
    """Says something from the shell."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HARK_")}
    answer = subprocess.run(
        [BINARY, "say", room, text], env=environment | {"HARK_DATA": str(FOLDER / "data")} | settings,
        capture_output=True, text=True, timeout=60)
    bot.expect(f"hark say: {answer.stderr[-500:]}", answer.returncode == 0)


def faults(bot, name):
    platform = platforms[name]
    path = "webhooks/" if name == "discord" else "services/" if name == "slack" else "hooks/"
    # The others say otherwise when to come back.
    for kind in ("500", "502", "reset") + (("429",) if name in ("slack", "discord") else ()):
        platform.fault(kind, path=path, retry_after=1)
        bot.push()
        said(bot, name, kind)
        for other in platforms:
            forget(other)
    platform.fault("lost", path=path)
    bot.push()
    twice = said(bot, name, "a lost answer", 2)
    bot.expect("the second one is not marked", [m["text"].endswith("(again?)") for m in twice] == [False, True])
    time.sleep(0.5)
    for other in platforms:
        forget(other)


def no_secret(bot, settings):
    secrets = [url.rsplit("/", 1)[1] for url in settings["HARK_WEBHOOK_ROOMS"].split(",")]
    bot.expect("a URL is in the log", not any(secret in bot.log for secret in secrets))


def check_problems(bot, names):
    for name in names:
        problems = platforms[name].problems()
        bot.expect(f"{name} complains: {problems}", not problems)


def slack_alike():
    bot = Bot(**LIKE_SLACK)
    bot.connected("webhook")

    bot.push()
    for name in alike:
        [push] = said(bot, name, "a push")
        bot.expect(f"a push in {name} reads {push['text']!r}",
                   push["text"].startswith("[*acme/rocket*] ada pushed 2 commits to main")
                   and "<https://github.com/" in push["text"])
    bot.push(event="deployment_status.failure")
    for name in alike:
        [failure] = said(bot, name, "a failure")
        bot.expect(f"a failure in {name} looks like {failure}", "#E01E5A" in json.dumps(failure))
    for name in alike:
        say(bot, f"#{name}", HOSTILE, LIKE_SLACK)
        [hostile] = said(bot, name, "a hostile text")
        bot.expect(f"a stranger pings: {hostile}", not hostile["pings"] and "](https://evil" not in hostile["text"])
    print("Webhook: a push, a failure and a hostile text are in Slack, Mattermost and Rocket.Chat")

    for name in alike:
        faults(bot, name)
    print("Webhook: a message comes once, and after a lost answer once more with a mark")
    check_problems(bot, alike)
    no_secret(bot, LIKE_SLACK)
    bot.stop()


def own_body():
    bot = Bot(**BY_BODY)
    bot.connected("webhook")
    bot.push()
    [push] = said(bot, "discord", "a push")
    bot.expect(f"a push in Discord reads {push['text']!r}",
               push["text"].startswith("[acme/rocket] ada pushed 2 commits to main"))
    say(bot, "discord", HOSTILE, BY_BODY)
    [hostile] = said(bot, "discord", "a hostile text")
    bot.expect(f"a stranger pings: {hostile}", not hostile["pings"] and '"quoted" \\ *b*' in hostile["text"])
    faults(bot, "discord")
    check_problems(bot, ["discord"])
    no_secret(bot, BY_BODY)
    bot.stop()
    print("Webhook: a body of the operator's is taken by Discord")


def failures():
    wrong = {
        "does not accept its URL": (f"{URLS['discord'][:-1]}_", BY_BODY["HARK_WEBHOOK_BODY"]),
        "no longer exists, or its channel is not (no_service)": (f"{URLS['slack'][:-1]}_", None),
        "no longer exists": (f"{URLS['rocketchat'][:-1]}_", None),
    }
    for text, (url, body) in wrong.items():
        bot = Bot(**{"HARK_WEBHOOK_ROOMS": f"ops={url}", "HARK_ROOMS": "ops"}
                  | ({"HARK_WEBHOOK_BODY": body} if body else {}))
        bot.connected("webhook")
        bot.push_in_vain(text)
        bot.abandon()
    bot = Bot(**LIKE_SLACK | {"HARK_ROOMS": "#slak"})
    bot.connected("webhook")
    bot.push_in_vain("Did you mean #slack?")
    bot.abandon()

    platforms["slack"].call("world", {"platform": "slack", "room": "general", "action": "archive"})
    bot = Bot(**LIKE_SLACK | {"HARK_ROOMS": "#slack"})
    bot.connected("webhook")
    bot.push_in_vain("is for an archived channel")
    bot.abandon()
    platforms["slack"].call("reset", method="POST")
    print("Webhook: wrong URLs, a wrong room and an archived channel are named")


for one in platforms:
    forget(one)
slack_alike()
own_body()
failures()
