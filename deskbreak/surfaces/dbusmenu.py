"""A pystray menu as panels read it: com.canonical.dbusmenu.

Panels keep an open menu by the numbers of its lines, and some close it when its layout changes
(LXQt: the click is lost) or lose labels when that happens twice in a row (GNOME's extension). So
a line keeps its number for as long as it is the same line, and a changed text or check mark is
sent as just that. It is sent also where the layout changes with it: GNOME's extension asks of a
new layout only which lines there are, and reads the texts of the lines that it knows no more.
"""

import re
import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from jeepney import Message

from deskbreak.surfaces.pystray_model import Menu, MenuItem
from deskbreak.value import value
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_object import DBusObject, Properties

INTERFACE = "com.canonical.dbusmenu"

Emit = Callable[[str, str, tuple[Any, ...]], None]
"""Sends a signal of the menu: its name, signature and body."""

_DESCRIPTION = """{properties}
<method name="GetLayout"><arg type="i" direction="in"/><arg type="i" direction="in"/>
<arg type="as" direction="in"/><arg type="u" direction="out"/>
<arg type="(ia{{sv}}av)" direction="out"/></method>
<method name="GetGroupProperties"><arg type="ai" direction="in"/><arg type="as" direction="in"/>
<arg type="a(ia{{sv}})" direction="out"/></method>
<method name="GetProperty"><arg type="i" direction="in"/><arg type="s" direction="in"/>
<arg type="v" direction="out"/></method>
<method name="Event"><arg type="i" direction="in"/><arg type="s" direction="in"/>
<arg type="v" direction="in"/><arg type="u" direction="in"/></method>
<method name="EventGroup"><arg type="a(isvu)" direction="in"/>
<arg type="ai" direction="out"/></method>
<method name="AboutToShow"><arg type="i" direction="in"/><arg type="b" direction="out"/></method>
<method name="AboutToShowGroup"><arg type="ai" direction="in"/><arg type="ai" direction="out"/>
<arg type="ai" direction="out"/></method>
<signal name="ItemsPropertiesUpdated"><arg type="a(ia{{sv}})"/><arg type="a(ias)"/></signal>
<signal name="LayoutUpdated"><arg type="u"/><arg type="i"/></signal>"""
_PROPERTIES: Properties = {
    "Version": ("u", 3),  # waybar asks for it
    "TextDirection": ("s", "ltr"),
    "Status": ("s", "normal"),
    "IconThemePath": ("as", []),
}
_INVALID = "org.freedesktop.DBus.Error.InvalidArgs"
_NUMBERS = re.compile(r"\d+")
_ROOT = 0


@value
class MenuLine:
    """A line of the menu as last shown; the root is one whose children are the menu."""

    id: int
    item: MenuItem | None
    properties: Properties
    children: tuple["MenuLine", ...] = ()

    def all(self) -> Iterator["MenuLine"]:
        yield self
        for child in self.children:
            yield from child.all()


class DBusMenu:
    """Serves the last menu shown.

    `click` is called in the bus's thread, after the reply; `opens` before it, as the panel is about
    to open the menu: what has changed is to be shown by then.
    """

    def __init__(
        self,
        bus: Bus,
        path: str,
        click: Callable[[MenuItem], None],
        emit: Emit,
        opens: Callable[[], object] = lambda: None,
    ) -> None:
        self._bus = bus
        self._click = click
        self._opens = opens
        self._emit = emit
        self._ids = count(_ROOT + 1)
        self._root = MenuLine(_ROOT, None, {"children-display": ("s", "submenu")})
        self._revision = 1
        self._menu: Menu | None = None
        self._showing = threading.Lock()
        methods = {
            "GetLayout": self._get_layout,
            "GetGroupProperties": self._get_group_properties,
            "GetProperty": self._get_property,
            "Event": self._event,
            "EventGroup": self._event_group,
            "AboutToShow": self._about_to_show,
            "AboutToShowGroup": self._about_to_show_group,
        }
        served = DBusObject(bus, INTERFACE, _DESCRIPTION, lambda: _PROPERTIES, methods)
        bus.serve(path, served.answer)

    def show(self, menu: Menu | None) -> None:
        """Bring the panel from the menu it knows to this one, by the least change.

        The same menu is not looked at again: pystray shows it after each click, too.
        """
        with self._showing:
            if menu is self._menu:
                return
            self._menu, before = menu, self._root
            children = self._lines(before.children, tuple(menu or ()))
            self._root = MenuLine(_ROOT, None, before.properties, children)
            changed = _differences(before, self._root)
            if changed:
                self._emit("ItemsPropertiesUpdated", "a(ia{sv})a(ias)", (changed, []))
            if _shape(before) != _shape(self._root):
                self._revision += 1
                self._emit("LayoutUpdated", "ui", (self._revision, _ROOT))

    def _lines(
        self, before: tuple[MenuLine, ...], items: tuple[MenuItem, ...]
    ) -> tuple[MenuLine, ...]:
        """The items as lines, each with the number of the earlier line that it continues."""
        all_properties = tuple(_properties(item) for item in items)
        lines: list[MenuLine] = []
        for item, properties, earlier in zip(
            items, all_properties, _paired(before, all_properties), strict=True
        ):
            known = earlier.children if earlier else ()
            below = () if item.submenu is None else tuple(item.submenu)
            number = earlier.id if earlier else next(self._ids)
            lines.append(MenuLine(number, item, properties, self._lines(known, below)))
        return tuple(lines)

    def _line(self, number: int) -> MenuLine | None:
        return next((line for line in self._root.all() if line.id == number), None)

    def _get_layout(self, call: Message) -> None:
        number, depth, names = call.body
        line = self._line(number)
        if line is None:
            self._bus.refuse(call, _INVALID, f"the menu has no line {number}")
        else:
            self._bus.reply(call, "u(ia{sv}av)", (self._revision, _layout(line, depth, names)))

    def _get_group_properties(self, call: Message) -> None:
        numbers, names = call.body
        chosen = [
            (line.id, _chosen(line.properties, names))
            for line in self._root.all()
            if not numbers or line.id in numbers
        ]
        self._bus.reply(call, "a(ia{sv})", (chosen,))

    def _get_property(self, call: Message) -> None:
        number, name = call.body
        line = self._line(number)
        if line is None or name not in line.properties:
            self._bus.refuse(call, _INVALID, f"line {number} of the menu has no {name}")
        else:
            self._bus.reply(call, "v", (line.properties[name],))

    def _about_to_show(self, call: Message) -> None:
        if call.body[0] == _ROOT:
            self._opens()
        self._bus.reply(call, "b", (False,))

    def _about_to_show_group(self, call: Message) -> None:
        if _ROOT in call.body[0]:
            self._opens()
        self._bus.reply(call, "aiai", ([], []))

    def _event(self, call: Message) -> None:
        """The reply comes first: a panel that waits for a slow action freezes."""
        self._bus.reply(call)
        number, kind, _, _ = call.body
        self._happened(number, kind)

    def _event_group(self, call: Message) -> None:
        (events,) = call.body
        known = {line.id for line in self._root.all()}
        self._bus.reply(call, "ai", ([event[0] for event in events if event[0] not in known],))
        for number, kind, *_ in events:
            self._happened(number, kind)

    def _happened(self, number: int, kind: str) -> None:
        line = self._line(number)
        if kind == "clicked" and line is not None and line.item is not None and line.item.enabled:
            self._click(line.item)


