#!/usr/bin/env bash
# Checks every link of site/, those of feeds and to a place within a page too: bash .github/scripts/links.sh [--online]
#
# Without --online no other host is asked. Addresses of the site itself are looked up in its folder.
set -euo pipefail

site=$(readlink --canonicalize site)
address=$(sed --quiet 's/^url: *//p' data/portal.yml)
arguments=(--no-progress --include-fragments --root-dir "$site" --index-files index.html
    --exclude "%7B.+%7D" --remap "^${address%/}/ file://$site/")
if [ "${1:-}" = --online ]; then
    # Who asks for patience, or lets no machine in, is there
    arguments+=(--max-retries 2 --timeout 20 --accept "100..=103,200..=299,403,429,503")
else
    arguments+=(--offline)
fi
cd "$site"
exec "$LYCHEE" "${arguments[@]}" '**/*.html' 'feeds/**/*' 'calendar/*' 'api/**/*' 'sitemap.xml' 'llms.txt'
