#!/usr/bin/env python3
"""Golden numbers for FineGrain.Analysis from scikit-learn and scipy (Debian: apt-get install python3-sklearn).

Run: python3 tests/oracles/metrics.py > tests/FineGrain.Analysis.Tests/Golden/metrics.json
Made with scikit-learn 1.2.1, scipy 1.10.1, numpy 1.24.2.
"""
import json
import sys
import warnings

import numpy as np
import scipy
import scipy.stats
import sklearn
from sklearn import metrics

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20261123)


def one_label(name, n, labels, gold_labels, predicted_labels, sharpness):
    """gold_labels and predicted_labels restrict what occurs, so that some classes are absent or never predicted."""
    c = len(labels)
    gold = rng.choice(gold_labels, n)
    logits = rng.normal(size=(n, c)) + sharpness * np.eye(c)[gold]
    logits[:, [k for k in range(c) if k not in predicted_labels]] -= 30
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    guess = p.argmax(1)
    conf, right = p.max(1), p.argmax(1) == gold
    m = 15
    bins = np.clip(np.ceil(conf * m).astype(int) - 1, 0, m - 1)
    ece = sum(abs(right[bins == b].mean() - conf[bins == b].mean()) * (bins == b).mean() for b in range(m) if (bins == b).any())
    pr, re, f1, _ = metrics.precision_recall_fscore_support(gold, guess, labels=range(c), zero_division=0)
    present = sorted(set(gold) | set(guess))
    expected = {
        "accuracy": metrics.accuracy_score(gold, guess),
        "micro-f1": metrics.f1_score(gold, guess, average="micro"),
        "macro-f1": metrics.f1_score(gold, guess, average="macro"),
        "macro-precision": metrics.precision_score(gold, guess, average="macro", zero_division=0),
        "macro-recall": metrics.recall_score(gold, guess, average="macro", zero_division=0),
        "matthews": metrics.matthews_corrcoef(gold, guess),
        "log-loss": metrics.log_loss(gold, p, labels=range(c)),
        "ece": ece,
    }
    for k in present:
        expected |= {f"f1:{labels[k]}": f1[k], f"precision:{labels[k]}": pr[k], f"recall:{labels[k]}": re[k]}
    return {"name": name, "labels": labels, "gold": gold.tolist(), "predicted": guess.tolist(), "probabilities": p.tolist(),
            "confusion": metrics.confusion_matrix(gold, guess, labels=range(c)).tolist(), "expected": expected}


def many_labels(name, n, labels, rate):
    c = len(labels)
    gold = rng.random((n, c)) < rate
    guess = gold ^ (rng.random((n, c)) < 0.2)
    guess[:, 0] = False  # never predicted
    gold[:, -1] = guess[:, -1] = False  # absent
    pr, re, f1, _ = metrics.precision_recall_fscore_support(gold, guess, zero_division=0)
    present = [k for k in range(c) if gold[:, k].any() or guess[:, k].any()]
    expected = {"subset-accuracy": metrics.accuracy_score(gold, guess)}
    for average in ["micro", "macro"]:
        kw = {"average": average, "zero_division": 0, "labels": present}
        expected |= {f"{average}-f1": metrics.f1_score(gold, guess, **kw), f"{average}-precision": metrics.precision_score(gold, guess, **kw),
                     f"{average}-recall": metrics.recall_score(gold, guess, **kw)}
    for k in present:
        expected |= {f"f1:{labels[k]}": f1[k], f"precision:{labels[k]}": pr[k], f"recall:{labels[k]}": re[k]}
    return {"name": name, "labels": labels, "gold": gold.astype(int).tolist(), "predicted": guess.astype(int).tolist(), "expected": expected}


def number(name, gold, guess):
    return {"name": name, "gold": gold.tolist(), "predicted": guess.tolist(), "expected": {
        "mae": metrics.mean_absolute_error(gold, guess), "rmse": metrics.mean_squared_error(gold, guess, squared=False),
        "pearson": scipy.stats.pearsonr(gold, guess)[0], "spearman": scipy.stats.spearmanr(gold, guess)[0]}}


stars = rng.integers(1, 6, 80).astype(float)
floats = rng.normal(size=60)
golden = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "one_label": [
        one_label("two classes", 61, ["negative", "positive"], [0, 1], [0, 1], 1.0),
        one_label("five classes", 97, list("abcde"), [0, 1, 2, 3, 4], [0, 1, 2, 3, 4], 1.5),
        one_label("one class never predicted", 83, ["正", "负", "中"], [0, 1, 2], [0, 1], 1.5),
        one_label("one class absent, one only predicted", 71, list("abcd"), [0, 1], [0, 1, 3], 1.0),
        one_label("everything predicted the same", 37, list("abc"), [0, 1, 2], [1], 0.5),
        one_label("gold all the same", 29, list("abc"), [2], [0, 1, 2], 0.5),
    ],
    "many_labels": [many_labels("six labels", 90, list("abcdef"), 0.3), many_labels("rare labels", 50, ["价格", "质量", "物流", "服务"], 0.08)],
    "number": [
        number("stars with ties", stars, np.clip(np.round(stars + rng.normal(size=80)), 1, 5)),
        number("continuous", floats, 0.5 * floats + rng.normal(size=60)),
        number("large offset", 1e6 + floats, 1e6 - floats + 0.1 * rng.normal(size=60)),
    ],
    # (fixed, broken) -> exact two-sided McNemar
    "mcnemar": [[b, c, scipy.stats.binomtest(b, b + c, 0.5).pvalue] for b, c in [(1, 0), (5, 1), (10, 2), (7, 7), (0, 12), (40, 25), (510, 450), (5000, 5100)]],
    "student_t": [[df, scipy.stats.t.ppf(0.975, df)] for df in [1, 2, 3, 4, 9, 29, 200]],
}
json.dump(golden, sys.stdout, ensure_ascii=False, allow_nan=False)
print()
