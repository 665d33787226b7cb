"""Instructions a request, counted by valgrind: the same on a busy machine as on an idle one."""

import re

from .payloads import KILOBYTE, RECEIVED, ask, post
from .servers import HARK, PLAIN_C, Server

# The difference of two runs of these lengths leaves start and end out.
FEW, MANY = 200, 1_200


def report():
    """Prints the table."""
    print("| workload | Hark | plain C | ratio |\n|---|---:|---:|---:|")
    for title, path in (("1 kB, sync handler", "/sync"), ("1 kB, suspending once", "/suspend")):
        ours, theirs = (instructions_per_request(program, path) for program in (HARK, PLAIN_C))
        print(f"| {title} | {ours:,.0f} | {theirs:,.0f} | {ours / theirs:.2f} |", flush=True)


def instructions_per_request(program, path):
    return (instructions(program, path, MANY) - instructions(program, path, FEW)) / (MANY - FEW)


def instructions(program, path, requests):
    """Instructions of a whole run that serves so many requests, one after the other, on one connection."""
    request = post(path, KILOBYTE)

    def send(server, connection):
        for _ in range(requests):
            if ask(connection, request) != (200, RECEIVED):
                server.fail(f"did not answer {path}")

    return collected(program, send)


def collected(program, send):
    """Instructions of a whole run, in which `send` does something with the server and one connection."""
    callgrind = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
    with Server(program, prefix=callgrind, patience=120) as server, server.connect() as connection:
        send(server, connection)
    return int(re.search(r"Collected : (\d+)", server.output)[1])
