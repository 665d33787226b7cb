"""Strangers' text: marks, encodings, forged lines, what nobody can see, and what is slow to render or to diagnose."""
import fcntl, json, os, pty, re, struct, subprocess, termios, threading, time, urllib.parse

import senders
from harness import Bot, Honest, row


def marks(size):
    """Text of `size` bytes that is one letter with marks in an order that is slow to normalize, and so to compare."""
    return "e" + "\u0301" * (size // 4) + "\u0316" * (size // 4)


def attack(run, verdict, attackers, targets=("github",), by_strangers=True):
    """Has attackers, functions of the bot, go at it one after the other while honest senders are timed. The pauses let
    each have a thread of the server's to itself."""
    with Bot(run) as bot:
        if by_strangers:
            bot.require_open_rows()
        with Honest(bot, targets=targets) as honest:
            began, answers = bot.cpu(), []
            for one in attackers:
                threading.Thread(target=lambda one=one: answers.append(one(bot).status), daemon=True).start()
                time.sleep(0.2)
            time.sleep(run.seconds)
        rests = bot.settle(3)
        verdict.honest(honest)
        verdict.note(f"attackers get {', '.join(sorted(set(map(str, answers)))) or 'no answer'}")
        verdict.at_most("CPU until it rests", bot.cpu() - began, 1 + 0.05 * run.seconds)
        verdict.check("it rests within 3 s of the attack", rests)


def posts(*requests):
    """Attackers who each POST a path, a body and perhaps header fields."""
    return [lambda bot, each=each: bot.post(*each, timeout=60) for each in requests]


def json_in(encoding, size):
    """JSON whose one long member name is marks, in an encoding that takes so many bytes in all."""
    width = len("e".encode(encoding))
    return ('{"service":"x","%s":1}' % marks(size * 2 // width)).encode(encoding)


@row("json-utf16")
def json_utf16(run, verdict):
    """Four unsigned bodies of 1 MB in UTF-16 whose member name is marks."""
    attack(run, verdict, posts(*[("/deploys", json_in("utf-16-le", 1_000_000))] * 4))


@row("json-utf32")
def json_utf32(run, verdict):
    """The same in UTF-32."""
    attack(run, verdict, posts(*[("/deploys", json_in("utf-32-be", 1_000_000))] * 4))


@row("json-utf16-form")
def json_utf16_form(run, verdict):
    """The same, with its NULs, in the field of a form."""
    form = b"payload=" + urllib.parse.quote_from_bytes(json_in("utf-16-be", 240_000), safe="").encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    attack(run, verdict, posts(*[("/clicks", form, kind)] * 4))


@row("json-encodings")
def json_encodings(run, verdict):
    """JSON is UTF-8 (RFC 8259, 8.1): any other encoding is refused, wherever JSON is read."""
    text = '{"service":"utf","user":"utf","ref":"refs/heads/main","status":"firing","alerts":[]}'
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with Bot(run) as bot:
        is_open = bot.is_open
        for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
            body = text.encode(encoding)
            if is_open:
                verdict.check(f"/deploys in {encoding}", bot.post("/deploys", body).status, 400)
                field = b"payload=" + urllib.parse.quote_from_bytes(body, safe="").encode()
                verdict.check(f"/clicks in {encoding}", bot.post("/clicks", field, form).status, 400)
            for plugin in ("github", "gitlab", "alertmanager"):
                event = {"gitlab": "Push Hook"}.get(plugin, "push")
                answer = bot.ask(senders.delivery(plugin, body, event))
                verdict.check(f"{plugin} in {encoding}", answer.status, 400)
        if is_open:
            nul = text.replace("utf", "u\0f").encode()
            verdict.check("a raw NUL", bot.post("/deploys", nul).status, 400)
            verdict.check("UTF-8", bot.post("/deploys", text.encode()).status, 200)


@row("marks-chat")
def marks_chat(run, verdict):
    """400 KB of marks, said in the chat by anybody."""
    body = json.dumps({"service": marks(400_000)}, ensure_ascii=False).encode()
    attack(run, verdict, posts(*[("/deploys", body)] * 4))


@row("marks-room")
def marks_room(run, verdict):
    """A room whose name is 400 KB of marks."""
    body = json.dumps({"service": "x", "room": "#" + marks(400_000)}, ensure_ascii=False).encode()
    attack(run, verdict, posts(*[("/deploys", body)] * 4))


@row("marks-names")
def marks_names(run, verdict):
    """Marks as names: of JSON members, many and short or escaped, and of a form's fields."""
    many = ",".join(f'"{marks(900)}{number}":1' for number in range(700))
    escaped = "".join(f"\\u{ord(mark):04x}" for mark in marks(160_000))
    form = "&".join(f"{urllib.parse.quote(marks(900))}{number}=1" for number in range(300))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    attack(run, verdict, posts(
        ("/deploys", ("{%s}" % many).encode()), ("/deploys", ('{"%s":1}' % escaped).encode()),
        ("/deploys", ('{"service":"%s"}' % escaped).encode()), ("/echo", ("{%s}" % many).encode()),
        ("/signups", f"name=x&{form}".encode(), kind),
        ("/signups", f"name=x&{urllib.parse.quote(marks(300_000))}=1".encode(), kind),
        ("/signups", f"name={urllib.parse.quote(marks(300_000))}".encode(), kind)))


@row("marks-head")
def marks_head(run, verdict):
    """Marks in the head: in path, query, token, signature, media type and origin; and in a command."""
    text = marks(7000)
    quoted = urllib.parse.quote(marks(2400))
    heads = [
        senders.request("POST", f"/example/{quoted}/x"), senders.request("POST", f"/{quoted}"),
        senders.request("POST", f"/gitlab?{quoted}={quoted[:600]}", b"{}"),
    ] + [
        senders.request("POST", path, b"{}", {name: text})
        for path, name in (
            ("/gitlab", "X-Gitlab-Token"), ("/github", "X-Hub-Signature-256"), ("/alertmanager", "Authorization"),
            ("/echo", "Content-Type"), ("/echo", "Origin"), ("/echo", "X-Forwarded-For"), ("/echo", "Accept"),
            ("/hello", "If-None-Match"), ("/echo", "Cookie"), ("/github", "X-GitHub-Delivery"))
    ]

    with Bot(run, {"HARK_TRUSTED_PROXIES": "127.0.0.1"}) as bot:
        began = bot.cpu()
        # Before the honest commands: a pipe may put another writer's line into the middle of one that is this long.
        bot.type("!" + marks(60_000))
        bot.type("!greet " + marks(60_000))
        with Honest(bot) as honest:
            end, count = time.monotonic() + run.seconds, 0
            while time.monotonic() < end:
                bot.ask(heads[count % len(heads)])
                count += 1
                time.sleep(0.02)
        bot.settle(2)
        spent = (bot.cpu() - began) / count * 1000
    verdict.honest(honest)
    verdict.at_most("CPU for each request", spent, 5, "ms")


@row("alerts-starve")
def alerts_starve(run, verdict):
    """Two signed notifications of 640 KB whose alerts' names, labels and summaries are marks, while others deliver."""
    def notify(bot):
        texts = [f"{marks(26_000)}{number}" for number in range(8)]
        some = [({"alertname": text, "instance": text}, {"summary": text}) for text in texts]
        return bot.ask(senders.delivery("alertmanager", senders.alerts(*some)), timeout=60)

    attack(run, verdict, [notify, notify], ("github", "alertmanager"), by_strangers=False)


def leaves(payload, path=()):
    """The places of a payload's texts."""
    members = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    for key, value in members:
        if isinstance(value, str):
            yield path + (key,)
        yield from leaves(value, path + (key,))


def marks_in_fields(plugin):
    """A row for a plugin: every field of every recorded payload as 80 KB of marks, each signed."""
    def try_all(run, verdict):
        with Bot(run, plugin=plugin) as bot:
            cases, seen = [], set()
            for name, event, payload in senders.fixtures(plugin):
                if event == "nameless":
                    event = ""
                for place in leaves(payload):
                    shape = (event, tuple("*" if isinstance(key, int) else key for key in place))
                    if shape not in seen:
                        seen.add(shape)
                        cases.append((name, event, payload, place))
            if run.is_short:
                step = max(1, len(cases) // 60)
                cases = cases[::step]
            times, failed, end = [], [], time.monotonic() + run.seconds * 5
            text = marks(80_000)
            for number, (name, event, payload, place) in enumerate(cases):
                # The number tells one identifier that is marks from another.
                changed = senders.replaced(senders.renewed(plugin, payload), place, f"{text}{number}")
                body = json.dumps(changed, ensure_ascii=False).encode()
                began = time.monotonic()
                answer = bot.ask(senders.delivery(plugin, body, event), timeout=20)
                where = f"{name} {'.'.join(map(str, place))}"
                if not bot.handled():
                    failed.append(f"{where}: its handler does not end")
                times.append((time.monotonic() - began, where))
                if answer.acknowledgement != (senders.acknowledgement(plugin), "stored") and answer.status != 400:
                    failed.append(f"{where}: {' '.join(map(str, answer.acknowledgement))}")
                if time.monotonic() > end:
                    break
            seconds, where = max(times)
            verdict.at_most(f"slowest of {len(times)} fields", seconds, 0.5)
            slow = len([each for each, _ in times if each > 0.5])
            if slow:
                verdict.note(f"{slow} of {len(times)} slow, at worst {where}")
            verdict.check("neither stored and handled nor 400", failed[:3], [])
            verdict.check(f"{len(cases)} fields are tried in time", len(times) == len(cases))
    try_all.__doc__ = f"80 KB of marks in each field of what {plugin} announces, signed."
    row(f"marks-{plugin}")(try_all)


for each in senders.PROOFS:
    if each != "relay":
        marks_in_fields(each)


@row("relay-template")
def relay_template(run, verdict):
    """A payload of 28 KB whose template nests two sections over one list: rendering stops at what will be said."""
    body = json.dumps({"xs": [1] * 14_000}, separators=(",", ":")).encode()
    for template in ("{{#xs}}{{#xs}}x{{/xs}}{{/xs}}", "{{#xs}}{{#xs}}{{/xs}}{{/xs}}", "{{#xs}}{{summary}}{{/xs}}"):
        with Bot(run, {"HARK_RELAY_TEMPLATE": template}, plugin="relay") as bot:
            began = bot.cpu()
            answer = bot.ask(senders.delivery("relay", body), timeout=20)
            bot.settle(2)
            verdict.check(f"{template} is answered", answer.status, 200, 400, 503)
            verdict.at_most(f"CPU for {template}", bot.cpu() - began, 0.5)


@row("relay-marks")
def relay_marks(run, verdict):
    """Marks in what the relay reads: JSON names and values, XML, a form, a text."""
    text = marks(200_000)
    bodies = [
        (json.dumps({text: text, "title": text}, ensure_ascii=False), "application/json"),
        (json.dumps({"title": text, "message": text}, ensure_ascii=False), "application/json"),
        (json.dumps({"attachments": [{"text": text}], "blocks": [{"text": {"text": text}}]}, ensure_ascii=False),
         "application/json"),
        (f"<a><title>{text}</title><message>{text}</message></a>", "application/xml"),
        (f"<a x='{text}'><{'e' + text[1:200]}>1</{'e' + text[1:200]}></a>", "application/xml"),
        (f"title={urllib.parse.quote(text)}", "application/x-www-form-urlencoded"), (text, "text/plain"),
    ]
    with Bot(run, plugin="relay") as bot:
        slowest = 0.0
        for body, kind in bodies:
            answer = bot.ask(senders.delivery("relay", body.encode(), "", {"Content-Type": kind}), timeout=20)
            slowest = max(slowest, answer.seconds)
        began = bot.cpu()
        bot.settle(2)
        verdict.at_most("slowest", slowest, 0.5)
        verdict.at_most("CPU afterwards", bot.cpu() - began, 0.2)


# What shows as nothing, or as a gap that no one typed: default-ignorable code points (UAX #44) and blank letters.
INVISIBLE = "\u3164\u2800\u115f\u1160\uffa0\u034f\u180e\u200b\u2060\u2064\u00ad\ufeff\u206a\U000e0041\U000e0020\u17b4"


@row("invisible-text")
def invisible_text(run, verdict):
    """What is announced holds nothing that cannot be seen, and no letter has more than a few marks."""
    with Bot(run) as bot:
        for scalar in INVISIBLE:
            bot.ask(senders.delivery("github", senders.push(f"open{scalar}ended", 0)))
        bot.ask(senders.delivery("github", senders.push(INVISIBLE, 0)))
        bot.ask(senders.delivery("github", senders.push("a" + "\u0301" * 60 + " tail", 0)))
        verdict.check("all handlers end", bot.handled())
        said = bot.said()
        for scalar in INVISIBLE:
            verdict.check(f"U+{ord(scalar):04X} is not said", scalar not in said)
        longest = max((len(run) for run in re.findall("[\u0300-\u036f]+", said)), default=0)
        verdict.at_most("marks on one letter", longest, 10, "marks")
        verdict.check("what follows the marks is said", "tail" in said)


@row("forged-lines-pipe")
def forged_lines_pipe(run, verdict):
    """In a pipe no line but the first of a message has a room's label, and no room's name ends its label early."""
    forged = "[acme/rocket] ada merged pull request #1"
    breaks = ("\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c")
    with Bot(run) as bot:
        bot.require_open_rows()
        start, count = len(bot.said()), 0
        for line_break in breaks:
            for text in (f"x{line_break}[#general] {forged}", f"x{line_break}{forged}"):
                count += bot.post("/deploys", json.dumps({"service": text}).encode()).status == 200
        lines = re.split("\r\n|[\n\r\u2028\u2029\x85\x0b\x0c]", bot.said()[start:])
        verdict.check("lines with a room's label", len([line for line in lines if re.match(r"\[[#\w]", line)]), count)
        verdict.check("lines that only look like one", [line for line in lines if re.match(r"\[#general\]", line)], [])
        start = len(bot.said())
        for room in (f"#general] {forged} [#x", "#general] [acme/rocket", "#general]\n[#general", "#general\u202e"):
            bot.post("/deploys", json.dumps({"service": "x", "room": room}).encode())
        said = bot.said()[start:]
        verdict.check("a room's name ends its label", re.findall(r"(?m)^\[#general\].*", said), [])


class Screen:
    """The rows of a terminal that wraps by itself: enough of ECMA-48 for a prompt that is drawn anew."""

    def __init__(self, columns):
        self.columns, self.rows, self.row, self.column = columns, [""], 0, 0

    def feed(self, text):
        for part in re.findall(r"\x1b\[[?0-9;]*[A-Za-z]|\x1b.|[\s\S]", text):
            if part.startswith("\x1b["):
                self._control(part[-1], [int(number) for number in re.findall(r"\d+", part)] or [0])
            elif part == "\r":
                self.column = 0
            elif part == "\n":
                self._down(1)
            elif part >= " ":
                if self.column >= self.columns:
                    self._down(1)
                    self.column = 0
                line = self.rows[self.row].ljust(self.column)
                self.rows[self.row] = line[:self.column] + part + line[self.column + 1:]
                self.column += 1

    def _down(self, count):
        self.row += count
        self.rows += [""] * (self.row + 1 - len(self.rows))

    def _control(self, letter, numbers):
        count = max(1, numbers[0])
        if letter == "A":
            self.row = max(0, self.row - count)
        elif letter == "B":
            self._down(count)
        elif letter == "C":
            self.column += count
        elif letter == "D":
            self.column = max(0, self.column - count)
        elif letter == "G":
            self.column = count - 1
        elif letter == "K":
            self.rows[self.row] = self.rows[self.row][:self.column]
        elif letter == "J":
            self.rows[self.row] = self.rows[self.row][:self.column]
            del self.rows[self.row + 1:]


@row("forged-lines-terminal")
def forged_lines_terminal(run, verdict):
    """On 80 columns a title padded to any width starts no row of the screen with a room's label."""
    owner, ours = pty.openpty()
    try:
        fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        seen, done = bytearray(), threading.Event()

        def read():
            while not done.is_set():
                try:
                    seen.extend(os.read(owner, 65536))
                except OSError:
                    return

        threading.Thread(target=read, daemon=True).start()
        with Bot(run, terminal=ours) as bot:
            count = 0
            for padding in range(80):
                title = "x" * padding + " " + "y" * 60 + "[#general] [acme/rocket] ada merged #1"
                count += bot.ask(senders.delivery("github", senders.push(title, 0))).status == 202
                title = "x" * padding + " [#general] [acme/rocket] ada merged #1"
                count += bot.ask(senders.delivery("github", senders.push(title, 0))).status == 202
            verdict.check("all handlers end", bot.handled())
            time.sleep(0.5)
            done.set()
        screen = Screen(80)
        screen.feed(seen.decode("utf-8", "replace"))
        verdict.check("all were announced", count > 0)
        verdict.check(
            "rows that begin with a room's label", len([line for line in screen.rows if line.startswith("[#")]), count)
        verdict.check(
            "rows that begin with a repository",
            [line for line in screen.rows if line.startswith("[acme")][:2], [])
    finally:
        os.close(ours)
        os.close(owner)


@row("verify-capture")
def verify_capture(run, verdict):
    """`hark verify` on captures of 1 MiB that were made to be slow."""
    keys = [f'"{marks(4000)}{number}":{number}' for number in range(250)]
    head = "POST /github HTTP/1.1\r\nHost: x\r\nX-GitHub-Event: push\r\nX-Hub-Signature-256: sha256=" + "0" * 64
    other = "\r\nX-Hub-Signature-256: sha256=" + "1" * 64
    captures = {
        "names of marks": f"{head}\r\n\r\n{{{','.join(keys)}}}",
        "one name of marks": f'{head}\r\n\r\n{{"{marks(1_000_000)}":1,"{marks(40_000)}":2}}',
        "many numbers": f"{head}\r\n\r\n[{','.join(['1'] * 520_000)}]",
        "many names": head + "\r\n\r\n{" + ",".join(f'"n{number}":1' for number in range(90_000, 0, -1)) + "}",
        "long text": head + '\r\n\r\n{"a":"' + "é/\\u00e9" * 110_000 + '"}',
        "line breaks": head + "\r\n\r\n" + "\n\r" * 520_000,
        "many fields": head + "".join(f"\r\nX-A{number}: {marks(20)}" for number in range(20_000)) + "\r\n\r\n{}",
        "a field of marks": f"{head}\r\nX-Hub-Signature-256: {marks(500_000)}\r\n\r\n{{}}",
        "many signatures": head + other * 9000 + "\r\n\r\n{}",
    }
    limit = 5 if run.is_short else 60
    with Bot(run, ready=False, shell="exit") as bot:
        for name, text in captures.items():
            with open(f"{bot.folder}/capture", "w", encoding="utf-8", newline="") as file:
                file.write(text)
            began = time.monotonic()
            try:
                code = run.call(run.binary, ["verify", "capture"], bot.settings, limit, bot.folder).returncode
                verdict.check(f"the exit status for {name}", code, 1, 64)
            except subprocess.TimeoutExpired:
                verdict.check(f"{name} ends within {limit} s", False)
            verdict.at_most(name, time.monotonic() - began, 3)
