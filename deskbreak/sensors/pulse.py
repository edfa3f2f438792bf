"""Who records from a microphone, as PulseAudio or PipeWire tells through its own library.

This file is imported only when somebody may be recording, because ctypes and libpulse stay in
memory (2.7 MB). Each question has a connection of its own: there is no thread, nothing is held in
between, and a sound server that was started anew needs no care.
"""

import contextlib
import ctypes
import functools
from collections.abc import Callable, Iterator
from ctypes import POINTER, c_char_p, c_int, c_uint8, c_uint32, c_uint64, c_void_p
from datetime import timedelta
from gettext import gettext as _

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import TimeSource
from deskbreak.value import value

_PATIENCE = timedelta(seconds=2)
_A_WHILE = timedelta(milliseconds=100)
_LIBRARY = "libpulse.so.0"  # by name: find_library starts compilers to find it
_NO_AUTOSPAWN = 1
_READY, _FAILED = 4, 5
_RUNNING, _DONE = 0, 1
_NONE = 0xFFFFFFFF
_METERS = frozenset({"org.pulseaudio.pavucontrol", "org.gnome.volumecontrol", "org.kde.kmixd"})


@value
class RecordingProgram:
    """A program that hears a microphone now, under the names it goes by."""

    names: frozenset[str]


class _SampleSpec(ctypes.Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _PerChannel(ctypes.Structure):
    _fields_ = (("channels", c_uint8), ("values", c_uint32 * 32))


class _SourceInfo(ctypes.Structure):
    """The beginning of pa_source_info, which later versions only ever append to."""

    _fields_ = (
        ("name", c_char_p),
        ("index", c_uint32),
        ("description", c_char_p),
        ("sample_spec", _SampleSpec),
        ("channel_map", _PerChannel),
        ("owner_module", c_uint32),
        ("volume", _PerChannel),
        ("mute", c_int),
        ("monitor_of_sink", c_uint32),
    )


class _OutputInfo(ctypes.Structure):
    """The beginning of pa_source_output_info: a stream that somebody records."""

    _fields_ = (
        ("index", c_uint32),
        ("name", c_char_p),
        ("owner_module", c_uint32),
        ("client", c_uint32),
        ("source", c_uint32),
        ("sample_spec", _SampleSpec),
        ("channel_map", _PerChannel),
        ("buffer_usec", c_uint64),
        ("source_usec", c_uint64),
        ("resample_method", c_char_p),
        ("driver", c_char_p),
        ("proplist", c_void_p),
        ("corked", c_int),
    )


_SourceCallback = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_SourceInfo), c_int, c_void_p)
_OutputCallback = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_OutputInfo), c_int, c_void_p)

_SIGNATURES: tuple[tuple[str, object, tuple[object, ...]], ...] = (
    ("pa_mainloop_new", c_void_p, ()),
    ("pa_mainloop_free", None, (c_void_p,)),
    ("pa_mainloop_get_api", c_void_p, (c_void_p,)),
    ("pa_mainloop_prepare", c_int, (c_void_p, c_int)),
    ("pa_mainloop_poll", c_int, (c_void_p,)),
    ("pa_mainloop_dispatch", c_int, (c_void_p,)),
    ("pa_context_new", c_void_p, (c_void_p, c_char_p)),
    ("pa_context_connect", c_int, (c_void_p, c_char_p, c_int, c_void_p)),
    ("pa_context_get_state", c_int, (c_void_p,)),
    ("pa_context_errno", c_int, (c_void_p,)),
    ("pa_context_disconnect", None, (c_void_p,)),
    ("pa_context_unref", None, (c_void_p,)),
    ("pa_strerror", c_char_p, (c_int,)),
    ("pa_context_get_source_info_list", c_void_p, (c_void_p, _SourceCallback, c_void_p)),
    ("pa_context_get_source_output_info_list", c_void_p, (c_void_p, _OutputCallback, c_void_p)),
    ("pa_operation_get_state", c_int, (c_void_p,)),
    ("pa_operation_cancel", None, (c_void_p,)),
    ("pa_operation_unref", None, (c_void_p,)),
    ("pa_proplist_gets", c_char_p, (c_void_p, c_char_p)),
)


def recorders(server: str, time: TimeSource) -> tuple[RecordingProgram, ...]:
    """Those that hear a microphone: not a monitor, not paused, not just to show its level."""
    with _connected(_library(), server, time) as connection:
        microphones = connection.microphones()
        return connection.recorders(microphones)


