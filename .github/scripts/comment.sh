#!/usr/bin/env bash
# Posts the text that the workflow `preview` made on its pull request, or puts it in the place of the last one.
#
# The text is what a stranger's code made of it. So the number of the pull request comes from GitHub, and the text
# goes from file to file: it is never a part of a command. What would be more than text on GitHub, an address, a picture,
# HTML or a name that notifies, is parted by a space of no width, which nothing in Markdown can take back. The one link
# is made here.
set -euo pipefail

export MARK='<!-- portal-diff -->'
most=65536

refuse() {
    echo "::error::$1. Nothing is posted."
    exit 1
}

# A pull request of a fork is not named in the event. A commit that was replaced has its own run, or none.
numbers=$(gh api --method GET "repos/$GITHUB_REPOSITORY/pulls" --raw-field state=open \
    --raw-field "head=$HEAD_OWNER:$HEAD_BRANCH" --jq '.[] | select(.head.sha == env.HEAD_SHA) | .number')
number=${numbers%%$'\n'*}
if [ -z "$number" ]; then
    echo "No open pull request is at $HEAD_SHA: there is nothing to do."
    exit 0
fi
[[ $number =~ ^[1-9][0-9]{0,9}$ ]] || refuse "The number of the pull request is none"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
gh run download "$RUN" --repo "$GITHUB_REPOSITORY" --name comment --dir "$folder/made"
made=$folder/made/comment.md
text=$folder/text.md
if [ -L "$made" ] || [ ! -f "$made" ]; then refuse "There is no file comment.md"; fi
[ "$(wc --bytes < "$made")" -le $((4 * most)) ] || refuse "The comment is too long"
[ "$(head --lines 1 "$made")" = "$MARK" ] || refuse "The comment does not begin with $MARK"
# In this order: links and pictures; HTML; letters by their number; addresses; mentions and mail; issues; commits; fences
# that are drawn. Control characters first, which somebody may leave out later.
# shellcheck disable=SC2016 # what draws a fence runs no command
{
    echo "$MARK"
    echo "[Look at the pages](<$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$RUN#artifacts>)"
    echo
    tail --lines +2 "$made" | LC_ALL=C tr --delete '\000-\010\013-\037\177' | LC_ALL=C sed --regexp-extended '
        s/\]([(:[])/]\xe2\x80\x8b\1/g
        s/<([[:alpha:]/!?])/<\xe2\x80\x8b\1/g
        s/&([[:alpha:]#])/\&\xe2\x80\x8b\1/g
        s/:([/\\])/:\xe2\x80\x8b\1/g
        s/(www)([.\\])/\1\xe2\x80\x8b\2/gI
        s/@(\xe2\x80\x8b)?/@\xe2\x80\x8b/g
        s/#([[:digit:]])/#\xe2\x80\x8b\1/g
        s/(gh)(-[[:digit:]]|\\)/\1\xe2\x80\x8b\2/gI
        :commit
        s/([[:xdigit:]]{6})([[:xdigit:]])/\1\xe2\x80\x8b\2/g
        t commit
        s/(```|~~~)([[:blank:]]*[^`~[:space:]])/\1\xe2\x80\x8b\2/g'
} > "$text"
[ "$(LC_ALL=C.UTF-8 wc --chars < "$text")" -le "$most" ] || refuse "The comment is too long"

# shellcheck disable=SC2016 # jq expands it
ids=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments?per_page=100" \
    --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARK))) | .id')
id=${ids%%$'\n'*}
if [ -n "$id" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$text" --jq .html_url
else
    gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" --field "body=@$text" --jq .html_url
fi
