"""A conversation with a bot on a real Synapse: what is said, what is received, what happens when things break."""

import json
import pathlib
import re
import sys
import time
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import FOLDER, Bot
from servers import MatrixServer, Skipped


class Account:
    """Somebody on the server, by their token."""

    def __init__(self, url, token):
        self.url, self.token, self.count, self.since = url, token, 0, None
        self.events = []
        self.me = self.call("GET", "account/whoami")["user_id"]
        self.stem = str(time.monotonic_ns())

    def call(self, method, path, body=None, admin=False):
        root = f"{self.url}/_synapse/admin/" if admin else f"{self.url}/_matrix/client/v3/"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            root + path, data=data, method=method, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def post(self, room, content, kind="m.room.message"):
        self.count += 1
        return self.call("PUT", f"rooms/{quote(room)}/send/{kind}/{self.stem}-{self.count}", content)["event_id"]

    def say(self, room, text, **more):
        return self.post(room, {"msgtype": "m.text", "body": text, "m.mentions": {}} | more)

    def room(self, **more):
        return self.call("POST", "createRoom", more)["room_id"]

    def poll(self):
        """Takes what has happened since, and keeps it with its room."""
        after = f"&since={quote(self.since)}&timeout=200" if self.since else ""
        answer = self.call("GET", f"sync?set_presence=offline{after}")
        isNew, self.since = self.since is not None, answer["next_batch"]
        for room, update in answer.get("rooms", {}).get("join", {}).items():
            self.events += [event | {"room_id": room} for event in update["timeline"]["events"] if isNew]
        return answer

    def received(self, sender, room=None, kind="m.room.message"):
        self.poll()
        return [e for e in self.events
                if e["sender"] == sender and e["type"] == kind and room in (None, e["room_id"]) and e["content"]]


def quote(text):
    return urllib.parse.quote(text, safe="")


class Bots:
    """Bots that end with the script, however it ends."""

    bots = []

    def start(self, **settings):
        self.bots.append(Bot(**settings))
        return self.bots[-1]

    def end(self):
        for bot in self.bots:
            if bot.process.poll() is None:
                bot.process.kill()


