"""A conversation with a bot on a Mattermost server: what is said, what is received, what happens when things break."""

import json
import pathlib
import socket
import sys
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import Bot, Platform, lab

mattermost = Platform("mattermost")
PUSH = r"\[**acme/rocket**\] ada pushed 2 commits to main"


def start(**more):
    return Bot(**{
        "HARK_MATTERMOST_URL": lab["MATTERMOST_URL"], "HARK_MATTERMOST_TOKEN": lab["MATTERMOST_TOKEN"],
        "HARK_MATTERMOST_TEAM": lab["MATTERMOST_TEAM"], "HARK_ROOMS": "#general", "HARK_ADMINS": "mattermost:nobody",
    } | more)


class Gap:
    """A way to the server on which the first event about a post with some text is lost, as when the server is too busy."""

    def __init__(self, target, lost):
        self.host, _, port = target.split("://")[1].partition("/")[0].partition(":")
        self.port, self.lost = int(port), lost
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = target.replace(f":{port}", f":{self.listener.getsockname()[1]}")
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client = self.listener.accept()[0]
            server = socket.create_connection((self.host, self.port))
            threading.Thread(target=self.pump, args=(client, server), daemon=True).start()
            threading.Thread(target=self.back, args=(server, client), daemon=True).start()

    def pump(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            end.close()

    def back(self, server, client):
        stream = server.makefile("rb")
        head = b""
        while (line := stream.readline()) not in (b"", b"\r\n"):
            head += line
        client.sendall(head + b"\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            # What was read ahead is in the stream.
            try:
                while data := stream.read1(65536):
                    client.sendall(data)
            except (OSError, ValueError):
                pass
            return client.close()
        try:
            while start := stream.read(2):
                length = start[1] & 127
                more = stream.read({126: 2, 127: 8}.get(length, 0))
                payload = stream.read(int.from_bytes(more, "big") if more else length)
                if self.lost and self.lost in payload and b"posted" in payload:
                    self.lost = None
                    continue
                client.sendall(start + more + payload)
        except (OSError, ValueError):
            pass
        client.close()


def text(message):
    """What is read of a message, in an attachment or not."""
    return message["text"] or (message["card"] or [{}])[0].get("text", "")


def answered(bot, what, times=1):
    """Waits for so many messages, and a moment for one too many."""
    bot.wait(f"{times} messages after {what}", lambda: len(mattermost.said()) >= times)
    time.sleep(0.5)
    said = mattermost.said()
    bot.expect(f"after {what} there are {len(said)} messages: {[text(m) for m in said]}", len(said) == times)
    mattermost.forget()
    return said


def attachments(post):
    """The attachments that a post has now."""
    request = urllib.request.Request(f"{lab['MATTERMOST_URL']}/api/v4/posts/{post}",
                                     headers={"Authorization": f"Bearer {lab['MATTERMOST_TOKEN']}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["props"]["attachments"]


def conversation():
    bot = start()
    bot.connected("mattermost")

    bot.push()
    [push] = answered(bot, "a push")
    bot.expect(f"a push reads {text(push)!r}", text(push).startswith(PUSH))
    bot.expect("the link of a push is not one", "https://github.com/" in text(push) and text(push)[-1] in ">)")
    print("Mattermost: a push is in the room")

    bot.deployment("in_progress")
    bot.wait("a deployment", mattermost.said)
    bot.deployment("failure")
    bot.wait("its end", lambda: mattermost.said()[0]["edits"])
    shown = attachments(mattermost.said()[0]["id"])
    answered(bot, "the end of a deployment")
    bot.expect(f"a deployment ends with {shown}", "failed" in shown[0]["text"] and shown[0]["color"] == "#E01E5A")
    bot.push(event="issues.opened")
    bot.wait("an issue", mattermost.said)
    bot.push(event="issue_comment.created")
    issue, comment = answered(bot, "an issue and a comment", 2)
    bot.expect(f"a comment is in thread {comment['thread']}", comment["thread"] == issue["id"])
    print("Mattermost: what is about one thing is one thread, and what ends changes")

    question = mattermost.say("!whoami")["message"]
    bot.wait("an answer in the room", mattermost.said)
    mattermost.say("!whoami", thread=question)
    bot.wait("an answer in the thread", lambda: [m for m in mattermost.said() if m["thread"] == question])
    mattermost.forget()
    print("Mattermost: threads are as they should be")

    for more in ({"mention": True}, {"user": "bob", "dm": True}, {"room": "ops", "mention": True}):
        mattermost.say("whoami", **more)
    mattermost.say("!whoami", twice=True)
    mattermost.say("hark: whoami")
    mattermost.say("no command at all")
    mattermost.say("@harkness whoami")
    said = answered(bot, "five commands", 5)
    bot.expect("a direct message is not answered there", any(m["room"] not in ("general", "ops") for m in said))
    print("Mattermost: commands are answered once, wherever they are given")

    mattermost.say("!@all @channel @here @alice [click](https://evil.example) **bold** `code` ~ops")
    [hostile] = answered(bot, "a hostile text")
    bot.expect(f"a stranger pings: {hostile}", not hostile["pings"])
    print("Mattermost: a stranger pings nobody")

    before = bot.log.count("state=connected")
    mattermost.socket("drop")
    # Said while nobody listens: it is read afterwards, once.
    mattermost.say("!whoami", room="ops")
    bot.connected("mattermost", before + 1)
    answered(bot, "a command that was given during a break")
    mattermost.say("!whoami", room="ops")
    answered(bot, "a command after a break")
    print("Mattermost: what was said during a break is received once")

    # Whatever the server answers, the webhook is accepted, and its message comes once.
    for kind in ("429", "500", "502", "html", "reset", "lost", "malformed"):
        mattermost.fault(kind, path="api/v4/posts", retry_after=1)
        bot.push()
        answered(bot, kind)
    print("Mattermost: a message comes once whatever the server answers")

    bot.expect("the token is in the log", lab["MATTERMOST_TOKEN"] not in bot.log)
    bot.expect(f"the platform complains: {mattermost.problems()}", not mattermost.problems())
    mattermost.fault("expired", count=9)
    mattermost.socket("drop")
    bot.wait("a word about the token", lambda: "does not accept the token" in bot.log)
    mattermost.call("fault", method="DELETE")
    bot.process.kill()

    gap = Gap(lab["MATTERMOST_URL"], b"!whoami")
    bot = start(HARK_MATTERMOST_URL=gap.url)
    bot.connected("mattermost")
    mattermost.say("!whoami", room="ops")
    time.sleep(0.5)
    bot.expect("the event was not lost", gap.lost is None and not mattermost.said())
    mattermost.say("no command")
    [answer] = answered(bot, "a gap in the events")
    bot.expect("the answer is in another room", answer["room"] == "ops")
    bot.stop()
    print("Mattermost: what was lost in a gap of the events is received once")

    bot = start(HARK_ROOMS="#lobby")
    bot.connected("mattermost")
    bot.push()
    answered(bot, "joining")
    bot.stop()
    mattermost.call("world", {"platform": "mattermost", "room": "lobby", "action": "leave"})
    print("Mattermost: a public channel is joined")

    bot = start(HARK_ROOMS="#generl")
    bot.connected("mattermost")
    bot.push_in_vain("Did you mean #general?")
    bot.abandon()

    bot = start(HARK_MATTERMOST_TOKEN="x" * 26)
    bot.expect("a wrong token does not end it", bot.process.wait(timeout=20) == 1)
    bot.expect("it is not said that the token is wrong", "Mattermost does not accept the token" in bot.log)
    print("Mattermost: wrong names and a wrong token are named")


conversation()
