#!/usr/bin/env python3
"""Sends the bot of Tests/SendersBot what the vendors' own libraries sign, well and badly, on every way to it; and a bot
with provider plugins, which stores it before it acknowledges it.

senders.py LAB settings                        prints the bot's settings, one NAME=VALUE a line
senders.py LAB settings PLUGIN…                prints those of a bot with plugins
senders.py LAB send LOG ALERTS WAY=ADDRESS…    sends everything, and has the Alertmanager of the folder ALERTS send
senders.py LAB store LOG ALERTS CHAT URL PLUGIN…    the same for a bot with plugins, whose chat is the file CHAT

LAB is the folder of send_signed.py, which signs; LOG is the bot's log. A WAY to the bot is tcp, tls, unix, nginx,
nginx-unix, caddy or caddy-unix; its ADDRESS is a URL, or the path of the socket. `.ci/senders/run` prepares all this."""
import argparse, base64, collections, hashlib, hmac, http.client, itertools, json, re, ssl, subprocess, sys, time, uuid
import urllib.parse

LAB = sys.argv[1]
sys.path.insert(0, LAB)
import send_signed

HARMS = (None, "sig", "body", "old", "future", "missing", "malformed", "dup")

# Which harms the documented rules refuse: webhook-providers.md, "Tolerance" and "Algorithm, signed string".
BROKEN = {"sig", "missing", "malformed"}
REFUSED = collections.defaultdict(lambda: BROKEN | {"body"})  # A signature over the body that has no age.
REFUSED |= {name: BROKEN for name in ("telegram", "gitlab", "basic", "bearer")}  # A token covers no body.
REFUSED |= {name: BROKEN | {"body", "old", "future"} for name in ("slack", "standard", "svix")}
REFUSED |= {"stripe": BROKEN | {"body", "old"}}  # Stripe's library takes timestamps of any time ahead.

# Bodies whose identifier makes a second delivery a duplicate, for those that do not put it into a header.
IDENTIFIED = {
    "slack": {"type": "event_callback", "event_id": "{id}", "event": {"type": "message"}},
    "stripe": {"id": "{id}", "type": "invoice.paid"},
    "discord": {"id": "{id}", "type": 2},
    "telegram": {"update_id": "{id}"},
    "pagerduty": {"event": {"id": "{id}", "event_type": "incident.triggered"}},
}
UNIDENTIFIED = ("basic", "bearer")  # Nothing tells one of their deliveries from another.

# The status that acknowledges a stored delivery: 202, unless the provider wants another one.
OTHER_ACKNOWLEDGEMENTS = {"gitlab": 200, "bitbucket": 200}

URL_SECRETS = {"twilio": "12345", "trello": "oauth-secret"}
STRANGER = "127.0.0.2"  # An address that is no trusted proxy's.
FORGED = "203.0.113.9"


def path(provider):
    return {"standard": "standard-webhooks"}.get(provider, provider)


def settings(*plugins):
    """The bot's settings for everybody who sends here, or those of a bot with these plugins."""
    from nacl.signing import SigningKey

    if plugins:
        secrets = send_signed.DEFAULTS | {"alertmanager": "{basic},{bearer}".format_map(send_signed.DEFAULTS)}
        return [f"HARK_{name.upper()}_SECRET={secrets[name]}" for name in plugins if name in secrets]

    secrets = {path(name): text for name, text in send_signed.DEFAULTS.items()} | URL_SECRETS
    secrets["discord"] = SigningKey(bytes.fromhex(secrets["discord"])).verify_key.encode().hex()
    secrets |= {"alertmanager/basic": secrets["basic"], "alertmanager/bearer": secrets["bearer"]}
    return [f"HARK_SENDERS_{re.sub('[-/]', '_', name).upper()}={text}" for name, text in secrets.items()]


class Tally:
    """Counts what passed, and says what failed."""

    def __init__(self):
        self.passed, self.failed = collections.Counter(), collections.Counter()

    def check(self, column, what, found, expected):
        (self.passed if found == expected else self.failed)[column] += 1
        if found != expected:
            print(f"FAILED {column}: {what}: {found!r}, not {expected!r}")

    def finish(self):
        for column in dict.fromkeys(itertools.chain(self.passed, self.failed)):
            print(f"{column:28} {self.passed[column]:5} passed {self.failed[column]:5} failed")
        print(f"{self.passed.total()} passed, {self.failed.total()} failed")
        return 1 if self.failed else 0


