"""The questions, rules and answers that every talk on a bus is made of."""

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)

PROPERTIES = "org.freedesktop.DBus.Properties"


def signal_of(whose: DBusAddress, member: str, *arguments: str) -> MatchRule:
    """Only where the signal's first arguments are those."""
    rule = MatchRule(
        type="signal",
        sender=whose.bus_name,
        path=whose.object_path,
        interface=whose.interface,
        member=member,
    )
    for number, argument in enumerate(arguments):
        rule.add_arg_condition(number, argument)
    return rule


def owner_changes(name: str) -> MatchRule:
    """That a program of this name came or went."""
    bus = DBusAddress(message_bus.object_path, message_bus.bus_name, message_bus.interface)
    return signal_of(bus, "NameOwnerChanged", name)


def properties_of(whose: DBusAddress) -> Message:
    """The call that returns all of an interface's properties."""
    address = DBusAddress(whose.object_path, whose.bus_name, PROPERTIES)
    return new_method_call(address, "GetAll", "s", (whose.interface,))


def properties_changed(whose: DBusAddress) -> MatchRule:
    return signal_of(
        DBusAddress(whose.object_path, whose.bus_name, PROPERTIES),
        "PropertiesChanged",
        whose.interface,
    )


def is_error(reply: Message) -> bool:
    return reply.header.message_type is MessageType.error


def fits(message: Message, signature: str) -> bool:
    """Whether its body is of these types: whoever is on the bus may send anything."""
    return bool(message.header.fields.get(HeaderFields.signature, "") == signature)


def error_name(reply: Message) -> str:
    return str(reply.header.fields.get(HeaderFields.error_name))


def error_text(reply: Message) -> str:
    """What the program says; where it says nothing, the name it has for that."""
    said = reply.body[0] if reply.body else ""
    return said if isinstance(said, str) and said else error_name(reply)
