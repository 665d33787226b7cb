"""What the operator's rules cost, in instructions a delivery: GitHub's push, read, formatted and compared."""

import dataclasses
import pathlib
import subprocess
import tempfile

from .instructions import FEW, MANY, collected
from .payloads import ask, deliver
from .servers import stock_bots

RULES = 200

# Rules about other repositories, plugins and events than the push, as a company with many teams has them.
KINDS = (
    "#room{} place=acme/shop{}* event=push,pull_request",
    "#room{} plugin=github place=octo/service{} event=push branch=main,release/*",
    "#room{} plugin=gitlab event=pipeline* place=acme/shop{}",
    "#room{} plugin=alertmanager label=team=team{} severity>=error",
    "only-failures plugin=github event=workflow_run,check_* place=octo/tool{}*",
    "mute actor=renovate*,*-ci{} event!=*_alert",
)


def report():
    """Prints the table. Each line is the difference of two kinds of delivery, so that the way of a request is left out."""
    with tempfile.TemporaryDirectory() as folder:
        report_of(readable(stock_bots()[1], folder))


def readable(program, folder):
    """The program without debug information: valgrind 3.19 gives up on that of Swift's static libraries."""
    copy = pathlib.Path(folder, "hark")
    subprocess.run(["strip", "--strip-debug", "-o", copy, program.executable], check=True)
    return dataclasses.replace(program, executable=str(copy))


def report_of(program):
    none = dataclasses.replace(program, answers=program.answers[:1])
    # The last rule mutes the push, so that nothing is said in the chat.
    muting = with_rules(none, other_rules() + ["mute place=octo/parser"])
    alone = with_rules(none, ["mute place=octo/parser"])

    empty = instructions_per_delivery(none, "unknown", b"{}")
    parsed = instructions_per_delivery(none, "unknown")
    formatted = instructions_per_delivery(alone, "push")
    matched = instructions_per_delivery(muting, "push")
    parsing = parsed - empty
    print("| GitHub's push | instructions | of parsing |\n|---|---:|---:|")
    for title, count in (
        ("parsing its 7 kB", parsing),
        ("formatting it, facts included", formatted - parsed),
        (f"comparing it with {RULES} rules", matched - formatted),
    ):
        print(f"| {title} | {count:,.0f} | {count / parsing:.2f} |", flush=True)


def other_rules():
    """All rules but the one that the push meets."""
    return [KINDS[number % len(KINDS)].replace("{}", str(number)) for number in range(RULES - 1)]


def with_rules(program, rules):
    return dataclasses.replace(program, environment={**program.environment, "HARK_RULES": "\n".join(rules)})


def instructions_per_delivery(program, event, body=None):
    return (instructions(program, event, body, MANY) - instructions(program, event, body, FEW)) / (MANY - FEW)


def instructions(program, event, body, requests):
    def send(server, connection):
        for number in range(requests):
            request = deliver(f"{number}", signed=False, event=event, body=body)
            if ask(connection, request)[0] != 200:
                server.fail(f"did not take a delivery of the event {event}")

    return collected(program, send)
