#!/usr/bin/env python3
"""Control people on the lab's real servers with the calls of the fake platforms: `people.py FOLDER`.

The script starts ngIRCd, Synapse and Prosody, each behind a relay and with the user alice in its room. It implements the
control calls that the compatibility suite for chat networks needs: /_lab/messages, say, fault, socket. It writes the
bot's settings to FOLDER/env. A server that cannot be installed is reported, and left out there. The script prints READY
when the servers have started. SIGTERM stops the script and the servers.
"""

import http.server
import html.parser
import json
import pathlib
import re
import signal
import sys
import threading
import time
import urllib.parse
from xml.sax.saxutils import escape, quoteattr

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from servers import (PATIENCE, IRCClient, IRCServer, MatrixClient, MatrixServer, Relay, Skipped, XMPPClient,
                         XMPPServer)


class Record:
    """The messages that a person in the room has seen, in the format of the fake platforms' control calls."""

    def __init__(self):
        self.messages, self.news = [], threading.Condition()

    def add(self, author, text, id=None, **more):
        with self.news:
            self.messages.append({"author": author, "text": text, "id": id or f"n{len(self.messages)}", "thread": None,
                                  "pings": [], "edits": [], "reactions": []} | more)
            self.news.notify_all()

    def change(self, id, change):
        with self.news:
            for message in self.messages:
                if id in (message["id"], message.get("other_id")):
                    change(message)
            self.news.notify_all()

    def wait(self, found):
        """Wait for a message that meets a condition, and return it."""
        with self.news:
            if not self.news.wait_for(lambda: any(map(found, self.messages)), PATIENCE):
                raise OSError("a message is not seen")
            return next(filter(found, self.messages))

    def seen(self, author):
        with self.news:
            return [message for message in self.messages if author in (None, message["author"])]

    def forget(self):
        with self.news:
            self.messages.clear()


def named(text):
    """The people whom a client would notify because of their name in the text: alice or nobody."""
    return ["alice"] if re.search(r"\balice\b", text) else []


def change_text(record, id, text, **more):
    record.change(id, lambda message: message["edits"].append(message["text"]) or message.update(text=text, **more))


class IRCPerson(IRCClient):
    def __init__(self, server, record):
        self.record = record
        super().__init__(server.port, "alice")
        self.write("JOIN #closed\r\nMODE #closed +i\r\n")

    def read(self):
        while True:
            words = self.words()
            if len(words) == 4 and words[1] in ("PRIVMSG", "NOTICE"):
                text = self.text(words[3].removeprefix(":"))
                self.record.add("bot" if words[0].startswith(":hark!") else "other", text, pings=named(text))

    def send(self, text, mention=False, dm=False, bot=False):
        target = "hark" if dm else self.channel
        self.write(f"{'NOTICE' if bot else 'PRIVMSG'} {target} :{'hark: ' if mention else ''}{text}\r\n")


class Page(html.parser.HTMLParser):
    """Extract the visible text of HTML."""

    def __init__(self, source):
        super().__init__()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attributes):
        if tag in ("br", "p", "li", "pre", "h1"):
            self.text += "\n"


