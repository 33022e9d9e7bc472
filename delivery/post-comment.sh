#!/usr/bin/env bash
# Puts a comment on a pull request: over its own earlier one, or new.
# usage: REPOSITORY=owner/name PULL_REQUEST=12 GH_TOKEN=… post-comment.sh FILE
set -euo pipefail
file=$1
marker=$(head -n 1 "$file")
comments="repos/$REPOSITORY/issues/$PULL_REQUEST/comments"
# Only the bot's own: anybody can write the marker.
id=$(gh api --paginate "$comments" |
  jq --raw-output --slurp --arg marker "$marker" \
    'flatten | map(select(.user.login == "github-actions[bot]" and (.body | startswith($marker)))) | .[0].id // empty')
if [ -n "$id" ]; then
  jq --null-input --rawfile body "$file" '{$body}' | gh api --method PATCH "repos/$REPOSITORY/issues/comments/$id" --input - >/dev/null
else
  jq --null-input --rawfile body "$file" '{$body}' | gh api --method POST "$comments" --input - >/dev/null
fi
