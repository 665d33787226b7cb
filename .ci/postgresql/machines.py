"""Three bots on one PostgreSQL, behind nginx if it is installed: one is stopped, one killed, one resumed, one ended, and
the server restarted, while senders go on. `.ci/postgresql/run machines` starts the server and this.

What the bots write into one file, in the order of their writing, and the ledger of the senders prove that each
acknowledged delivery was handled and said once, or is marked, that each slot of a schedule ran once, and that one machine
at a time was in the chat."""

import argparse
import http.client
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "faults"))
from lab import Fault, clean_environment, expect, wait

LEASE = 6
SENDERS = 8
NAMES = ["alpha", "beta", "gamma"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """One bot. Its port stays the same over restarts, so that nginx finds it."""

    def __init__(self, place, name):
        self.place, self.name, self.port = place, name, free_port()
        self.url = place.url
        self.process = None

    def start(self):
        environment = clean_environment() | {
            "HARK_HTTP_PORT": str(self.port), "HARK_DATA": str(self.place.folder / self.name),
            "HARK_POSTGRESQL_URL": self.url, "HARK_POSTGRESQL_LEASE": f"{self.place.lease:.0f}s", "HARK_ROOMS": "#general",
            "HARK_CHAT": "witness", "HARK_TRUSTED_PROXIES": "127.0.0.1", "HARK_OPEN_PLUGINS": "witness", "HARK_WITNESS_NAME": self.name,
            "HARK_WITNESS_PATH": str(self.place.file)}
        self.log = self.place.folder / f"{self.name}-{time.monotonic_ns()}.log"
        self.process = subprocess.Popen(
            [self.place.binary], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=self.log.open("w"))
        return self

    def ready(self):
        def is_ready():
            if self.process.poll() is not None:
                raise Fault(f"{self.name} ended with {self.process.returncode}: {self.log.read_text()[-1500:]}")
            return " ready listening=" in self.log.read_text()
        wait(f"the start of {self.name}", is_ready)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()
        # What a killed process cannot write itself.
        self.place.note(f"{self.name} left")

    def end(self):
        self.process.terminate()
        expect(self.process.wait(timeout=30) == 0, f"{self.name} did not stop in peace")


class Place:
    """What the machines share."""

    def __init__(self, options, folder):
        self.folder, self.url, self.binary = folder, options.url, os.path.abspath(options.binary)
        self.lease = LEASE
        self.file = folder / "witness"
        self.file.touch()
        self.machines = [Machine(self, name) for name in NAMES]

    def note(self, line):
        with self.file.open("a") as file:
            file.write(f"{line}\n")

    def lines(self):
        return [line.split(" ", 2) for line in self.file.read_text().splitlines()]

    def holder(self, after=0):
        """The machine that joined last, if it did so after so many lines."""
        joined = [(number, words[0]) for number, words in enumerate(self.lines()) if words[1] == "joined"]
        if not joined or joined[-1][0] < after:
            return None
        return next(machine for machine in self.machines if machine.name == joined[-1][1])

    def query(self, text):
        answer = subprocess.run(["psql", "-Atc", text, self.url], capture_output=True, text=True, timeout=30)
        expect(answer.returncode == 0, f"psql: {answer.stderr}")
        return answer.stdout.split()


class Proxy:
    """nginx before all machines; without it, senders try the machines in turn."""

    def __init__(self, place):
        self.ports = [machine.port for machine in place.machines]
        self.process = None
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if not program:
            return
        port = free_port()
        servers = "".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s; " for port in self.ports)
        configuration = place.folder / "nginx.conf"
        configuration.write_text(f"""
            daemon off; error_log stderr crit; pid {place.folder}/nginx.pid;
            events {{ }}
            http {{
                access_log off;
                client_body_temp_path {place.folder}/body; proxy_temp_path {place.folder}/proxy;
                fastcgi_temp_path {place.folder}/f; uwsgi_temp_path {place.folder}/u; scgi_temp_path {place.folder}/s;
                upstream machines {{ {servers} }}
                server {{
                    listen 127.0.0.1:{port};
                    location / {{
                        proxy_pass http://machines; proxy_read_timeout 3s; proxy_connect_timeout 1s;
                        proxy_set_header Host $host:$server_port; proxy_set_header X-Forwarded-For $remote_addr;
                    }}
                }}
            }}""")
        self.process = subprocess.Popen([program, "-p", str(place.folder), "-c", str(configuration)])
        self.ports = [port]

    def end(self):
        if self.process:
            self.process.terminate()
            self.process.wait()


class Ledger:
    """Senders that go on whatever happens: they note what was acknowledged, and repeat nothing."""

    def __init__(self, ports):
        self.ports, self.acknowledged, self.next, self.is_over = ports, set(), 0, False
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.send, daemon=True) for _ in range(SENDERS)]
        for thread in self.threads:
            thread.start()

    def send(self):
        while not self.is_over:
            with self.lock:
                self.next += 1
                number = self.next
            connection = http.client.HTTPConnection("127.0.0.1", self.ports[number % len(self.ports)], timeout=5)
            try:
                connection.request("POST", f"/numbers/{number}", "x", {"Content-Type": "text/plain"})
                if 200 <= connection.getresponse().status < 300:
                    with self.lock:
                        self.acknowledged.add(number)
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(0.1)

    def end(self):
        self.is_over = True
        for thread in self.threads:
            thread.join(timeout=10)


