#!/usr/bin/env bash
# Asks the cloud what a stack would change, with the policies, into FOLDER/STACK.txt and FOLDER/STACK.code. Fails when
# the preview does. Further arguments go to pulumi preview.
# usage: cloud-preview.sh FOLDER STACK [ARGUMENT...]
set -euo pipefail
folder=$1
stack=$2
shift 2
mkdir -p "$folder"
code=0
pulumi preview --stack "$stack" --diff --non-interactive --color never --suppress-progress \
  --policy-pack policies --policy-pack-config "policies/config/$stack.json" "$@" \
  >"$folder/$stack.txt" 2>&1 || code=$?
echo "$code" >"$folder/$stack.code"
cat "$folder/$stack.txt"
exit "$code"
