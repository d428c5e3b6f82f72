"""The peer in eager PyTorch: the same BERT-style encoder, one training step a line on request.

    OPENBLAS_NUM_THREADS=2 OMP_NUM_THREADS=2 /usr/bin/python3 bench/pytorch_step.py LAYERS WIDTH HEADS INNER THREADS ATTENTION_DROPOUT

Reads one line a step from standard input: the length T for random ids [32, T], or a file of int32 ids "path rows length" written by the
benchmark (real text; 0 is padding). Answers with the milliseconds of forward, backward and optimiser.
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
        weights = F.dropout((q @ k.transpose(2, 3) / math.sqrt(h // HEADS) + bias).softmax(-1), ATTENTION_DROPOUT)
        context = (weights @ v).transpose(1, 2).reshape(b, t, h)
        x = self.norm1(x + F.dropout(self.output(context), DROPOUT))
        return self.norm2(x + F.dropout(self.outer(F.gelu(self.inner(x))), DROPOUT))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.positions, self.norm = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(128, WIDTH), nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, 2)

    def forward(self, ids, mask):
        x = F.dropout(self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1]))), DROPOUT)
        bias = (1 - mask)[:, None, None, :] * -1e9
        for layer in self.layers:
            x = layer(x, bias)
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(F.dropout(pooled, DROPOUT))


model = Encoder()
decayed = [p for p in model.parameters() if p.dim() >= 2]
others = [p for p in model.parameters() if p.dim() < 2]
optimizer = torch.optim.AdamW([{"params": decayed}, {"params": others, "weight_decay": 0.0}], lr=1e-4, weight_decay=0.01)
print("ready", flush=True)
for line in sys.stdin:
    fields = line.split()
    if len(fields) == 1:
        ids = torch.randint(5, VOCABULARY, (BATCH, int(fields[0])))
    else:
        rows, length = int(fields[1]), int(fields[2])
        ids = torch.frombuffer(bytearray(open(fields[0], "rb").read()), dtype=torch.int32).view(rows, length).long()
    gold = torch.randint(0, 2, (ids.shape[0],))
    start = time.perf_counter()
    mask = (ids != 0).float()
    loss = F.cross_entropy(model(ids, mask), gold)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    print((time.perf_counter() - start) * 1000, flush=True)
