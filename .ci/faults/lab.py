"""Bots that are killed, a store that is looked at, senders that keep a ledger, and rooms that fail: what the scenarios
have in common."""

import http.client
import http.server
import json
import mmap
import os
import pathlib
import random
import re
import sqlite3
import struct
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "Plugins/GitHub/Tests/Fixtures/push.json"


class Fault(Exception):
    """A scenario that did not end as it must."""


class NotTried(Exception):
    """A scenario that this machine does not allow."""


def expect(truth, what):
    if not truth:
        raise Fault(what)


def wait(what, found, seconds=20):
    """Waits for something, and gives it back."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.01)
    raise Fault(f"{what} did not happen in {seconds} s")


def clean_environment():
    """The environment without settings of a bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HARK_")}


class Lab:
    """What one scenario has: a folder, which is its own, and what it starts."""

    def __init__(self, folder, options):
        self.folder, self.data, self.options = folder, folder / "data", options
        self.random = random.Random(options.seed)
        self.bots, self.rooms = [], []
        self.chat = folder / "chat"
        self.chat.touch()
        self.journal = folder / "journal"
        self.journal.touch()
        self.control = Control(folder / "control")

    def hark(self, **settings):
        """The default bot of the repository, which listens."""
        return self.start(self.options.hark, settings).ready()

    def bot(self, **settings):
        """The bot of Tests/FaultsBot, which listens."""
        return self.start(self.options.bot, settings).ready()

    def start(self, binary, settings):
        bot = Bot(self, binary, settings)
        self.bots.append(bot)
        return bot

    def room(self, **more):
        """A room of the networks that post to a URL."""
        self.rooms.append(Rooms(**more))
        return self.rooms[-1]

    def end(self):
        for bot in self.bots:
            bot.kill()
        for room in self.rooms:
            room.close()

    @property
    def store(self):
        return Database(self.data)

    def touch(self, name):
        """Makes the file that a handler waits for."""
        (self.folder / name).touch()

    def has(self, name):
        return (self.folder / name).exists()

    def count(self, event, name=None):
        """How often handlers have noted an event in the journal: of one delivery, or of all by their names."""
        lines = [line.split(" ", 1) for line in self.journal.read_text().splitlines()]
        names = [line[1] for line in lines if line[0] == event]
        return names.count(name) if name is not None else {one: names.count(one) for one in names}

    def most_at_once(self, prefix):
        """How many handlers of deliveries whose names begin so ran at a time at most, each in its second attempt."""
        begun, running, most = {}, set(), 0
        for line in self.journal.read_text().splitlines():
            event, name = line.split(" ", 1)
            if not name.startswith(prefix):
                continue
            if event == "begin":
                begun[name] = begun.get(name, 0) + 1
                if begun[name] == 2:
                    running.add(name)
                    most = max(most, len(running))
            else:
                running.discard(name)
        return most

    def order(self, event):
        """The names of the deliveries with an event, in the order of the journal."""
        return [line.split(" ", 1)[1] for line in self.journal.read_text().splitlines() if line.startswith(f"{event} ")]

    def said(self):
        """How often each number was said on the terminal."""
        counts = {}
        for number in re.findall(r"Number (\d+)\.", self.chat.read_text()):
            counts[int(number)] = counts.get(int(number), 0) + 1
        return counts

    def is_idle(self):
        return self.store.unfinished() == 0

    def settle(self, seconds=20):
        """Waits until nothing is to be done any more."""
        wait("the end of all deliveries", self.is_idle, seconds)

    def check(self):
        """Looks at a store that no bot uses any more."""
        expect(self.store.column("PRAGMA integrity_check") == ["ok"], "the database is damaged")
        expect(self.store.column("PRAGMA foreign_key_check") == [], "rows refer to rows that do not exist")


