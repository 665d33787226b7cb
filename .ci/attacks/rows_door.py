"""At the door: uploads that are refused, encodings, browsers of the same machine, tokens, open rows."""
import gzip, http.client, time, urllib.error, urllib.request

import senders
from harness import STRANGER, Answer, Bot, Crowd, Honest, row
from rows_sharing import TLSBot

BIG = 8 << 20  # Bytes of an upload against a limit of 1 MiB.


def write_then_read(bot, way, head, body):
    """The answer to a client that writes everything before it reads anything; how the connection ends counts too."""
    try:
        with bot.connect(way, timeout=20) as connection:
            connection.sendall(head + body)
            wire = b""
            while piece := connection.recv(65536):
                wire += piece
        return Answer(wire, 0).status
    except OSError as error:
        return f"{type(error).__name__}: {error}"


def chunked(body):
    return b"".join(
        b"%x\r\n%s\r\n" % (len(body[start:start + 65536]), body[start:start + 65536])
        for start in range(0, len(body), 65536)) + b"0\r\n\r\n"


def early_refusals(bot):
    """Paths, header fields and status of what is refused before its body is read; and the head that proves itself."""
    token = {"X-Gitlab-Token": senders.SECRET, "X-Gitlab-Event": "Push Hook"}
    wrong = {"X-Gitlab-Token": "wrong", "X-Gitlab-Event": "Push Hook"}
    cases = [("/gitlab", wrong, 401), ("/nowhere", {}, 404)]
    if "example" in bot.run.listed(bot.binary):
        cases.append(("/releases", {"X-Release-Token": senders.SECRET}, 413))
    if bot.is_open:
        cases += [("/deploys", {}, 413), ("/echo", {"Content-Type": "text/plain"}, 413)]
    return cases, token


def upload(run, verdict, way):
    body = b" " * BIG
    settings = {"HARK_HTTP_BODY_LIMIT": "1MiB"}
    with TLSBot(run, settings) as bot:
        cases, token = early_refusals(bot)
        for path, headers, status in cases:
            # A body that is refused for its length counts as such even where the head is refused.
            wanted = {status, 413} if status in (401, 404) else {status}
            whole = senders.request("POST", path, b"", headers, length=len(body))
            verdict.check(f"{path} with Content-Length", write_then_read(bot, way, whole, body), *wanted)
            head = senders.request("POST", path, b"", headers | {"Transfer-Encoding": "chunked"})
            verdict.check(f"{path} chunked", write_then_read(bot, way, head, chunked(body)), *wanted)
        # 26 MiB against the route's own 25.
        head = senders.request("POST", "/gitlab", b"", token, length=26 << 20)
        verdict.check("/gitlab of 26 MiB", write_then_read(bot, way, head, b" " * (26 << 20)), 413)
        head = senders.request("POST", cases[-1][0], b"", cases[-1][1] | {"Expect": "100-continue"}, length=len(body))
        verdict.check("Expect: 100-continue", write_then_read(bot, way, head, b""), 401, 404, 413, 417)


@row("upload-tcp")
def upload_tcp(run, verdict):
    """8 MiB, written whole before anything is read, get their 413 (or 401, 404) over TCP."""
    upload(run, verdict, "http")


@row("upload-tls")
def upload_tls(run, verdict):
    """The same over TLS."""
    upload(run, verdict, "https")


@row("upload-unix")
def upload_unix(run, verdict):
    """The same over the Unix socket."""
    upload(run, verdict, "unix")


