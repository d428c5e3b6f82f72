"""The same encoder in eager PyTorch, inference only, from token ids (it is spared the tokenizing).

    OPENBLAS_NUM_THREADS=2 OMP_NUM_THREADS=2 /usr/bin/python3 encoder.py LAYERS WIDTH HEADS INNER VOCABULARY THREADS IDS

IDS has one text a line, token ids with blanks between them. Each line of standard input is a batch size; the answer is the seconds that all texts took, in
batches of that many in the order of the file, each padded to its longest text. Needs Debian's python3-torch with libopenblas0.
"""
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

LAYERS, WIDTH, HEADS, INNER, VOCABULARY, THREADS = map(int, sys.argv[1:7])
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
        weights = (q @ k.transpose(2, 3) / math.sqrt(h // HEADS) + bias).softmax(-1)
        context = (weights @ v).transpose(1, 2).reshape(b, t, h)
        x = self.norm1(x + self.output(context))
        return self.norm2(x + self.outer(F.gelu(self.inner(x))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.positions, self.norm = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(128, WIDTH), nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, 2)

    def forward(self, ids, mask):
        x = self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1])))
        bias = (1 - mask)[:, None, None, :] * -1e9
        for layer in self.layers:
            x = layer(x, bias)
        return self.head((x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True))


model = Encoder().eval()
texts = [list(map(int, line.split())) for line in open(sys.argv[7])]
print("ready", flush=True)
for line in sys.stdin:
    size = int(line)
    start = time.perf_counter()
    with torch.inference_mode():
        for i in range(0, len(texts), size):
            rows = texts[i:i + size]
            longest = max(map(len, rows))
            ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
            mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
            model(ids, mask).argmax(-1).tolist()
    print(time.perf_counter() - start, flush=True)
