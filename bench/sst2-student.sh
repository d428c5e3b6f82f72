#!/bin/sh
# Teaches a small network the answers of the SST-2 ensemble and prints what that costs in score and gains in size and speed.
# Usage: bench/sst2-student.sh [OUT]   with FINEGRAIN_DATA set; finegrain is taken from PATH, or FINEGRAIN names it. Half an hour on one core.
set -e
cd "$(dirname "$0")/.."
out=${1:-out}
finegrain=${FINEGRAIN:-finegrain}
if [ ! -d "$out/sst2-teacher/model" ]; then
    "$finegrain" run recipes/sst2.yaml --set 'training.seeds=[1]' 'evaluation.splits=[dev]' --out "$out/sst2-teacher"
fi
"$finegrain" compress "$out/sst2-teacher/model" --student cnn --precision int8 --threads 1 --out "$out/sst2-student" \
    --set training.epochs=4 training.batch_size=128 training.stopping.every_steps=300 distillation.share=0.9
du -sh "$out/sst2-student"
for model in sst2-teacher/model sst2-student; do
    echo "test, $model"
    "$finegrain" evaluate "$out/$model" --data "$out/sst2-teacher/data/test.jsonl" --label-column labels
done
