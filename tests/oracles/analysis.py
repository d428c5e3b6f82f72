#!/usr/bin/env python3
"""Golden numbers for calibration, slices and power from scikit-learn and scipy.

Run: python3 tests/oracles/analysis.py > tests/FineGrain.Analysis.Tests/Golden/analysis.json
Made with scikit-learn 1.2.1, scipy 1.10.1, numpy 1.24.2.
"""
import json
import sys

import numpy as np
import scipy
import scipy.optimize
import scipy.special
import scipy.stats
import sklearn
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(20261124)


def nll(logits, gold):
    return -scipy.special.log_softmax(logits, axis=1)[np.arange(len(gold)), gold].mean()


def overconfident(n, c, sharpness, scale):
    gold = rng.integers(0, c, n)
    logits = scale * (rng.normal(size=(n, c)) + sharpness * np.eye(c)[gold] + 0.5 * np.arange(c))
    return np.round(logits, 6), gold


def scaling(name, n, c, sharpness, scale):
    logits, gold = overconfident(n, c, sharpness, scale)
    t = scipy.optimize.minimize_scalar(lambda b: nll(np.exp(b) * logits, gold), bounds=(-6, 6), method="bounded", options={"xatol": 1e-12})
    ridge = lambda x: 5e-7 * (((x[:c] - 1) ** 2).sum() + (x[c:] ** 2).sum())
    start = np.concatenate([np.ones(c), np.zeros(c)])
    v = scipy.optimize.minimize(lambda x: nll(logits * x[:c] + x[c:], gold) + ridge(x), start, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
    return {"name": name, "logits": logits.tolist(), "gold": gold.tolist(), "temperature": float(np.exp(-t.x)), "temperature_loss": float(t.fun),
            "vector": v.x.tolist(), "vector_loss": float(v.fun)}


def many(name, n, c):
    gold = (rng.random((n, c)) < 0.3).astype(int)
    logits = np.round(3 * (rng.normal(size=(n, c)) + 1.2 * (2 * gold - 1)), 6)
    loss = lambda z: (np.logaddexp(0, z) - gold * z).sum(axis=1).mean()
    t = scipy.optimize.minimize_scalar(lambda b: loss(np.exp(b) * logits), bounds=(-6, 6), method="bounded", options={"xatol": 1e-12})
    ridge = lambda x: 5e-7 * (((x[:c] - 1) ** 2).sum() + (x[c:] ** 2).sum())
    v = scipy.optimize.minimize(lambda x: loss(logits * x[:c] + x[c:]) + ridge(x), np.concatenate([np.ones(c), np.zeros(c)]), method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
    return {"name": name, "logits": logits.tolist(), "gold": gold.tolist(), "temperature": float(np.exp(-t.x)), "vector": v.x.tolist(), "vector_loss": float(v.fun)}


def isotonic(name, x, y):
    fit = IsotonicRegression(out_of_bounds="clip").fit(x, y)
    ask = np.linspace(-0.1, 1.1, 61)
    return {"name": name, "x": x.tolist(), "y": y.tolist(), "ask": ask.tolist(), "expected": fit.predict(ask).tolist()}


def holm(p):
    order = np.argsort(p, kind="stable")
    m = len(p)
    out = np.empty(m)
    out[order] = np.minimum(1, np.maximum.accumulate((m - np.arange(m)) * np.asarray(p)[order]))
    return out


def benjamini_hochberg(p):
    order = np.argsort(p, kind="stable")
    m = len(p)
    ranked = np.asarray(p)[order] * m / (np.arange(m) + 1)
    out = np.empty(m)
    out[order] = np.minimum(1, np.minimum.accumulate(ranked[::-1])[::-1])
    return out


def fisher(a, b, c, d):
    return [a, b, c, d, scipy.stats.fisher_exact([[a, b], [c, d]], alternative="greater")[1]]


def mann_whitney(name, x, y):
    return {"name": name, "x": x.tolist(), "y": y.tolist(), "p": scipy.stats.mannwhitneyu(x, y, alternative="greater", method="asymptotic", use_continuity=False).pvalue}


def wilson(k, n):
    interval = scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
    return [k, n, interval.low, interval.high]


def mcnemar_power(n, discordant, difference):
    """Connor (1987): power of the two-sided normal McNemar test at 5 %."""
    z = scipy.stats.norm.ppf(0.975)
    return scipy.stats.norm.cdf((difference * np.sqrt(n) - z * np.sqrt(discordant)) / np.sqrt(discordant - difference ** 2))


def detectable(n, discordant):
    return [n, discordant, scipy.optimize.brentq(lambda d: mcnemar_power(n, discordant, d) - 0.8, 1e-9, discordant - 1e-12)]


def aurc(confidence, right):
    order = np.argsort(-confidence, kind="stable")
    risks = np.cumsum(1 - right[order]) / (np.arange(len(order)) + 1)
    return risks


x = np.round(rng.random(200), 3)
p_values = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34]
confidence = rng.random(50)
right = (rng.random(50) < confidence).astype(int)
golden = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "scaling": [scaling("two labels", 120, 2, 1.5, 4), scaling("five labels", 300, 5, 2.0, 3), scaling("too modest", 150, 3, 2.5, 0.3)],
    "many": [many("three labels", 150, 3)],
    "isotonic": [isotonic("many ties", x, (rng.random(200) < x ** 2).astype(float)), isotonic("already rising", np.array([0.1, 0.2, 0.7]), np.array([0.0, 0.5, 1.0])),
                 isotonic("falling", np.array([0.1, 0.5, 0.9]), np.array([1.0, 0.5, 0.0])), isotonic("one value", np.full(5, 0.4), np.array([0, 1, 1, 0, 1.0]))],
    "p_values": p_values, "holm": holm(p_values).tolist(), "benjamini_hochberg": benjamini_hochberg(p_values).tolist(),
    "fisher": [fisher(*t) for t in [(8, 2, 1, 5), (3, 10, 300, 1000), (40, 60, 100, 900), (0, 5, 5, 0), (120, 80, 900, 9000), (1, 0, 0, 1)]],
    "mann_whitney": [mann_whitney("continuous", rng.normal(0.5, 1, 30), rng.normal(0, 1, 80)), mann_whitney("ties", rng.integers(0, 4, 25).astype(float), rng.integers(0, 3, 60).astype(float))],
    "wilson": [wilson(*t) for t in [(0, 10), (10, 10), (3, 17), (950, 1000)]],
    "normal_quantile": [[q, scipy.stats.norm.ppf(q)] for q in [0.001, 0.025, 0.2, 0.5, 0.8, 0.975, 0.9999]],
    "normal_cdf": [[z, scipy.stats.norm.cdf(z)] for z in [-6.0, -2.5, -0.3, 0.0, 1.0, 3.7]],
    "detectable": [detectable(*t) for t in [(872, 0.08), (1821, 0.1), (100, 0.3), (10000, 0.02)]],
    "risk": {"confidence": confidence.tolist(), "right": right.tolist(), "risks": aurc(confidence, right).tolist(), "area": float(aurc(confidence, right).mean())},
}
json.dump(golden, sys.stdout, ensure_ascii=False, allow_nan=False)
print()