class Faults:
    """What happens to the machines and the server. Each waits until another machine is in the chat."""

    def __init__(self, place, restart):
        self.place, self.restart = place, restart
        self.took = {}
        self.stops = 0

    def successor(self, what, before, seconds):
        began = time.monotonic()
        machine = wait(f"{what}: another machine in the chat", lambda: self.place.holder(before), seconds)
        self.took.setdefault(what, []).append(time.monotonic() - began)
        return machine

    def killed(self):
        """The machine in the chat is killed: another one takes over within the lease."""
        machine, before = self.place.holder(), len(self.place.lines())
        machine.kill()
        self.successor("killed", before, LEASE + 2)
        machine.start().ready()

    def stopped(self):
        """It is stopped for two leases, and resumed: it leaves the chat."""
        machine, before = self.place.holder(), len(self.place.lines())
        machine.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        self.stops += 1
        self.successor("stopped", before, LEASE + 2)
        time.sleep(max(0, 2 * LEASE - (time.monotonic() - began)))
        resumed = len(self.place.lines())
        machine.process.send_signal(signal.SIGCONT)
        wait("the machine that was stopped leaves", lambda: [machine.name, "left"] in self.place.lines()[resumed:])

    def ended(self):
        """It ends in order: another one takes over at once."""
        machine, before = self.place.holder(), len(self.place.lines())
        machine.end()
        self.successor("ended", before, 3)
        machine.start().ready()

    def restarted(self):
        """The server is restarted: all go on by themselves."""
        subprocess.run(["bash", "-c", self.restart], check=True, timeout=60)
        time.sleep(3)


