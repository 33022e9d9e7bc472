#!/usr/bin/env bash
# Keeps one issue about drift: opens it, writes it anew, or closes it when there is none any more. A stack has drifted
# when its preview, asked to expect no change, failed.
# usage: REPOSITORY=owner/name RUN_URL=… GH_TOKEN=… report-drift.sh FOLDER STACK...
set -euo pipefail
folder=$1
shift
title="The cloud is not what the program says"
most=20000
body=$(mktemp)
trap 'rm -f "$body"' EXIT
drifted=0
{
  echo "Found by [this run]($RUN_URL). Take the change back in the cloud, or take it over into the program; docs/delivery.md says how."
  for stack in "$@"; do
    code=$(cat "$folder/$stack.code" 2>/dev/null || echo missing)
    [ "$code" = 0 ] && continue
    drifted=1
    printf '\n## %s\n\n~~~~~~diff\n' "$stack"
    if [ -f "$folder/$stack.txt" ]; then head -c "$most" "$folder/$stack.txt" | sed 's/~~~~~~/~~~~~ ~/g'; else echo "The preview did not run."; fi
    printf '\n~~~~~~\n'
  done
} >"$body"
number=$(gh issue list --repo "$REPOSITORY" --state open --label drift --json number --jq '.[0].number // empty')
if [ "$drifted" = 0 ]; then
  [ -z "$number" ] || gh issue close "$number" --repo "$REPOSITORY" --comment "Gone in [this run]($RUN_URL)."
elif [ -n "$number" ]; then
  gh issue edit "$number" --repo "$REPOSITORY" --body-file "$body"
else
  gh label create drift --repo "$REPOSITORY" --description "The cloud is not what the program says" --force
  gh issue create --repo "$REPOSITORY" --title "$title" --label drift --body-file "$body"
fi
