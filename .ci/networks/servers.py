"""The lab's real servers, clients that read and write there, and a relay that breaks connections on the way to them."""

import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape, quoteattr

LAB = pathlib.Path(os.environ.get("HARK_LAB", pathlib.Path(__file__).resolve().parents[3] / "shared/lab"))
PATIENCE = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Skipped(Exception):
    """A server cannot be installed here."""


class Client:
    """Somebody in the room who reads in a thread: what is received has the moment at which it came."""

    def __init__(self):
        self.received = []
        self.news = threading.Condition()
        self.is_over = False

    def receive(self, sender, content):
        moment = time.perf_counter()
        with self.news:
            self.received.append((moment, sender, content))
            self.news.notify_all()

    def wait(self, found, since=0, seconds=PATIENCE):
        """The first thing received, after so many others, in whose text something is found; None if it does not come."""
        end = time.monotonic() + seconds
        with self.news:
            while True:
                for entry in self.received[since:]:
                    if found in self.text(entry[2]):
                        return entry
                since = len(self.received)
                if time.monotonic() > end or self.is_over:
                    return None
                self.news.wait(0.5)

    def listen(self):
        def run():
            try:
                self.read()
            except (OSError, ValueError, http.client.HTTPException) as error:
                self.end = error
            finally:
                with self.news:
                    self.is_over = True
                    self.news.notify_all()
        threading.Thread(target=run, daemon=True).start()

    @staticmethod
    def text(content):
        return content