def check(place, ledger, faults):
    """Compares what was acknowledged with what was done."""
    handled, said, ticks = {}, {}, {}
    inside, latest, strays = set(), None, 0
    for name, what, *rest in place.lines():
        text = rest[0] if rest else ""
        match what:
            case "joined":
                # One that is stopped cannot leave; it is outside as soon as it is resumed.
                inside.add(name)
                latest = name
            case "left":
                inside.discard(name)
            case "said":
                strays += name != latest
                match = re.match(r"Number (\d+)\.", text)
                expect(match, f"a machine said “{text}”")
                said.setdefault(int(match.group(1)), []).append(text.endswith("(again?)"))
            case "handled":
                handled[int(text)] = handled.get(int(text), 0) + 1
            case "tick":
                ticks[text] = ticks.get(text, 0) + 1
    # Those that a crash counts for, or a failed attempt: its message could not be stored.
    marked = {int(path) for path in place.query(
        "SELECT substring(convert_from(head, 'UTF8') from '/numbers/([0-9]+)') FROM hark.payload JOIN hark.delivery "
        "USING (id) WHERE origin = 'webhook' AND (crashes > 0 OR id IN (SELECT delivery FROM hark.attempt))")}
    expect(len(ledger.acknowledged) > 100, f"only {len(ledger.acknowledged)} deliveries were acknowledged")
    lost = sorted(number for number in ledger.acknowledged if number not in handled)
    expect(not lost, f"{len(lost)} acknowledged deliveries were not handled: {lost[:10]}")
    twice = sorted(number for number, count in handled.items() if count > 1 and number not in marked)
    expect(not twice, f"{len(twice)} deliveries were handled twice and are not marked: {twice[:10]}")
    silent = sorted(number for number in ledger.acknowledged if number not in said)
    expect(not silent, f"{len(silent)} messages were not said: {silent[:10]}")
    unmarked = sorted(number for number, marks in said.items() if marks.count(False) > 1)
    expect(not unmarked, f"{len(unmarked)} messages were said twice without a mark: {unmarked[:10]}")
    expect(len(ticks) > 3, f"only {len(ticks)} slots of the schedule ran")
    repeated = [slot for slot, count in ticks.items() if count > 1]
    crashed = int(place.query("SELECT count(*) FROM hark.delivery WHERE crashes > 0 AND origin = 'schedule'")[0])
    expect(len(repeated) <= crashed, f"slots of the schedule ran twice: {repeated}")
    # A process can be stopped between its last look at the lease and its word.
    expect(strays <= faults.stops, f"{strays} messages were said by a machine that was not in the chat")
    return (f"{len(ledger.acknowledged)} acknowledged of {ledger.next} sent, 0 lost, "
            f"{sum(count - 1 for count in handled.values())} handled again and marked, "
            f"{sum(len(marks) - 1 for marks in said.values())} said again and marked, {len(ticks)} slots")


def run(options, folder):
    place = Place(options, folder)
    proxy = None
    try:
        for machine in place.machines:
            machine.start()
        for machine in place.machines:
            machine.ready()
        wait("a machine in the chat", lambda: place.holder(), LEASE + 2)
        proxy = Proxy(place)
        ledger, faults = Ledger(proxy.ports), Faults(place, options.restart)
        time.sleep(2)
        end = time.monotonic() + options.seconds
        kinds = [faults.killed, faults.stopped, faults.restarted, faults.ended]
        for fault in kinds:
            fault()
        while time.monotonic() < end:
            random.choice(kinds)()
            time.sleep(random.uniform(0, 3))
        ledger.end()
        wait("the end of all deliveries and messages", lambda: place.query(
            "SELECT (SELECT count(*) FROM hark.delivery WHERE state IN ('ready', 'waiting', 'running'))"
            " + (SELECT count(*) FROM hark.message WHERE finished IS NULL)") == ["0"], 60)
        for machine in place.machines:
            machine.end()
        outcome = check(place, ledger, faults)
        took = ", ".join(f"{what} {max(times):.1f} s" for what, times in faults.took.items())
        print(f"machines: {outcome}; longest time until another machine was in the chat: {took}")
    except (Fault, subprocess.SubprocessError):
        for log in folder.glob("*.log"):
            lines = [line for line in log.read_text().splitlines() if " request " not in line]
            print("\n".join([f"{log.name}:", *lines[-20:]]), file=sys.stderr)
        raise
    finally:
        for machine in place.machines:
            if machine.process and machine.process.poll() is None:
                machine.process.kill()
        if proxy:
            proxy.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--url", required=True)
    parser.add_argument("--restart", required=True, help="the command that restarts the server")
    parser.add_argument("--seconds", type=int, default=0, help="how long faults go on at random after one of each")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hark-machines-"))
    try:
        run(options, folder)
    except Fault as fault:
        sys.exit(f"machines: FAILED: {fault}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
