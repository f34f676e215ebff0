#!/usr/bin/env bash
# Makes each label of .github/labels.yml, or brings it up to date. None is deleted.
set -euo pipefail

value() { sed "s/^[^:]*: *//; s/^\"\(.*\)\"$/\1/" <<< "$1"; }

grep --invert-match '^#' .github/labels.yml | while read -r name && read -r color && read -r description; do
    gh label create "$(value "$name")" --repo "$GITHUB_REPOSITORY" --color "$(value "$color")" \
        --description "$(value "$description")" --force < /dev/null
done
