#!/bin/sh
# The command `portal` of a checkout, from wherever it is called: .venv/bin/portal is a copy of this file.
#
# It finds the checkout by its own place, so a checkout can be moved. Only the lock and the checkout decide what
# is imported, not the folder that it is called in.
self=$0
if [ -L "$self" ]; then self=$(readlink -f -- "$self"); fi
root=$(CDPATH='' cd -- "$(dirname -- "$self")/../.." && pwd) || exit 2
exec "$root/.venv/bin/python" -I -c '
import sys
sys.path.insert(0, sys.argv.pop(1))
from portal.cli import main
sys.exit(main())
' "$root" "$@"
