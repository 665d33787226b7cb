"""What must be there before anything is measured."""

import os
import pathlib
import shutil
import subprocess
import sys

from .places import PACKAGE, STOCK_BUILD

TOOLS = {"wrk": "wrk", "valgrind": "valgrind", "pkg-config": "pkg-config"}

# The products that a part of the workloads needs.
STOCK = ("bench-c",)
DELIVERIES = ("bench-hark", "bench-c", "bench-store")


def prepare(products):
    """Installs the tools and the C libraries, and builds the servers, or these of them: minutes the first time."""
    packages = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    libraries = {
        "libmicrohttpd": "libmicrohttpd-dev", "libcurl": "libcurl4-openssl-dev", "sqlite3": "libsqlite3-dev",
    }
    if products != STOCK:
        libraries["libpq"] = "libpq-dev"
        if not pathlib.Path("/usr/lib/postgresql").is_dir():
            packages.append("postgresql")
    if packages or subprocess.run(["pkg-config", "--exists", *libraries]).returncode != 0:
        install([*packages, *libraries.values()])
    print("Building; the first time takes minutes.", file=sys.stderr)
    # valgrind 3.19 gives up on the debug information of Swift's static libraries.
    for choice in [("--product", product) for product in products] or [()]:
        build(PACKAGE, "-Xlinker", "--strip-debug", *choice)
    # As the main README builds it, so that it is built once.
    build(PACKAGE.parent, "--product", "hark", "--scratch-path", str(STOCK_BUILD))


def build(package, *options):
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", str(package), *options]
    # Else traits come in another order when anything of the environment changed, and everything is built again.
    environment = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}
    finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if finished.returncode != 0:
        raise SystemExit(f"the servers do not build:\n{finished.stdout}")


def install(packages):
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    quietly = {"stdout": subprocess.DEVNULL, "check": True}
    subprocess.run([*as_root, "apt-get", "update", "-qq"], **quietly)
    noninteractive = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*as_root, *noninteractive, "apt-get", "install", "-y", "-qq", *packages], **quietly)
