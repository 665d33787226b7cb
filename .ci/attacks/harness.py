"""Starts a bot, lets honest senders talk to it while it is attacked, and measures what the attack costs."""
import asyncio, contextlib, ctypes, fcntl, multiprocessing, os, re, resource, shutil, signal, socket, sqlite3, ssl
import statistics, subprocess, tempfile, termios, time

import senders

# Seconds within which honest deliveries are acknowledged and said, and commands answered, whatever else goes on (issue 8).
LIMIT = 1.0
LOOPBACK, STRANGER = "127.0.0.1", "127.0.0.2"
TICKS = os.sysconf("SC_CLK_TCK")


class Skip(Exception):
    """Why a row cannot be tried here."""


def end_with_parent():
    """Has the kernel end this process when its parent ends, in whatever way (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def wait_until(find, seconds=10.0, every=0.02):
    """The first result of `find` that is true, or its last one when the time is over."""
    end = time.monotonic() + seconds
    while not (found := find()) and time.monotonic() < end:
        time.sleep(every)
    return found


class Bot:
    """A bot on a free port with a data folder of its own; ended and swept away at the end of its `with` block.

    The chat is a file, which `said()` reads, and standard input a pipe; or both are the terminal of a descriptor. `log`
    is "file", or "unread" for a pipe that nobody reads once the bot is ready. A setting of None is not set. `files` is
    the limit of open descriptors, `shell` a line of sh that starts `"$0"`, `plugin` one that the binary must have."""

    def __init__(self, run, settings=None, log="file", files=None, terminal=None, shell=None, ready=True, plugin=None):
        self.run, self.binary = run, run.binary_with(plugin) if plugin else run.binary
        everything = run.settings(self.binary) | {"HARK_DATA": "data", "HARK_HTTP_PORT": "0"} | (settings or {})
        self.settings = {name: value for name, value in everything.items() if value is not None}
        self.folder = tempfile.mkdtemp(prefix="attacked-")
        self.settings["HARK_DATA"] = os.path.join(self.folder, self.settings["HARK_DATA"])
        self.log_kind, self.files, self.terminal, self.shell, self.waits = log, files, terminal, shell, ready
        self.process = self.early = None
        self.ports = {}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def start(self):
        def prepare():
            end_with_parent()
            if self.terminal is not None:
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # In the foreground of it, as a shell would start it.
            if self.files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (self.files, self.files))
            else:  # As a login session has it; the attackers' own limit is higher.
                hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
                resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))

        environment = {"PATH": os.environ["PATH"], "HOME": self.folder} | self.settings
        command = ["sh", "-c", self.shell, self.binary] if self.shell else [self.binary]
        with open(f"{self.folder}/chat", "wb") as chat, open(f"{self.folder}/log", "wb") as log:
            streams = {"stdin": subprocess.PIPE, "stdout": chat}
            streams["stderr"] = subprocess.PIPE if self.log_kind == "unread" else log
            if self.terminal is not None:
                streams |= {"stdin": self.terminal, "stdout": self.terminal}
            self.process = subprocess.Popen(
                command, cwd=self.folder, env=environment, preexec_fn=prepare, start_new_session=True, **streams)
        if self.waits:
            self.wait_ready()

    def wait_ready(self):
        def ready():
            if self.log_kind == "unread":
                self.early = (self.early or b"") + os.read(self.process.stderr.fileno(), 65536)
            lines = self.log().replace("\\/", "/").splitlines()
            return next((line for line in lines if "ready" in line and "listening" in line), None)

        line = wait_until(lambda: ready() or self.process.poll() is not None, 20)
        if not isinstance(line, str):
            raise RuntimeError(f"the bot does not get ready: {self.log()[-600:]}")
        for scheme, port in re.findall(r"(https?)://127\.0\.0\.1:(\d+)", line):
            self.ports[scheme] = int(port)

    def end(self):
        if self.process:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stderr):
                if stream:
                    with contextlib.suppress(OSError):
                        stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        if self.early is not None:
            return self.early.decode("utf-8", "replace")
        with open(f"{self.folder}/log", encoding="utf-8", errors="replace") as log:
            return log.read()

    def said(self):
        with open(f"{self.folder}/chat", encoding="utf-8", errors="replace") as chat:
            return chat.read()

    def handled(self, seconds=20.0):
        """Waits until the handler of every stored delivery has ended, at most so long; returns whether they have."""
        path = os.path.join(self.settings["HARK_DATA"], "hark.db")
        query = "SELECT count(*) FROM delivery WHERE state IN ('ready', 'waiting', 'running')"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as database:
            return wait_until(lambda: database.execute(query).fetchone() == (0,), seconds, 0.005)

    def type(self, line):
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def cpu(self):
        """Seconds of CPU that the bot has used."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, name="VmRSS"):
        """MiB of memory that the bot has (VmRSS), or had at most (VmHWM)."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return int(re.search(rf"{name}:\s+(\d+)", status.read()).group(1)) / 1024

    def settle(self, seconds=3.0):
        """Waits until the bot rests, at most so long; returns whether it does."""
        def rests():
            before = self.cpu()
            time.sleep(0.25)
            return self.cpu() - before < 0.05
        return wait_until(rests, seconds, 0)

    def connect(self, way="http", source=None, timeout=20.0):
        """A connection to the bot: `http`, `https` or `unix`."""
        if way == "unix":
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(timeout)
            connection.connect(self.settings["HARK_HTTP_SOCKET"])
            return connection
        connection = socket.create_connection((LOOPBACK, self.ports[way]), timeout, (source, 0) if source else None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client_tls().wrap_socket(connection, server_hostname="localhost") if way == "https" else connection

    def ask(self, wire, way="http", source=None, timeout=20.0):
        """Sends a request on a connection of its own, and reads its answer; its status says why there is none."""
        began = time.monotonic()
        try:
            with self.connect(way, source, timeout) as connection:
                connection.sendall(wire)
                return Answer(read_answer(connection), time.monotonic() - began)
        except OSError as error:
            return Answer(b"", time.monotonic() - began, f"{type(error).__name__}")

    def post(self, path, body, headers=(), **options):
        return self.ask(senders.request("POST", path, body, headers), **options)

    @property
    def is_open(self):
        """Whether anyone can speak through /deploys, as Example's open rows let them."""
        return self.post("/deploys", b'{"service":"door"}').status == 200

    def require_open_rows(self):
        if not self.is_open:
            raise Skip("strangers can say nothing: /deploys is not open")


