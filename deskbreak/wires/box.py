"""A rectangle on a screen."""

from deskbreak.value import value


@value
class Box:
    """A part of the screen, in its pixels; `right` and `bottom` lie just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def holds(self, x: int, y: int) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom

    def within(self, other: "Box") -> "Box":
        """What is part of both; it is empty or turned inside out where they are apart."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def overlaps(self, other: "Box") -> bool:
        both = self.within(other)
        return both.width > 0 and both.height > 0

    def keeping(self, width: int, height: int, x: int, y: int) -> tuple[int, int]:
        """The place nearest to (x, y) at which something of that size lies inside."""
        return (
            max(self.left, min(x, self.right - width)),
            max(self.top, min(y, self.bottom - height)),
        )
