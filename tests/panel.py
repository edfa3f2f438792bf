"""Real panels, Xfce's and LXQt's, with nothing in them but the tray, seen by their pixels."""

from collections import Counter
from pathlib import Path

from desktop import Desktop, Program, wait_until
from PIL import Image

_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="background-style" type="uint" value="1"/>
      <property name="background-rgba" type="array">
        <value type="double" value="0.15"/>
        <value type="double" value="0.15"/>
        <value type="double" value="0.15"/>
        <value type="double" value="1"/>
      </property>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
"""

_LXQT_CONFIG = """
[General]
panels=panel1
iconTheme=hicolor
[panel1]
alignment=-1
position=Top
width=100
width-percent=true
panelSize=32
iconSize=22
plugins=statusnotifier
[statusnotifier]
type=statusnotifier
alignment=Left
"""

_WATCHER = "org.kde.StatusNotifierWatcher"
TEAL = (31, 174, 158)
AMBER = (245, 165, 36)
ICON = (16, 16)
BELOW_THE_PANEL = (0, 34, 800, 600)


def furnished_panel(desktop: Desktop) -> Program:
    """A panel with its settings, at the top of the screen; the icon stands in its left corner."""
    channel = "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
    config = Path(desktop.env["XDG_CONFIG_HOME"]) / channel
    config.parent.mkdir(parents=True)
    config.write_text(_CONFIG)
    (settings,) = Path("/usr/lib").glob("*/xfce4/xfconf/xfconfd")
    desktop.start(str(settings))
    wait_until(lambda: desktop.owns("org.xfce.Xfconf"), "the panel's settings", within=20)
    return started_panel(desktop)


def started_panel(desktop: Desktop) -> Program:
    panel = desktop.start("xfce4-panel", "--disable-wm-check")
    wait_until(lambda: desktop.owns(_WATCHER), "the panel", within=20)
    return panel


def furnished_lxqt_panel(desktop: Desktop) -> Program:
    """The same of LXQt's."""
    config = Path(desktop.env["XDG_CONFIG_HOME"]) / "lxqt" / "panel.conf"
    config.parent.mkdir(parents=True)
    config.write_text(_LXQT_CONFIG)
    return started_lxqt_panel(desktop)


def started_lxqt_panel(desktop: Desktop) -> Program:
    """Its tray is ready a moment after its name is on the bus, and says so."""
    panel = desktop.start("lxqt-panel")
    wait_until(lambda: desktop.owns(_WATCHER), "the panel", within=20)
    wait_until(lambda: "StatusNotifierProxy" in panel.printed(), "the panel's tray", within=20)
    return panel


def wait_for_icon(
    desktop: Desktop,
    colour: tuple[int, int, int] = TEAL,
    what: str = "the icon in the panel",
    within: float = 20.0,
) -> None:
    """Until the panel shows it; a failure tells how things stand between it and the panel."""

    def why() -> str:
        return f"it shows {_colours(desktop).most_common(4)}\n{tray_report(desktop)}"

    wait_until(lambda: shows(desktop, colour), what, within, why)


def tray_report(desktop: Desktop) -> str:
    """Who takes icons on this bus and which it has, and the last words of every program."""
    owner = desktop.ask_bus("GetNameOwner", f"string:{_WATCHER}")
    process = desktop.ask_bus("GetConnectionUnixProcessID", f"string:{_WATCHER}")
    get_all = "org.freedesktop.DBus.Properties.GetAll"
    watcher = desktop.send(_WATCHER, "/StatusNotifierWatcher", get_all, f"string:{_WATCHER}")
    names = desktop.ask_bus("ListNames").split()
    return "\n".join(
        (
            f"{_WATCHER} is {owner}, process {process}, and has:",
            f"    {watcher}",
            f"on the bus: {' '.join(name for name in names if '.' in name)}",
            *(
                f"{log.name}: {log.read_text()[-2000:]}"
                for log in desktop.folder.glob("home/*.log")
            ),
            desktop.last_words(),
        )
    )


def shows(desktop: Desktop, colour: tuple[int, int, int]) -> bool:
    """Whether the icon's place in the panel has a good part of that colour."""
    near = sum(
        count
        for pixel, count in _colours(desktop).items()
        if all(abs(one - other) < 24 for one, other in zip(pixel, colour, strict=True))
    )
    return near > 40


def _colours(desktop: Desktop) -> Counter[tuple[int, int, int]]:
    """Of the icon's place in the panel."""
    with Image.open(desktop.screenshot("32x32+0+0")) as shot:
        pixels = shot.convert("RGB").tobytes()
    return Counter(zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True))


def popped_up(desktop: Desktop) -> tuple[int, int, int, int] | None:
    """The box of what stands on the empty screen below the panel."""
    with Image.open(desktop.screenshot()) as shot:
        found = shot.convert("L").crop(BELOW_THE_PANEL).getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    return left, top + BELOW_THE_PANEL[1], right, bottom + BELOW_THE_PANEL[1]


def open_menu(desktop: Desktop) -> tuple[int, int, int, int]:
    desktop.click(*ICON, button=3)
    box = wait_until(lambda: popped_up(desktop), "the menu")
    assert box is not None
    return box


def click_first_line(desktop: Desktop, menu: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = menu
    desktop.click((left + right) // 2, top + (bottom - top) // 6)
