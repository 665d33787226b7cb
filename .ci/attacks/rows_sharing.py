"""What everybody shares: places, body memory, descriptors, handshakes, the log, memory. Strangers must not fill it."""
import contextlib, multiprocessing, os, select, socket, ssl, subprocess, threading, time

import senders
from harness import LOOPBACK, STRANGER, Bot, Crowd, Honest, attacker, client_tls, row, wait_until

# A head that has to be waited for: it has a signature, which can be checked once the body is there.
UNPROVEN = {"X-Hub-Signature-256": "sha256=" + "0" * 64, "X-GitHub-Event": "push"}
BEGUN = senders.request("POST", "/github", b"{" + b" " * 79, UNPROVEN, length=100_000)


def make_certificate(folder):
    """A key and a self-signed certificate, as settings."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"],
        check=True, capture_output=True)
    os.chmod(f"{folder}/key.pem", 0o600)
    return {
        "HARK_TLS_CERTIFICATE": f"{folder}/certificate.pem", "HARK_TLS_KEY": f"{folder}/key.pem", "HARK_TLS_PORT": "0"}


class TLSBot(Bot):
    """A bot that listens on TCP, on TLS and on a Unix socket."""

    def start(self):
        self.settings |= make_certificate(self.folder) | {"HARK_HTTP_SOCKET": f"{self.folder}/socket"}
        super().start()


def crowded(run, verdict, first, source, rate=0, way="http"):
    """2,100 connections of one address, each sending `first` and no more, and so many new ones a second; in a long run
    for longer than the bot waits for a head or a body by default."""
    with TLSBot(run) if way == "https" else Bot(run) as bot:
        with Honest(bot, way) as honest, Crowd(bot, way, (source,)) as crowd:
            crowd.join(2100, first)
            end = time.monotonic() + (run.seconds if run.is_short else 35 if first else 13)
            while time.monotonic() < end:
                crowd.join(rate // 10, first)
                time.sleep(0.1)
        verdict.honest(honest)


@row("connections-silent")
def connections_silent(run, verdict):
    """2,100 connections from the honest sender's own address that say nothing."""
    crowded(run, verdict, b"", LOOPBACK)


@row("connections-silent-other")
def connections_silent_other(run, verdict):
    """The same from another address."""
    crowded(run, verdict, b"", STRANGER)


@row("connections-begun")
def connections_begun(run, verdict):
    """2,100 connections that each begin a body with 80 bytes."""
    crowded(run, verdict, BEGUN, LOOPBACK)


@row("connections-begun-other")
def connections_begun_other(run, verdict):
    """The same from another address."""
    crowded(run, verdict, BEGUN, STRANGER)


@row("connections-new")
def connections_new(run, verdict):
    """2,100 connections with begun bodies, and 70 more a second in place of those that time out."""
    crowded(run, verdict, BEGUN, LOOPBACK, rate=70)


@row("connections-answered")
def connections_answered(run, verdict):
    """2,100 connections that stay open after a request that proves nothing."""
    crowded(run, verdict, senders.request("GET", "/hello", keep=True), LOOPBACK)


@row("connections-silent-tls")
def connections_silent_tls(run, verdict):
    """2,100 silent connections to the port of TLS, from another address, while honest senders come over TLS."""
    crowded(run, verdict, b"", STRANGER, way="https")


@row("connections-many-addresses")
def connections_many_addresses(run, verdict):
    """2,400 silent connections from twelve addresses, so that every place is taken whatever one address may have."""
    with Bot(run) as bot:
        sources = tuple(f"127.0.0.{number}" for number in range(2, 14))
        with Honest(bot) as honest, Crowd(bot, sources=sources) as crowd:
            crowd.join(2400)
            time.sleep(run.seconds)
        verdict.honest(honest)