class Log:
    """The bot's log, in which its entries are looked up."""

    def __init__(self, file):
        self.file = file

    def entries(self):
        with open(self.file, encoding="utf-8") as lines:
            return [dict(re.findall(r'(\w+)=("[^"]*"|\S+)', line)) for line in lines if " request " in line]

    def wait(self, find, seconds=10):
        """The first thing that `find` makes of the entries and that is true, or the last one that is not."""
        end = time.monotonic() + seconds
        while not (found := find(self.entries())) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def peer(self, request):
        return self.wait(lambda entries: next((e["peer"] for e in entries if e["id"] == request), None))


class Chat:
    """What a bot says, in a file."""

    def __init__(self, file):
        self.file = file

    def count(self, text, wanted, seconds=10):
        """How many lines have the text, once there are so many or the time is over, and a moment for one too many."""
        def lines():
            with open(self.file, encoding="utf-8") as chat:
                return sum(text in line for line in chat)
        end = time.monotonic() + seconds
        while lines() < wanted and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.3)
        return lines()


def signed(provider, way, address, harm=None, chunked=False, identifier=None, body=None):
    """Sends one delivery as send_signed.py does, and returns status and body of the answer."""
    on_socket = way == "unix"
    options = argparse.Namespace(
        secret=None, body=body, event=None, form=False, sha1=False, bad=harm, header=[], method="POST", id=identifier,
        chunked=chunked, unix=address if on_socket else None,
        url=f"{'http://localhost' if on_socket else address}/{path(provider)}",
    )
    status, _, answer = send_signed.send(options, *send_signed.build(provider, options))
    return status, answer.decode("utf-8", "replace").strip()


def documented(way, provider, harm):
    """The status that the rules ask for, where the handler answers with 200."""
    if way.startswith("nginx") and provider in ("basic", "bearer") and harm == "dup":
        return 400  # By nginx itself, which lets no second Authorization field through.
    return 401 if harm in REFUSED[provider] else 200


def try_harms(tally, ways):
    providers = send_signed.DEFAULTS
    for (way, address), chunked, provider, harm in itertools.product(ways.items(), (False, True), providers, HARMS):
        status, _ = signed(provider, way, address, harm, chunked)
        column = f"{way} {'chunked' if chunked else 'plain'}"
        tally.check(column, f"{provider} {harm or 'good'}", status, documented(way, provider, harm))


def try_replays(tally, ways):
    for (way, address), provider in itertools.product(ways.items(), send_signed.DEFAULTS):
        identifier = str(uuid.uuid4())
        body = json.dumps(IDENTIFIED.get(provider, {"hello": "world"})).replace("{id}", identifier)
        again = "OK" if provider in UNIDENTIFIED else "duplicate"
        answers = [signed(provider, way, address, None, False, identifier, body) for _ in range(2)]
        tally.check(f"{way} replayed", provider, answers, [(200, "OK"), (200, again)])
        if provider not in UNIDENTIFIED:
            status, _ = signed(provider, way, address, "sig", False, identifier, body)
            tally.check(f"{way} replayed", f"{provider} with a bad signature", status, 401)


