#!/usr/bin/env bash
# The whole inference table of docs/performance.md, on two threads, every way in its turn of every round. Wants an otherwise idle machine; about ten minutes.
#   bench/inference.sh [TOKENIZER [TEXTS [ROUNDS]]]
# TOKENIZER: a WordPiece tokenizer.json of 30,522 tokens (bert-base-uncased); TEXTS: one text a line, or the SST-2 file of FINEGRAIN_DATA, whose label is cut off.
# Needs Node.js (npm install runs once) and Debian's python3-torch with libopenblas0.
set -euo pipefail
cd "$(dirname "$0")/.."
tokenizer=$(realpath "${1:-${FINEGRAIN_DATA:?give TOKENIZER and TEXTS, or set FINEGRAIN_DATA}/../weights/tokenizers/bert-base-uncased-en/tokenizer.json}")
rounds=${3:-5}
peers=bench/FineGrain.Inference.Bench/peers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -d "$peers/node_modules" ] || (cd "$peers" && npm install --ignore-scripts --no-audit --no-fund)
if [ -n "${2:-}" ]; then cp "$2" "$work/texts.txt"; else zcat "$FINEGRAIN_DATA/sst/sst2-test.txt.gz" | cut -d' ' -f2- > "$work/texts.txt"; fi
dotnet build bench/FineGrain.Inference.Bench -c Release -v q --nologo > "$work/build.log" || { cat "$work/build.log"; exit 1; }
bench=$(find bench/FineGrain.Inference.Bench/bin/Release -name FineGrain.Inference.Bench -type f | head -1)

"$bench" compare "$tokenizer" "$work/texts.txt" "$peers" "$rounds" 2
echo
echo "precisions of the same encoder, 512 texts"
"$bench" encoder "$work/encoder" "$tokenizer"
"$bench" precisions "$work/encoder" "$work/texts.txt"
echo
echo "memory of one predictor, 10 MB model, 100,000 texts of mixed lengths"
"$bench" model "$work/small"
# Without the tiers of the just-in-time compiler: methods that it writes anew during the first ten thousand would count as memory of the session.
DOTNET_TieredCompilation=0 "$bench" memory "$work/small" 100000
