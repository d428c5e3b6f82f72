#!/bin/sh
# Plants one defect at a time, lets the real `finegrain improve` work on it, and judges on test, which the loop never sees: is the planted cause named first, and does at
# least half of the lost score come back? Labels: SST-2 sentences and naive-Bayes n-grams. Borders: the first 6,000 sentences of CoNLL-2003 and a small GRU.
#   bench/planted.sh [WORK-FOLDER] [DEFECT ...]
# FINEGRAIN_DATA is the folder of the data sets; BUDGET (20m), SENTENCES (of SST-2, all), SPAN_SENTENCES (6000), EPOCHS (4) and SPAN_EPOCHS (8) make it smaller.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-out/planted}; [ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- flip slice spurious imbalance borders
data=${FINEGRAIN_DATA:?names the folder of the data sets}
: "${BUDGET:=20m}" "${SENTENCES:=1000000}" "${SPAN_SENTENCES:=6000}" "${EPOCHS:=4}" "${SPAN_EPOCHS:=8}"
mkdir -p "$work"; work=$(cd "$work" && pwd)

# Programs that are built already may be named instead.
if [ -z "${FINEGRAIN:-}" ]; then
  dotnet build "$root/src/FineGrain.Cli" -c Release -v q >&2
  FINEGRAIN="dotnet $(find "$root/src/FineGrain.Cli/bin/Release" -name finegrain.dll | head -n 1)"
fi
if [ -z "${BENCH:-}" ]; then
  dotnet build "$root/bench/FineGrain.Feedback.Bench" -c Release -v q >&2
  BENCH="dotnet $(find "$root/bench/FineGrain.Feedback.Bench/bin/Release" -name FineGrain.Feedback.Bench.dll | head -n 1)"
fi

# The data as they are: the first sentences of each training set.
gzip -dc "$data/sst/sst2-train.txt.gz" | head -n "$SENTENCES" > "$work/sst-train.txt"
gzip -dc "$data/conll2003/eng.train.gz" | awk -v most="$SPAN_SENTENCES" 'NF == 0 { if (words) sentences++; words = 0; if (sentences >= most) exit } { print } NF { words = 1 }' > "$work/conll-train.conll"
labels='tokenizer: {kind: word, lowercase: true, max_length: 64}
model: {family: mlp, width: 0, hidden: [], head_dropout: 0, ngrams: {words: 2, characters: 5, min_characters: 3, buckets: 262144, naive_bayes: 0.04}}'
map='{"0": negative, "1": positive}'
spans='tokenizer: {kind: word, special_tokens: false, max_length: 128}
spans: {head: softmax, features: {templates: [english], buckets: 32768}}
model: {family: rnn, cell: gru, width: 50, hidden: 64, embedding_dropout: 0.3, head_dropout: 0.3}'

recipe() { # DEFECT FOLDER TRAIN: a recipe on planted files, or, where FOLDER is -, on the sources
  if [ "$1" = borders ]; then
    printf 'name: planted\ntask: spans\n'
    source="{path: $data/conll2003/eng.%s.gz, format: conll, scheme: iob1, joiner: space, broken: repair}" train="{path: $work/conll-train.conll, format: conll, scheme: iob1, joiner: space, broken: repair}" dev=testa test=testb
  else
    printf 'name: planted\n'
    source="{path: $data/sst/sst2-%s.txt.gz, format: lines, label_map: $map}" train="{path: $work/sst-train.txt, format: lines, label_map: $map}" dev=dev test=test
  fi
  if [ "$2" = - ]; then
    printf "data:\n  train: [$train]\n  dev: [$source]\n  test: [$source]\n" "$dev" "$test"
  else
    printf 'data:\n  train: [{path: %s/train.jsonl, format: examples}]\n  dev: [{path: %s/dev.jsonl, format: examples}]\n' "$3" "$2"
  fi
  if [ "$1" = borders ]; then
    printf '%s\ntraining: {seeds: [1], epochs: %s, batch_size: 16, threads: 1, optimizer: {learning_rate: 0.004}}\n' "$spans" "$SPAN_EPOCHS"
  else
    printf '%s\ntraining: {seeds: [1], epochs: %s, batch_size: 32, threads: 1, optimizer: {learning_rate: 0.0002}}\n' "$labels" "$EPOCHS"
  fi
}

score() { # DEFECT MODEL: accuracy or F1 of spans on test
  $FINEGRAIN evaluate "$2" --data "$work/$1/clean/test.jsonl" --input-format examples --output "$work/$1/scores.json" > /dev/null
  python3 -c 'import json, sys
wanted = "span-f1" if sys.argv[2] == "borders" else "accuracy"
print(next(s["value"] for s in json.load(open(sys.argv[1])) if s["metric"] == wanted))' "$work/$1/scores.json" "$1"
}

total=0 named=0 recovered=0
for defect in "$@"; do
  total=$((total + 1)); here=$work/$defect
  case $defect in flip) kind=label-noise ;; slice) kind=slice-gap ;; spurious) kind=spurious-unit ;; imbalance) kind=imbalance ;; borders) kind=span-borders ;; *) echo "unknown defect: $defect" >&2; exit 2 ;; esac
  mkdir -p "$here"
  recipe "$defect" - > "$here/sources.yaml"
  $BENCH plant "$here/sources.yaml" none "$here/clean"
  $BENCH plant "$here/sources.yaml" "$defect" "$here/spoilt"
  recipe "$defect" "$here/clean" "$here/clean" > "$here/clean.yaml"
  recipe "$defect" "$here/clean" "$here/spoilt" > "$here/spoilt.yaml"
  # The score without the defect, by the same recipe on the same half of dev: the first champion of a loop without rounds.
  pool=; [ -f "$here/spoilt/pool.jsonl" ] && pool="--pool $here/spoilt/pool.jsonl"
  [ -f "$here/first/champion" ] || $FINEGRAIN improve "$here/clean.yaml" --out "$here/first" --budget "$BUDGET" --rounds 0
  $FINEGRAIN improve "$here/spoilt.yaml" --out "$here/loop" --budget "$BUDGET" $pool
  if [ ! -f "$here/first/champion" ] || [ ! -f "$here/loop/champion" ]; then
    echo "$defect: no champion within $BUDGET; the same command with a larger BUDGET goes on"
    continue
  fi
  champion=$(printf '%04d' "$(cat "$here/loop/champion")")
  clean=$(score "$defect" "$here/first/champions/0001") before=$(score "$defect" "$here/loop/champions/0001") after=$(score "$defect" "$here/loop/champions/$champion")
  line=$(python3 -c 'import json, sys
log, kind, defect, clean, before, after = sys.argv[1], sys.argv[2], sys.argv[3], *map(float, sys.argv[4:])
first = next((e["cause"] for e in map(json.loads, open(log, encoding="utf-8")) if e["step"] == "cause"), "nothing")
share = (after - before) / (clean - before) if clean > before else float("nan")
named, back = first.startswith(kind), share >= 0.5
print(int(named), int(back), f"{defect}: first cause {first!r} ({'"'named' if named else 'not named'"'}); test {clean:.4f} clean, {before:.4f} spoilt, {after:.4f} improved: " + (f"{share:.0%} recovered" if clean > before else "nothing was lost"))' "$here/loop/improve.jsonl" "$kind" "$defect" "$clean" "$before" "$after")
  set_named=${line%% *}; rest=${line#* }; set_back=${rest%% *}
  echo "${rest#* }"
  named=$((named + set_named)) recovered=$((recovered + set_back))
done
echo "named $named of $total, recovered $recovered of $total"
