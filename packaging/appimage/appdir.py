"""The folder that an AppImage is made of: a bundle, and what a desktop wants to know of it.

    SOURCE_DATE_EPOCH=SECONDS python packaging/appimage/appdir.py BUNDLE APPDIR

BUNDLE is the folder that PyInstaller has made, and APPDIR is not there yet. It can be run as it is:
APPDIR/AppRun.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "usr/lib/deskbreak/deskbreak"
ICON = "usr/share/icons/hicolor/256x256/apps/deskbreak.png"
ENTRY = "usr/share/applications/deskbreak.desktop"
AT_THE_TOP = {
    "AppRun": PROGRAM,
    "deskbreak.desktop": ENTRY,
    "deskbreak.png": ICON,
    ".DirIcon": ICON,
}


def main(bundle: Path, folder: Path) -> None:
    shutil.copytree(bundle, (folder / PROGRAM).parent, symlinks=True)
    share = folder / "usr/share"
    laid = (sys.executable, str(ROOT / "packaging/share.py"), str(share))
    if (failed := subprocess.run(laid, check=False).returncode) != 0:
        sys.exit(failed)
    for of_shells in ("bash-completion", "zsh", "fish", "man"):  # nobody looks for them in there
        shutil.rmtree(share / of_shells)
    for name, target in AT_THE_TOP.items():
        (folder / name).symlink_to(target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