def post(url, headers, body, source):
    """Sends a request from a loopback address of its own; returns the status and the identifier that logs have."""
    parts = urllib.parse.urlsplit(url)
    options = {"source_address": (source, 0), "timeout": 30}
    if parts.scheme == "https":
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", parts.port, context=context, **options)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", parts.port, **options)
    connection.request("POST", parts.path, body, {"Host": parts.netloc} | headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.getheader("X-Request-Id")


def sign_url(provider, url):
    """Header fields and body of a delivery whose signature covers the URL (webhook-providers.md: Twilio, Trello)."""
    if provider == "twilio":
        fields = {"MessageSid": uuid.uuid4().hex, "From": "+14158675309", "Body": "å & b"}
        body, kind = urllib.parse.urlencode(fields), "application/x-www-form-urlencoded"
        content, name = url + "".join(key + fields[key] for key in sorted(fields)), "X-Twilio-Signature"
    else:
        body, kind = json.dumps({"action": {"id": uuid.uuid4().hex, "type": "updateCard"}}), "application/json"
        content, name = body + url, "X-Trello-Webhook"
    digest = hmac.new(URL_SECRETS[provider].encode(), content.encode(), hashlib.sha1).digest()
    return {"Content-Type": kind, name: base64.b64encode(digest).decode()}, body


def try_origins(tally, ways, log):
    """Client and URL behind each proxy, and without one: no one else is believed."""
    forgery = {"X-Forwarded-For": FORGED, "X-Forwarded-Host": "bot.example.org", "X-Forwarded-Proto": "https"}
    for way, address in ways.items():
        if way == "unix":
            continue
        prefixes = ("", "/hooks") if way in ("nginx", "caddy") else ("",)
        for provider, prefix in itertools.product(URL_SECRETS, prefixes):
            url = f"{address}{prefix}/{provider}"
            headers, body = sign_url(provider, url)
            status, request = post(url, headers | {"X-Forwarded-For": FORGED}, body, STRANGER)
            tally.check(f"{way} origin", f"{provider} {prefix} URL", status, 200)
            tally.check(f"{way} origin", f"{provider} {prefix} client", log.peer(request), STRANGER)
            headers, body = sign_url(provider, f"https://bot.example.org/{provider}")
            status, request = post(url, headers | forgery, body, STRANGER)
            tally.check(f"{way} origin", f"{provider} {prefix} forged URL", status, 401)
            tally.check(f"{way} origin", f"{provider} {prefix} forged client", log.peer(request), STRANGER)


def try_stored(tally, url, plugins, chat):
    """Plugins store what they accept before they acknowledge it; what is sent again is stored and said no second time."""
    for provider in plugins & send_signed.DEFAULTS.keys():
        acknowledgement = OTHER_ACKNOWLEDGEMENTS.get(provider, 202)
        for harm, chunked in itertools.product(HARMS, (False, True)):
            status, _ = signed(provider, "tcp", url, harm, chunked)
            wanted = 401 if harm in REFUSED[provider] else acknowledgement
            tally.check("stored", f"{provider} {harm or 'good'}", status, wanted)
        identifier = str(uuid.uuid4())
        body = json.dumps(IDENTIFIED.get(provider, send_signed.BODIES.get(provider, {}))).replace("{id}", identifier)
        body = body.replace("lab/repo", f"lab/{identifier}")
        answers = [signed(provider, "tcp", url, None, False, identifier, body) for _ in range(2)]
        shown = [(status, re.sub("^stored [0-9a-f]+$", "stored", text)) for status, text in answers]
        tally.check("stored again", provider, shown, [(acknowledgement, "stored"), (acknowledgement, "duplicate")])
        status, _ = signed(provider, "tcp", url, "sig", False, identifier, body)
        tally.check("stored again", f"{provider} with a bad signature", status, 401)
        if identifier in body and "lab/" in body:
            tally.check("stored again", f"{provider} is said", chat.count(identifier, 1), 1)


def try_alerts(tally, folder, log, chat=None):
    """Both of Alertmanager's receivers that prove themselves are heard, the third is refused. If there is a chat, each
    notification is stored, said there, and sent once: Alertmanager takes the acknowledgement for a success."""
    accepted = "202" if chat else "200"
    for action, event in (("fire", "firing"), ("resolve", "resolved")):
        subprocess.run([f"{LAB}/alertmanager.sh", action, folder], check=True, stdout=subprocess.DEVNULL)
        for receiver in ("basic", "bearer"):
            wanted = {"path": f"/alertmanager/{receiver}/", "event": event, "status": accepted}
            arrived = log.wait(lambda entries: any(wanted.items() <= entry.items() for entry in entries))
            tally.check("alertmanager", f"{receiver} {event}", arrived, True)
    refused = log.wait(lambda entries: {entry["status"] for entry in entries if entry["path"] == "/alertmanager/"})
    tally.check("alertmanager", "without a proof", refused, {"401"})
    if chat:
        time.sleep(3)  # It would repeat what failed sooner.
        for receiver, event in itertools.product(("basic", "bearer"), ("firing", "resolved")):
            sent = [e for e in log.entries() if e["path"] == f"/alertmanager/{receiver}/" and e.get("event") == event]
            tally.check("alertmanager", f"{receiver} {event}, sent so many times", len(sent), 1)
        tally.check("alertmanager", "said", chat.count("HighLatency", 4), 4)


def main(action, *arguments):
    if action == "settings":
        print("\n".join(settings(*arguments)))
        return 0
    file, alerts, *rest = arguments
    log, tally = Log(file), Tally()
    if action == "store":
        chat, url, *plugins = rest
        try_stored(tally, url, set(plugins), Chat(chat))
        try_alerts(tally, alerts, log, Chat(chat))
        return tally.finish()
    ways = dict(argument.split("=", 1) for argument in rest)
    try_harms(tally, ways)
    try_replays(tally, ways)
    try_origins(tally, ways, log)
    try_alerts(tally, alerts, log)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[2:]))
