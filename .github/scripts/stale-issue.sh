#!/usr/bin/env bash
# Keeps one issue that says which facts have gone stale: opens it, brings it up to date, closes it.
set -euo pipefail

export MARK='<!-- portal-stale -->'
label=stale-facts
day=$(date --utc +%F)

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
code=0
.venv/bin/python -m portal check --as-of "$day" --format text > "$folder/report" || code=$?
[ "$code" -le 1 ] || { echo "::error::The facts could not be checked."; exit "$code"; }

numbers=$(gh api --method GET "repos/$GITHUB_REPOSITORY/issues" --raw-field state=open --raw-field "labels=$label" \
    --jq '.[] | select(.user.login == "github-actions[bot]" and (.body // "" | startswith(env.MARK))) | .number')
number=${numbers%%$'\n'*}

if [ "$code" -eq 0 ]; then
    if [ -z "$number" ]; then
        echo "Nothing is stale."
    else
        gh issue close "$number" --repo "$GITHUB_REPOSITORY" --comment "Nothing is stale as of $day."
    fi
    exit 0
fi

{
    echo "$MARK"
    echo "Time has overtaken these facts, as of $day. Look up what became of each, and add the event to its history."
    echo
    # As code, in which nothing is linked and nobody is notified; an issue can have 65,536 characters
    head --bytes 60000 "$folder/report" | iconv -c --from-code UTF-8 --to-code UTF-8 | sed 's/^/    /'
} > "$folder/body"
if [ -n "$number" ]; then
    gh issue edit "$number" --repo "$GITHUB_REPOSITORY" --body-file "$folder/body"
else
    gh issue create --repo "$GITHUB_REPOSITORY" --title "Facts that have gone stale" --label "$label" \
        --body-file "$folder/body"
fi