class MatrixPerson(MatrixClient):
    types = ["m.room.message", "m.reaction"]

    def __init__(self, server, record):
        self.record, self.bot, self.direct_room = record, "@bot:lab.test", None
        super().__init__(server.port, server.tokens["alice"], server.room_id)
        self.call(self.outgoing, "POST", "createRoom", {"preset": "private_chat", "room_alias_name": "closed"})

    def read(self):
        while True:
            answer = self.sync(30_000, self.since)
            self.since = answer["next_batch"]
            rooms = answer.get("rooms", {})
            for room in rooms.get("invite", {}):
                self.direct_room = room
                self.call(self.incoming, "POST", f"join/{urllib.parse.quote(room, safe='')}", {})
            for update in rooms.get("join", {}).values():
                for event in update["timeline"]["events"]:
                    self.note(event)

    def note(self, event):
        content = event["content"]
        relation = content.get("m.relates_to", {})
        author = "bot" if event["sender"] == self.bot else "alice"
        if event["type"] == "m.reaction":
            self.record.change(relation["event_id"], lambda message: message["reactions"].append(relation["key"]))
        elif relation.get("rel_type") == "m.replace":
            if author == "bot":
                # An edit notifies the people in its own mentions, not those in the mentions of the new text.
                change_text(self.record, relation["event_id"], **self.shown(content["m.new_content"], content))
        elif "body" in content:
            thread = relation["event_id"] if relation.get("rel_type") == "m.thread" else None
            self.record.add(author, id=event["event_id"], thread=thread, **self.shown(content, content))

    @staticmethod
    def shown(content, mentioning):
        source = content.get("formatted_body") or content["body"]
        mentions = mentioning.get("m.mentions")
        pings = mentions.get("user_ids", []) + ["room"] * bool(mentions.get("room")) if mentions is not None else (
            re.findall("@room|alice", content["body"]))
        shown = Page(source).text if "formatted_body" in content else source
        return {"text": source, "shown": shown, "pings": pings}

    def send(self, text, mention=False, dm=False, bot=False, edited=False):
        content = {"msgtype": "m.notice" if bot else "m.text", "body": f"{'bot: ' if mention else ''}{text}",
                   "m.mentions": {"user_ids": [self.bot]} if mention else {}}
        room = self.direct_room_with_bot() if dm else self.room
        if edited:
            first = self.put(room, {"msgtype": "m.text", "body": "hello"})
            content = content | {"body": f"* {text}", "m.new_content": content,
                                 "m.relates_to": {"rel_type": "m.replace", "event_id": first}}
        id = self.put(room, content)
        if not edited:
            self.record.wait(lambda message: message["id"] == id)
        return id

    def put(self, room, content):
        self.count += 1
        return self.call(self.outgoing, "PUT", f"rooms/{urllib.parse.quote(room, safe='')}/send/m.room.message/"
                                            f"{self.stem}-{self.count}", content)["event_id"]

    def direct_room_with_bot(self):
        if self.direct_room is None:
            self.direct_room = self.call(self.outgoing, "POST", "createRoom", {
                "preset": "trusted_private_chat", "is_direct": True, "invite": [self.bot]})["room_id"]
        path = f"rooms/{urllib.parse.quote(self.direct_room, safe='')}/joined_members"
        end = time.monotonic() + PATIENCE
        while self.bot not in self.call(self.outgoing, "GET", path)["joined"]:
            if time.monotonic() > end:
                raise OSError("the bot does not accept an invitation")
            time.sleep(0.1)
        return self.direct_room


class XMPPPerson(XMPPClient):
    CLOSED = "closed@conference.lab.test"
    CLIENT = "{jabber:client}"

    def __init__(self, server, record):
        self.record = record
        super().__init__(server.port, "alice", server.folder / "cert.pem")
        # The server delivers direct messages only to an available client.
        self.write("<presence/>")
        self.write(f"<presence to='{self.CLOSED}/alice'><x xmlns='http://jabber.org/protocol/muc'/></presence>")
        field = "<field var='{}'><value>{}</value></field>".format
        self.write(f"<iq type='set' id='closed' to='{self.CLOSED}'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                   "<x xmlns='jabber:x:data' type='submit'>"
                   f"{field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig')}"
                   f"{field('muc#roomconfig_membersonly', 1)}</x></query></iq>")

    def read(self):
        while True:
            element = self.stanza()
            if element.tag == self.CLIENT + "message" and element.find("{urn:xmpp:delay}delay") is None:
                self.note(element)
            elif element.tag == self.CLIENT + "iq" and element.get("type") == "get":
                asker = quoteattr(element.get("from", "lab.test"))
                self.write(f"<iq type='result' id={quoteattr(element.get('id'))} to={asker}/>")

    def note(self, element):
        sender, _, nick = element.get("from").partition("/")
        if sender == self.CLOSED or element.get("type") == "error":
            return
        author = "bot" if nick == "hark" or sender == "bot@lab.test" else "alice"
        body = element.find(self.CLIENT + "body")
        reactions = element.find("{urn:xmpp:reactions:0}reactions")
        replaced = element.find("{urn:xmpp:message-correct:0}replace")
        if reactions is not None:
            found = [reaction.text for reaction in reactions]
            self.record.change(reactions.get("id"), lambda message: message["reactions"].extend(found))
        elif replaced is not None:
            if author == "bot":
                change_text(self.record, replaced.get("id"), body.text, pings=named(body.text))
        elif body is not None:
            given = element.find("{urn:xmpp:sid:0}stanza-id")
            self.record.add(author, body.text or "", id=element.get("id"), pings=named(body.text or ""),
                            other_id=given.get("id") if given is not None else None)

    def send(self, text, mention=False, dm=False, edited=False):
        more = ""
        if edited:
            more = f"<replace xmlns='urn:xmpp:message-correct:0' id='{self.send('hello')}'/>"
        self.count += 1
        id = f"alice-{self.count}"
        kind, target = ("chat", "bot@lab.test") if dm else ("groupchat", self.room)
        self.write(f"<message type='{kind}' id='{id}' to='{target}'><body>{'hark: ' if mention else ''}{escape(text)}</body>"
                   f"{more}</message>")
        if dm:
            self.record.add("alice", text, id=id)
        elif not edited:
            self.record.wait(lambda message: message["id"] == id)
        return id


