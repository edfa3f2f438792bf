"""Whether somebody is in a call on macOS: whether microphone or camera run for any program.

From macOS 14 on, CoreAudio tells which programs record; before, only which devices run. Asked
once a minute while somebody sits there, and when a proposal is due or held.
"""

import struct
from collections.abc import Callable, Collection
from ctypes import POINTER, Structure, byref, c_int32, c_uint32, c_void_p, create_string_buffer
from gettext import gettext as _
from typing import Any

from deskbreak.errors import SensorError
from deskbreak.sensors.macos import Signatures, loaded, text_of_string
from deskbreak.value import value

_SYSTEM = 1
_DEVICES, _IS_RUNNING_SOMEWHERE, _STREAMS = b"dev#", b"gone", b"stm#"
_PROGRAMS, _IS_RECORDING, _BUNDLE = b"prs#", b"piri", b"pbid"
_GLOBAL, _INPUT = b"glob", b"inpt"


class _Address(Structure):
    _fields_ = (("selector", c_uint32), ("scope", c_uint32), ("element", c_uint32))


_WHAT = (c_uint32, POINTER(_Address), c_uint32, c_void_p)
AUDIO: Signatures = {
    "AudioObjectGetPropertyDataSize": (c_int32, (*_WHAT, POINTER(c_uint32))),
    "AudioObjectGetPropertyData": (c_int32, (*_WHAT, POINTER(c_uint32), c_void_p)),
}
VIDEO: Signatures = {
    "CMIOObjectGetPropertyDataSize": (c_int32, (*_WHAT, POINTER(c_uint32))),
    "CMIOObjectGetPropertyData": (c_int32, (*_WHAT, c_uint32, POINTER(c_uint32), c_void_p)),
}


@value
class CaptureLibraries:
    """The libraries that are asked, with their own functions."""

    core_foundation: Any
    core_audio: Any
    core_media_io: Any

    @classmethod
    def load(cls, core_foundation: Any) -> "CaptureLibraries":
        return cls(core_foundation, loaded("CoreAudio", AUDIO), loaded("CoreMediaIO", VIDEO))


def is_recording(libraries: CaptureLibraries, ignore: Callable[[], Collection[str]]) -> bool:
    """Whether a program records; before macOS 14, whether a device that can record is running.

    `ignore` names programs that are no call, by their bundle or its last word.
    """
    audio = _Objects(libraries.core_audio, "AudioObject", takes_length=False)
    try:
        programs = audio.numbers(_SYSTEM, _PROGRAMS)
    except SensorError:
        return _is_any_device_running(audio)
    ignored = {name.casefold() for name in ignore()}
    recording = (each for each in programs if audio.is_set(each, _IS_RECORDING))
    return any(
        ignored.isdisjoint(_names(libraries.core_foundation, audio, program))
        for program in recording
    )


def is_camera_on(libraries: CaptureLibraries) -> bool:
    """Whether one runs; macOS does not tell for whom."""
    video = _Objects(libraries.core_media_io, "CMIOObject", takes_length=True)
    cameras = video.numbers(_SYSTEM, _DEVICES)
    return any(video.is_set(camera, _IS_RUNNING_SOMEWHERE) for camera in cameras)


@value
class _Objects:
    """The things that CoreAudio and CoreMediaIO number, and what those tell of them."""

    library: Any
    kind: str
    takes_length: bool
    """CoreMediaIO takes the length and returns the length used, CoreAudio has one for both."""

    def numbers(self, thing: int, selector: bytes, scope: bytes = _GLOBAL) -> tuple[int, ...]:
        data = self.data(thing, selector, scope)
        return struct.unpack(f"={len(data) // 4}I", data)

    def is_set(self, thing: int, selector: bytes, scope: bytes = _GLOBAL) -> bool:
        """False as well for something that has gone meanwhile."""
        try:
            return any(self.numbers(thing, selector, scope))
        except SensorError:
            return False

    def data(self, thing: int, selector: bytes, scope: bytes = _GLOBAL) -> bytes:
        what = (thing, byref(_Address(_code(selector), _code(scope), 0)), 0, None)
        length = c_uint32()
        size = getattr(self.library, f"{self.kind}GetPropertyDataSize")
        self._check(size(*what, byref(length)), selector)
        buffer = create_string_buffer(length.value)
        before = (length.value,) if self.takes_length else ()
        get = getattr(self.library, f"{self.kind}GetPropertyData")
        self._check(get(*what, *before, byref(length), buffer), selector)
        return buffer.raw[: length.value]

    def _check(self, status: int, selector: bytes) -> None:
        if status != 0:
            text = _("macOS does not give “{property}” of {kind}: status {status}")
            raise SensorError(
                text.format(property=selector.decode(), kind=self.kind, status=status)
            )


def _is_any_device_running(audio: _Objects) -> bool:
    devices = audio.numbers(_SYSTEM, _DEVICES)
    running = (device for device in devices if audio.is_set(device, _IS_RUNNING_SOMEWHERE))
    return any(audio.is_set(device, _STREAMS, _INPUT) for device in running)


def _names(core_foundation: Any, audio: _Objects, program: int) -> frozenset[str]:
    try:
        (string,) = struct.unpack("@N", audio.data(program, _BUNDLE))
    except (SensorError, struct.error):
        return frozenset()  # it has ended, or it is a plain program without a bundle
    bundle = text_of_string(core_foundation, string).casefold()
    core_foundation.CFRelease(string)
    return frozenset({bundle, bundle.rpartition(".")[2]})


def _code(letters: bytes) -> int:
    return int.from_bytes(letters, "big")
