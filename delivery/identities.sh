#!/usr/bin/env bash
# What the bootstrap program calls a stack's state and identities, as outputs of a workflow's step: they are known
# before anything exists, so no variable has to repeat them.
# usage: identities.sh STACK >>"$GITHUB_OUTPUT"
set -euo pipefail
npm run --silent preview -- --program bootstrap --stack "$1" --json |
  jq --raw-output '.outputs | to_entries[] | select(.value | type == "string" and (contains("\n") | not)) | "\(.key)=\(.value)"'
