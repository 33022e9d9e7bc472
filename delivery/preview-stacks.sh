#!/usr/bin/env bash
# Previews stacks offline into a folder: <stack>.json, <stack>.error and <stack>.code. Never fails: a stack that cannot
# be previewed has its error in there, and the others their previews.
# usage: preview-stacks.sh FOLDER STACK...
set -euo pipefail
folder=$1
shift
mkdir -p "$folder"
for stack in "$@"; do
  code=0
  npm run --silent preview -- --stack "$stack" --json >"$folder/$stack.json" 2>"$folder/$stack.error" || code=$?
  echo "$code" >"$folder/$stack.code"
done