def _properties(item: MenuItem) -> Properties:
    if item is Menu.SEPARATOR:
        return {"type": ("s", "separator"), "visible": ("b", True)}
    properties: Properties = {
        "label": ("s", item.text.replace("_", "__")),  # one underscore marks an access key
        "enabled": ("b", bool(item.enabled)),
        "visible": ("b", True),
    }
    if item.checked is not None:
        properties["toggle-type"] = ("s", "radio" if item.radio else "checkmark")
        properties["toggle-state"] = ("i", int(item.checked))
    if item.submenu is not None:
        properties["children-display"] = ("s", "submenu")
    return properties


def _paired(before: tuple[MenuLine, ...], after: tuple[Properties, ...]) -> list[MenuLine | None]:
    """For each of the new lines the earlier one that it continues, in order.

    The same words, numbers aside, are the same line. What stands between two such lines is the
    same where it is as many and of the same kinds; a label among it continues the label there.
    """
    pairs: list[MenuLine | None] = []
    rest = list(before)
    unsure: list[Properties] = []
    for properties in after:
        same = next(
            (n for n, line in enumerate(rest) if _words(line.properties) == _words(properties)),
            None,
        )
        if same is None:
            unsure.append(properties)
            continue
        pairs += [*_continued(rest[:same], unsure), rest[same]]
        rest, unsure = rest[same + 1 :], []
    return pairs + _continued(rest, unsure)


def _continued(before: list[MenuLine], after: list[Properties]) -> list[MenuLine | None]:
    kinds = [_kind(line.properties) for line in before]
    if kinds == [_kind(properties) for properties in after]:
        return list(before)
    labels = (line for line in before if _is_label(line.properties))
    return [next(labels, None) if _is_label(properties) else None for properties in after]


def _words(properties: Properties) -> tuple[object, ...]:
    return (_kind(properties), _NUMBERS.sub("0", properties.get("label", ("s", ""))[1]))


def _kind(properties: Properties) -> tuple[object, ...]:
    return tuple(properties.get(name) for name in ("type", "toggle-type", "children-display"))


def _is_label(properties: Properties) -> bool:
    """Nothing to click: such a line is its place, whatever it says."""
    return properties.get("enabled") == ("b", False)


def _shape(line: MenuLine) -> tuple[Any, ...]:
    return (line.id, _kind(line.properties), tuple(_shape(child) for child in line.children))


def _differences(before: MenuLine, after: MenuLine) -> list[tuple[int, Properties]]:
    """What changed in each line that was there before."""
    known = {line.id: line.properties for line in before.all()}
    changed: list[tuple[int, Properties]] = []
    for line in after.all():
        old = known.get(line.id, line.properties)
        other = {name: now for name, now in line.properties.items() if old.get(name) != now}
        changed += [(line.id, other)] if other else []
    return changed


def _layout(line: MenuLine, depth: int, names: list[str]) -> tuple[Any, ...]:
    """As GetLayout tells it; a depth of -1 means all there is below."""
    below = line.children if depth else ()
    children = [("(ia{sv}av)", _layout(child, depth - 1, names)) for child in below]
    return (line.id, _chosen(line.properties, names), children)


def _chosen(properties: Properties, names: list[str]) -> Properties:
    return {name: value for name, value in properties.items() if not names or name in names}
