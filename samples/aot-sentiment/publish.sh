#!/usr/bin/env bash
# Publishes the sample with Native AOT, states its size and how long a cold process takes to its first answer.
#   samples/aot-sentiment/publish.sh MODEL_FOLDER [RUNS]
# Any warning of the trimmer or the AOT compiler is an error. Fails when the native payload exceeds 60 MB; with MAX_MS=150 also when the median cold start does.
# Needs clang and zlib1g-dev (Debian's names).
set -euo pipefail
model=$(realpath "$1")
runs=${2:-21}
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

dotnet publish AotSentiment.csproj -c Release -o "$out" -p:TreatWarningsAsErrors=true -p:DebugType=none -p:StripSymbols=true --nologo -v q
rm -f "$out"/*.dbg "$out"/*.pdb "$out"/*.xml
bytes=$(find "$out" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')
find "$out" -type f -printf '%10s %f\n' | sort -rn
awk -v b="$bytes" 'BEGIN { printf "native payload %.1f MB (limit 60)\n", b / 1e6; exit b > 60e6 }'

text="This film is better than the book, which is rare."
"$out/sentiment" "$model" "$text" # what is timed below, once in the open
for _ in $(seq "$runs"); do
  start=$(date +%s%N)
  "$out/sentiment" "$model" "$text" > /dev/null
  echo $((($(date +%s%N) - start) / 1000))
done | sort -n | awk -v most="${MAX_MS:-0}" '
  { t[NR] = $1 / 1000 }
  END {
    median = t[int((NR + 1) / 2)]
    printf "process start to first answer: min %.0f, median %.0f, max %.0f ms over %d runs\n", t[1], median, t[NR], NR
    exit most > 0 && median > most
  }'