class Proxy(Relay):
    """A relay that injects faults into requests to a homeserver, as a proxy in front of it would."""

    fault = None

    def forward(self, pair, sink, data):
        client, server = pair["ends"]
        if sink is client and pair.get("isDeaf"):
            self.cut()
            raise ConnectionError("the answer is lost")
        fault = self.fault
        if sink is server and fault and re.search(fault["path"].encode(), data.split(b"\r\n", 1)[0]):
            self.fault = None
            if fault["kind"] == "lost":
                pair["isDeaf"] = True
            else:
                client.sendall(self.answer(fault))
                raise ConnectionError("the call is answered here")
        super().forward(pair, sink, data)

    @staticmethod
    def answer(fault):
        status, body, kind = {
            "500": ("500 Internal Server Error", '{"errcode":"M_UNKNOWN","error":"Internal server error"}', "application/json"),
            "html": ("200 OK", "<html><body>Please log in</body></html>", "text/html"),
            "expired": ("401 Unauthorized", '{"errcode":"M_UNKNOWN_TOKEN","error":"Invalid access token"}', "application/json"),
            "429": ("429 Too Many Requests", json.dumps({
                "errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests",
                "retry_after_ms": 1000 * fault.get("retry_after", 1)}), "application/json"),
        }[fault["kind"]]
        return (f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
                f"{body}").encode()


class Platform:
    """A real server, a person on it, and the relay through which the bot connects."""

    def __init__(self, server, person, way):
        self.server, self.record = server.start(), Record()
        self.relay = way(server.port)
        self.person = person(server, self.record)

    def answer(self, call, method, query, body):
        if call == "messages" and method == "DELETE":
            self.record.forget()
        elif call == "messages":
            return {"messages": self.record.seen(query.get("author"))}
        elif call == "say":
            manner = {name: True for name in ("mention", "dm", "bot", "edited") if body.get(name)}
            return {"message": self.person.send(body["text"], **manner)}
        elif call == "fault":
            self.relay.fault = body
        elif call == "socket":
            self.relay.cut()
        else:
            raise KeyError(f"there is no call {call}")
        return {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    platforms = {}

    def reply(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        try:
            platform = self.platforms[query.get("platform") or body["platform"]]
            status, answer = 200, platform.answer(url.path.removeprefix("/_lab/"), self.command, query, body)
        except (KeyError, OSError, TypeError) as error:
            status, answer = 400, {"error": f"{type(error).__name__}: {error}"}
            print(f"{self.command} {self.path} {body}: {answer['error']}", file=sys.stderr)
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_DELETE = reply

    def log_message(self, *arguments):
        pass


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    servers = [(IRCServer(folder), IRCPerson, Relay), (MatrixServer(folder), MatrixPerson, Proxy),
               (XMPPServer(folder), XMPPPerson, Relay)]
    lines = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        for server, person, way in servers:
            try:
                platform = Platform(server, person, way)
            except Skipped as reason:
                print(f"SKIPPED: {reason}", flush=True)
                continue
            Handler.platforms[server.network] = platform
            name = f"LAB_{server.network.upper()}"
            settings = {key.replace("HARK_", "LAB_"): value for key, value in server.settings(platform.relay.port).items()}
            lines += [f"{name}_URL=http://127.0.0.1:{web.server_port}"]
            lines += [f"{key}={value}" for key, value in settings.items()]
        # ngIRCd itself limits clients to three lines a second.
        lines += ["LAB_IRC_INTERVAL=50ms", "LAB_MATRIX_INVITES=@alice:lab.test"]
        lines = [line.replace("LAB_CA_FILE", "LAB_CERTIFICATE") for line in lines]
        (folder / "env").write_text("\n".join(lines) + "\n")
        threading.Thread(target=web.serve_forever, daemon=True).start()
        print("READY", flush=True)
        while True:
            signal.pause()
    finally:
        for server, _, _ in servers:
            server.stop()


main()
