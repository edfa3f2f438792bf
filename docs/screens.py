"""What stands on a private screen, for the pictures of the README."""

from desktop import Desktop, wait_until  # the same screens as the tests'
from PIL import Image


def screen(desktop: Desktop) -> Image.Image:
    with Image.open(desktop.screenshot()) as whole:
        return whole.convert("RGB")


def screen_at_rest(desktop: Desktop) -> Image.Image:
    """Once two looks at it, one after the other, are the same."""
    seen = [screen(desktop)]

    def is_at_rest() -> bool:
        seen.append(screen(desktop))
        return seen[-2].tobytes() == seen[-1].tobytes()

    wait_until(is_at_rest, "the screen to be at rest", within=20)
    return seen[-1]
