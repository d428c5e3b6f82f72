"""The peer in eager PyTorch: the same BERT-style encoder with the same first weights, one training step a line on request.

    OPENBLAS_NUM_THREADS=2 OMP_NUM_THREADS=2 /usr/bin/python3 bench/pytorch_step.py LAYERS WIDTH HEADS INNER THREADS ATTENTION_DROPOUT WEIGHTS

WEIGHTS is a file of all parameters as float32 in the order of model.parameters(). Each line of standard input is "step FILE ROWS LENGTH" or "loss FILE
ROWS LENGTH": a file of int32 ids [ROWS, LENGTH] (0 is padding) and labels [ROWS], written by the benchmark. Answers a step with the milliseconds of forward,
backward and optimiser, by the clock and of processor time, and "loss" with the loss without dropout.
Needs Debian's python3-torch with libopenblas0: reference BLAS is a hundred times slower and no fair peer.
"""
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

LAYERS, WIDTH, HEADS, INNER, THREADS = map(int, sys.argv[1:6])
ATTENTION_DROPOUT = float(sys.argv[6])
VOCABULARY, BATCH, DROPOUT = 30522, 32, 0.1
torch.set_num_threads(THREADS)
torch.manual_seed(1)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, x, bias):
        b, t, h = x.shape
        q, k, v = (part(x).view(b, t, HEADS, h // HEADS).transpose(1, 2) for part in (self.query, self.key, self.value))
        weights = F.dropout((q @ k.transpose(2, 3) / math.sqrt(h // HEADS) + bias).softmax(-1), ATTENTION_DROPOUT, self.training)
        context = (weights @ v).transpose(1, 2).reshape(b, t, h)
        x = self.norm1(x + F.dropout(self.output(context), DROPOUT, self.training))
        return self.norm2(x + F.dropout(self.outer(F.gelu(self.inner(x))), DROPOUT, self.training))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.positions, self.norm = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(128, WIDTH), nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, 2)

    def forward(self, ids, mask):
        x = F.dropout(self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1]))), DROPOUT, self.training)
        bias = (1 - mask)[:, None, None, :] * -1e9
        for layer in self.layers:
            x = layer(x, bias)
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(F.dropout(pooled, DROPOUT, self.training))


model = Encoder()
with torch.no_grad(), open(sys.argv[7], "rb") as weights:
    for p in model.parameters():
        p.copy_(torch.frombuffer(bytearray(weights.read(4 * p.numel())), dtype=torch.float32).view_as(p))
decayed = [p for p in model.parameters() if p.dim() >= 2]
others = [p for p in model.parameters() if p.dim() < 2]
optimizer = torch.optim.AdamW([{"params": decayed}, {"params": others, "weight_decay": 0.0}], lr=1e-4, weight_decay=0.01)
print("ready", flush=True)


def loss_of(ids, gold):
    return F.cross_entropy(model(ids, (ids != 0).float()), gold)


for line in sys.stdin:
    what, path, rows, length = line.split()
    rows, length = int(rows), int(length)
    numbers = torch.frombuffer(bytearray(open(path, "rb").read()), dtype=torch.int32).long()
    ids, gold = numbers[:rows * length].view(rows, length), numbers[rows * length:]
    if what == "loss":
        model.eval()
        with torch.no_grad():
            print(loss_of(ids, gold).item(), flush=True)
        model.train()
        continue
    start, processor = time.perf_counter(), time.process_time()
    loss_of(ids, gold).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    print((time.perf_counter() - start) * 1000, (time.process_time() - processor) * 1000, flush=True)
