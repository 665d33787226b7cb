"""The bots that Hark replaces, where scripts that install and run them lie beside the checkout."""

import dataclasses
import os
import subprocess

from .places import LAB, ON_SERVER_CORE, PEERS, free_port


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    script: str
    port_variable: str
    path: str


# Both read the body and answer with text; for webhook that means running a command.
ALL = (
    Peer("Errbot", "errbot_peer.sh", "EB_PORT", "/raw/"),
    Peer("adnanh/webhook", "webhook_peer.sh", "WH_PORT", "/hooks/echo"),
)


class RunningPeer:
    """A running peer, used in a `with` statement."""

    def __init__(self, peer):
        self.name, self.path = peer.name, peer.path
        self.script = str(LAB / peer.script)
        self.folder = PEERS / peer.script.removesuffix(".sh")
        self.port = free_port()
        self.environment = {**os.environ, peer.port_variable: str(self.port)}

    def __enter__(self):
        self.act("install")
        try:
            self.act("start")
        except BaseException:
            self.act("stop")
            raise
        return self

    def __exit__(self, *_):
        self.act("stop")

    def act(self, action):
        command = [*ON_SERVER_CORE, self.script, action, str(self.folder)]
        subprocess.run(command, env=self.environment, stdout=subprocess.DEVNULL, check=True, timeout=300)


def available():
    """The peers that can be had here."""
    if LAB.is_dir():
        return ALL
    print("Errbot and adnanh/webhook are left out: no folder shared/lab is beside the checkout.\n")
    return ()
