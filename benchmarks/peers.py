"""deskbreak beside others that remind of breaks: start, memory, wake-ups, processor time.

    sudo python benchmarks/peers.py install   # from Debian, and Safe Eyes from PyPI
    sudo python benchmarks/peers.py round     # each of them once; as often as you like
    python benchmarks/peers.py table          # writes docs/performance.md, prints the table

A round starts each program in turn on a private desktop of its own (Xvfb, a session bus that is the
system bus, too, dunst, xfce4-panel) and adds what it saw to `build/peers/rounds.jsonl`; the table
is made of the medians, of rates of the means. So the rounds are interleaved, and what else the
machine does meanwhile falls on all alike. `round NAME` takes only that one.

Memory is PSS, which shares a page among all that have it: a program that uses the Python or the GTK
of another one beside it would look lighter than it is. So each has copies of its own of every file
that it maps, bound over the originals in a mount namespace; that takes root. In a process namespace
the kernel numbers what a program starts, so that none is too short-lived to be counted.
"""

import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desktop import Desktop, wait_until
from panel import furnished_panel
from start import Screen

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "build" / "peers"
ROUNDS = PLACE / "rounds.jsonl"
PAGE = ROOT / "docs" / "performance.md"
SAFE_EYES = "safeeyes==3.5.1"
_DEBIAN = (
    *("workrave", "rsibreak", "xprintidle", "gir1.2-gtk-4.0", "gir1.2-notify-0.7", "python3-gi"),
    *("python3-venv", "libglib2.0-bin", "xvfb", "dbus", "dunst", "xfce4-panel", "xdotool"),
)
SETTLED, SITTING_DOWN, LONGEST = 6.0, 3.0, 30.0
IDLE, IN_USE = 15.0, 25.0
PANEL = 34  # pixels at the top of the screen; below it stands whatever asks for a break
_TABLE = re.compile(r"(?<=<!-- peers -->\n).*?(?=<!-- end of peers -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Peer:
    """`asks` begins a break by a command, where there is one; `files` are its settings."""

    name: str
    command: tuple[str, ...]
    asks: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    env: tuple[tuple[str, str], ...] = ()


_WITH_OLDER_GTK = """
import gi; gi.require_version("Gtk", "4.0"); from gi.repository import Gtk
hasattr(Gtk, "FileDialog") or setattr(Gtk, "FileDialog", object)
of_bytes = Gtk.CssProvider.load_from_data
def of_text(provider, css, *length):
    of_bytes(provider, css.encode() if isinstance(css, str) else css)
Gtk.CssProvider.load_from_data = of_text
from safeeyes.__main__ import main; main()
"""
"""GTK 4.8 lacks what Safe Eyes names in an annotation of its settings, and takes no styles as text."""
_EYES = (
    str(PLACE / "safe-eyes" / "bin" / "python"),
    "-c",
    _WITH_OLDER_GTK,
)
_DESKBREAK = (str(PLACE / "deskbreak" / "bin" / "python"), "-m", "deskbreak")
_WORKRAVE = (
    *("gdbus", "call", "--session", "--dest", "org.workrave.Workrave"),
    *("--object-path", "/org/workrave/Workrave/UI"),
    *("--method", "org.workrave.ControlInterface.RestBreak"),
)
PEERS = (
    Peer("deskbreak", (*_DESKBREAK, "run"), (*_DESKBREAK, "start")),
    Peer(
        "Workrave",
        ("workrave",),
        _WORKRAVE,
        # in the tray alone, as the others are
        (("glib-2.0/settings/keyfile", "[org/workrave/gui/main-window]\nenabled=false\n"),),
        (("GSETTINGS_BACKEND", "keyfile"),),
    ),
    Peer(
        "RSIBreak",
        ("rsibreak",),
        files=(("rsibreakrc", "[Notification Messages]\ndont_show_welcome_again_for_001=false\n"),),
    ),
    Peer("Safe Eyes", _EYES, (*_EYES, "--take-break")),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one program did in one round; None where it has no such thing.

    Wake-ups are voluntary switches of all its threads. `started` is processes and threads.
    """

    icon_s: float
    start_cpu_ms: float
    pss_mb: float
    idle_cpu_ms_a_minute: float
    idle_wakeups_a_second: float
    used_cpu_ms_a_minute: float
    used_wakeups_a_second: float
    started_a_minute: float
    break_s: float | None


_WORDS = {
    "icon_s": ("start to the icon in the panel, s", 2),
    "start_cpu_ms": (f"processor time of the first {SETTLED:g} s, ms", 0),
    "pss_mb": ("memory at rest (PSS), MB", 1),
    "idle_cpu_ms_a_minute": ("processor time idle, ms a minute", 1),
    "used_cpu_ms_a_minute": ("processor time with the mouse moved, ms a minute", 1),
    "idle_wakeups_a_second": ("wake-ups idle, a second", 2),
    "used_wakeups_a_second": ("wake-ups with the mouse moved, a second", 2),
    "started_a_minute": ("processes and threads started, a minute", 0),
    "break_s": ("command to a break on the screen, s", 2),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("install", "round", "table"))
    parser.add_argument("names", nargs="*", metavar="NAME")
    wanted = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is ended then, too
    if wanted.what == "install":
        install()
    elif wanted.what == "round":
        for peer in PEERS:
            if not wanted.names or peer.name in wanted.names:
                note(peer, seen(peer))
    else:
        write_table()
    return 0


def install() -> None:
    apt = ("apt-get", "install", "--yes", "--no-install-recommends", *_DEBIAN)
    subprocess.run(apt, check=True)
    install_into(PLACE / "deskbreak", (), (ROOT,))
    shutil.rmtree(PLACE / "copies", ignore_errors=True)  # another version maps other files
    eyes = PLACE / "safe-eyes"
    install_into(eyes, ("--system-site-packages",), ("babel", "packaging", "python-xlib"))
    install_into(eyes, ("--system-site-packages",), ("--no-deps", SAFE_EYES))  # PyGObject: Debian's


def install_into(home: Path, options: tuple[str, ...], packages: tuple[str | Path, ...]) -> None:
    """Both run on Debian's own Python, compiled beforehand."""
    subprocess.run(("/usr/bin/python3", "-m", "venv", *options, home), check=True)
    subprocess.run((home / "bin" / "pip", "install", "--quiet", *packages), check=True)


def note(peer: Peer, what: Seen) -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    with ROUNDS.open("a") as rounds:
        rounds.write(json.dumps({"name": peer.name, **asdict(what)}) + "\n")
    print(peer.name, what, flush=True)


# One program on a desktop of its own


def seen(peer: Peer) -> Seen:
    copies = PLACE / "copies" / peer.name
    if not copies.exists():
        with desk_for(peer) as desktop:
            run = Run(desktop, peer, {})
            run.go()
            time.sleep(SETTLED)
            take_copies(run.mapped(), copies)
    own = {
        str("/" / file.relative_to(copies)): file for file in copies.rglob("*") if file.is_file()
    }
    with desk_for(peer) as desktop:
        screen = Screen(desktop.env["DISPLAY"])
        still(screen)
        run, before = Run(desktop, peer, own), screen.shown()
        began = run.go()
        icon = run.until(lambda: screen.shown() != before, "an icon") - began
        time.sleep(max(SETTLED - icon, 0.0))
        start_cpu = run.cpu_ms()
        with hand_at_the_mouse(desktop):
            time.sleep(SITTING_DOWN)
            used = rates(run, IN_USE)
        time.sleep(SITTING_DOWN)
        pss, idle = run.pss_mb(), rates(run, IDLE)
        with hand_at_the_mouse(desktop):  # Safe Eyes begins no break while nobody is there
            time.sleep(SITTING_DOWN)
            asked = until_break(run, peer)
        return Seen(icon, start_cpu, pss, *idle[:2], *used[:2], idle[2], asked)


@contextmanager
def hand_at_the_mouse(desktop: Desktop) -> Iterator[None]:
    """It moves it four times a second."""
    hand = subprocess.Popen(("sh", "-c", _HAND), env=desktop.env, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(hand.pid, signal.SIGTERM)
        hand.wait()


_HAND = """while xdotool mousemove_relative -- 3 0 sleep 0.25 mousemove_relative -- -3 0
do sleep 0.25
done"""


@contextmanager
def desk_for(peer: Peer) -> Iterator[Desktop]:
    with Desktop("800x600x24") as desktop:
        desktop.env |= {"DBUS_SYSTEM_BUS_ADDRESS": desktop.address, **dict(peer.env)}
        desktop.env.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as when installed
        for name, text in peer.files:
            file = Path(desktop.env["XDG_CONFIG_HOME"]) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        rules = desktop.folder / "dunstrc"
        rules.write_text("[global]\n")
        desktop.start("dunst", "-config", str(rules))
        wait_until(lambda: desktop.owns("org.freedesktop.Notifications"), "dunst", within=LONGEST)
        furnished_panel(desktop)
        yield desktop


def still(screen: Screen) -> None:
    def is_still() -> bool:
        before = screen.shown()
        time.sleep(0.5)
        return bool(before == screen.shown())

    wait_until(is_still, "a still screen", within=LONGEST)


def take_copies(mapped: set[Path], copies: Path) -> None:
    for file in mapped:
        copy = copies / file.relative_to("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)


def rates(run: "Run", seconds: float) -> tuple[float, float, float]:
    """Processor time a minute, wake-ups a second, and what is started a minute."""
    cpu, wakeups, switches = run.cpu_ms(), 0, run.switches()
    numbered, ends = run.last_number(), time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(0.25)
        now = run.switches()  # a thread may end meanwhile, and its count with it
        wakeups += sum(count - switches.get(thread, 0) for thread, count in now.items())
        switches = now
        run.cpu_ms()
    minutes = seconds / 60
    started = run.last_number() - numbered - 1  # who asks has a number, too
    return (run.cpu_ms() - cpu) / minutes, wakeups / seconds, started / minutes


def until_break(run: "Run", peer: Peer) -> float | None:
    if not peer.asks:
        return None
    screen = Screen(run.desktop.env["DISPLAY"], top=PANEL, height=500)
    before, began = screen.shown(), time.monotonic()
    asking = run.desktop.start(*peer.asks)
    took = run.until(lambda: screen.shown() != before, "a break") - began
    asking.process.wait(LONGEST)
    return took


_INSIDE = """
while read -r original copy; do mount --bind "$copy" "$original"; done < "$COPIES"
touch "$COPIES.ready"
read -r go < "$COPIES.go"
"$@" &
wait
"""


class Run:
    """One program in namespaces of its own, with all that it starts."""

    def __init__(self, desktop: Desktop, peer: Peer, own: dict[str, Path]) -> None:
        self.desktop = desktop
        copies = desktop.folder / "copies"
        copies.write_text("".join(f"{original} {copy}\n" for original, copy in own.items()))
        self._go = Path(f"{copies}.go")
        os.mkfifo(self._go)
        self._shell = desktop.start(
            *("unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"),
            *("sh", "-c", _INSIDE, "sh", *peer.command),
            env={"COPIES": str(copies)},
        )
        wait_until(Path(f"{copies}.ready").exists, "the copies", within=LONGEST)
        (self._first,) = children(self._shell.process.pid)
        self._cpu_ns: dict[Path, int] = {}

    def go(self) -> float:
        """Starts the program, and returns when."""
        began = time.monotonic()
        self._go.write_text("go\n")
        return began

    def until(self, condition: Callable[[], bool], what: str) -> float:
        """When it came true."""
        give_up = time.monotonic() + LONGEST
        while not condition():
            if time.monotonic() > give_up:
                raise SystemExit(f"waited in vain for {what}:\n{self._shell.printed()}")
            time.sleep(0.003)
        return time.monotonic()

    def mapped(self) -> set[Path]:
        found = set[Path]()
        for process in self._processes():
            lines = Path(f"/proc/{process}/maps").read_text().splitlines()
            found |= {Path(path) for line in lines if (path := line[73:]).startswith("/")}
        passing = (Path("/dev"), self.desktop.folder)  # the next desktop has another folder
        return {
            file for file in found if file.is_file() and not any(map(file.is_relative_to, passing))
        }

    def pss_mb(self) -> float:
        return sum(map(_pss_kb, self._processes())) / 1024

    def cpu_ms(self) -> float:
        """Of its threads, of what it has started and of what of that has ended.

        A thread that has ended counts as far as it was last looked at.
        """
        (program,) = children(self._first)
        for thread in Path(f"/proc/{program}/task").iterdir():
            self._cpu_ns[thread] = max(_cpu_ns(thread), self._cpu_ns.get(thread, 0))
        started = [task for task in self._tasks() if task not in self._cpu_ns]
        ended = sum(map(int, _stat(program)[13:15])) / os.sysconf("SC_CLK_TCK") * 1000
        return ended + (sum(self._cpu_ns.values()) + sum(map(_cpu_ns, started))) / 1e6

    def switches(self) -> dict[Path, int]:
        return {task: _switches(task) for task in self._tasks()}

    def last_number(self) -> int:
        inside = ("nsenter", "--target", str(self._first), "--pid", "--mount")
        asked = (*inside, "cat", "/proc/sys/kernel/ns_last_pid")
        return int(subprocess.run(asked, capture_output=True, check=True).stdout)

    def _processes(self) -> list[int]:
        found, left = list[int](), children(self._first)
        while left:
            found += left
            left = [child for process in left for child in children(process)]
        return found

    def _tasks(self) -> list[Path]:
        folders = [Path(f"/proc/{process}/task") for process in self._processes()]
        return [task for folder in folders if folder.exists() for task in folder.iterdir()]


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task")
    try:
        lists = [(task / "children").read_text() for task in tasks.iterdir()]
    except OSError:  # it has just ended
        return []
    return [int(child) for each in lists for child in each.split()]


def _stat(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _pss_kb(process: int) -> int:
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    (pss,) = re.findall(r"^Pss:\s+(\d+) kB$", text, re.MULTILINE)
    return int(pss)


def _cpu_ns(task: Path) -> int:
    try:
        return int((task / "schedstat").read_text().split()[0])
    except OSError:  # it has just ended
        return 0


def _switches(task: Path) -> int:
    try:
        text = (task / "status").read_text()
    except OSError:
        return 0
    (count,) = re.findall(r"^voluntary_ctxt_switches:\s+(\d+)$", text, re.MULTILINE)
    return int(count)


# The table


def write_table() -> None:
    rounds = [json.loads(line) for line in ROUNDS.read_text().splitlines()]
    values = {peer.name: middles(rounds, peer.name) for peer in PEERS}
    text = "\n".join((*rows(values), "", made_of(rounds), ""))
    print(text)
    PAGE.write_text(_TABLE.sub(lambda _old: f"\n{text}\n", PAGE.read_text()))


def middles(rounds: list[dict[str, object]], name: str) -> dict[str, float | None]:
    mine = [each for each in rounds if each["name"] == name]
    return {field.name: middle(field.name, mine) for field in fields(Seen)}


def middle(name: str, rounds: list[dict[str, object]]) -> float | None:
    """The median; of what comes once in a while, such as a minute's new text, the mean."""
    numbers = [value for each in rounds if isinstance(value := each[name], float)]
    if not numbers:
        return None
    is_rate = name.endswith(("_a_minute", "_a_second"))
    return statistics.mean(numbers) if is_rate else statistics.median(numbers)


def rows(values: dict[str, dict[str, float | None]]) -> Iterator[str]:
    yield f"| | {' | '.join(values)} | deskbreak ÷ Workrave | deskbreak ÷ the best other |"
    yield f"|---|{'--:|' * (len(values) + 2)}"
    for key, (words, digits) in _WORDS.items():
        numbers = [values[name][key] for name in values]
        mine, *others = numbers
        best = min((each for each in others if each is not None), default=None)
        told = (*(in_words(each, digits) for each in numbers), ratio(mine, others[0]))
        yield f"| {words} | {' | '.join((*told, ratio(mine, best)))} |"


def in_words(number: float | None, digits: int) -> str:
    return "–" if number is None else f"{number:.{digits}f}"


def ratio(mine: float | None, other: float | None) -> str:
    return f"{mine / other:.2f}" if mine is not None and other else "–"


def made_of(rounds: list[dict[str, object]]) -> str:
    counts = {peer.name: sum(each["name"] == peer.name for each in rounds) for peer in PEERS}
    of_each = ", ".join(f"{name} {count}" for name, count in counts.items())
    return f"Medians, of rates the means, of interleaved rounds ({of_each})."


if __name__ == "__main__":
    sys.exit(main())
