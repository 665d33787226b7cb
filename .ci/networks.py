"""A conversation with a bot in Slack: what is said, what is heard, what happens when things break."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

BINARY, ENVIRONMENT, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
FIXTURES = pathlib.Path(__file__).parent.parent / "Plugins/GitHub/Tests/Fixtures"
lab = dict(line.split("=", 1) for line in ENVIRONMENT.read_text().split() if "=" in line)
URL = lab["LAB_URL"]


def call(path, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/_lab/{path}", data=data, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def say(text, user="alice", room="general", **more):
    return call("say", {"platform": "slack", "text": text, "user": user, "room": room, **more})


def said():
    return [m for m in call("messages?platform=slack")["messages"] if m["author"] == "bot"]


def wait(what, found, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        value = found()
        if value:
            return value
        time.sleep(0.05)
    sys.exit(f"networks: {what} did not happen.\nsaid: {json.dumps(said(), indent=1)[-2000:]}\nlog:\n{log()[-3000:]}")


def log():
    return (FOLDER / "log").read_text()


def expect(what, truth):
    if not truth:
        sys.exit(f"networks: {what}.\nsaid: {json.dumps(said(), indent=1)[-2000:]}\nlog:\n{log()[-3000:]}")


def start(**more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HARK_")}
    environment |= {
        "HARK_HTTP_PORT": "0", "HARK_DATA": str(FOLDER / "data"), "HARK_GITHUB_SECRET": "s",
        "HARK_SLACK_TOKEN": lab["SLACK_BOT_TOKEN"], "HARK_SLACK_APP_TOKEN": lab["SLACK_APP_TOKEN"],
        "HARK_SLACK_API": f"{URL}/slack/api", "HARK_ROOMS": "#general", "HARK_ADMINS": "slack:nobody",
    } | more
    (FOLDER / "log").write_text("")
    bot = subprocess.Popen(
        [BINARY], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=(FOLDER / "log").open("w"))
    return bot


def stop(bot):
    bot.terminate()
    expect("it does not end on SIGTERM", bot.wait(timeout=20) == 0)


def push(url, status=200):
    environment = os.environ | {"HARK_GITHUB_SECRET": "s"}
    answer = subprocess.run(
        [BINARY, "send", "github", str(FIXTURES / "push.json"), "--to", url], env=environment, capture_output=True,
        text=True)
    expect(f"a push is answered {answer.stdout[:60]!r}", f" {status} " in answer.stdout.split("\n")[0])


def slack():
    bot = start()
    wait("the connection", lambda: "network=slack state=connected" in log())
    url = re.search(r" ready listening=(\S+)", log()).group(1)

    push(url)
    text = wait("the push in the room", said)[0]["text"]
    expect(f"a push reads {text!r}", text.startswith("[*acme/rocket*] ada pushed 2 commits to main"))
    expect("the link of a push is not one", re.search(r" <https://github.com/[^ |>]+>$", text))
    call("messages", method="DELETE")

    question = say("!whoami")["message"]
    answer = wait("an answer in the room", said)[-1]
    expect("an answer is in a thread that nobody began", answer["thread"] is None and answer["room"] == "general")
    say("!whoami", thread=question)
    wait("an answer in the thread", lambda: [m for m in said() if m["thread"]])
    call("messages", method="DELETE")

    # Once, though a mention is reported as a message too.
    say("whoami", mention=True)
    say("whoami", user="bob", dm=True)
    say("/hark whoami", user="bob", room="ops")
    say("!whoami", twice=True)
    say("no command at all")
    wait("four answers", lambda: len(said()) >= 4)
    time.sleep(1)
    expect("a command is answered twice, or none is", len(said()) == 4)
    call("messages", method="DELETE")

    # Whatever a stranger writes into a command: nobody is mentioned, no link is hidden.
    say("!<!channel> &lt;https://evil.example|click&gt; <@U12345678> *bold*")
    hostile = wait("an answer to a hostile text", said)[-1]
    expect(f"a stranger pings: {hostile}", not hostile["pings"])
    call("messages", method="DELETE")

    for action in ("refresh", "warning", "drop"):
        before = log().count("state=connected")
        call("socket", {"platform": "slack", "action": action})
        if action == "drop":
            wait("the connection after a drop", lambda: log().count("state=connected") > before)
        say("!whoami", room="ops")
        wait(f"an answer after {action}", said)
        time.sleep(0.5)
        expect(f"after {action} it is answered {len(said())} times", len(said()) == 1)
        call("messages", method="DELETE")

    call("fault", {"platform": "slack", "kind": "429", "count": 1, "path": "chat.postMessage", "retry_after": 2})
    push(url)
    wait("the push after 429", said)
    call("messages", method="DELETE")
    for kind in ("500", "502", "html", "reset", "malformed"):
        call("fault", {"platform": "slack", "kind": kind, "count": 1, "path": "chat.postMessage"})
        push(url, 500)
    call("messages", method="DELETE")
    push(url)
    wait("a push when all is well again", said)
    expect("a token is in the log", lab["SLACK_BOT_TOKEN"] not in log() and lab["SLACK_APP_TOKEN"] not in log())
    problems = call("problems")["problems"]
    expect(f"the platform complains: {problems}", not problems)
    stop(bot)

    bot = start(HARK_ROOMS="#generl")
    wait("the connection", lambda: "network=slack state=connected" in log())
    push(re.search(r" ready listening=(\S+)", log()).group(1), 500)
    expect("no hint at the right channel", "Did you mean #general?" in log())
    stop(bot)

    bot = start(HARK_SLACK_TOKEN="xoxb-wrong")
    expect("a wrong token does not end it", bot.wait(timeout=20) == 1)
    expect("it is not said which token is wrong", "Slack does not accept the token (invalid_auth)" in log())
    print("Slack: a push, threads, mentions, direct talks, slash commands, reconnections and faults are as they should be")


slack()