@row("upload-clients")
def upload_clients(run, verdict):
    """Python's http.client and urllib see 413, and no broken pipe."""
    with Bot(run, {"HARK_HTTP_BODY_LIMIT": "1MiB"}) as bot:
        path, headers = "/gitlab", {"X-Gitlab-Token": senders.SECRET, "X-Gitlab-Event": "Push Hook"}
        size = 27 << 20
        if bot.is_open:
            path, headers, size = "/deploys", {}, BIG
        elif "example" in run.listed(run.binary):
            path, headers, size = "/releases", {"X-Release-Token": senders.SECRET}, BIG
        body, headers = b" " * size, headers | {"Content-Type": "application/json"}
        for attempt in range(3 if run.is_short else 10):
            client = http.client.HTTPConnection("127.0.0.1", bot.ports["http"], timeout=20)
            try:
                client.request("POST", path, body, headers)
                found = client.getresponse().status
            except OSError as error:
                found = f"{type(error).__name__}: {error}"
            finally:
                client.close()
            verdict.check(f"http.client, attempt {attempt + 1}", found, 413)
            try:
                url = f"http://127.0.0.1:{bot.ports['http']}{path}"
                with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=20) as answer:
                    found = answer.status
            except urllib.error.HTTPError as error:
                found = error.code
            except OSError as error:
                found = f"{type(error).__name__}: {error}"
            verdict.check(f"urllib, attempt {attempt + 1}", found, 413)


@row("upload-lingering")
def upload_lingering(run, verdict):
    """A client that goes on writing after its refusal is cut off; 50 of them are in nobody's way."""
    with Bot(run, {"HARK_HTTP_BODY_LIMIT": "1MiB"}) as bot:
        head = senders.request("POST", "/nowhere", b"", {}, length=10 << 30)
        with Honest(bot) as honest, Crowd(bot, sources=(STRANGER,)) as crowd:
            crowd.join(50, head)
            end = time.monotonic() + run.seconds
            while time.monotonic() < end:
                crowd.send(b" " * 4096)
                time.sleep(0.02)
        verdict.honest(honest)
        with bot.connect() as connection:
            sent, began = 0, time.monotonic()
            connection.settimeout(10)
            connection.sendall(head)
            try:
                while sent < 1 << 30 and time.monotonic() < began + 20:
                    sent += connection.send(b" " * 65536)
            except OSError:
                pass
        verdict.at_most("taken from one upload", sent / (1 << 20), 128, "MiB")


@row("content-encoding")
def content_encoding(run, verdict):
    """A body with a Content-Encoding other than identity is 415 with Accept-Encoding (RFC 9110, 15.5.16)."""
    body = gzip.compress(senders.push())
    with Bot(run) as bot:
        for coding in ("gzip", "br", "deflate", "GZip", "identity, gzip", "x-gzip"):
            answer = bot.ask(senders.delivery("github", body, headers={"Content-Encoding": coding}))
            verdict.check(f"{coding} is", answer.status, 415)
            verdict.check(f"{coding} has Accept-Encoding", "accept-encoding" in answer.headers)
            names = coding.split(", ")[-1].lower().encode(), b"content-encoding"
            verdict.check(f"{coding} is named", any(name in answer.body.lower() for name in names))
        plain = senders.delivery("github", senders.push(), headers={"Content-Encoding": "identity"})
        verdict.stored("identity is", bot.ask(plain))


@row("browser-rebinding")
def browser_rebinding(run, verdict):
    """On loopback a Host that is neither a loopback name nor the base URL's is 421 (DNS rebinding)."""
    good = ("localhost", "localhost:3141", "LOCALHOST", "127.0.0.1", "127.0.0.1:99", "127.8.8.8", "[::1]:3141",
            "a.localhost", "bot.example.org", "bot.example.org:443")
    bad = ("evil.example", "evil.example:3141", "localhost.evil.example", "127.0.0.1.evil.example", "evillocalhost",
           "192.0.2.1", "10.0.0.1:3141", "xbot.example.org", "bot.example.org.evil.example")
    with Bot(run, {"HARK_BASE_URL": "https://bot.example.org"}) as bot:
        for hosts, refused in ((good, False), (bad, True)):
            for host in hosts:
                signed = bot.ask(senders.delivery("github", senders.push(size=0), host=host))
                if refused:
                    verdict.check(f"signed, to {host}", signed.status, 421)
                else:
                    verdict.stored(f"signed, to {host}", signed)
                status = bot.ask(senders.request("POST", "/test", host=host)).status
                verdict.check(f"/test, to {host}", status == 421, refused)
        absolute = senders.request("POST", "http://evil.example/test")
        verdict.check("an absolute target", bot.ask(absolute).status, 421)
        old = senders.request("POST", "/test", host=None).replace(b"HTTP/1.1", b"HTTP/1.0")
        verdict.check("HTTP/1.0 without Host", bot.ask(old).status, 200, 404)
    with Bot(run, {"HARK_TRUSTED_PROXIES": "127.0.0.1"}) as bot:
        answer = bot.ask(senders.delivery("github", senders.push(size=0), host="public.example.org"))
        verdict.stored("behind a trusted proxy", answer)


