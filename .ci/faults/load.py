"""A herd of old deliveries, and large bodies among small ones."""

import json
import sqlite3
import threading
import time

from lab import expect, wait


def herd(lab):
    """28: 10,000 deliveries that failed before are due at once; fresh ones and one of 25 MiB arrive among them."""
    bot = lab.bot()
    bot.steps("old", "fail 1", "pause 5")
    wait("a failure", lambda: lab.count("failed", "old"))
    bot.stop()
    with sqlite3.connect(lab.data / "hark.db") as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(delivery)") if row[1] != "id"]
        names = ", ".join(columns)
        one = connection.execute("SELECT id FROM delivery").fetchone()[0]
        connection.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) INSERT INTO delivery "
            f"(id, {names}) SELECT {one} + i, {names} FROM delivery, n WHERE id = {one}")
        connection.execute(
            f"INSERT INTO payload (id, head, body) SELECT delivery.id, head, body FROM delivery, payload "
            f"WHERE payload.id = {one} AND delivery.id <> {one}")
        connection.execute("UPDATE delivery SET due = due - 86400000")
    connection.close()
    began = time.monotonic()
    bot = lab.bot()
    expect(bot.duration < 2, f"the start took {bot.duration:.1f} s")
    at_start = bot.resident_mebibytes()
    acknowledged, handled = [], []
    large = json.dumps({"name": "large", "steps": [], "padding": "x" * (25 << 20)})
    answers = []
    sender = threading.Thread(target=lambda: answers.append(bot.post("/large", large, 30)), daemon=True)
    most = 0
    for number in range(100):
        if number == 20:
            sender.start()
        sent = time.monotonic()
        bot.steps(f"fresh {number}")
        acknowledged.append(time.monotonic() - sent)
        wait("a fresh one's end", lambda: lab.count("end", f"fresh {number}"))
        handled.append(time.monotonic() - sent)
        most = max(most, bot.resident_mebibytes())
        time.sleep(0.02)
    waiting = lab.store.unfinished()
    sender.join(30)
    expect(answers and answers[0][0] == 202, f"the large one was answered {answers}")
    lab.settle(120)
    seconds = time.monotonic() - began
    bot.stop()
    expect(waiting > 100, "the old ones ended before the fresh ones were sent")
    expect(max(acknowledged) < 1, f"an acknowledgement took {max(acknowledged):.1f} s")
    expect(sorted(handled)[90] < 0.5 and max(handled) < 2,
           f"fresh deliveries were handled after {sorted(handled)[-10:]} s")
    expect(lab.count("end", "old") == 10_000 and lab.count("end", "large") == 1, "not all were handled")
    expect(most < at_start + 160, f"the memory grew from {at_start} to {most} MiB")
    return (f"acknowledged in {max(acknowledged):.2f} s and handled in {max(handled):.2f} s at most, {at_start} MiB at "
            f"first and {most} at most, all done in {seconds:.0f} s")


SCENARIOS = [herd]
