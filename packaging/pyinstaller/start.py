"""What a bundle starts with."""

import sys

from deskbreak.__main__ import main

sys.exit(main())