class IRCClient(Client):
    FORMATTING = re.compile(r"\x03(\d{1,2}(,\d{1,2})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]")

    def __init__(self, port, nick, channel="#lab", password="serverpass"):
        super().__init__()
        self.channel = channel
        self.socket = socket.create_connection(("127.0.0.1", int(port)), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = self.socket.makefile("rb")
        self.write(f"PASS {password}\r\nNICK {nick}\r\nUSER {nick} 0 * :{nick}\r\n")
        self.expect("001")
        self.write(f"JOIN {channel}\r\n")
        self.expect("366")
        self.socket.settimeout(None)
        self.listen()

    def write(self, text):
        self.socket.sendall(text.encode())

    def words(self):
        line = self.lines.readline()
        if not line:
            raise OSError("the IRC server has closed the connection")
        line = line.decode(errors="replace").rstrip("\r\n")
        if line.startswith("PING"):
            self.write("PONG" + line[4:] + "\r\n")
        return line.split(" ", 3)

    def expect(self, numeric):
        while (words := self.words())[1:2] != [numeric]:
            if words[0] == "ERROR":
                raise OSError(" ".join(words))

    def read(self):
        while True:
            words = self.words()
            if len(words) == 4 and words[1] in ("PRIVMSG", "NOTICE") and words[2] == self.channel:
                self.receive(words[0][1:].split("!")[0], words[3].removeprefix(":"))

    def say(self, content):
        self.write(f"PRIVMSG {self.channel} :{content}\r\n")

    @classmethod
    def text(cls, content):
        return cls.FORMATTING.sub("", content)


class MatrixClient(Client):
    types = ["m.room.message"]

    def __init__(self, port, token, room):
        super().__init__()
        self.port, self.token, self.room, self.count = int(port), token, room, 0
        self.stem = str(time.monotonic_ns())
        self.incoming, self.outgoing = self.connection(), self.connection()
        self.filter = urllib.parse.quote(json.dumps({
            "room": {"timeline": {"limit": 200, "types": self.types}, "ephemeral": {"types": []}}}))
        self.since = self.sync(0)["next_batch"]
        self.listen()

    def connection(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def call(self, connection, method, path, body=None):
        connection.request(method, f"/_matrix/client/v3/{path}", None if body is None else json.dumps(body),
                           {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise OSError(f"Synapse answers {answer.status} {text[:200]}")
        return json.loads(text)

    def sync(self, timeout, since=None):
        after = f"&since={urllib.parse.quote(since)}" if since else ""
        return self.call(self.incoming, "GET", f"sync?set_presence=offline&timeout={timeout}&filter={self.filter}{after}")

    def read(self):
        while True:
            answer = self.sync(30_000, self.since)
            self.since = answer["next_batch"]
            for event in answer.get("rooms", {}).get("join", {}).get(self.room, {}).get("timeline", {}).get("events", []):
                if event["type"] == "m.room.message" and "body" in event["content"]:
                    self.receive(event["sender"], event["content"])

    def say(self, content):
        self.count += 1
        room = urllib.parse.quote(self.room, safe="")
        self.call(self.outgoing, "PUT", f"rooms/{room}/send/m.room.message/{self.stem}-{self.count}", content)

    @staticmethod
    def text(content):
        return content["body"]


class XMPPClient(Client):
    HEAD = ("<?xml version='1.0'?><stream:stream to='lab.test' version='1.0' xmlns='jabber:client' "
            "xmlns:stream='http://etherx.jabber.org/streams'>")

    def __init__(self, port, user, certificate, room="lab@conference.lab.test"):
        super().__init__()
        self.room, self.user, self.count = room, user, 0
        self.socket = socket.create_connection(("127.0.0.1", int(port)), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.open()
        self.write("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
        self.expect("proceed")
        trust = ssl.create_default_context(cafile=str(certificate))
        self.socket = trust.wrap_socket(self.socket, server_hostname="lab.test")
        self.open()
        login = base64.b64encode(f"\0{user}\0{user}pass".encode()).decode()
        self.write(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{login}</auth>")
        self.expect("success")
        self.open()
        self.write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
        self.expect("iq")
        self.write(f"<presence to='{room}/{user}'><x xmlns='http://jabber.org/protocol/muc'>"
                   "<history maxstanzas='0'/></x></presence>")
        # A room ends what it tells to somebody who enters with its subject.
        while self.stanza().find("{*}subject") is None:
            pass
        self.socket.settimeout(None)
        self.listen()

    def write(self, text):
        self.socket.sendall(text.encode())

    def open(self):
        self.parser = ElementTree.XMLPullParser(["start", "end"])
        self.depth, self.events = 0, []
        self.write(self.HEAD)
        self.expect("features")

    def stanza(self):
        """The next whole element of the stream."""
        while True:
            for event, element in self.parser.read_events():
                self.depth += 1 if event == "start" else -1
                if event == "start" and self.depth == 1:
                    self.root = element
                if event == "end" and self.depth == 1:
                    self.root.clear() if element is None else self.root.remove(element)
                    return element
                if event == "end" and self.depth == 0:
                    raise OSError("the XMPP server has closed the stream")
            data = self.socket.recv(65536)
            if not data:
                raise OSError("the XMPP server has closed the connection")
            self.parser.feed(data)

    def expect(self, name):
        element = self.stanza()
        if element.tag.split("}")[1] != name:
            raise OSError(f"not {name}: {ElementTree.tostring(element)[:300]}")

    def read(self):
        while True:
            element = self.stanza()
            body = element.find("{jabber:client}body")
            if element.tag == "{jabber:client}message" and element.get("type") == "groupchat" and body is not None:
                if element.find("{urn:xmpp:delay}delay") is None:
                    self.receive(element.get("from").partition("/")[2], body.text or "")
            elif element.tag == "{jabber:client}iq" and element.get("type") == "get":
                asker = quoteattr(element.get("from", "lab.test"))
                self.write(f"<iq type='result' id={quoteattr(element.get('id'))} to={asker}/>")

    def say(self, content):
        self.count += 1
        self.write(f"<message type='groupchat' id='m{self.count}' to='{self.room}'><body>{escape(content)}</body></message>")


class Server:
    """A server that a script of the lab installs, starts and ends."""

    script = None

    def __init__(self, folder):
        self.folder = pathlib.Path(folder, self.name)
        self.folder.mkdir(parents=True)
        # Some run as users of their own.
        for outer in (self.folder, *self.folder.parents):
            if str(outer).startswith("/tmp/"):
                outer.chmod(outer.stat().st_mode | 0o011)
        self.port = free_port()
        self.environment = dict(os.environ)

    def act(self, action, seconds=100, **more):
        return subprocess.run(["bash", str(LAB / self.script), action, str(self.folder)], text=True, timeout=seconds,
                              env=self.environment | more, stdin=subprocess.DEVNULL, capture_output=True)

    def must(self, action, **more):
        """What is installed has to work: all else is a failure."""
        done = self.act(action, **more)
        if done.returncode:
            sys.exit(f"networks: {self.name}, {action}: {done.stdout[-500:]} {done.stderr[-500:]}")

    def install(self):
        try:
            done = self.act("install", 420)
        except subprocess.TimeoutExpired:
            raise Skipped(f"{self.name} is not installed after seven minutes") from None
        if done.returncode:
            raise Skipped(f"{self.name} cannot be installed: {' '.join(done.stderr[-300:].split())}")

    def start(self):
        if not self.is_installed():
            self.install()
        self.must("start")
        return self

    def stop(self):
        self.act("stop")

    def pid(self):
        return int((self.folder / f"{self.name}.pid").read_text().split()[0])


class IRCServer(Server):
    network, name, script, room = "irc", "ngircd", "ngircd.sh", "irc:#lab"

    def __init__(self, folder):
        super().__init__(folder)
        self.environment |= {"IRC_PORT": self.port}

    def is_installed(self):
        return shutil.which("ngircd")

    def settings(self, port):
        return {"HARK_IRC_SERVER": f"irc://127.0.0.1:{port}", "HARK_IRC_PASSWORD": "serverpass"}

    def client(self, name):
        return IRCClient(self.port, name)


class MatrixServer(Server):
    """Synapse; `$HARK_LAB_SYNAPSE` names a folder where it is installed already, to save the half a minute."""

    network, name, script, room = "matrix", "synapse", "synapse.sh", "matrix:#lab:lab.test"
    # The last one whose room it is, is the bot.
    users = ("carol", "bot")

    def __init__(self, folder):
        super().__init__(folder)
        self.environment |= {"HS_PORT": self.port}
        installed = pathlib.Path(os.environ.get("HARK_LAB_SYNAPSE", "/nowhere"), "venv")
        if installed.is_dir():
            (self.folder / "venv").symlink_to(installed.resolve())

    def is_installed(self):
        return (self.folder / "venv/bin/register_new_matrix_user").exists()

    def start(self):
        super().start()
        self.tokens = {}
        for user in self.users:
            self.must("setup", BOT_USER=user, BOT_PASS=f"{user}pass")
            self.values = dict(line.split("=", 1) for line in (self.folder / "env").read_text().split() if "=" in line)
            self.tokens |= {user: self.values["BOT_TOKEN"], "alice": self.values["HUMAN_TOKEN"]}
            self.room_id = self.values["ROOM_ID"]
        return self

    def settings(self, port):
        return {"HARK_MATRIX_SERVER": f"http://127.0.0.1:{port}", "HARK_MATRIX_TOKEN": self.tokens["bot"]}

    def client(self, name):
        return MatrixClient(self.port, self.tokens[name], self.room_id)


class XMPPServer(Server):
    network, name, script, room = "xmpp", "prosody", "prosody.sh", "xmpp:lab@conference.lab.test"

    def __init__(self, folder):
        super().__init__(folder)
        self.tls = free_port()
        self.environment |= {
            "XMPP_PORT": self.port, "XMPP_TLS_PORT": self.tls, "XMPP_COMPONENT_PORT": free_port(),
            "XMPP_HTTP_PORT": free_port(), "XMPP_HASH": "SHA-256",
            "XMPP_ACCOUNTS": "bot:botpass alice:alicepass carol:carolpass"}

    def is_installed(self):
        return shutil.which("prosody")

    def start(self):
        super().start()
        self.must("setup")
        return self

    def settings(self, port):
        return {"HARK_XMPP_JID": "bot@lab.test", "HARK_XMPP_PASSWORD": "botpass",
                "HARK_XMPP_SERVER": f"127.0.0.1:{port}", "HARK_CA_FILE": str(self.folder / "cert.pem")}

    def client(self, name):
        return XMPPClient(self.port, name, self.folder / "cert.pem")


class Person:
    """Somebody in the room of a server, who is a process of the lab and outlives each call."""

    def __init__(self, server, name, **more):
        self.network = server.network
        self.environment = server.environment | {
            "PERSON": name, "PERSON_DIR": str(server.folder / "people"), "PERSON_TTL": "150"} | more

    def call(self, *words, **more):
        return subprocess.run(
            [sys.executable, str(LAB / "chat_person.py"), self.network, *words], env=self.environment | more, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=60)

    def wait(self, pattern, seconds=15, **more):
        answer = self.call("wait", pattern, str(seconds), **more)
        return answer.stdout if answer.returncode == 0 else None

    def ask(self, text, pattern, seconds=15, **more):
        answer = self.call("expect-reply", text, pattern, str(seconds), **more)
        return answer.stdout if answer.returncode == 0 else None


class Relay:
    """A way to a server that can be cut by a reset, and freeze in either direction."""

    def __init__(self, port):
        self.target = int(port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.pairs, self.lock = [], threading.Lock()
        self.up, self.down = threading.Event(), threading.Event()
        self.thaw()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client = self.listener.accept()[0]
            try:
                server = socket.create_connection(("127.0.0.1", self.target), PATIENCE)
            except OSError:
                client.close()
                continue
            for end in (client, server):
                end.settimeout(None)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pair = {"ends": (client, server), "isCut": False, "left": 2}
            with self.lock:
                self.pairs.append(pair)
            threading.Thread(target=self.pump, args=(pair, client, server, self.up), daemon=True).start()
            threading.Thread(target=self.pump, args=(pair, server, client, self.down), daemon=True).start()

    def pump(self, pair, source, sink, gate):
        try:
            while data := source.recv(65536):
                gate.wait()
                if pair["isCut"]:
                    break
                self.forward(pair, sink, data)
        except OSError:
            pass
        if not pair["isCut"]:
            gate.wait()
            try:
                sink.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        with self.lock:
            pair["left"] -= 1
            if pair["left"] == 0 and pair in self.pairs:
                self.pairs.remove(pair)
                for end in pair["ends"]:
                    end.close()

    def forward(self, pair, sink, data):
        sink.sendall(data)

    def freeze(self, up=True, down=True):
        if up:
            self.up.clear()
        if down:
            self.down.clear()

    def thaw(self):
        self.up.set()
        self.down.set()

    def cut(self):
        """Resets every connection; what is on its way in a frozen direction is lost."""
        with self.lock:
            pairs, self.pairs = self.pairs, []
            for pair in pairs:
                pair["isCut"] = True
        for pair in pairs:
            for end in pair["ends"]:
                try:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    # It wakes who reads, and tells the peer nothing before the reset.
                    end.shutdown(socket.SHUT_RD)
                except OSError:
                    pass
                end.close()
        self.thaw()
        return len(pairs)


class Process:
    """What the kernel knows of a process."""

    def __init__(self, pid):
        self.pid, self.folder = pid, pathlib.Path(f"/proc/{pid}")

    def status(self, name):
        return int(re.search(rf"^{name}:\s+(\d+)", (self.folder / "status").read_text(), re.MULTILINE)[1])

    def resident(self):
        """In MiB."""
        return self.status("VmRSS") / 1024

    def anonymous(self):
        """What of it is no file's, in MiB."""
        return self.status("RssAnon") / 1024

    def seconds(self):
        """Processor time of all its threads, also of those that have ended, to the nanosecond (clock_getcpuclockid)."""
        return time.clock_gettime(~self.pid << 3 | 2)
