"""Disks that are full, or do not keep what is written."""

import contextlib
import json
import os
import subprocess
import time

from lab import NotTried, expect, wait


@contextlib.contextmanager
def small_disk(lab, size):
    """A file system of its own for the data."""
    if os.geteuid() != 0:
        raise NotTried("it needs root to mount a small file system")
    lab.data.mkdir(mode=0o700)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", lab.data]).returncode != 0:
        raise NotTried("this machine does not let it mount a file system")
    try:
        yield
        lab.end()
        lab.check()
    finally:
        lab.end()
        # The scenario's own look at the store comes later.
        copy = lab.folder / "copy"
        subprocess.run(["cp", "-a", lab.data, copy], check=False)
        subprocess.run(["umount", "-l", lab.data], check=False)
        lab.data.rmdir()
        copy.rename(lab.data)


def fill(path):
    """Fills the disk to the last block."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass


def full(lab):
    """10: the disk is full, and has space again."""
    with small_disk(lab, "120m"):
        bot = lab.bot()
        expect(bot.push(1)[0] == 202, "the first one is not stored")
        lab.settle()
        fill(lab.data / "filler")
        # The free space is looked at once a second.
        time.sleep(1.1)
        # GitHub does not repeat a delivery: it is handled at once, and its sender hears the handler.
        status, text = bot.push(2)
        expect(status == 200, f"with a full disk it answered {status} {text}")
        status, text = bot.post("/steps", json.dumps({"name": "repeated", "steps": []}))
        expect(status == 503, f"a sender that repeats its deliveries was answered {status} {text}")
        expect(bot.retry_after == "30", f"it was told to come again after {bot.retry_after}")
        (lab.data / "filler").unlink()
        numbers = iter(range(3, 1000))
        wait("a stored delivery", lambda: bot.push(next(numbers))[0] == 202, 30)
        lab.settle()
        bot.stop()
        expect({1, 2} <= set(lab.said()), f"it said {sorted(lab.said())[:5]}")
    return "handled at once if it is never sent again, else 503 with Retry-After; then stored again without a restart"


def full_start(lab):
    """10: the bot starts on a full disk, and stores once there is space."""
    with small_disk(lab, "120m"):
        bot = lab.hark()
        expect(bot.push(1)[0] == 202, "the first one is not stored")
        lab.settle()
        bot.kill()
        (lab.data / "ballast").unlink()
        fill(lab.data / "filler")
        lab.start(lab.options.hark, {}).refuses("no space left", "hark.db")
        (lab.data / "filler").unlink()
        bot = lab.hark()
        bot.stop()
        expect((lab.data / "ballast").exists(), "there is no ballast")
        fill(lab.data / "filler")
        bot = lab.hark()
        expect(not (lab.data / "ballast").exists(), "the ballast is not used")
        time.sleep(1.1)
        expect(bot.push(2)[0] == 200, "it does not handle what it cannot store")
        (lab.data / "filler").unlink()
        numbers = iter(range(3, 1000))
        wait("a stored delivery", lambda: bot.push(next(numbers))[0] == 202, 30)
        lab.settle()
        bot.stop()
    return "without ballast it says that the disk is full; with it, it starts"


def flush(lab):
    """11: a flush of the log fails."""
    bot = lab.bot(HARK_STORE_REQUIRED="true", HARK_STORE_TIMEOUT="20s", HARK_DRAIN_TIMEOUT="2s")
    running = bot.steps("running", "touch begun", "await go")
    wait("a handler", lambda: lab.has("begun"))
    lab.control.set(fail_syncs=1)
    answers = []
    status, text = bot.push(1)
    expect(status == 503, f"it answered {status} {text}")
    while True:
        try:
            answers.append(bot.push(2)[0])
        except OSError:
            break
    ended = bot.process.wait(timeout=30)
    expect(ended == 74, f"it ended with {ended}")
    expect(set(answers) <= {503}, f"after the failure it answered {set(answers)}")
    expect(lab.control.get("fail_syncs") == 0, "no flush failed")
    lab.touch("go")
    bot = lab.bot()
    repeated = [bot.push(number)[1].split()[0] for number in (1, 2)]
    lab.settle()
    bot.stop()
    expect(lab.said() == {1: 1, 2: 1}, f"it said {lab.said()}")
    expect(set(lab.store.states()) == {"done"}, f"there is {lab.store.states()}")
    crashes = lab.store.delivery(running, "crashes")
    expect(crashes == 0, "the end of the bot counts as a crash of what ran")
    return f"503, 74, no acknowledgement until the restart; after it the repetition was {repeated[0]}, and said once"


SCENARIOS = [full, full_start, flush]
