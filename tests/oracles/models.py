#!/usr/bin/env python3
"""Golden numbers for FineGrain.Models from PyTorch (Debian: apt-get install python3-torch).

Run: /usr/bin/python3 tests/oracles/models.py > tests/FineGrain.Models.Tests/Golden/models.json
Made with torch 1.13.0. Sizes are odd (B 3, T 7, H 12) so that a swapped axis cannot pass.
"""
import json
import sys

import torch
import torch.nn.functional as F

torch.manual_seed(20261123)
B, T, H, HEADS, INNER = 3, 7, 12, 3, 20
LENGTHS = [7, 4, 1]


def numbers(tensor):
    return {"shape": list(tensor.shape), "values": [float(f"{v:.8g}") for v in tensor.detach().flatten().tolist()]}


def activations():
    x = torch.tensor([-6.0, -3.0, -1.5, -1.0, -0.5, -0.1, 0.0, 0.1, 0.5, 1.0, 1.5, 3.0, 6.0])
    functions = {
        "sigmoid": torch.sigmoid, "relu": torch.relu, "tanh": torch.tanh, "gelu": F.gelu,
        "gelu-tanh": lambda v: F.gelu(v, approximate="tanh"), "silu": F.silu,
    }
    return {"input": numbers(x), "output": {name: numbers(f(x)) for name, f in functions.items()}}


def losses():
    logits = torch.randn(5, 3) * 2
    classes = torch.tensor([2, 0, -100, 1, 0])
    weights = torch.tensor([0.5, 1.0, 2.5])
    rows = torch.tensor([1.0, 0.25, 1.0, 3.0, 0.5])
    kept = classes != -100
    per_row = F.cross_entropy(logits, classes, reduction="none", ignore_index=-100)
    p = logits.softmax(-1).gather(1, classes.clamp(min=0).unsqueeze(1)).squeeze(1)
    focal = -((1 - p) ** 2) * p.log()
    flags = torch.tensor([[1.0, 0, 1], [0, 0, 0], [1, 1, 1], [0, 1, 0], [0, 0, 1]])
    mixed = torch.tensor([[0.7, 0.3, 0], [0, 1.0, 0], [0.5, 0, 0.5], [0, 0.1, 0.9], [1.0, 0, 0]])
    scores = torch.randn(5, 1)
    gold = torch.randn(5)
    return {
        "logits": numbers(logits), "classes": numbers(classes.float()), "class_weights": numbers(weights), "row_weights": numbers(rows),
        "flags": numbers(flags), "mixed": numbers(mixed), "scores": numbers(scores), "gold": numbers(gold),
        "cross_entropy": numbers(F.cross_entropy(logits, classes)),
        "cross_entropy_class_weights": numbers(F.cross_entropy(logits, classes, weight=weights)),
        "cross_entropy_smoothing": numbers(F.cross_entropy(logits, classes, label_smoothing=0.1)),
        "cross_entropy_row_weights": numbers((per_row * rows)[kept].sum() / rows[kept].sum()),
        "cross_entropy_mixed": numbers(F.cross_entropy(logits, mixed)),
        "focal": numbers(focal[kept].mean()),
        "binary_cross_entropy": numbers(F.binary_cross_entropy_with_logits(logits, flags)),
        "binary_cross_entropy_class_weights": numbers(F.binary_cross_entropy_with_logits(logits, flags, pos_weight=weights)),
        "mean_squared_error": numbers(F.mse_loss(scores.squeeze(1), gold)),
    }


def padding():
    return torch.tensor([[t >= n for t in range(T)] for n in LENGTHS])


def transformer(norm_first):
    layer = torch.nn.TransformerEncoderLayer(H, HEADS, INNER, dropout=0.1, activation="gelu", layer_norm_eps=1e-5, batch_first=True, norm_first=norm_first)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
    layer.train()  # the slow path: the fused one of evaluation zeroes padding
    for module in layer.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    layer.self_attn.dropout = 0.0
    x = torch.randn(B, T, H)
    return {
        "input": numbers(x), "output": numbers(layer(x, src_key_padding_mask=padding())),
        "weights": {name: numbers(p) for name, p in layer.named_parameters()},
    }


def recurrent(cell):
    network = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell](5, 4, batch_first=True, bidirectional=True)
    x = torch.randn(B, T, 5)
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, torch.tensor(LENGTHS), batch_first=True)
    out, _ = torch.nn.utils.rnn.pad_packed_sequence(network(packed)[0], batch_first=True, total_length=T)
    return {"input": numbers(x), "output": numbers(out), "weights": {name: numbers(p) for name, p in network.named_parameters()}}


def ids_of(length):
    return [(5 * t + 2) % 11 for t in range(length)]


def cnn():
    """TextCNN, row by row without padding: what is behind a row's last token has no part in it."""
    table = torch.randn(11, 5)
    weights = {"embeddings.word_embeddings.weight": table}
    for i, window in enumerate([1, 2, 4]):
        weights[f"convolutions.{i}.weight"] = torch.randn(3, 5, window) * 0.5
        weights[f"convolutions.{i}.bias"] = torch.randn(3) * 0.5
    weights["classifier.weight"], weights["classifier.bias"] = torch.randn(4, 9), torch.randn(4)
    rows = []
    for length in LENGTHS:
        channels = F.embedding(torch.tensor(ids_of(length)), table).T.unsqueeze(0)
        features = [F.conv1d(F.pad(channels, (w - 1, w - 1)), weights[f"convolutions.{i}.weight"], weights[f"convolutions.{i}.bias"]).tanh().amax(2) for i, w in enumerate([1, 2, 4])]
        rows.append(F.linear(torch.cat(features, 1), weights["classifier.weight"], weights["classifier.bias"]))
    return {"ids": [ids_of(n) for n in LENGTHS], "output": numbers(torch.cat(rows)), "weights": {name: numbers(w) for name, w in weights.items()}}


def mlp():
    """Averaged embeddings through two hidden layers, plus the summed weights of hashed n-grams (bags of PyTorch's own)."""
    shapes = {
        "embeddings.word_embeddings.weight": (11, 5), "hidden.0.weight": (6, 5), "hidden.0.bias": (6,), "hidden.1.weight": (3, 6), "hidden.1.bias": (3,),
        "classifier.weight": (4, 3), "classifier.bias": (4,), "ngrams.weight": (17, 4),
    }
    weights = {name: torch.randn(*shape) for name, shape in shapes.items()}
    grams = [[3, 16, 1, 9, 2], [5, 4], [11]]
    rows = []
    for length, bag in zip(LENGTHS, grams):
        x = F.embedding_bag(torch.tensor([ids_of(length)]), weights["embeddings.word_embeddings.weight"], mode="mean")
        for i in range(2):
            x = F.linear(x, weights[f"hidden.{i}.weight"], weights[f"hidden.{i}.bias"]).tanh()
        rows.append(F.linear(x, weights["classifier.weight"], weights["classifier.bias"]) + F.embedding_bag(torch.tensor([bag]), weights["ngrams.weight"], mode="sum"))
    return {"ids": [ids_of(n) for n in LENGTHS], "ngrams": grams, "output": numbers(torch.cat(rows)), "weights": {name: numbers(w) for name, w in weights.items()}}


json.dump({
    "torch": torch.__version__, "lengths": LENGTHS, "activations": activations(), "losses": losses(),
    "post_norm": transformer(False), "pre_norm": transformer(True), "lstm": recurrent("lstm"), "gru": recurrent("gru"),
    "cnn": cnn(), "mlp": mlp(),
}, sys.stdout, indent=None, separators=(",", ":"))
print()
