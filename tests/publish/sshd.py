"""A real sshd on loopback, with keys of its own, for one test or more."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Sshd:
    """A server that is up: its port, its folder, and the ssh command that knows its keys."""

    port: int
    folder: Path
    command: str

    def address(self, path: Path | str) -> str:
        """The address of a folder on it."""
        return f"ssh://{HOST}:{self.port}{path}"


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[Sshd]:
    """Start sshd as the current user and stop it in the end, by its process id."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("host", "user"):
        if not (folder / name).exists():
            _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd's own, when it is root's
    port = free_port()
    (folder / "known").write_text(f"[{HOST}]:{port} {(folder / 'host.pub').read_text()}")
    config = folder / "sshd_config"
    config.write_text("\n".join([*_configuration(folder, port), *more, ""]))
    server = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert server, "sshd: is not here — install openssh-server"
    with (folder / "log").open("ab") as log:
        command = [server, "-D", "-e", "-f", str(config)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=log)
        try:
            _wait_for(port, process, folder / "log")
            yield Sshd(port, folder, _ssh(folder))
        finally:
            process.terminate()
            process.wait(timeout=10)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _configuration(folder: Path, port: int) -> list[str]:
    return [
        f"ListenAddress {HOST}:{port}",
        f"HostKey {folder / 'host'}",
        f"AuthorizedKeysFile {folder / 'user.pub'}",
        f"AllowUsers {getpass.getuser()}",
        "StrictModes no",
        "PidFile none",
        "UsePAM no",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "MaxStartups 100:30:200",
    ]


def _ssh(folder: Path) -> str:
    return shlex.join(
        [
            *("ssh", "-F", "none", "-i", str(folder / "user")),
            *("-o", "IdentitiesOnly=yes", "-o", f"UserKnownHostsFile={folder / 'known'}"),
            *("-o", "KexAlgorithms=curve25519-sha256"),  # the quickest; nothing here is a secret
            *("-o", "GlobalKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=yes"),
        ]
    )


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    # It tells nobody that it listens; each try ends by itself, and it is given up when sshd ends.
    while process.poll() is None:
        try:
            with socket.create_connection((HOST, port), timeout=10) as connection:
                connection.recv(4)
                return
        except ConnectionRefusedError:
            os.sched_yield()
    raise AssertionError(log.read_text())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60)