def client_tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class Answer:
    """What came back: the first answer on a connection."""

    def __init__(self, wire, seconds, failure="closed"):
        head, _, self.body = wire.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.seconds = seconds
        self.status = int(lines[0].split()[1]) if lines[0].startswith("HTTP/1.") else failure
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}

    @property
    def acknowledgement(self):
        """The status, and the first word of the text: `(202, "stored")`."""
        return self.status, self.body.split(b" ")[0].decode("latin-1")


def read_answer(connection):
    """The bytes up to the end of the first answer, or of the connection."""
    wire = b""
    while True:
        head, end, body = wire.partition(b"\r\n\r\n")
        if end:
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            if length and len(body) >= int(length.group(1)) or re.match(rb"HTTP/1.1 (204|304)", head):
                return wire
        piece = connection.recv(65536)
        if not piece:
            return wire
        wire += piece


class Crowd:
    """Connections of an attacker, held open until the end of its `with` block."""

    def __init__(self, bot, way="http", sources=(LOOPBACK,)):
        self.bot, self.way, self.sources, self.connections = bot, way, sources, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection in self.connections:
            connection.close()

    def join(self, count, first=b""):
        """Opens so many more connections, and sends on each what it begins with."""
        for number in range(count):
            connection = socket.socket()
            self.connections.append(connection)
            connection.bind((self.sources[number % len(self.sources)], 0))
            connection.settimeout(2)
            with contextlib.suppress(OSError):  # One that the bot shuts out at once is the attacker's loss.
                connection.connect((LOOPBACK, self.bot.ports[self.way]))
                connection.setblocking(False)
                if first:
                    connection.send(first)

    def send(self, piece):
        """Sends a little more on each connection that is still there."""
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.send(piece)


@contextlib.contextmanager
def attacker(work, *arguments):
    """Has a function attack from a process of its own until the end of the `with` block."""
    def attack():
        end_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        work(*arguments)

    child = multiprocessing.get_context("fork").Process(target=attack, daemon=True)
    child.start()
    try:
        yield
    finally:
        child.kill()
        child.join()


