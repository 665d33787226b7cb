"""A bot under test, a sender of webhooks, and a fake platform: what the scripts in conversations have in common.

A script is called as `script BINARY ENV FOLDER`: the bot, the addresses and tokens of the fake platforms, and a folder
of its own. `$HARK_LAB` is where servers.py finds the real servers.
"""

import atexit
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

BINARY, ENVIRONMENT, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Plugins/GitHub/Tests/Fixtures"
lab = dict(line.split("=", 1) for line in ENVIRONMENT.read_text().split() if "=" in line)


class Bot:
    """A bot with some settings, its log in a file."""

    def __init__(self, **settings):
        self.path = FOLDER / f"log-{time.monotonic_ns()}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HARK_")}
        environment |= {"HARK_HTTP_PORT": "0", "HARK_DATA": str(FOLDER / "data"), "HARK_GITHUB_SECRET": "s"} | settings
        self.process = subprocess.Popen(
            [BINARY], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.path.open("w"))
        atexit.register(self.process.kill)

    @property
    def log(self):
        return self.path.read_text(errors="replace")

    def connected(self, network, times=1):
        """Waits until a network has connected so many times."""
        self.wait(f"connection {times} to {network}",
                  lambda: self.log.count(f"network={network} state=connected") >= times)

    @property
    def url(self):
        return self.wait("the listener", lambda: re.search(r" ready listening=(\S+)", self.log)).group(1)

    def send(self, delivery):
        """Sends a signed webhook of GitHub: it is acknowledged once it is stored, and handled afterwards."""
        answer = subprocess.run(
            [BINARY, "send", "github", str(delivery), "--to", self.url],
            env=os.environ | {"HARK_GITHUB_SECRET": "s"}, capture_output=True, text=True)
        self.expect(f"{delivery.stem} is answered {answer.stdout[-300:]!r} {answer.stderr[:200]!r}",
                    answer.stdout.startswith("HTTP/1.1 202 ") and re.search(r"\nstored \w+\s*$", answer.stdout))

    def push(self, event="push"):
        """Sends a recorded webhook; whoever wants to see its message has to wait for it."""
        self.send(FIXTURES / f"{event}.json")

    def push_in_vain(self, reason):
        """Sends a webhook whose message no room takes: it is acknowledged all the same, the log has the reason, and the
        message waits in the store."""
        self.expect(f"the log says “{reason}” already", reason not in self.log)
        self.push()
        self.wait(f"the reason “{reason}” in the log", lambda: reason in self.log)

    def deployment(self, state):
        """Sends what becomes of one deployment of GitHub: each state replaces the one before."""
        delivery = json.loads((FIXTURES / f"deployment_status.{state}.json").read_text())
        delivery["deployment"]["id"] = 7
        path = FOLDER / f"deployment_status.{state}.json"
        path.write_text(json.dumps(delivery))
        self.send(path)

    def wait(self, what, found, seconds=20):
        """Waits for something, and gives it back."""
        end = time.time() + seconds
        while time.time() < end:
            value = found()
            if value:
                return value
            time.sleep(0.05)
        self.fail(f"{what} did not happen")

    def expect(self, what, truth):
        if not truth:
            self.fail(what)

    def fail(self, what):
        if self.process.poll() is None:
            self.process.kill()
        sys.exit(f"networks: {what}.\nlog:\n{self.log[-4000:]}")

    def stop(self):
        self.process.terminate()
        self.expect("it does not end on SIGTERM", self.process.wait(timeout=20) == 0)

    def abandon(self):
        """Stops it, and takes its store away: the next bot would go on with what waits there."""
        self.stop()
        for file in (FOLDER / "data").glob("hark.db*"):
            file.unlink()


class Platform:
    """One of the fake platforms."""

    url = lab["LAB_URL"]

    def __init__(self, name):
        self.name = name

    def call(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_lab/{path}", data=data, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def say(self, text, user="alice", room="general", **more):
        """What a person says."""
        return self.call("say", {"platform": self.name, "text": text, "user": user, "room": room, **more})

    def said(self):
        """What the bot said."""
        return [m for m in self.call(f"messages?platform={self.name}")["messages"] if m["author"] == "bot"]

    def forget(self):
        self.call("messages", method="DELETE")

    def fault(self, kind, count=1, **more):
        self.call("fault", {"platform": self.name, "kind": kind, "count": count, **more})

    def socket(self, action):
        self.call("socket", {"platform": self.name, "action": action})

    def world(self, action, **more):
        """Changes what is there: the bot leaves a room, a room is renamed."""
        self.call("world", {"platform": self.name, "action": action, **more})

    @staticmethod
    def check(settings):
        """What `hark check --connect` prints."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HARK_")}
        return subprocess.run(
            [BINARY, "check", "--connect"], capture_output=True, text=True, timeout=60,
            env=environment | {"HARK_DATA": str(FOLDER / "data"), "HARK_GITHUB_SECRET": "s"} | settings).stdout

    def problems(self):
        return [p for p in self.call("problems")["problems"] if p.get("platform", self.name) == self.name]
