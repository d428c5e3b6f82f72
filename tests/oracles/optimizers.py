"""Golden numbers for the optimisers, from PyTorch.

    /usr/bin/python3 tests/oracles/optimizers.py > tests/FineGrain.Training.Tests/golden/optimizers.json

Two parameters (a 3x5 table and a vector of 7), twelve steps of fixed gradients and of a changing learning rate; every fourth step the
gradient is large, so that clipping to norm 1 acts on some steps and not on others.
"""
import json
import math

import torch

STEPS = 12
SHAPES = [(3, 5), (7,)]


def start(k):
    n = math.prod(SHAPES[k])
    return torch.tensor([math.sin(0.7 * i + k) for i in range(n)]).reshape(SHAPES[k])


def gradient(k, step):
    n = math.prod(SHAPES[k])
    size = 3.0 if step % 4 == 0 else 0.05
    return torch.tensor([size * math.cos(1.3 * i + 0.37 * step * (k + 1)) for i in range(n)]).reshape(SHAPES[k])


def rate(step):
    return 0.01 * (1 + step % 3)


def run(make, clip):
    parameters = [start(k).requires_grad_() for k in range(len(SHAPES))]
    optimizer = make(parameters)
    norms = []
    for step in range(STEPS):
        for k, p in enumerate(parameters):
            p.grad = gradient(k, step)
        norm = torch.nn.utils.clip_grad_norm_(parameters, clip) if clip else torch.cat([p.grad.flatten() for p in parameters]).norm()
        norms.append(norm.item())
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        optimizer.step()
    return {"weights": [p.detach().flatten().tolist() for p in parameters], "norms": norms}


CASES = {
    "sgd": (dict(name="sgd", momentum=0.9, weight_decay=0.0), lambda p: torch.optim.SGD(p, lr=1, momentum=0.9)),
    "sgd with decay": (dict(name="sgd", momentum=0.8, weight_decay=0.1), lambda p: torch.optim.SGD(p, lr=1, momentum=0.8, weight_decay=0.1)),
    "adam": (dict(name="adam", weight_decay=0.0), lambda p: torch.optim.Adam(p, lr=1)),
    "adam with decay": (dict(name="adam", weight_decay=0.1, beta1=0.8, beta2=0.95), lambda p: torch.optim.Adam(p, lr=1, weight_decay=0.1, betas=(0.8, 0.95))),
    "adamw": (dict(name="adamw", weight_decay=0.1), lambda p: torch.optim.AdamW(p, lr=1, weight_decay=0.1)),
    "adamw large epsilon": (dict(name="adamw", weight_decay=0.01, epsilon=1e-3), lambda p: torch.optim.AdamW(p, lr=1, weight_decay=0.01, eps=1e-3)),
}

def average(decay):
    """PyTorch's AveragedModel over weights that move by a formula; its first update copies the first weights, which are those before step 1."""
    model = torch.nn.ParameterList([torch.nn.Parameter(start(k)) for k in range(len(SHAPES))])
    kept = torch.optim.swa_utils.AveragedModel(model, avg_fn=lambda mean, now, n: (lambda d: d * mean + (1 - d) * now)(min(decay, (1 + int(n)) / (10 + int(n)))))
    kept.update_parameters(model)
    for step in range(STEPS):
        with torch.no_grad():
            for k, p in enumerate(model):
                p.add_(gradient(k, step))
        kept.update_parameters(model)
    return {"decay": decay, "weights": [p.detach().flatten().tolist() for p in kept.module]}


print(json.dumps({
    "torch": torch.__version__,
    "cases": [{"case": name, **settings, "clip": clip, **run(make, clip)} for name, (settings, make) in CASES.items() for clip in (0, 1)],
    "averages": [average(0.4), average(0.9)],
}, indent=1))
