#!/usr/bin/env bash
# A drill-down report of 100,000 predictions: seconds to build, megabytes, milliseconds until Chromium shows its table.
#   bench/report.sh PREDICTIONS.jsonl [ROWS]
# The predictions are repeated under new ids until there are ROWS (default 100,000). Three openings with cold profiles; the median is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
predictions=$(realpath "$1")
rows=${2:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

dotnet publish src/FineGrain.Cli -c Release -o "$work/cli" -p:DebugType=none --nologo -v q
copy=0
: > "$work/many.jsonl"
while [ "$(wc -l < "$work/many.jsonl")" -lt "$rows" ]; do
  sed "s/^{\"id\":\"/&$copy-/" "$predictions" >> "$work/many.jsonl"
  copy=$((copy + 1))
done
head -n "$rows" "$work/many.jsonl" > "$work/rows.jsonl"

start=$(date +%s%N)
"$work/cli/finegrain" report "$work/rows.jsonl" --out "$work/report.html"
built=$(( ($(date +%s%N) - start) / 1000000 ))

for opening in 1 2 3; do
  chromium --headless --no-sandbox --disable-gpu --no-first-run --user-data-dir="$work/profile-$opening" --virtual-time-budget=30000 --dump-dom "file://$work/report.html" 2> /dev/null |
    grep -o 'data-ready="[0-9]*"' | grep -o '[0-9]*'
done | sort -n > "$work/openings"
echo "$rows predictions: built in $built ms, $(( $(stat -c %s "$work/report.html") / 1000000 )) MB, table shown after $(sed -n 2p "$work/openings") ms (median of 3)"
