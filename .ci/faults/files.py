"""Store files that are damaged, foreign, newer, half made, or in use."""

import json
import os
import sqlite3

from lab import expect, wait


def second_bot(lab):
    """13: a second bot on the same folder, and the command line while the first one runs."""
    bot = lab.hark()
    second = lab.start(lab.options.hark, {"HARK_DRAIN_TIMEOUT": "100ms"})
    identifier = bot.push(1)[1].split()[1]
    lab.settle()
    entry = json.loads(bot.call("deliveries", "--json"))
    expect((entry["id"], entry["state"]) == (identifier, "done"), f"hark deliveries shows {entry}")
    bot.call("replay", identifier, "--yes")
    wait("the replay", lambda: lab.said() == {1: 2})
    second.refuses("store", str(bot.process.pid))
    expect(bot.push(2)[0] == 202, "the first bot does not take deliveries any more")
    lab.settle()
    bot.stop()
    entry = json.loads(bot.call("deliveries", "--json", "--limit", "1"))
    expect(entry["state"] == "done", f"without a bot, hark deliveries shows {entry}")
    return "the second one named the first; deliveries and replay went through the socket"


def damage(lab):
    """12, 24: a damaged file, a file of something else, one of a newer version, one that others may read."""
    bot = lab.hark()
    ids = [bot.push(number)[1].split()[1] for number in range(200)]
    lab.settle()
    bot.stop()
    path = lab.data / "hark.db"
    whole = path.read_bytes()

    def refused(*words):
        lab.start(lab.options.hark, {}).refuses("hark.db", *words)

    path.write_bytes(b"This is no database. " * 400)
    refused("hark store salvage")
    path.write_bytes(whole)
    with sqlite3.connect(path) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    refused("99", "newer")
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    path.chmod(0o644)
    refused("chmod 600")
    path.chmod(0o600)

    # Pages of the payloads, so that the rows of the deliveries can be read around them.
    page = 4096
    first = len(whole) // page // 2
    path.write_bytes(whole[:page * first] + os.urandom(page * 6) + whole[page * (first + 6):])
    refused("hark store salvage")
    bot.call("store", "check", status=1)
    said = bot.call("store", "salvage")
    expect(list(lab.data.glob("hark.db.damaged-*")), "the damaged file is not kept")
    bot = lab.hark()
    known = set(lab.store.column("SELECT request_id FROM delivery"))
    expect(known <= set(ids) and len(known) > 100, f"{len(known)} of 200 were salvaged: {said}")
    expect(bot.push(1000)[0] == 202, "the salvaged store stores nothing")
    lab.settle()
    bot.stop()
    return f"each fault named with what to do; {len(known)} of 200 deliveries salvaged"


def first_start(lab):
    """24: killed while the store is made, at each of its writes."""
    bot = lab.hark()
    bot.kill()
    writes = lab.control.get("writes")
    numbers = sorted(lab.random.sample(range(1, writes + 1), min(8, writes)))
    for number in numbers:
        for file in lab.data.iterdir():
            if file.is_file():
                file.unlink()
        lab.control.clear()
        lab.control.set(hold_at=number)
        bot = lab.start(lab.options.hark, {})
        lab.control.wait_held()
        bot.kill()
        lab.control.clear()
        bot = lab.hark()
        expect(bot.push(number)[0] == 202, "it stores nothing")
        lab.settle()
        bot.kill()
    return f"killed at writes {numbers} of {writes}: each time the next start made the store"


SCENARIOS = [second_bot, damage, first_start]