def pour(port, count, size):
    """Keeps so many bodies all but complete, five bytes a second coming, and begins those anew that are refused, at no
    more than 120 MB a second."""
    head = senders.request("POST", "/github", b"", UNPROVEN, length=size + 100)
    piece, rest, tick = b" " * 65536, {}, 0.0
    while True:
        while len(rest) < count:
            connection = socket.socket()
            connection.bind(((LOOPBACK, STRANGER)[len(rest) % 2], 0))
            with contextlib.suppress(OSError):
                connection.connect((LOOPBACK, port))
                connection.send(head)
            connection.setblocking(False)
            rest[connection] = size - 500
        refused, ready, _ = select.select(list(rest), list(rest), [], 1)
        total = 0
        is_tick = time.monotonic() > tick
        if is_tick:
            tick = time.monotonic() + 0.2
        for connection in ready:
            if rest[connection] <= 0 and not is_tick:
                continue
            with contextlib.suppress(OSError):
                sent = connection.send(piece[:max(1, min(len(piece), rest[connection]))])
                rest[connection] -= sent
                total += sent
        for connection in refused:
            connection.close()
            del rest[connection]
        time.sleep(max(0.005, total / 120e6))


def poured(run, verdict, settings, count, size):
    """Bodies that leave less of the budget than a signed one of 150 KB needs: the first 64 KiB of each are free."""
    with Bot(run, settings) as bot:
        with Honest(bot) as honest, attacker(pour, bot.ports["http"], count, size):
            time.sleep(4)  # By then the budget is used up.
            answers, end = [], time.monotonic() + run.seconds
            while time.monotonic() < end:
                answers.append(bot.ask(senders.delivery("github", senders.push(size=150_000)), timeout=15))
                time.sleep(0.2)
        verdict.honest(honest)
        verdict.at_most("signed 150 KB max", max(answer.seconds for answer in answers), 1)
        verdict.check("signed 150 KB", {answer.acknowledgement for answer in answers}, {(202, "stored")})


@row("bodies-unproven")
def bodies_unproven(run, verdict):
    """17 unproven bodies of 1 MiB that never end, against a budget of 16 MiB; signed ones of 150 KB."""
    poured(run, verdict, {"HARK_HTTP_BODY_MEMORY": "16MiB"}, 17, 1 << 20)


@row("bodies-unproven-default")
def bodies_unproven_default(run, verdict):
    """As many such bodies as fill the default budget of 256 MiB."""
    poured(run, verdict, {}, *((16, 16444 << 10) if run.is_short else (273, (1 << 20) + 700)))


@row("descriptors")
def descriptors(run, verdict):
    """512 descriptors, three listeners, two of them full: the third answers, and nothing spins."""
    with TLSBot(run, files=512) as bot:
        sources = tuple(f"127.0.0.{number}" for number in range(2, 8))
        plain, tls = Crowd(bot, "http", sources), Crowd(bot, "https", sources)
        with Honest(bot, way="unix") as honest, plain, tls:
            plain.join(400)
            tls.join(400)
            time.sleep(1)
            before = bot.cpu()
            time.sleep(run.seconds)
            share = (bot.cpu() - before) / run.seconds * 100
        verdict.honest(honest)
        verdict.at_most("CPU while two are full", share, 25, "%")
        verdict.stored("TCP answers afterwards", bot.ask(senders.small("github"), timeout=5))
        verdict.stored("TLS answers afterwards", bot.ask(senders.small("github"), "https", timeout=5))


