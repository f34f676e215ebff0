"""`python -m portal`: the command `portal`, without installing it."""

import sys

from portal.cli import main

sys.exit(main())