class Honest:
    """Honest senders in a process of their own, until the end of the `with` block: signed deliveries of each target,
    ten a second, each on a new connection, and `!status` on standard input. `deliveries` has of each its target, its
    status, the seconds until its answer, and those until its message was in the chat, infinite if it never was."""

    def __init__(self, bot, way="http", source=None, targets=("github",), commands=True):
        self.bot, self.way, self.source, self.targets, self.commands = bot, way, source, targets, commands
        self.deliveries, self.answers = [], []
        # Of each delivery its target, when it was sent, status and seconds of the answer; and when it was said.
        self.sent, self.heard, self.number = {}, {}, 0

    def __enter__(self):
        fork = multiprocessing.get_context("fork")
        self.pipe, theirs = fork.Pipe()
        self.child = fork.Process(target=self._work, args=(theirs,), daemon=True)
        self.child.start()
        theirs.close()
        self.pipe.recv()  # The first delivery is answered: the attack may begin.
        self.cpu = self.bot.cpu()
        return self

    def __exit__(self, kind, *_):
        self.cpu = self.bot.cpu() - self.cpu
        with contextlib.suppress(OSError, EOFError):
            self.pipe.send("stop")
            if kind is None and self.pipe.poll(20):
                self.deliveries, self.answers = self.pipe.recv()
        self.child.kill()
        self.child.join()
        self.pipe.close()

    def _work(self, pipe):
        end_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        asyncio.run(self._send(pipe))

    async def _send(self, pipe):
        ear = asyncio.create_task(self._hear())
        for target in self.targets:
            await self._deliver(target)
        self.sent.clear()
        pipe.send("ready")
        stop = asyncio.Event()
        asyncio.get_running_loop().add_reader(pipe.fileno(), stop.set)
        tasks = [asyncio.create_task(self._command(stop))] if self.commands else []
        while not stop.is_set():
            tasks += [asyncio.create_task(self._deliver(target)) for target in self.targets]
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 0.1)
        await asyncio.wait(tasks, timeout=1.5)  # Who is not answered by then counts with the time waited.
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        end = time.monotonic() + 2 * LIMIT
        while not self.sent.keys() <= self.heard.keys() and time.monotonic() < end:
            await asyncio.sleep(0.02)
        ear.cancel()
        pipe.send(([
            (target, status, seconds, self.heard.get(number, float("inf")) - began)
            for number, (target, began, status, seconds) in self.sent.items()], self.answers))

    async def _hear(self):
        """Notes when the message of each delivery is in the chat, which is after its answer."""
        with open(f"{self.bot.folder}/chat", "rb") as chat:
            chat.seek(0, os.SEEK_END)
            rest = b""
            while True:
                lines, _, rest = (rest + chat.read(1 << 20)).rpartition(b"\n")
                for number in re.findall(rb"honest-(\d+)\b", lines):
                    self.heard.setdefault(int(number), time.monotonic())
                await asyncio.sleep(0.005)

    async def _deliver(self, target):
        self.number += 1
        number, began, status, writer = self.number, time.monotonic(), "unanswered", None
        wire = senders.small(target, f"honest-{number}")
        try:
            async with asyncio.timeout(15):
                if self.way == "unix":
                    reader, writer = await asyncio.open_unix_connection(self.bot.settings["HARK_HTTP_SOCKET"])
                else:
                    options = {"ssl": client_tls()} if self.way == "https" else {}
                    reader, writer = await asyncio.open_connection(
                        LOOPBACK, self.bot.ports[self.way], local_addr=(self.source or LOOPBACK, 0), **options)
                writer.write(wire)
                status = int((await reader.readuntil(b"\r\n")).split()[1])
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            status = type(error).__name__
        finally:
            self.sent[number] = (target, began, status, time.monotonic() - began)
            if writer:
                writer.transport.abort()

    async def _command(self, stop):
        chat = open(f"{self.bot.folder}/chat", "rb")
        chat.seek(0, os.SEEK_END)
        while not stop.is_set():
            began, seen, answered = time.monotonic(), b"", False
            os.write(self.bot.process.stdin.fileno(), b"!status\n")
            try:
                while time.monotonic() < began + 15:
                    seen = seen[-16:] + chat.read(1 << 20)
                    if answered := b"] Up for " in seen:
                        break
                    await asyncio.sleep(0.005)
            finally:
                self.answers.append((answered, time.monotonic() - began))
            await asyncio.sleep(0.4)


