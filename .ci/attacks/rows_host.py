"""Origins and rates behind a proxy, the log, secrets and other files, and how the process begins."""
import contextlib, json, os, re, socket, subprocess, time, urllib.parse

import senders
from harness import Bot, Skip, row, wait_until

PROXY = {"HARK_TRUSTED_PROXIES": "127.0.0.1"}


@row("forwarded-disputed")
def forwarded_disputed(run, verdict):
    """A client's own Forwarded, passed on by a proxy that knows X-Forwarded-For alone, hides and widens nothing."""
    def push(bot, address, claim=None):
        headers = {"X-Forwarded-For": address} | ({"Forwarded": f"for={claim}"} if claim else {})
        return bot.ask(senders.delivery("github", senders.push(size=0), headers=headers))

    with Bot(run, PROXY | {"HARK_HTTP_RATE_LIMIT": "5/1h"}) as bot:
        attacker = [push(bot, "203.0.113.9", f"198.51.100.{number}") for number in range(20)]
        passed = [answer for answer in attacker if answer.acknowledgement == (202, "stored")]
        verdict.check("of 20 with other claims so many pass", 0 < len(passed) <= 5)
        time.sleep(0.2)
        verdict.check("the log has the client's address", "203.0.113.9" in bot.log())
        verdict.stored("another client with a claim passes", push(bot, "203.0.113.77", "198.51.100.99"))
        verdict.stored("a client without a claim passes", push(bot, "203.0.113.78"))
        verdict.stored("one whom the attacker named passes", push(bot, "198.51.100.7"))
    with Bot(run, PROXY | {"HARK_HTTP_RATE_LIMIT": "5/1h"}) as bot:
        for _ in range(10):
            push(bot, "203.0.113.9", "203.0.113.50")
        verdict.stored("one named ten times passes", push(bot, "203.0.113.50"))
    with Bot(run, PROXY | {"HARK_GITHUB_ALLOW_FROM": "127.0.0.1,192.0.2.0/24"}) as bot:
        verdict.check("an allow-list with a forged claim", push(bot, "203.0.113.9", "192.0.2.5").status, 403)
        verdict.stored("an allow-list", push(bot, "192.0.2.5"))


@row("rate-prefixes")
def rate_prefixes(run, verdict):
    """10,200 /64s of one /48, each twice, under 1/1h: none passes a second time."""
    count = 10_200
    with Bot(run, PROXY | {"HARK_HTTP_RATE_LIMIT": "1/1h"}) as bot:
        passed = []
        for _ in range(2):
            limited = 0
            for start in range(0, count, 100):
                wires = [
                    senders.request("POST", "/gitlab", b"", {"X-Forwarded-For": f"2001:db8:7:{number:x}::1"}, keep=True)
                    for number in range(start, min(start + 100, count))]
                with bot.connect() as connection:
                    connection.sendall(b"".join(wires))
                    connection.shutdown(socket.SHUT_WR)
                    answers = b""
                    while piece := connection.recv(1 << 18):
                        answers += piece
                limited += len(re.findall(rb"HTTP/1\.1 429", answers))
            passed.append(count - limited)
        verdict.note(f"{passed[0]} pass at first")
        verdict.at_most("pass again", passed[1], 0, "")
        honest = bot.ask(senders.delivery("github", senders.push(), headers={"X-Forwarded-For": "2001:db8:8::1"}))
        verdict.stored("another /48 passes", honest)


HOSTILE = "\u2028\u2029\u202e\x85\x9b\u200b\ufeff\U000e0041\x1b[31m\x7f\"\\\ud7ff"


@row("log-json")
def log_json(run, verdict):
    """With HARK_LOG_FORMAT=json each line is one JSON object whatever is in it, and numbers are numbers."""
    with Bot(run, {"HARK_LOG_FORMAT": "json", "HARK_LOG_LEVEL": "debug"}) as bot:
        path = urllib.parse.quote(HOSTILE)
        wires = [
            senders.request("GET", f"/{path}"), senders.request("POST", f"/example/{path}/x"),
            senders.request("POST", "/gitlab", b"{}", {"X-Gitlab-Token": "x", "X-Gitlab-Event": HOSTILE[:8]}),
            senders.request("POST", "/deploys", json.dumps({"service": HOSTILE}).encode()),
            senders.delivery("github", senders.push(HOSTILE), "push" + "\u2028\u202e\x9b"),
            senders.delivery("github", senders.push(), headers={"X-GitHub-Delivery": "d" * 3000 + "\u2028\u202e"}),
            senders.delivery("github", b'{"\\u2028\\u001b": '), b"GET /\x1b\x9b HTTP/1.1\r\nHost: \xe2\x80\xa8\r\n\r\n",
            senders.request("POST", "/github", b"{}", {"X-Hub-Signature-256": HOSTILE[:4]}),
        ]
        for wire in wires:
            bot.ask(wire)
        time.sleep(0.5)
        lines = bot.log().split("\n")[:-1]
        entries, broken = [], []
        for line in lines:
            try:
                entries.append(json.loads(line))
            except ValueError:
                broken.append(line[:120])
        verdict.check("lines that are not JSON", broken[:2], [])
        verdict.check("entries", len(entries) > 5)
        raw = [line for line in lines if re.search("[\u0080-\u009f\u2028\u2029\u202e\u200b\x1b\x7f]", line)]
        verdict.check("lines with raw controls", [line[:80] for line in raw[:1]], [])
        requests = [entry for entry in entries if entry.get("message") == "request"]
        verdict.check("requests are logged", len(requests) > 3)
        for name in ("status", "duration", "bytes"):
            found = {type(entry.get(name)).__name__ for entry in requests}
            verdict.check(f"{name} is a number", found <= {"int", "float"}, True)
        longest = max((len(str(entry.get("delivery", ""))) for entry in requests), default=0)
        verdict.check("a delivery's identifier is short", longest <= 64)


