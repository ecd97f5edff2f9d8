"""A connection by ssh: small programs run on the server, and a folder copied to it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from ..problem import Problem, PublishError

# A password that nobody can type, or a server that is gone, must not hold up a publish for ever.
OPTIONS = (
    "-T",
    *("-o", "BatchMode=yes"),
    *("-o", "ConnectTimeout=10"),
    *("-o", "ServerAliveInterval=10"),
    *("-o", "ServerAliveCountMax=3"),
)

_ADDRESS = re.compile(
    r"ssh://(?:(?P<user>[\w.][\w.+-]*)@)?(?P<host>[\w.][\w.-]*|\[[0-9A-Fa-f:.%\w]+\])"
    r"(?::(?P<port>\d{1,5}))?(?P<path>/[^\x00-\x1f\x7f]*)",
    re.ASCII,
)
_WRITE = "write ssh://user@host/absolute/path"
_SAID = "publish:"
_LOST = 255  # what ssh itself exits with; a program on the server exits with its own status
# What says it, and in which line of our program, helps nobody.
_WHERE = re.compile(r"^(?:ssh|rsync|(?:\S*/)?(?:ba|da)?sh: (?:line )?\d+): ", re.MULTILINE)
_REMEDIES = {
    r"Host key verification failed": "connect once by hand and compare the key: {by_hand}",
    r"Permission denied \(": "let the server know your key, or add it to your agent: ssh-add",
    r"Could not resolve hostname": "look at the host's name",
    r"Connection refused|Connection timed out|No route to host|Network is unreachable": (
        "look at the host and its port, and whether it is up"
    ),
    r"No space left on device|[Qq]uota exceeded": "make room there, then publish again",
    r"Read-only file system|Permission denied": (
        "let the user write there, or name another folder with PUBLISH_TO=ssh://…"
    ),
    r"rsync: command not found|rsync: not found": "install rsync there",
}


def ssh() -> list[str]:
    """The ssh command, `PUBLISH_SSH` if that is set, with options that keep it from hanging.

    ssh takes the first of two values, so what the user says comes before what is said here. Raises
    `PublishError` when a quote is left open.
    """
    command = os.environ.get("PUBLISH_SSH") or "ssh"
    try:
        return [*shlex.split(command), *OPTIONS]
    except ValueError as error:
        fault, remedy = f"'{command}' has a quote that is left open", "close it"
        raise PublishError([Problem("PUBLISH_SSH", fault, remedy)]) from error


@dataclass(frozen=True)
class Address:
    """Where a folder lies on a server: `ssh://user@host:22/path`, user and port as ssh has them."""

    user: str
    host: str
    port: str
    path: str

    @classmethod
    def parse(cls, to: str) -> Self:
        """Read an address; raises `PublishError` for one that is none."""
        if to.startswith("ssh://") and re.match(r"ssh://[^/]*:[^/]*@", to):
            remedy = "leave it out, and let the server know your key"
            raise PublishError([Problem(re.sub(r":[^/]*@", "@", to), "holds a password", remedy)])
        if not (match := _ADDRESS.fullmatch(to)):
            raise PublishError([Problem(to, "is no address of a folder on a server", _WRITE)])
        path = re.sub("/+", "/", match["path"]).rstrip("/")
        if not path or ".." in path.split("/"):
            raise PublishError([Problem(to, "names no folder of its own", _WRITE)])
        return cls(match["user"] or "", match["host"], match["port"] or "", path)

    def __str__(self) -> str:
        return self.place(self.path)

    def place(self, path: str) -> str:
        """The address of another path on the same server."""
        return f"ssh://{self.login}{f':{self.port}' if self.port else ''}{path}"

    @property
    def login(self) -> str:
        """The user and the host, as rsync has them before its colon."""
        return f"{self.user}@{self.host}" if self.user else self.host

    @property
    def options(self) -> list[str]:
        """What ssh is told of the port."""
        return ["-p", self.port] if self.port else []


class Connection:
    """Runs programs for the POSIX shell on a server, and copies a folder to it.

    While a program is held, all that is run goes through its one connection.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self.name = str(address)
        self._shared: list[str] = []
        self._held: subprocess.Popen[bytes] | None = None

    def run(self, program: str, **values: str) -> bytes:
        """Run a program with shell variables set; give what it printed. Raises `PublishError`."""
        with tempfile.TemporaryFile() as errors:
            process = self._start([*self._ssh(), *self._host(), "sh", "-s"], errors)
            output, _ = process.communicate(_whole(program, values))
            errors.seek(0)
            return self._answer(process.returncode, output, errors.read())

    @contextmanager
    def hold(self, program: str, shared: Path, **values: str) -> Iterator[str]:
        """Run a program that reads lines until they end, which they do however this process ends.

        `shared` is the socket that others reach this connection by; where its path is too long for
        one, they have connections of their own. Gives the line that the program begins with;
        raises `PublishError` when it ends without one.
        """
        path = ["-o", f"ControlPath={shared}"] if _is_short(shared) else []
        master = ["-o", "ControlMaster=yes", *path] if path else []
        with tempfile.TemporaryFile() as errors:
            command = [*self._ssh(), *master, *self._host(), "sh", "-s"]
            process = self._start(command, errors)
            try:
                said = self._first_line(process, _whole(program, values), errors)
                self._shared = ["-o", "ControlMaster=no", *path] if path else []
                self._held = process
                yield said
            finally:
                self._shared, self._held = [], None
                _end(process)

    @property
    def holds(self) -> bool:
        """Whether a program is held."""
        return self._held is not None

    def ask(self, line: str) -> str:
        """Give the held program a line, and its answer back; raises `PublishError` without one."""
        answer = b""
        if self._held and self._held.stdin and self._held.stdout:
            with suppress(BrokenPipeError):
                self._held.stdin.write(os.fsencode(f"{line}\n"))
                self._held.stdin.flush()
                answer = self._held.stdout.readline()
        if not answer.endswith(b"\n"):
            fault = "the connection was lost, and the lock with it"
            raise PublishError([Problem(self.name, fault, "publish again")])
        return os.fsdecode(answer[:-1])

    def copy(self, folder: Path, place: str, *options: str) -> Iterator[str]:
        """Copy a folder's files to a place on the server by rsync; give each line it prints."""
        shell = shlex.join([*self._ssh(), *self.address.options])
        command = ["rsync", "--rsh", shell, *options, "--", f"{folder}/"]
        with tempfile.TemporaryFile() as errors:
            with self._start([*command, f"{self.address.login}:{place}/"], errors) as process:
                assert process.stdout  # noqa: S101 — Popen was given a pipe; this tells the types
                for line in process.stdout:
                    yield os.fsdecode(line.rstrip(b"\n"))
            if process.returncode:
                errors.seek(0)
                raise PublishError([self.problem("rsync", errors.read())])

    def problem(self, who: str, errors: bytes) -> Problem:
        """Make a problem of what ssh, rsync or the server wrote as its errors."""
        text = _WHERE.sub("", errors.decode(errors="replace"))
        lines = [line.strip() for line in text.splitlines() if line.strip()] or ["nothing"]
        by_hand = shlex.join(["ssh", *self.address.options, self.address.login])
        for line in lines:
            for known, remedy in _REMEDIES.items():
                if re.search(known, line):
                    told = remedy.format(by_hand=by_hand)
                    return Problem(self.name, f"{who} says “{line}”", told)
        return Problem(self.name, f"{who} says “{lines[-1]}”", "mend that, then publish again")

    def _start(self, command: list[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 — the command is ours, or PUBLISH_SSH's
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "LC_ALL": "C"},
            )
        except OSError as error:
            fault = f"cannot be run here ({error.strerror})"
            remedy = "install it, or name another ssh with PUBLISH_SSH"
            raise PublishError([Problem(command[0], fault, remedy)]) from error

    def _ssh(self) -> list[str]:
        return [*ssh(), *self._shared]

    def _host(self) -> list[str]:
        user = ["-l", self.address.user] if self.address.user else []
        return [*self.address.options, *user, self.address.host.strip("[]")]

    def _first_line(
        self, process: subprocess.Popen[bytes], program: bytes, errors: IO[bytes]
    ) -> str:
        assert process.stdin and process.stdout  # noqa: S101, PT018 — pipes both; for the types
        with suppress(BrokenPipeError):
            process.stdin.write(program)
            process.stdin.flush()
        said = process.stdout.readline()
        line = process.stdout.readline()
        if not line:
            process.wait()
            errors.seek(0)
        self._answer(0 if line else process.returncode or 1, said, b"" if line else errors.read())
        return os.fsdecode(line.rstrip(b"\n"))

    def _answer(self, status: int, output: bytes, errors: bytes) -> bytes:
        if status:
            who = "ssh" if status == _LOST else "the server"
            raise PublishError([self.problem(who, errors)])
        said, _, answer = output.partition(b"\n")
        if said != _SAID.encode():
            fault = f"its shell prints “{said.decode(errors='replace')}” at login"
            remedy = "let it print nothing when no terminal is there"
            raise PublishError([Problem(self.name, fault, remedy)])
        return answer


def _is_short(socket: Path) -> bool:
    # The kernel takes about a hundred bytes, and ssh adds seventeen for a moment.
    return len(os.fsencode(socket)) < 80


def _whole(program: str, values: Mapping[str, str]) -> bytes:
    # A shell reads a function to its end before it runs it: half a program does nothing.
    given: Sequence[str] = [f"{name}={shlex.quote(value)}\n" for name, value in values.items()]
    head = "set -eu\nLC_ALL=C\nexport LC_ALL\numask 022\n"
    return os.fsencode(
        f"publish() {{\n{head}{''.join(given)}{program}\n}}\necho {_SAID}\npublish\n"
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    # Its input ends, so the program ends, and the connection with it.
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
