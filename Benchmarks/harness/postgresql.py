"""A PostgreSQL server of one's own, on 127.0.0.1 and with its usual settings."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .places import free_port

# As root it runs as the user that Debian's package made.
AS_SERVER = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") if os.geteuid() == 0 else ()


class PostgreSQL:
    """A running server with an empty database, used in a `with` statement."""

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp())
        self.port = free_port()
        if AS_SERVER:
            shutil.chown(self.folder, "postgres")
        try:
            self.call("initdb", "-U", "hark", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust")
            options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
            self.call("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")
        except BaseException:
            self.__exit__()
            raise
        self.url = f"postgresql://hark@127.0.0.1:{self.port}/postgres"
        return self

    def __exit__(self, *_):
        if (self.folder / "data" / "postmaster.pid").exists():
            self.call("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def call(self, program, *arguments):
        programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
        command = [*AS_SERVER, str(programs / program), "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=True, timeout=120)
