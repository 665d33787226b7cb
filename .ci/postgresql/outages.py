"""Three bots that lose their PostgreSQL, while senders go on. `.ci/postgresql/run failover` and `… partition`
start this; the file and the ledger of machines.py prove that nothing acknowledged is lost, and that what was done twice
is marked.

failover: the server dies, and its synchronous replica is promoted; again after that replica was still for longer than a
statement may take, so that the server gave up waiting for it. Then there and back once more.

partition: the machine in the chat is cut off from the server for two leases, without a connection being closed, and
answers webhooks meanwhile. Then the network heals, and what was under way arrives late."""

import argparse
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "faults"))
from lab import Fault, expect, wait
from machines import LEASE, Ledger, Place, Proxy, check, free_port

# As root, a server runs as the user that Debian's package made.
AS_SERVER = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
# A statement may take 5 s; a replica that is still for longer is one that a commit does not wait for.
STILL = 12


# What is shown if a scenario fails.
UNFINISHED = """
    SELECT 'delivery' AS what, id, state, attempt, crashes, owner, due - now() AS due, lease - now() AS lease, NULL AS error
    FROM hark.delivery WHERE finished IS NULL
    UNION ALL SELECT 'message', id, state, attempts, NULL, delivery, NULL, NULL, error
    FROM hark.message WHERE finished IS NULL ORDER BY 1, 2 LIMIT 20"""


class Server:
    """A PostgreSQL server with a port of its own, which it keeps."""

    def __init__(self, folder, name, programs):
        self.folder, self.programs, self.port = folder / name, programs, free_port()
        self.folder.mkdir()
        if AS_SERVER:
            shutil.chown(self.folder, "postgres")

    def call(self, program, *arguments):
        command = [*AS_SERVER, f"{self.programs}/{program}", "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=True, timeout=60)

    def control(self, *arguments):
        self.call("pg_ctl", "-s", "-w", "-l", str(self.folder / "log"), *arguments)

    def create(self):
        self.call("initdb", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust")
        self.start()
        self.query("CREATE ROLE hark LOGIN")
        self.query("CREATE DATABASE hark OWNER hark")

    def start(self):
        self.control("-o", f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1", "start")

    def query(self, text):
        command = ["psql", "-qAtc", text, f"postgresql://postgres@127.0.0.1:{self.port}/postgres"]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30)
        expect(answer.returncode == 0, f"psql: {answer.stderr}")
        return answer.stdout.strip()

    def follow(self, leader):
        """Becomes the replica of another server, which from then on commits nothing without it."""
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        source = f"postgresql://postgres@127.0.0.1:{leader.port}/postgres"
        self.call("pg_basebackup", "-R", "-X", "stream", "-c", "fast", "-d", source)
        self.start()
        leader.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
        leader.query("SELECT pg_reload_conf()")
        wait("synchronous replication",
             lambda: leader.query("SELECT sync_state FROM pg_stat_replication") == "sync")

    def signal(self, number):
        """Sends a signal to the server and to all processes that it has started."""
        leader = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(leader)], capture_output=True, text=True).stdout.split()
        for process in [leader, *map(int, children)]:
            os.kill(process, number)

    def die(self):
        """Ends as if its machine had: nobody hears of it, and nothing more is sent to its replica."""
        if (self.folder / "data/postmaster.pid").exists():
            self.control("-m", "immediate", "stop")


class Servers:
    """A server and its replica, which change places."""

    def __init__(self, folder, programs):
        self.leader, self.replica = Server(folder, "one", programs), Server(folder, "two", programs)
        self.leader.create()
        self.replica.follow(self.leader)
        hosts = f"127.0.0.1:{self.leader.port},127.0.0.1:{self.replica.port}"
        self.url = f"postgresql://hark@{hosts}/hark?target_session_attrs=read-write"

    def fail_over(self):
        self.leader.die()
        self.replica.control("promote")
        self.leader, self.replica = self.replica, self.leader

    def end(self):
        for server in (self.leader, self.replica):
            server.die()