class Verdict:
    """The figures of a row, the limit of each, and whether all keep to them."""

    def __init__(self):
        self.figures, self.limits, self.faults = [], [], []
        self.checks = 0

    def at_most(self, what, value, limit, unit="s"):
        self.figures.append(f"{what} {value:.3g} {unit}")
        self.limits.append(f"{what} <= {limit:g} {unit}")
        if value > limit:
            self.faults.append(what)

    def note(self, text):
        self.figures.append(text)

    def check(self, what, found, *wanted):
        """Counts a check; `found` has to be one of `wanted`, or true where there are none."""
        self.checks += 1
        if not (found in wanted if wanted else found):
            self.faults.append(f"{what}: {found!r}" + (f", not {' or '.join(map(repr, wanted))}" if wanted else ""))

    def stored(self, what, answer, plugin="github"):
        """Counts a check: the answer has to acknowledge a delivery that is stored now and was not before."""
        self.check(what, answer.acknowledgement, (senders.acknowledgement(plugin), "stored"))

    def honest(self, honest, limit=LIMIT):
        """Judges what became of honest deliveries and commands."""
        for target in honest.targets:
            own = [each[1:] for each in honest.deliveries if each[0] == target]
            times = [seconds for _, seconds, _ in own] or [float("inf")]
            said = [seconds for *_, seconds in own] or [float("inf")]
            wanted = senders.acknowledgement(target)
            refused = [status for status, *_ in own if status != wanted]
            self.figures.append(
                f"{target} p50 {statistics.median(times):.3f} max {max(times):.3f} s, said max {max(said):.3f} s")
            if max(times) > limit:
                self.faults.append(f"{target} waits")
            if refused:
                count = len(refused)
                kinds = ", ".join(sorted(set(map(str, refused))))
                self.faults.append(f"{count} of {len(own)} {target} deliveries not {wanted}: {kinds}")
            late = [seconds for status, _, seconds in own if status == wanted and seconds > limit]
            if late:
                self.faults.append(f"{len(late)} of {len(own)} {target} deliveries are said late")
        self.limits.append(f"deliveries stored and said in <= {limit:g} s")
        if honest.commands:
            slowest = max((seconds for _, seconds in honest.answers), default=float("inf"))
            self.figures.append(f"command max {slowest:.3f} s")
            self.limits.append(f"commands in <= {limit:g} s")
            if slowest > limit or not all(answered for answered, _ in honest.answers):
                self.faults.append("commands wait")
        self.figures.append(f"CPU {honest.cpu:.2f} s")

    @property
    def passed(self):
        return not self.faults

    def describe(self):
        checked = [f"{self.checks} checks"] if self.checks else []
        limits = self.limits + (["all as the rule says"] if self.checks else [])
        faults = self.faults[:4] + ([f"and {len(self.faults) - 4} more"] if len(self.faults) > 4 else [])
        return ", ".join(checked + self.figures), ", ".join(dict.fromkeys(limits)), "; ".join(faults)


ROWS = {}


def row(name):
    """Makes a function a row: it takes the run and a verdict to be filled."""
    def register(function):
        ROWS[name] = function
        return function
    return register


class Run:
    """What all rows share: the binary, and how long an attack goes on."""

    def __init__(self, binary, is_short):
        self.binary = os.path.realpath(binary)
        self.is_short = is_short
        self.seconds = 2 if is_short else 10
        self.lists = {}

    def listed(self, binary):
        """The names of the plugins of a binary."""
        if binary not in self.lists:
            with tempfile.TemporaryDirectory() as folder:
                lines = self.call(binary, ["plugins"], {"HARK_DATA": folder}).stdout.splitlines()
            self.lists[binary] = [line.split()[0].decode() for line in lines[1:] if line.strip()]
        return self.lists[binary]

    def binary_with(self, plugin):
        """The binary, or the one of HARK_ATTACKS_BINARY, whichever has a plugin."""
        others = [os.environ["HARK_ATTACKS_BINARY"]] if "HARK_ATTACKS_BINARY" in os.environ else []
        for binary in [self.binary] + others:
            if plugin in self.listed(binary):
                return binary
        raise Skip(f"no plugin {plugin}; HARK_ATTACKS_BINARY may name a bot that has it")

    def settings(self, binary):
        """A bot's settings: a secret for each plugin, and Example's open rows where they have to be asked for."""
        names = self.listed(binary)
        # The secret of a chat network alone would choose the network, which then lacks its other settings.
        others = {"example", "teams"}
        secrets = {f"HARK_{name.upper()}_SECRET": senders.SECRET for name in names if name not in others}
        return secrets | ({"HARK_EXAMPLE_TOKEN": senders.SECRET} if "example" in names else {})

    def call(self, binary, arguments, settings, timeout=60, folder=None):
        """Runs a command of the bot to its end."""
        environment = {"PATH": os.environ["PATH"]} | settings
        return subprocess.run(
            [binary, *arguments], env=environment, capture_output=True, timeout=timeout, check=False,
            preexec_fn=end_with_parent, stdin=subprocess.DEVNULL, cwd=folder)