@row("secrets-owner")
def secrets_owner(run, verdict):
    """A kept secret that another user owns, or a folder of secrets that others may write to, stops the start."""
    def start(change):
        with Bot(run, {name: None for name in run.settings(run.binary)}) as bot:
            bot.process.kill()
            bot.process.wait()
            change(f"{bot.folder}/data/secrets")
            with contextlib.suppress(subprocess.TimeoutExpired):
                return run.call(run.binary, [], bot.settings, 3).returncode
            return "it starts"

    # A build that reads modes wrongly does not even start a second time.
    verdict.check("a start with its own secrets", start(lambda folder: None), "it starts")
    verdict.check("a folder of mode 0777", start(lambda folder: os.chmod(folder, 0o777)), 78)
    verdict.check("a folder of mode 0770", start(lambda folder: os.chmod(folder, 0o770)), 78)
    if os.getuid() == 0:
        secret = "HARK_GITHUB_SECRET"
        verdict.check("a secret of another user's", start(lambda folder: os.chown(f"{folder}/{secret}", 12345, -1)), 78)
        verdict.check("a folder of another user's", start(lambda folder: os.chown(folder, 12345, -1)), 78)


@row("certificate-disk-full")
def certificate_disk_full(run, verdict):
    """A certificate that does not fit on the disk leaves no file behind, and the next try makes it."""
    if os.getuid() != 0:
        raise Skip("only root can mount a small disk")
    with Bot(run, ready=False, shell="exit") as place:
        disk = f"{place.folder}/disk"
        os.mkdir(disk)
        mount = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", disk], capture_output=True, check=False)
        if mount.returncode:
            raise Skip(f"no small disk can be mounted: {mount.stderr.decode().strip()}")
        try:
            with Bot(run, {"HARK_DATA": f"{disk}/data"}) as bot:
                os.makedirs(f"{disk}/data", exist_ok=True)
                with open(f"{disk}/filler", "wb", buffering=0) as filler, contextlib.suppress(OSError):
                    while True:
                        filler.write(b"x" * 512)
                bot.type("!generate certificate")
                wait_until(lambda: "[#general]" in bot.said(), 5)
                left = [name for name in os.listdir(f"{disk}/data") if "pem" in name]
                verdict.check("it says that it failed", "cannot" in bot.said())
                verdict.check("files left", left, [])
                os.remove(f"{disk}/filler")
                start = len(bot.said())
                bot.type("!generate certificate")
                wait_until(lambda: "[#general]" in bot.said()[start:], 5)
                verdict.check("the next try makes them", "HARK_TLS_KEY=" in bot.said()[start:])
        finally:
            subprocess.run(["umount", disk], check=True)


@row("descriptors-closed")
def descriptors_closed(run, verdict):
    """With descriptors 0 to 2 closed at the start, none of them becomes a socket or a file of the bot's own."""
    for closing in ("0<&- 1>&- 2>&-", "2>&-", "0<&-", "1>&- 2>&-"):
        settings = {"HARK_HTTP_PORT": "off"}
        with Bot(run, settings, ready=False, shell=f'HARK_HTTP_SOCKET="$PWD/socket" exec "$0" {closing}') as bot:
            bot.settings["HARK_HTTP_SOCKET"] = f"{bot.folder}/socket"
            verdict.check(f"{closing}: it serves", wait_until(lambda: os.path.exists(f"{bot.folder}/socket"), 10))
            time.sleep(0.3)
            verdict.stored(f"{closing}: a push", bot.ask(senders.delivery("github", senders.push()), "unix"))
            found = {}
            for number in range(3):
                with contextlib.suppress(OSError):
                    found[number] = os.readlink(f"/proc/{bot.process.pid}/fd/{number}")
            wrong = {
                number: target for number, target in found.items()
                if f"{number}" in re.findall(r"(\d)[<>]&-", closing) and target != "/dev/null"}
            verdict.check(f"{closing}: descriptors that are something else", wrong, {})


@row("admin-names")
def admin_names(run, verdict):
    """Admins and certificates' names are compared byte by byte."""
    raise Skip("the terminal is the only chat here, and whoever sits at it is an admin; see the tests of HarkHost")
