"""The tray's pictures: our own reader of PNG files, and what is drawn."""

import zlib
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.draw_icons import (
    APP,
    INKS,
    TEMPLATE,
    TRAY,
    draw_all,
    icon_image,
    icon_sheet,
)
from deskbreak.surfaces.icons import (
    SIZES,
    Pixmap,
    Scheme,
    read_pixmap,
    template_file,
    tray_file,
    tray_picture,
)

RED = b"\xff\x00\x00\xff"
DIM = b"\x0a\x14\x1e\x28"
RGBA_2_BY_2 = bytes((0, 0, 0, 2, 0, 0, 0, 2, 8, 6, 0, 0, 0))


def png(header: bytes, *rows: bytes) -> bytes:
    """A file with these rows, each with its filter before it."""
    data = zlib.compress(b"".join(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND")


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    checksum = zlib.crc32(kind + content).to_bytes(4)
    return len(content).to_bytes(4) + kind + content + checksum


def test_a_picture_is_read_as_any_reader_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(png(RGBA_2_BY_2, b"\x00" + RED + DIM, b"\x00" + DIM + RED))
    with Image.open(file) as other_reader:
        expected = other_reader.tobytes()

    assert [expected[at : at + 4] for at in (0, 4)] == [RED, DIM]
    assert read_pixmap(file) == Pixmap(2, argb(expected))


def argb(rgba: bytes) -> bytes:
    return b"".join(rgba[at + 3 : at + 4] + rgba[at : at + 3] for at in range(0, len(rgba), 4))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("name", TRAY)
def test_every_picture_of_the_tray_can_be_read(name: str, scheme: Scheme, size: int) -> None:
    with Image.open(tray_file(name, scheme, size)) as other_reader:
        expected = Pixmap(size, argb(other_reader.tobytes()))

    assert expected in tray_picture(name, scheme).pixmaps


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"GIF89a", "not a PNG file"),
        (png(bytes((0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0))), "not a square of 8-bit RGBA"),
        (png(bytes((0, 0, 0, 2, 0, 0, 0, 1, 8, 6, 0, 0, 0))), "not a square of 8-bit RGBA"),
        (png(RGBA_2_BY_2, b"\x00" + RED + DIM), "9 bytes for 2 rows"),
        (png(RGBA_2_BY_2, b"\x01" + RED + DIM, b"\x00" + RED + DIM), "its rows are filtered"),
        (png(RGBA_2_BY_2, b"\x00" + RED + DIM)[:50], "is damaged"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "damaged.png"
    file.write_bytes(content)

    with pytest.raises(SurfaceError, match=why) as error:
        read_pixmap(file)

    assert str(file) in str(error.value)


def test_a_picture_that_is_not_there_is_named() -> None:
    with pytest.raises(SurfaceError, match=r"tray/any/16/coffee\.png"):
        tray_picture("coffee")


@pytest.mark.parametrize("scheme", Scheme)
def test_the_files_are_what_is_drawn(scheme: Scheme) -> None:
    for name, drawing in TRAY.items():
        with Image.open(tray_file(name, scheme, 22)) as committed:
            assert committed.tobytes() == icon_image(drawing, 22, INKS[scheme]).tobytes(), name


def test_the_templates_of_macos_are_black_and_tell_by_their_opacity_alone() -> None:
    for name, drawing in TRAY.items():
        with Image.open(template_file(name)) as committed:
            assert committed.tobytes() == icon_image(drawing, 36, TEMPLATE).tobytes(), name
            assert {pixel[:3] for pixel in pixels_of(committed) if pixel[3]} == {(0, 0, 0)}


def pixels_of(image: Image.Image) -> list[tuple[int, ...]]:
    return list(zip(*[iter(image.convert("RGBA").tobytes())] * 4, strict=True))


@pytest.mark.parametrize(
    ("scheme", "panel"), [(Scheme.LIGHT, (244, 244, 242)), (Scheme.DARK, (34, 38, 43))]
)
def test_every_colour_stands_out_from_its_panel_three_to_one(
    scheme: Scheme, panel: tuple[int, int, int]
) -> None:
    """As the accessibility guidelines of the W3C ask of signs."""
    for name in ("due", "seated-8", "on_break", "paused"):
        with Image.open(tray_file(name, scheme, 64)) as drawn:
            opaque = Counter(pixel[:3] for pixel in pixels_of(drawn) if pixel[3] == 255)
        ((colour, _count),) = opaque.most_common(1)
        lighter, darker = sorted((luminance(colour), luminance(panel)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 3, (name, colour)


def luminance(colour: tuple[int, ...]) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_drawing_again_writes_the_same_files(tmp_path: Path) -> None:
    some = {name: TRAY[name] for name in ("seated-3", "off_hours")}

    draw_all(tmp_path / "once", some, APP)
    draw_all(tmp_path / "again", some, APP)
    once = sorted(file for file in (tmp_path / "once").rglob("*.png"))

    assert len(once) == 2 * (3 * len(SIZES) + 1) + 1
    for file in once:
        again = tmp_path / "again" / file.relative_to(tmp_path / "once")
        assert again.read_bytes() == file.read_bytes()


def test_shape_alone_tells_the_pictures_apart() -> None:
    silhouettes: dict[str, bytes] = {}
    for name in TRAY:
        with Image.open(tray_file(name, Scheme.ANY, 22)) as drawn:
            silhouettes[name] = drawn.convert("RGBA").getchannel("A").tobytes()

    for one, other in combinations(TRAY, 2):
        differing = sum(
            abs(a - b) > 128 for a, b in zip(silhouettes[one], silhouettes[other], strict=True)
        )
        assert differing >= 6, (one, other, differing)


def test_the_sheet_in_the_documentation_is_what_is_drawn() -> None:
    with Image.open(Path(__file__).parents[1] / "docs" / "tray-icons.png") as kept:
        assert kept.convert("RGB").tobytes() == icon_sheet().convert("RGB").tobytes()