class Bot:
    """A bot on the folder of a scenario; what it says and logs goes to files that outlive it."""

    def __init__(self, lab, binary, settings):
        self.lab, self.binary = lab, binary
        environment = clean_environment() | {
            "HARK_HTTP_PORT": "0", "HARK_DATA": str(lab.data), "HARK_GITHUB_SECRET": "unsigned",
            # Reading symbols for a backtrace takes longer than the scenario.
            "SWIFT_BACKTRACE": "enable=no",
            "LD_PRELOAD": str(lab.options.preload), "FAULTS_CONTROL": str(lab.control.path),
        }
        if binary == lab.options.bot:
            environment["HARK_STEPS_FOLDER"] = str(lab.folder)
        if "FAULTS_BOT" in settings:
            environment["HARK_UPDATED_FOLDER"] = str(lab.folder)
        self.environment = environment | settings
        self.path = lab.folder / f"log-{time.monotonic_ns()}"
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [binary], env=self.environment, stdin=subprocess.DEVNULL, stdout=lab.chat.open("a"),
            stderr=self.path.open("w"))

    @property
    def log(self):
        return self.path.read_text(errors="replace")

    def ready(self):
        """Waits until it listens."""
        def port():
            if self.process.poll() is not None:
                raise Fault(f"the bot ended with {self.process.returncode}: {self.log[-800:]}")
            return re.search(r" ready listening=http://127.0.0.1:(\d+)", self.log)
        self.port = int(wait("the start", port).group(1))
        self.duration = time.monotonic() - self.began
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, seconds=30):
        """Stops it in peace."""
        self.process.terminate()
        status = self.process.wait(timeout=seconds)
        expect(status == 0, f"SIGTERM ended it with {status}: {self.log[-800:]}")

    def refuses(self, *words, status=78):
        """Expects that it does not start, and says why."""
        ended = self.process.wait(timeout=60)
        expect(ended == status, f"it ended with {ended} instead of {status}: {self.log[-400:]}")
        for word in words:
            expect(word in self.log, f"“{word}” is not in what it said: {self.log[-400:]}")

    def call(self, *arguments, status=0):
        """Gives a command of the shell with the same settings, and what it prints back."""
        done = subprocess.run(
            [self.binary, *arguments], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60)
        expect(done.returncode == status,
               f"{' '.join(arguments)} ended with {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}")
        return done.stdout

    def post(self, path, body, timeout=15, **headers):
        """Sends a webhook, and gives the answer's status and text back."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"} | headers)
            answer = connection.getresponse()
            self.retry_after = answer.getheader("Retry-After")
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def push(self, number, identifier=None, timeout=15):
        """Sends a push of GitHub whose commit has a number."""
        payload = json.loads(FIXTURE.read_text())
        payload["commits"] = payload["commits"][:1]
        payload["commits"][0]["message"] = f"Number {number}."
        payload["head_commit"] = payload["commits"][0]
        return self.post("/github", json.dumps(payload), timeout, **{
            "X-GitHub-Event": "push", "X-GitHub-Delivery": identifier or f"d-{number}"})

    def steps(self, name, *steps, path="/steps", key=None, padding=0):
        """Sends a delivery that says what its handler does, and gives its identifier back."""
        body = {"name": name, "steps": steps, "key": key, "padding": "x" * padding}
        status, text = self.post(path, json.dumps(body))
        expect(status == 202 and text.startswith("stored "), f"{name} was answered {status} {text}")
        return text.split()[1]

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mebibytes(self):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.process.pid}/status").read_text())[1]) >> 10


class Control:
    """What preload.c does in the bots of a scenario."""

    PLACES = {"hold_writes": 8, "hold_syncs": 12, "fail_syncs": 16, "hold_at": 20, "held": 24, "writes": 28}

    def __init__(self, path):
        self.path = path
        path.write_bytes(bytes(4096))
        with path.open("r+b") as file:
            self.page = mmap.mmap(file.fileno(), 4096)

    def set(self, **values):
        for name, value in values.items():
            struct.pack_into("<i", self.page, self.PLACES[name], value)

    def get(self, name):
        return struct.unpack_from("<i", self.page, self.PLACES[name])[0]

    def clock(self, seconds):
        """Moves the wall clock of bots away from the machine's."""
        struct.pack_into("<q", self.page, 0, seconds)

    def wait_held(self):
        wait("a held write", lambda: self.get("held"))

    def clear(self):
        self.page[:] = bytes(4096)


