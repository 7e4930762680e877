"""`python -m mantlet`: the command line."""

import sys

from mantlet.cli import main

sys.exit(main())