class Wire:
    """A port that forwards to the server's, until it is cut: then nothing passes, and nothing is closed."""

    def __init__(self, port):
        self.target = port
        self.passes = threading.Event()
        self.passes.set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start(self.accept)

    def start(self, work, *arguments):
        threading.Thread(target=work, args=arguments, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            self.start(self.connect, client)

    def connect(self, client):
        self.passes.wait()
        server = socket.create_connection(("127.0.0.1", self.target))
        self.start(self.forward, client, server)
        self.start(self.forward, server, client)

    def forward(self, source, target):
        try:
            while data := source.recv(65_536):
                self.passes.wait()
                target.sendall(data)
        except OSError:
            pass
        self.passes.wait()
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Watched:
    """What `check` asks of faults: no machine was stopped."""

    stops = 0


def wait_acknowledged(ledger, what, seconds=30):
    """Waits until senders are acknowledged again, and returns for how long."""
    began, before = time.monotonic(), len(ledger.acknowledged)
    wait(f"{what}: a delivery is acknowledged", lambda: len(ledger.acknowledged) > before + 20, seconds)
    return time.monotonic() - began


def failover(options, folder, place, ledger, servers):
    took = []
    for number in range(4):
        if number == 1:
            servers.replica.signal(signal.SIGSTOP)
            time.sleep(STILL)
            servers.leader.die()
            servers.replica.signal(signal.SIGCONT)
        servers.fail_over()
        took.append(wait_acknowledged(ledger, "a failover"))
        servers.replica.follow(servers.leader)
        time.sleep(2)
    return f"acknowledged again at most {max(took):.1f} s after a promotion"


def partition(options, folder, place, ledger, wires):
    machine, before = place.holder(), len(place.lines())
    began = time.monotonic()
    wires[machine.name].passes.clear()
    wait("another machine in the chat", lambda: place.holder(before), place.lease + 5)
    moved = time.monotonic() - began
    words = [line[:2] for line in place.lines()[before:]]
    left = [machine.name, "left"]
    expect(left in words and words.index(left) < [what for _, what in words].index("joined"),
           "the machine that was cut off had not left the chat before another one joined")
    time.sleep(max(0, 2 * place.lease - (time.monotonic() - began)))
    healed = len(place.lines())
    wires[machine.name].passes.set()
    wait("the machine handles deliveries again",
         lambda: [machine.name, "handled"] in [line[:2] for line in place.lines()[healed:]], 20)
    # The chat comes back to it when the others leave.
    others = [one for one in place.machines if one is not machine]
    while place.holder() is not machine:
        holder, before = place.holder(), len(place.lines())
        holder.end()
        others.remove(holder)
        wait("the next machine in the chat", lambda: place.holder(before), 5)
    for one in place.machines:
        if one is not machine and one not in others:
            one.start().ready()
    return f"another machine was in the chat after {moved:.1f} s, and the first one again"


def run(options, folder):
    servers = proxy = place = None
    try:
        if options.scenario == "failover":
            servers = Servers(folder, options.programs)
            options.url = servers.url
        place = Place(options, folder)
        wires = {}
        if options.scenario == "partition":
            place.lease = options.seconds / 2
            host = options.url.partition("@")[2].partition("/")[0]
            for machine in place.machines:
                wire = wires[machine.name] = Wire(int(host.partition(":")[2]))
                machine.url = options.url.replace(host, f"127.0.0.1:{wire.port}")
        for machine in place.machines:
            machine.start()
        for machine in place.machines:
            machine.ready()
        wait("a machine in the chat", place.holder, place.lease + 2)
        proxy = Proxy(place)
        ledger = Ledger(proxy.ports)
        time.sleep(5)
        scenario = {"failover": failover, "partition": partition}[options.scenario]
        told = scenario(options, folder, place, ledger, servers or wires)
        time.sleep(5)
        ledger.end()
        # A handler whose message could not be stored fails, and runs again after 5, 20 and 80 s.
        wait("the end of all deliveries and messages", lambda: place.query(
            "SELECT (SELECT count(*) FROM hark.delivery WHERE state IN ('ready', 'waiting', 'running'))"
            " + (SELECT count(*) FROM hark.message WHERE finished IS NULL)") == ["0"], 150 + 2 * place.lease)
        for machine in place.machines:
            machine.end()
        print(f"{options.scenario}: {check(place, ledger, Watched())}; {told}")
    except (Fault, subprocess.SubprocessError):
        subprocess.run(["psql", "-c", UNFINISHED, options.url], stdout=sys.stderr, timeout=30)
        for log in sorted(folder.glob("*.log")):
            lines = [line for line in log.read_text().splitlines() if " request " not in line]
            print("\n".join([f"{log.name}:", *lines[-20:]]), file=sys.stderr)
        raise
    finally:
        for machine in place.machines if place else []:
            if machine.process and machine.process.poll() is None:
                machine.process.kill()
        if proxy:
            proxy.end()
        if servers:
            servers.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", choices=["failover", "partition"])
    parser.add_argument("binary")
    parser.add_argument("--programs", help="the folder of PostgreSQL's programs, for failover")
    parser.add_argument("--url", help="the server, for partition")
    parser.add_argument("--seconds", type=int, default=120, help="how long a partition is")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hark-outages-"))
    # The servers, which are another user's, have their folders in it.
    folder.chmod(0o755)
    try:
        run(options, folder)
    except Fault as fault:
        sys.exit(f"{options.scenario}: FAILED: {fault}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
