#!/usr/bin/env bash
# Checks every link of site/, those of feeds and to a place within a page too, and the web addresses of data/, of which
# it names the file to mend: bash .github/scripts/links.sh [--online]
#
# Without --online no other host is asked. Addresses of the site itself are looked up in its folder.
set -euo pipefail

site=$(readlink --canonicalize site)
files=$(.venv/bin/python -c 'import pathlib, sys; print(pathlib.Path(sys.argv[1]).as_uri())' "$site")
address=$(sed --quiet 's/^url: *//p' data/portal.yml)
arguments=(--no-progress --include-fragments --root-dir "$site" --index-files index.html
    --exclude "%7B.+%7D" --remap "^${address%/}/ $files/")
if [ "${1:-}" = --online ]; then
    # Who asks for patience, or lets no machine in, is there
    arguments+=(--max-retries 2 --timeout 20 --accept "100..=103,200..=299,403,429,503")
else
    arguments+=(--offline)
fi
# Not the tables, which have the addresses of the JSON beside them: lychee takes the comma after one for a part of it
exec "$LYCHEE" "${arguments[@]}" --no-ignore 'data/**/*.yml' 'site/**/*.html' 'site/feeds/**/*' 'site/calendar/*' \
    'site/api/**/*.json' 'site/sitemap.xml' 'site/llms.txt'
