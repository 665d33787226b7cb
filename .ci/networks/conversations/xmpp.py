"""A conversation with a bot in XMPP: on Prosody, over STARTTLS and over direct TLS."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import FOLDER, Bot
from servers import Person, Skipped, XMPPServer


class Server(XMPPServer):
    """Prosody, with what its people need."""

    def __init__(self):
        super().__init__(FOLDER)
        self.environment |= {
            "XMPP_VENV": str(self.folder / "venv"), "PROSODY_DIR": str(self.folder),
            "XMPP_HOST_PORT": f"127.0.0.1:{self.port}"}

    def is_installed(self):
        return False

    def settings(self, direct=False, **more):
        port = {"HARK_XMPP_SERVER": f"xmpps://127.0.0.1:{self.tls}"} if direct else {}
        return super().settings(self.port) | port | {
            "HARK_ROOMS": "lab@conference.lab.test", "HARK_ADMINS": "xmpp:alice@lab.test"} | more


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
        server.stop()
        bot.wait("word of the lost connection", lambda: "disconnected" in bot.log)
        bot.push()
        server.must("start")
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
    try:
        server.start()
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
    except Skipped as reason:
        print(f"SKIPPED: {reason}")
    finally:
        server.stop()


main()