def conversation(server, bots):
    lab = server.values
    url, bot_id, ops = lab["HS_URL"], lab["BOT_MXID"], lab["ROOM_ID"]
    alice = Account(url, lab["HUMAN_TOKEN"])
    alice.poll()
    settings = {
        "HARK_MATRIX_SERVER": url, "HARK_MATRIX_TOKEN": lab["BOT_TOKEN"], "HARK_ROOMS": "matrix:#lab:lab.test",
        "HARK_ADMINS": "matrix:@nobody:lab.test", "HARK_MATRIX_INVITES": "@alice:lab.test"}
    # Said before it came: no command for it.
    alice.say(ops, "!whoami")
    bot = bots.start(**settings)
    bot.connected("matrix")

    def said(count, room=None, what="what it says"):
        bot.wait(what, lambda: len(alice.received(bot_id, room)) >= count)
        time.sleep(0.4)
        events = alice.received(bot_id, room)
        bot.expect(f"{what}: {len(events)} messages in place of {count}: {[e['content'] for e in events]}",
                   len(events) == count)
        alice.events = []
        return events

    bot.push()
    content = said(1, ops, "the push in the room")[0]["content"]
    bot.expect(f"a push reads {content}", content["msgtype"] == "m.notice" and content["m.mentions"] == {}
               and content["body"].startswith("[acme/rocket] ada pushed 2 commits to main")
               and content["formatted_body"].startswith("[<strong>acme/rocket</strong>] ada")
               and re.search(r'<a href="https://github.com/[^"]+">', content["formatted_body"]))
    print("Matrix: a push is a notice with HTML and a link")

    alice.say(ops, "!whoami")
    root = alice.say(ops, "a thread")
    said(1, ops, "an answer in the room")
    alice.say(ops, "!whoami", **{"m.relates_to": {
        "rel_type": "m.thread", "event_id": root, "is_falling_back": True, "m.in_reply_to": {"event_id": root}}})
    relation = said(1, ops, "an answer in the thread")[0]["content"].get("m.relates_to", {})
    bot.expect(f"the answer is not in the thread: {relation}", relation.get("event_id") == root)
    print("Matrix: a command is answered where it was said, also in a thread")

    for text in ("bot: whoami", "@bot:lab.test whoami", "@bot whoami"):
        alice.say(ops, text)
    alice.say(ops, "bot whoami", **{"m.mentions": {"user_ids": [bot_id]}})
    alice.say(ops, "no command at all")
    alice.post(ops, {"msgtype": "m.notice", "body": "!whoami"})
    alice.post(ops, {
        "msgtype": "m.text", "body": "* !whoami", "m.new_content": {"msgtype": "m.text", "body": "!whoami"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": root}})
    said(4, ops, "answers to its name")
    print("Matrix: it answers to its name; history, edits and notices run nothing")

    alice.say(ops, '!<img src=x> @room @alice:lab.test <a href="https://evil.example">x</a>')
    content = said(1, ops, "an answer to a hostile text")[0]["content"]
    bot.expect(f"a stranger mentions or marks up: {content}",
               content["m.mentions"] == {} and "<img" not in content.get("formatted_body", ""))

    direct = alice.room(preset="trusted_private_chat", is_direct=True, invite=[bot_id])
    bot.wait("the bot in the direct room", lambda: "accepted an invitation" in bot.log)
    alice.say(direct, "whoami")
    said(1, direct, "an answer in a direct room")
    print("Matrix: a hostile text is text; an invitation is accepted, a direct room needs no prefix")

    secret = alice.room(preset="private_chat", invite=[bot_id], initial_state=[
        {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}])
    content = said(1, secret, "a word about encryption")[0]["content"]
    bot.expect(f"nothing is said of encryption: {content}", "encrypted" in content["body"])
    print("Matrix: an encrypted room is told so, once")

    new = alice.call("POST", f"rooms/{quote(ops)}/upgrade", {"new_version": "12"})["replacement_room"]
    said(1, new, "a word in the new room")
    bot.push()
    said(1, new, "the push in the new room")
    alice.say(new, "!whoami")
    said(1, new, "an answer in the new room")
    print("Matrix: a replaced room is followed, said once")

    limit = f"v1/users/{quote(bot_id)}/override_ratelimit"
    alice.call("POST", limit, {"messages_per_second": 2, "burst_count": 1}, admin=True)
    for _ in range(4):
        bot.push()
    said(4, new, "four pushes, one each half second")
    alice.call("DELETE", limit, admin=True)
    print("Matrix: what the server takes later is said later, once")

    # The server goes and comes back: nothing is lost or said twice, the command of meanwhile runs.
    before = bot.log.count("state=connected")
    server.stop()
    bot.wait("the loss of the server", lambda: "disconnected" in bot.log)
    server.must("start")
    alice.say(new, "!whoami")
    said(1, new, "an answer after the server came back")
    bot.connected("matrix", before + 1)
    print("Matrix: it comes back with the server, and answers what was asked meanwhile")

    alice.call("POST", f"rooms/{quote(new)}/kick", {"user_id": bot_id, "reason": "test"})
    bot.wait("the removal in the log", lambda: "removed from a room" in bot.log)
    alice.call("POST", f"rooms/{quote(new)}/invite", {"user_id": bot_id})
    bot.wait("the bot back in the room", lambda: bot.log.count("accepted an invitation") >= 3)
    alice.say(new, "!whoami")
    said(1, new, "an answer after it was invited again")
    bot.expect("a token is in the log", lab["BOT_TOKEN"] not in bot.log)
    bot.stop()
    print("Matrix: a removed bot comes back when it is invited, and stops cleanly")

    # With a password: a token that ends is replaced.
    bot = bots.start(**{name: value for name, value in settings.items() if name != "HARK_MATRIX_TOKEN"} | {
        "HARK_MATRIX_USER": "bot", "HARK_MATRIX_PASSWORD": "botpass"})
    bot.connected("matrix")
    device = [d for d in alice_devices(alice, bot_id) if d["device_id"] == "HARK"]
    bot.expect("the device is not HARK", len(device) == 1)
    alice.call("POST", f"v2/users/{quote(bot_id)}/delete_devices", {"devices": ["HARK"]}, admin=True)
    time.sleep(0.5)
    alice.say(new, "!whoami")
    said(1, new, "an answer after a new login")
    bot.expect("a password is in the log", "botpass" not in bot.log)
    bot.stop()
    print("Matrix: a token that has ended is replaced by the password, on the same device")

    bot = bots.start(**settings | {"HARK_MATRIX_TOKEN": "syt_wrong"})
    bot.expect("a wrong token does not end it", bot.process.wait(timeout=20) == 1)
    bot.expect("it is not said what is wrong", "does not accept the token (M_UNKNOWN_TOKEN" in bot.log)
    print("Matrix: a wrong token ends it, with what to do")


def alice_devices(alice, user):
    return alice.call("GET", f"v2/users/{quote(user)}/devices", admin=True)["devices"]


server, bots = MatrixServer(FOLDER), Bots()
try:
    conversation(server.start(), bots)
except Skipped as reason:
    print(f"SKIPPED: {reason}")
finally:
    bots.end()
    server.stop()
