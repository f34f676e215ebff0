# Makes .venv hold what requirements/LEVEL.txt pins: PYTHON=python3 sh requirements/install.sh site|test|audit
#
# .venv/LEVEL.txt is a copy of the lock that was installed. While the two are the same there is nothing to install.
# Where there is a .venv/site.txt, be it empty, .venv was made here, and may be emptied: by clean.sh too.
# .venv/bin/portal is a copy of requirements/portal.sh: the checkout as a command, for which nothing is fetched.
set -eu

# Only the lock decides what is installed, and .venv is where. Settings of pip that say where packages come from stay.
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_DRY_RUN PIP_NO_DEPS

level=$1
lock=requirements/$level.txt
python=${PYTHON:-python3}

say() { echo "$*" >&2; }

works() { .venv/bin/python -c '' 2>/dev/null; }
holds() { cmp -s "requirements/$1.txt" ".venv/$1.txt"; }
put_command() { cmp -s requirements/portal.sh .venv/bin/portal || cp requirements/portal.sh .venv/bin/portal; }

if holds "$level" && works; then
    put_command
    exit 0
fi

if [ -L .venv ]; then
    say ".venv is a link to something without what $lock pins; remove the link"
    exit 1
fi
if [ ! -e .venv/site.txt ] && [ -n "$(ls -A .venv 2>/dev/null)" ]; then
    say ".venv is something that this command did not make; move it away"
    exit 1
fi
if ! "$python" -c '' 2>/dev/null; then
    say "There is no '$python' here that runs. Install Python 3.11 or newer, or name yours: make PYTHON=/path/to/python3"
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Python 3.11 or newer is needed; '$python' is $("$python" -c 'import platform; print(platform.python_version())')." \
        "Name a newer one: make PYTHON=/path/to/python3"
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    say "'$python' comes without its venv module. Install it (on Debian and Ubuntu: apt-get install python3-venv)."
    exit 1
fi

# The test lock only adds to the site lock. In every other case start afresh, so that nothing old stays behind.
if [ "$level" = test ] && holds site && [ ! -e .venv/test.txt ] && works; then
    say "Adding what $lock pins to .venv"
else
    say "Installing what $lock pins into .venv"
    mkdir -p .venv
    : >.venv/site.txt
    find .venv -mindepth 1 ! -path .venv/site.txt -delete
    "$python" -m venv .venv
fi

# Wheels only: building a source archive would run code that no hash covers.
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
    --only-binary :all: --require-hashes --requirement "$lock"
# With other settings pip installs elsewhere or nothing, and says that all is well.
if ! PIP_CONFIG_FILE=/dev/null .venv/bin/python -m pip --isolated install -qq --disable-pip-version-check --no-input \
    --no-index --dry-run --require-hashes --requirement "$lock" >/dev/null 2>&1; then
    say "pip has not put into .venv what $lock pins: look for a setting that makes it install elsewhere or nothing" \
        "(.venv/bin/python -m pip config list; env | grep PIP_)"
    exit 1
fi

if [ "$level" = test ]; then cp requirements/site.txt .venv/site.txt; fi
put_command
cp "$lock" ".venv/$level.txt"
