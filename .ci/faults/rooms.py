"""Rooms that fail, and connections that end half-way."""

import time

from lab import expect, wait


def outage(lab):
    """20: one room answers 500 for a time, another one works."""
    room = lab.room(ops="fail")
    settings = {"HARK_KEYED_ROOMS": room.urls("ops", "dev")}
    bot = lab.bot(**settings)
    began = time.monotonic()
    seconds, number, slowest = lab.options.outage, 0, 0
    while time.monotonic() - began < seconds or number < 30:
        number += 1
        sent = time.monotonic()
        bot.steps(f"one {number}", f"announce ops {number}", f"announce dev {number}")
        wait(f"message {number} in the other room", lambda: str(number) in room.texts("dev"))
        slowest = max(slowest, time.monotonic() - sent)
        time.sleep(max(0, sent + seconds / 100 - time.monotonic()))
    expect(slowest < 2, f"the other room waited {slowest:.1f} s")
    lab.settle()
    room.answers["ops"] = "ok"
    wait("the last message", lambda: str(number) in room.texts("ops"), 90)
    bot.stop()
    all_numbers = [str(one) for one in range(1, number + 1)]
    numbers = [text for text in room.texts("ops") if text.isdigit()]
    others = [text for text in room.texts("ops") if not text.isdigit()]
    if seconds > 300:
        expect(numbers == all_numbers[-10:] and others == room.texts("ops")[:1], f"the room has {room.texts('ops')}")
    else:
        expect(room.texts("ops") == all_numbers, f"the room has {room.texts('ops')}")
    expect(room.texts("dev") == all_numbers, f"the other one has {room.texts('dev')}")
    return (f"{number} messages; the other room waited {slowest:.2f} s at most; then {len(others)} summary and the last "
            f"{len(numbers)}, in order")


def cut(lab):
    """21: the connection ends after the request was written, before the answer."""
    room = lab.room(ops="cut", dev="cut")
    bot = lab.bot(HARK_KEYED_ROOMS=room.urls("ops"), HARK_WEBHOOK_ROOMS=room.urls("dev"))
    bot.steps("one", "announce keyed:ops One.", "announce webhook:dev One.")
    wait("the first attempts", lambda: room.texts("ops") and room.texts("dev"))
    time.sleep(3)
    room.answers.clear()
    bot.steps("two", "announce keyed:ops Two.", "announce webhook:dev Two.")
    wait("the second messages", lambda: all("Two." in room.texts(name) for name in ("ops", "dev")), 60)
    bot.stop()
    keys = room.keys("ops")
    expect([text for _, text in dict.fromkeys(keys)] == ["One.", "Two."], f"the network with keys got {keys}")
    expect(room.texts("dev") == ["One.", "One. (again?)", "Two."], f"the other one has {room.texts('dev')}")
    return f"{len(keys) - 2} repetitions with one key, and one with a mark"


SCENARIOS = [outage, cut]
