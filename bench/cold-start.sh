#!/usr/bin/env bash
# Cold process of the published command line to its first prediction.
#   bench/cold-start.sh [MODEL_FOLDER] [RUNS]
# Publishes the command line with ReadyToRun, then starts it RUNS times (default 21) on one text each and prints min, median and max in milliseconds.
# Without MODEL_FOLDER an untrained model of 10 MB is written to measure with.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${2:-21}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

model=${1:-}
if [ -z "$model" ]; then
  model=$work/model
  dotnet run -c Release --project bench/FineGrain.Inference.Bench -- model "$model"
fi
dotnet publish src/FineGrain.Cli -c Release -o "$work/cli" -p:PublishReadyToRun=true -p:DebugType=none --nologo -v q

text="This film is better than the book, which is rare."
"$work/cli/finegrain" predict "$model" "$text" # what is timed below, once in the open
for _ in $(seq "$runs"); do
  start=$(date +%s%N)
  "$work/cli/finegrain" predict "$model" "$text" > /dev/null
  echo $((($(date +%s%N) - start) / 1000))
done | sort -n | awk -v size="$(du -sh "$model" | cut -f1)" '
  { t[NR] = $1 / 1000 }
  END { printf "process start to first prediction, model folder of %s: min %.0f, median %.0f, max %.0f ms over %d runs\n", size, t[1], t[int((NR + 1) / 2)], t[NR], NR }'
