#!/usr/bin/env bash
# Proposes the locks that are newer than those of the main branch, in one pull request.
set -euo pipefail

branch=dependencies
title="Take newer versions of what we depend on"

git add requirements/*.txt
if git diff --cached --quiet; then
    echo "Nothing is newer."
    exit 0
fi
git switch --quiet --force-create "$branch"
git -c user.name="github-actions[bot]" -c user.email="41898282+github-actions[bot]@users.noreply.github.com" \
    commit --quiet --message "$title"
gh auth setup-git
git push --quiet --force origin "$branch"

open=$(gh pr list --repo "$GITHUB_REPOSITORY" --head "$branch" --state open --json number --jq '.[].number')
if [ -n "$open" ]; then
    echo "Pull request $open has them now."
    exit 0
fi
gh pr create --repo "$GITHUB_REPOSITORY" --base main --head "$branch" --title "$title" --label dependencies \
    --body-file - << 'END'
Made by `make lock ARGS=--upgrade`. Close and reopen this pull request to start its checks: GitHub starts none for
what a workflow opens.
END