@row("browser-cross-site")
def browser_cross_site(run, verdict):
    """Another site's Origin or Sec-Fetch-Site is refused where nothing is proved, and no matter where something is."""
    with Bot(run) as bot:
        bot.require_open_rows()
        port = bot.ports["http"]
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        foreign = (
            {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost.evil.example"},
            {"Sec-Fetch-Site": "cross-site"}, {"Origin": f"http://evil.example:{port}", "Sec-Fetch-Site": "same-site"})
        for headers in foreign:
            calls = ("/deploys", b'{"service":"x"}', {}), ("/signups", b"name=x", form), ("/test", b"", {})
            for path, body, kind in calls:
                found = bot.ask(senders.request("POST", path, body, headers | kind)).status
                verdict.check(f"{path} with {headers}", found, 403)
            signed = senders.delivery("github", senders.push(size=0), headers=headers)
            verdict.stored(f"signed with {headers}", bot.ask(signed))
        own = {"Origin": f"http://localhost:{port}", "Sec-Fetch-Site": "same-origin"}
        for headers in ({}, own, {"Sec-Fetch-Site": "none"}):
            wire = senders.request("POST", "/deploys", b'{"service":"x"}', headers, host=f"localhost:{port}")
            verdict.check(f"/deploys with {headers}", bot.ask(wire).status, 200)


@row("tokens-tried")
def tokens_tried(run, verdict):
    """Of 32 tokens in one request at most a few are tried."""
    with Bot(run) as bot:
        body = senders.push(size=0)
        for name, prefix, path in (("X-Gitlab-Token", "", "/gitlab"), ("Authorization", "Bearer ", "/alertmanager")):
            for count in (8, 32):
                headers = [(name, f"{prefix}wrong{number}") for number in range(count - 1)]
                headers += [(name, prefix + senders.SECRET), ("X-Gitlab-Event", "Push Hook")]
                found = bot.post(path, body, headers).status
                verdict.check(f"{path} with the right one in place {count}", found, 400, 401)
            right = [(name, prefix + senders.SECRET), ("X-Gitlab-Event", "Push Hook")]
            verdict.stored(f"{path} with the right one", bot.post(path, body, right), path[1:])


@row("strict-open-rows")
def strict_open_rows(run, verdict):
    """An open row that reaches the chat is told at the start, and a fault under strict unless strangers are refused."""
    with Bot(run, {"HARK_TRUSTED_PROXIES": "127.0.0.1"}) as bot:
        log, is_open = bot.log(), bot.is_open
        stranger = bot.post("/deploys", b'{"service":"x"}', {"X-Forwarded-For": "203.0.113.9"}).status
        check = run.call(run.binary, ["check", "--strict", "--no-ports"], bot.settings)
        if is_open:
            verdict.check("the log of the start names /deploys", "/deploys" in log)
        if stranger == 200:
            verdict.check("check --strict exits with", check.returncode, 78)
            verdict.check("check --strict names /deploys", b"/deploys" in check.stderr + check.stdout)
        else:
            verdict.check("a stranger is refused", stranger, 401, 403, 404, 503)
            verdict.check("check --strict exits with", check.returncode, 0, 78)