def big_push(size):
    """A push of so many bytes, of many commits."""
    commit = {"id": "a" * 40, "message": "Heat the pump " * 20, "author": {"name": "ada", "email": "ada@example.org"}}
    return senders.push(size=0, commits=[commit] * (size // 420))


def dense(value, size):
    """JSON of one list of tiny values, whose tree is far larger than the text."""
    return b'{"a":[' + (value + b",") * (size // (len(value) + 1)) + b"0]}"


def peaks(run, verdict, *bodies, answers=(202, 503)):
    with Bot(run) as bot:
        wires = [senders.delivery("github", body) for body in bodies]
        statuses = [None] * len(wires)

        def send(number):
            statuses[number] = bot.ask(wires[number], timeout=60).status

        with Honest(bot) as honest:
            threads = [threading.Thread(target=send, args=(number,), daemon=True) for number in range(len(wires))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        verdict.check("all handlers end", bot.handled())
        bot.settle(10)
        time.sleep(2)
        verdict.honest(honest)
        verdict.at_most("peak", bot.memory("VmHWM"), 256, "MiB")
        verdict.at_most("kept", bot.memory(), 80, "MiB")
        verdict.check("one is stored", 202 in statuses)
        verdict.check("answers of the others", set(statuses) <= set(answers))


@row("memory-peak")
def memory_peak(run, verdict):
    """Four signed pushes of 24.5 MB at once."""
    peaks(run, verdict, *[big_push(24_500_000) for _ in range(4)])


@row("memory-peak-dense")
def memory_peak_dense(run, verdict):
    """The same, of zeros or lists in lists alone, which are refused, and of as many texts as are taken."""
    values = (b"0", b"[[[[0]]]]", b'"0123456789"', b'"0123456789"')
    peaks(run, verdict, *[dense(value, 24_500_000) for value in values], answers=(202, 400, 503))


@row("log-unread")
def log_unread(run, verdict):
    """A log that nobody reads, filled with small 404s by a stranger, while the chat is a file."""
    with Bot(run, log="unread") as bot:
        with Honest(bot) as honest:
            answered, end = 0, time.monotonic() + run.seconds + 4
            while answered < 12_000 and time.monotonic() < end:
                with contextlib.suppress(OSError), bot.connect(source=STRANGER, timeout=1) as connection:
                    many = senders.request("GET", "/" + "x" * 200, keep=True) * 50
                    connection.sendall(many)
                    connection.shutdown(socket.SHUT_WR)
                    while piece := connection.recv(65536):
                        answered += piece.count(b"HTTP/1.1 404")
            time.sleep(run.seconds)
        verdict.note(f"{answered} 404s")
        verdict.honest(honest)
        verdict.check("all handlers end", bot.handled())
        verdict.check("the chat is told of pushes", bot.said().count("pushed 1 commit") >= len(honest.deliveries) - 2)


def hello():
    """The bytes with which a TLS client begins."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = client_tls().wrap_bio(incoming, outgoing, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        session.do_handshake()
    return outgoing.read()


def flood(port, source, rate, counter):
    """Begins so many handshakes a second, and holds up to 1,500 of them."""
    first, waiting, began, count = hello(), [], time.monotonic(), 0
    while True:
        while count < (time.monotonic() - began) * rate:
            connection = socket.socket()
            with contextlib.suppress(OSError):
                connection.bind((source, 0))
                connection.setblocking(False)
                connection.connect_ex((LOOPBACK, port))
            waiting.append(connection)
            count += 1
            counter.value = count
            if len(waiting) > 1500:
                waiting.pop(0).close()
            if len(waiting) > 5:  # By now it is connected.
                with contextlib.suppress(OSError):
                    waiting[-5].send(first)
        time.sleep(0.002)


def flooded(run, verdict, source):
    with TLSBot(run) as bot:
        counter = multiprocessing.Value("i", 0)
        with Honest(bot, way="https") as honest, attacker(flood, bot.ports["https"], source, 1200, counter):
            time.sleep(run.seconds)
        verdict.note(f"{counter.value / run.seconds:.0f} hellos a second")
        verdict.honest(honest)
        answer = wait_until(lambda: bot.ask(senders.small("github"), "https", timeout=5).status == 202, 5)
        verdict.check("TLS answers afterwards", answer)


@row("tls-hellos")
def tls_hellos(run, verdict):
    """1,200 ClientHellos a second from another address, while honest senders come over TLS."""
    flooded(run, verdict, STRANGER)


@row("tls-hellos-same")
def tls_hellos_same(run, verdict):
    """The same from the honest senders' own address."""
    flooded(run, verdict, LOOPBACK)
