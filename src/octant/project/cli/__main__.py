"""`python -m octant.project.cli`."""

import sys

from octant.project.cli import main

sys.exit(main())
