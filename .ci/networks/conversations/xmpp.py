"""A conversation with a bot in XMPP: on Prosody, over STARTTLS and over direct TLS."""

import os
import pathlib
import re
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import FOLDER, LAB, Bot

ROOM = "lab@conference.lab.test"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Server:
    """Prosody, in a folder of its own."""

    def __init__(self):
        self.folder = FOLDER / "prosody"
        self.folder.mkdir(parents=True, exist_ok=True)
        # It runs as another user.
        for folder in (self.folder, *self.folder.parents):
            if str(folder).startswith("/tmp/"):
                folder.chmod(folder.stat().st_mode | 0o011)
        self.port, self.tls = free_port(), free_port()
        self.environment = os.environ | {
            "XMPP_PORT": self.port, "XMPP_TLS_PORT": self.tls, "XMPP_COMPONENT_PORT": free_port(),
            "XMPP_HTTP_PORT": free_port(), "XMPP_HASH": "SHA-256", "XMPP_VENV": str(self.folder / "venv"),
            "PROSODY_DIR": str(self.folder), "XMPP_HOST_PORT": f"127.0.0.1:{self.port}",
            "PERSON_DIR": str(self.folder / "people"), "PERSON_TTL": "150"}

    def call(self, action, seconds=60):
        return subprocess.run(
            ["bash", str(LAB / "prosody.sh"), action, str(self.folder)], env=self.environment, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds)

    def settings(self, direct=False, **more):
        return {
            "HARK_XMPP_JID": "bot@lab.test", "HARK_XMPP_PASSWORD": "botpass", "HARK_ROOMS": ROOM,
            "HARK_XMPP_SERVER": f"xmpps://127.0.0.1:{self.tls}" if direct else f"127.0.0.1:{self.port}",
            "HARK_CA_FILE": str(self.folder / "cert.pem"), "HARK_ADMINS": "xmpp:alice@lab.test"} | more


class Person:
    """Somebody in the room."""

    def __init__(self, server, name):
        self.environment = server.environment | {"PERSON": name}

    def call(self, *words, **more):
        return subprocess.run(
            [sys.executable, str(LAB / "chat_person.py"), "xmpp", *words], env=self.environment | more, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=60)

    def wait(self, pattern, seconds=15, **more):
        answer = self.call("wait", pattern, str(seconds), **more)
        return answer.stdout if answer.returncode == 0 else None

    def ask(self, text, pattern, seconds=15, **more):
        answer = self.call("expect-reply", text, pattern, str(seconds), **more)
        return answer.stdout if answer.returncode == 0 else None


def conversation(server, alice, direct):
    bot = Bot(**server.settings(direct))
    try:
        bot.connected("xmpp")
        bot.expect("the bot is not in the room", alice.ask("!whoami", "alice"))

        bot.push()
        said = alice.wait("acme/rocket")
        bot.expect(f"a push reads {said!r}", said and "ada pushed 2 commits to main" in said and "https://" in said)

        for text, more in (
                ("hark: whoami", {}), ("Hark, whoami", {}), ("@hark whoami", {}), ("whoami", {"TO": "bot@lab.test"}),
                ("whoami", {"TO": "hark"})):
            bot.expect(f"no answer to {text!r} {more}", alice.ask(text, "alice", **more))
        said = alice.call("say", "nothing")
        identifier = re.search(r"mid=(\S+)", said.stdout)
        bot.expect(f"what was said has no identifier: {said.stdout}", identifier)
        for text, more in (("!whoami", {"EDIT": identifier.group(1)}), ("whoami", {})):
            bot.expect(f"an answer to {text!r} {more}", not alice.ask(text, "alice", 2, **more))
        bot.expect("the password is in the log", "botpass" not in bot.log)
        bot.stop()
    finally:
        if bot.process.poll() is None:
            bot.process.kill()


def faults(server, alice):
    """A kick, and the end of the server."""
    bot = Bot(**server.settings())
    try:
        bot.connected("xmpp")
        bot.expect("the bot is not in the room", alice.ask("!whoami", "alice"))
        before = bot.log.count("state=connected")
        bot.expect("nobody can kick the bot", alice.call("kick", "hark").returncode == 0)
        bot.push()
        bot.expect("the bot does not come back after a kick", alice.wait("acme/rocket", 25))
        bot.expect("a kick ends the connection", bot.log.count("state=connected") == before)
        alice.call("quit")
        server.call("stop")
        bot.wait("word of the lost connection", lambda: "disconnected" in bot.log)
        bot.push()
        server.call("start")
        bob = Person(server, "bob")
        joined = bob.call("join", "lab")
        bot.expect(f"a person cannot enter: {joined.stderr}", joined.returncode == 0)
        bot.connected("xmpp", 2)
        bot.expect("what was said meanwhile is lost", bob.wait("acme/rocket"))
        bob.call("quit")
        bot.stop()
    finally:
        if bot.process.poll() is None:
            bot.process.kill()


def refusals(server):
    """What ends the network for good, and a certificate that nobody vouches for."""
    bot = Bot(**server.settings(HARK_XMPP_PASSWORD="wrongpass"))
    bot.expect("it goes on with a wrong password", bot.process.wait(timeout=20) == 1)
    bot.expect("it does not say what to check", "HARK_XMPP_PASSWORD" in bot.log)
    bot.expect("a password is in the log", "wrongpass" not in bot.log)
    settings = server.settings()
    del settings["HARK_CA_FILE"]
    bot = Bot(**settings)
    bot.wait("word of the certificate", lambda: "is not trusted" in bot.log)
    bot.stop()


def main():
    server = Server()
    if server.call("install", 300).returncode != 0:
        print("SKIPPED: prosody cannot be installed")
        return
    started = server.call("start")
    if started.returncode != 0:
        sys.exit(f"networks: prosody does not start.\n{started.stdout}{started.stderr}")
    try:
        server.call("setup")
        # The first in the room is its owner, who may kick the bot later.
        alice = Person(server, "alice")
        joined = alice.call("join", "lab")
        if joined.returncode != 0:
            sys.exit(f"networks: a person cannot enter.\n{joined.stderr}")
        conversation(server, alice, direct=False)
        print("XMPP over STARTTLS: a push, commands, private words and corrections are as they should be")
        conversation(server, alice, direct=True)
        print("XMPP over direct TLS: the same")
        refusals(server)
        print("XMPP: a wrong password and a certificate of nobody are refused")
        faults(server, alice)
        print("XMPP: the bot comes back after a kick and after the server")
    finally:
        server.call("stop")


main()
