#!/bin/sh
# Teaches a small tagger the answers of two large ones side by side (LSTM and GRU) on CoNLL-2003 and prints what that costs in score and gains in size and speed.
# Usage: bench/conll-student.sh [OUT]   with FINEGRAIN_DATA set; finegrain is taken from PATH, or FINEGRAIN names it. A quarter of an hour on one core, and pretraining the first time.
set -e
cd "$(dirname "$0")/.."
out=${1:-out}
finegrain=${FINEGRAIN:-finegrain}
vectors=$PWD/recipes/pretrain-en.yaml
mkdir -p "$out"
tagger="embedding_dropout: 0.5, head_dropout: 0.5, vectors: $vectors"
# The recipe of the single tagger, with two networks and 50,000 words, so that the student's folder stays below 10 MB.
awk -v tagger="$tagger" '/^model:/ { print "model:\n  family: ensemble\n  members:\n    - {family: rnn, cell: lstm, width: 100, hidden: 150, " tagger "}\n    - {family: rnn, cell: gru, width: 100, hidden: 150, " tagger "}"; next }
    { sub(/vocabulary_size: 80000/, "vocabulary_size: 50000"); print }' recipes/conll2003.yaml > "$out/conll-teacher.yaml"
printf 'name: conll-student\ntask: spans\ndata: {train: [{path: x.conll, format: conll}]}\ntokenizer: {kind: word}\nmodel: {family: rnn, cell: gru, width: 100, hidden: 24, embedding_dropout: 0.3, head_dropout: 0.2, token_dropout: 0.05, vectors: %s}\n' \
    "$vectors" > "$out/conll-student.yaml"
if [ ! -d "$out/conll-teacher/model" ]; then
    "$finegrain" run "$out/conll-teacher.yaml" --set 'training.seeds=[1]' 'evaluation.splits=[dev]' --out "$out/conll-teacher"
fi
"$finegrain" compress "$out/conll-teacher/model" --student "$out/conll-student.yaml" --precision int8 --threads 1 --max-drop 10 --out "$out/conll-student" \
    --set spans.characters.filters=0 training.epochs=8 spans.features.buckets=65536
for model in conll-teacher/model conll-student; do
    echo "test, $model"
    "$finegrain" evaluate "$out/$model" --data "$out/conll-teacher/data/test.jsonl" --input-format examples
done
