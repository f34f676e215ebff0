# Removes what `make` has made, and says what it leaves because others made it: sh requirements/clean.sh
set -eu

left() { echo "left, because make did not make it: $*" >&2; }

# As macros/builds.py knows its own link
if [ -L site ] && readlink site | grep -qxE 'build/site-[1-9][0-9]*'; then
    rm site
elif [ -e site ] || [ -L site ]; then
    left site
fi

# As requirements/install.sh knows its own folder
if [ ! -L .venv ] && [ -e .venv/site.txt ]; then
    rm -rf .venv
elif [ -e .venv ] || [ -L .venv ]; then
    left .venv
fi

# `build` can be a link to another disk. What stands in it by other names is somebody's own.
for made in build/*; do
    case ${made#build/} in
    lock | templates | preview | grown | lychee | successor) rm -rf "$made" ;;
    site-*[!0-9]* | fresh-*[!0-9]*) ;;
    site-[1-9]* | fresh-[1-9]*) rm -rf "$made" ;;
    esac
done
rm -f dist/sbom.cdx.json dist/SHA256SUMS.txt dist/notes.md dist/axis_os_portal-[0-9]*
rmdir build dist 2>/dev/null || true
for other in build/* dist/*; do
    if [ -e "$other" ] || [ -L "$other" ]; then left "$other"; fi
done

rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
find . -maxdepth 1 -type l -name '.site-[1-9]*' -exec rm {} +
find . -maxdepth 1 -name __pycache__ -type d -exec rm -rf {} +
find macros portal requirements tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
