"""Conversations with a bot in IRC: on ngIRCd, which knows nothing of IRCv3, and on InspIRCd with Atheme's services."""

import hashlib
import pathlib
import ssl
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from conversation import FOLDER, Bot
from servers import IRCServer, Person, Skipped, free_port


class Server(IRCServer):
    """One of the two, with its flood limits of every day."""

    def __init__(self, name):
        self.name, self.script = name, f"{name}.sh"
        super().__init__(FOLDER)
        self.tls = free_port()
        self.environment |= {"IRC_TLS_PORT": self.tls, "IRC_LINK_PORT": free_port(), "IRC_LIMITS": "example"}

    def is_installed(self):
        return self.name == "ngircd" and super().is_installed()

    def fingerprint(self):
        pem = (self.folder / "cert.pem").read_text()
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def conversation(server, secure=False):
    settings = {
        "HARK_IRC_SERVER": f"irc://127.0.0.1:{server.port}", "HARK_IRC_PASSWORD": "serverpass", "HARK_ROOMS": "#lab",
        "HARK_IRC_CHANNELS": "#lab", "HARK_ADMINS": "irc:ada"}
    if secure:
        settings |= {
            "HARK_IRC_SERVER": f"ircs://127.0.0.1:{server.tls}", "HARK_IRC_FINGERPRINT": server.fingerprint(),
            "HARK_IRC_ACCOUNT": "labbot", "HARK_IRC_ACCOUNT_PASSWORD": "botpass"}
    alice = Person(server, "alice")
    bot = Bot(**settings)
    try:
        bot.connected("irc")
        bot.expect(f"a person cannot enter: {alice.call('join', '#lab').stderr}", True)
        bot.expect("the bot is not in the channel", alice.ask("!whoami", "alice"))

        bot.push()
        said = alice.wait("acme/rocket")
        bot.expect(f"a push reads {said!r}", said and "ada pushed 2 commits to main" in said and "https://" in said)
        bot.expect("its repository is not bold", "bold" in (alice.call("history", "5").stdout + said))

        for text, more in (("hark: whoami", {}), ("Hark, whoami", {}), ("whoami", {"TO": "hark"}), ("!whoami", {})):
            bot.expect(f"no answer to {text!r}", alice.ask(text, "alice", **more))
        for text, more in (("!whoami", {"KIND": "notice"}), ("whoami", {})):
            bot.expect(f"an answer to {text!r} {more}", not alice.ask(text, "alice", 2, **more))

        # Long texts arrive whole: nothing is cut by the server.
        alice.call("say", "!help")
        time.sleep(6)
        history = alice.call("history", "20").stdout
        bot.expect(f"a line was cut:\n{history}", "[CUT]" not in history and "cut inside" not in history)

        before = bot.log.count("state=connected")
        bot.expect("nobody can kick the bot", alice.call("kick", "hark").returncode == 0)
        bot.push()
        bot.expect("the bot does not come back after a kick", alice.wait("acme/rocket", 25))
        bot.expect("a kick ends the connection", bot.log.count("state=connected") == before)
        bot.expect("a password is in the log", not any(word in bot.log for word in ("serverpass", "botpass")))
        bot.stop()
    finally:
        alice.call("quit")
        if bot.process.poll() is None:
            bot.process.kill()


def refusals(server, secure=False):
    """What ends the network for good."""
    wrong = {"HARK_IRC_PASSWORD": "wrong", "HARK_IRC_SERVER": f"irc://127.0.0.1:{server.port}"}
    cases = [(wrong, "Check HARK_IRC_PASSWORD")]
    if secure:
        tls = {"HARK_IRC_SERVER": f"ircs://127.0.0.1:{server.tls}", "HARK_IRC_PASSWORD": "serverpass"}
        account = {"HARK_IRC_ACCOUNT": "labbot", "HARK_IRC_ACCOUNT_PASSWORD": "wrongpass"}
        cases.append((tls | account | {"HARK_IRC_FINGERPRINT": server.fingerprint()}, "does not accept the bot's account"))
        cases.append((wrong | account | {"HARK_IRC_PASSWORD": "serverpass"}, "no login goes over a connection without TLS"))
    for settings, reason in cases:
        bot = Bot(**settings)
        bot.expect(f"it goes on: {reason}", bot.process.wait(timeout=20) == 1)
        bot.expect(f"it does not say {reason!r}", reason in bot.log)
        bot.expect("a password is in the log", "wrongpass" not in bot.log)
    if secure:
        bot = Bot(**tls)
        bot.wait("word of the certificate", lambda: "is not trusted" in bot.log)
        bot.stop()


def reconnection(server):
    bot = Bot(
        HARK_IRC_SERVER=f"irc://127.0.0.1:{server.port}", HARK_IRC_PASSWORD="serverpass", HARK_ROOMS="#lab",
        HARK_IRC_CHANNELS="#lab")
    bot.connected("irc")
    server.stop()
    bot.wait("word of the lost connection", lambda: "state=\"disconnected" in bot.log or "disconnected" in bot.log)
    bot.push()
    server.must("start")
    bob = Person(server, "bob")
    bob.call("join", "#lab")
    bot.connected("irc", 2)
    bot.expect("what was said meanwhile is lost", bob.wait("acme/rocket"))
    bob.call("quit")
    bot.stop()


def converse(name, secure):
    server = Server(name)
    try:
        server.start()
        conversation(server, secure)
        refusals(server, secure)
        if not secure:
            reconnection(server)
        print(f"IRC on {name}: a push, commands, long texts, a kick and refusals are as they should be")
    except Skipped as reason:
        print(f"SKIPPED: {reason}")
    finally:
        server.stop()


def main():
    """Both servers at once, each in a process and a folder of its own."""
    servers = ("ngircd", "inspircd")
    if len(sys.argv) > 4:
        return converse(sys.argv[4], secure=sys.argv[4] == "inspircd")
    runs = []
    for name in servers:
        folder = FOLDER / f"{name}-run"
        folder.mkdir(exist_ok=True)
        runs.append(subprocess.Popen([sys.executable, __file__, *sys.argv[1:3], str(folder), name]))
    if any([run.wait() for run in runs]):
        sys.exit("networks: IRC is not as it should be")


main()
