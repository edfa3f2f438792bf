"""What every object on the bus must answer, besides the methods of its own interface."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jeepney import HeaderFields, Message

from deskbreak.value import value
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_messages import fits

Properties = dict[str, tuple[str, Any]]
"""D-Bus type and value by name."""

_ERROR = "org.freedesktop.DBus.Error"
_TAKEN = re.compile(r'<arg type="([^"]+)" direction="in"/>')


@value
class DBusObject:
    """One interface at one path; `answer` is what the bus serves there.

    `description` is the interface's XML, in which `{properties}` stands for the properties. A
    method gets the call and sends the reply itself, so that it can do so before it acts; a call
    with other arguments than are described does not get there.
    """

    bus: Bus
    interface: str
    description: str
    properties: Callable[[], Properties]
    methods: Mapping[str, Callable[[Message], None]]

    def answer(self, call: Message) -> None:
        interface = call.header.fields.get(HeaderFields.interface, self.interface)
        member = call.header.fields[HeaderFields.member]
        match interface, member:
            case self.interface, _ if member in self.methods:
                self._given(call, self._arguments(member), self.methods[member])
            case "org.freedesktop.DBus.Properties", "GetAll":
                self.bus.reply(call, "a{sv}", (self.properties(),))
            case "org.freedesktop.DBus.Properties", "Get":
                self._given(call, "ss", self._property)
            case "org.freedesktop.DBus.Introspectable", "Introspect":
                self.bus.reply(call, "s", (self._introspection(),))
            case "org.freedesktop.DBus.Peer", "Ping":
                self.bus.reply(call)
            case _:  # nothing that it has
                self.bus.refuse(call, f"{_ERROR}.UnknownMethod", f"no {interface}.{member} here")

    def _given(self, call: Message, arguments: str, then: Callable[[Message], None]) -> None:
        if fits(call, arguments):
            then(call)
            return
        fields = call.header.fields
        interface = fields.get(HeaderFields.interface, self.interface)
        why = f"{interface}.{fields[HeaderFields.member]} takes ({arguments})"
        self.bus.refuse(call, f"{_ERROR}.InvalidArgs", why)

    def _arguments(self, member: str) -> str:
        _before, _name, after = self.description.partition(f'<method name="{member}">')
        return "".join(_TAKEN.findall(after.partition("</method>")[0]))

    def _property(self, call: Message) -> None:
        _, name = call.body
        found = self.properties().get(name)
        if found is None:
            self.bus.refuse(call, f"{_ERROR}.UnknownProperty", f"{self.interface} has no {name}")
        else:
            self.bus.reply(call, "v", (found,))

    def _introspection(self) -> str:
        properties = "".join(
            f'<property name="{name}" type="{kind}" access="read"/>'
            for name, (kind, _) in self.properties().items()
        )
        described = self.description.format(properties=properties)
        return f'<node><interface name="{self.interface}">{described}</interface></node>'