class Database:
    """The store, read beside a bot or without one."""

    def __init__(self, data):
        self.connection = sqlite3.connect(f"file:{data}/hark.db?mode=ro", uri=True, timeout=5)

    def column(self, query, *values):
        return [row[0] for row in self.connection.execute(query, values)]

    def states(self):
        return dict(self.connection.execute("SELECT state, count(*) FROM delivery GROUP BY state"))

    def unfinished(self):
        return sum(count for state, count in self.states().items() if state in ("ready", "waiting", "running"))

    def unsaid(self):
        """How many messages wait for their networks."""
        return self.column("SELECT count(*) FROM message WHERE finished IS NULL")[0]

    def delivery(self, identifier, column):
        """A column of one delivery."""
        return self.column(f"SELECT {column} FROM delivery WHERE request_id = ?", identifier)[0]


class Rooms(http.server.ThreadingHTTPServer):
    """A server with rooms, whose paths are their names. What was posted is in `posts`, whatever became of it."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, **answers):
        """`answers` says how a room answers: `ok`, `fail` (500), `cut` (the connection ends without an answer)."""
        super().__init__(("127.0.0.1", 0), RoomAnswer)
        self.answers, self.posts, self.lock, self.before_answer = answers, [], threading.Lock(), None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def urls(self, *rooms):
        """The value of a setting with these rooms."""
        return ",".join(f"{room}=http://127.0.0.1:{self.server_port}/{room}" for room in rooms)

    def texts(self, room):
        """What stands in a room: every post that was answered with 200, or whose answer was lost."""
        with self.lock:
            return [post["text"] for post in self.posts if post["room"] == room and post["answer"] != "fail"]

    def keys(self, room):
        """The keys of the posts in a room, each with its text."""
        with self.lock:
            return [(post["key"], post["text"]) for post in self.posts
                    if post["room"] == room and post["answer"] != "fail"]

    def handle_error(self, *_):
        """A bot that is killed leaves its connections."""

    def close(self):
        self.shutdown()
        self.server_close()


class RoomAnswer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        post = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        room = self.path[1:]
        answer = self.server.answers.get(room, "ok")
        with self.server.lock:
            self.server.posts.append({
                "room": room, "answer": answer, "text": post["text"], "key": post.get("key"),
                "time": time.monotonic()})
        if self.server.before_answer:
            self.server.before_answer(post)
        if answer == "cut":
            self.close_connection = True
            return
        body = b"ok" if answer == "ok" else b"It is out of order."
        if "key" in post:
            body = b"{}"
        self.send_response(200 if answer == "ok" else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Ledger:
    """Senders that go on while the bot is killed: they note what was acknowledged, and repeat nothing."""

    def __init__(self, senders, deliver=Bot.push, pause=0):
        """`deliver` sends a delivery with a number to a bot; each sender pauses so many seconds after each one."""
        self.deliver, self.pause = deliver, pause
        self.acknowledged = set()
        self.next = 0
        self.bot = None
        self.is_over = False
        self.slowest = 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.send, daemon=True) for _ in range(senders)]
        for thread in self.threads:
            thread.start()

    def send(self):
        while not self.is_over:
            bot = self.bot
            if bot is None:
                time.sleep(0.005)
                continue
            with self.lock:
                self.next += 1
                number = self.next
            began = time.monotonic()
            try:
                status, _ = self.deliver(bot, number)
            except (OSError, http.client.HTTPException):
                continue
            if 200 <= status < 300:
                with self.lock:
                    self.acknowledged.add(number)
                    self.slowest = max(self.slowest, time.monotonic() - began)
            time.sleep(self.pause)

    def end(self):
        self.is_over = True
        for thread in self.threads:
            thread.join(timeout=10)