@functools.cache
def _library() -> ctypes.CDLL:
    """Loaded once, for it cannot be let go again."""
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError as error:
        text = _("the sound server can only be asked through {library}: {error}")
        raise SensorError(text.format(library=_LIBRARY, error=error)) from error
    for name, result, arguments in _SIGNATURES:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class _Connection:
    """A conversation with a sound server, which moves on only while somebody waits here."""

    def __init__(self, library: ctypes.CDLL, time: TimeSource, loop: int, context: int) -> None:
        self._pa = library
        self._time = time
        self._loop = loop
        self._context = context
        self._deadline = time.awake() + _PATIENCE

    def connect(self, server: str) -> None:
        pa, context = self._pa, self._context
        if pa.pa_context_connect(context, server.encode(), _NO_AUTOSPAWN, None) < 0:
            raise self._refusal()
        self._wait(lambda: pa.pa_context_get_state(context) == _READY)

    def microphones(self) -> frozenset[int]:
        indices: set[int] = set()

        def note(_context: int, info: "ctypes._Pointer[_SourceInfo]", end: int, _data: int) -> None:
            if not end and info.contents.monitor_of_sink == _NONE:
                indices.add(info.contents.index)

        callback = _SourceCallback(note)
        self._listed(self._pa.pa_context_get_source_info_list(self._context, callback, None))
        return frozenset(indices)

    def recorders(self, microphones: frozenset[int]) -> tuple[RecordingProgram, ...]:
        programs: list[RecordingProgram] = []

        def note(_context: int, info: "ctypes._Pointer[_OutputInfo]", end: int, _data: int) -> None:
            if not end and info.contents.source in microphones and self._hears(info.contents):
                programs.append(RecordingProgram(self._names(info.contents)))

        callback = _OutputCallback(note)
        self._listed(self._pa.pa_context_get_source_output_info_list(self._context, callback, None))
        return tuple(programs)

    def _hears(self, stream: _OutputInfo) -> bool:
        is_virtual = stream.client == _NONE  # the server's own: noise removal, a loopback
        is_meter = (
            stream.resample_method == b"peaks"
            or self._property(stream, "stream.monitor") == "true"  # what PipeWire makes of it
            or self._property(stream, "media.name") == "Peak detect"
            or self._property(stream, "application.id").casefold() in _METERS
        )
        return not (stream.corked or is_virtual or is_meter)

    def _names(self, stream: _OutputInfo) -> frozenset[str]:
        keys = ("application.name", "application.process.binary")
        return frozenset(self._property(stream, key) for key in keys) - {""}

    def _property(self, stream: _OutputInfo, key: str) -> str:
        value = self._pa.pa_proplist_gets(stream.proplist, key.encode())
        return "" if value is None else str(value, errors="replace")

    def _listed(self, operation: int | None) -> None:
        if operation is None:
            raise self._refusal()
        pa = self._pa
        try:
            self._wait(lambda: pa.pa_operation_get_state(operation) != _RUNNING)
            if pa.pa_operation_get_state(operation) != _DONE:
                raise self._refusal()
        finally:
            pa.pa_operation_cancel(operation)  # its callback lives no longer than this question
            pa.pa_operation_unref(operation)

    def _wait(self, is_done: Callable[[], bool]) -> None:
        pa, loop = self._pa, self._loop
        while not is_done():
            if pa.pa_context_get_state(self._context) >= _FAILED:
                raise self._refusal()
            if self._time.awake() > self._deadline:
                raise SensorError(_("the sound server does not answer"))
            if pa.pa_mainloop_prepare(loop, _A_WHILE // timedelta(microseconds=1)) >= 0:
                pa.pa_mainloop_poll(loop)
                pa.pa_mainloop_dispatch(loop)

    def _refusal(self) -> SensorError:
        reason = self._pa.pa_strerror(self._pa.pa_context_errno(self._context))
        return SensorError(_("the sound server fails: {reason}").format(reason=reason.decode()))


@contextlib.contextmanager
def _connected(library: ctypes.CDLL, server: str, time: TimeSource) -> Iterator[_Connection]:
    loop = library.pa_mainloop_new()
    context = library.pa_context_new(library.pa_mainloop_get_api(loop), b"deskbreak")
    try:
        connection = _Connection(library, time, loop, context)
        connection.connect(server)
        yield connection
    finally:
        library.pa_context_disconnect(context)
        library.pa_context_unref(context)
        library.pa_mainloop_free(loop)
