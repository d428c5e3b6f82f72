#!/usr/bin/env python3
"""Tiny random checkpoints in Hugging Face layout with golden hidden states and logits.

    /usr/bin/python3 tests/oracles/pretrained_checkpoints.py tests/FineGrain.Models.Tests/Golden/Checkpoints

Needs PyTorch alone (Debian: apt install python3-torch libopenblas0; written for 1.13). The forward passes are written from the papers around
torch.nn.TransformerEncoderLayer, so that nothing here shares code with the library under test:
  BERT        Devlin et al. 2019           tanh pooler on [CLS]
  RoBERTa     Liu et al. 2019              positions begin at padding id + 1; dense + tanh on <s>
  DistilBERT  Sanh et al. 2019             no token types; dense + relu on [CLS]
  ELECTRA     Clark et al. 2020            narrow embeddings, projected; dense + gelu on [CLS]
  ALBERT      Lan et al. 2020              narrow embeddings, projected; one layer for all; tanh-gelu; tanh pooler
Odd sizes on purpose: a swapped axis cannot pass. Sequences have different lengths, so masks matter.
"""
import json, math, pathlib, struct, sys
import torch
from torch import nn
from torch.nn import functional as F

B, T, V, H, E, N, L, I, P, C = 3, 7, 31, 12, 10, 3, 2, 20, 9, 5
LENGTHS = [7, 4, 1]


def tanh_gelu(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))


class Weights(dict):
    """Draws weights on first use, in the order of the calls."""

    def __init__(self, seed):
        super().__init__()
        self.generator = torch.Generator().manual_seed(seed)

    def draw(self, name, *shape, mean=0.0):
        self[name] = mean + 0.25 * torch.randn(*shape, generator=self.generator)
        return self[name]

    def linear(self, name, out, inputs):
        return self.draw(name + ".weight", out, inputs), self.draw(name + ".bias", out)

    def norm(self, name, width):
        return self.draw(name + ".weight", width, mean=1.0), self.draw(name + ".bias", width)


def layer(w, names, activation, eps):
    """A post-norm layer of PyTorch filled with weights under the given names (query, key, value, out, norm1, inner, outer, norm2)."""
    q, k, v, out, norm1, inner, outer, norm2 = names
    module = nn.TransformerEncoderLayer(H, N, I, dropout=0.0, activation=activation, layer_norm_eps=eps, batch_first=True)
    with torch.no_grad():
        parts = [w.linear(n, H, H) for n in (q, k, v)]
        module.self_attn.in_proj_weight.copy_(torch.cat([p[0] for p in parts]))
        module.self_attn.in_proj_bias.copy_(torch.cat([p[1] for p in parts]))
        for target, (weight, bias) in (
            (module.self_attn.out_proj, w.linear(out, H, H)), (module.norm1, w.norm(norm1, H)),
            (module.linear1, w.linear(inner, I, H)), (module.linear2, w.linear(outer, H, I)), (module.norm2, w.norm(norm2, H)),
        ):
            target.weight.copy_(weight)
            target.bias.copy_(bias)
    return module  # left in training mode without dropout: evaluation mode takes a shortcut that zeroes padding


BERT_LAYER = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "attention.output.LayerNorm",
              "intermediate.dense", "output.dense", "output.LayerNorm"]
DISTIL_LAYER = ["attention.q_lin", "attention.k_lin", "attention.v_lin", "attention.out_lin", "sa_layer_norm", "ffn.lin1", "ffn.lin2", "output_layer_norm"]
ALBERT_LAYER = ["attention.query", "attention.key", "attention.value", "attention.dense", "attention.LayerNorm", "ffn", "ffn_output", "full_layer_layer_norm"]


def embed(w, prefix, ids, types, width, type_count, first_position, positions, eps):
    x = w.draw(prefix + "word_embeddings.weight", V, width)[ids]
    x = x + w.draw(prefix + "position_embeddings.weight", positions, width)[first_position:first_position + T]
    if type_count:
        x = x + w.draw(prefix + "token_type_embeddings.weight", type_count, width)[types]
    weight, bias = w.norm(prefix + "LayerNorm", width)
    return F.layer_norm(x, (width,), weight, bias, eps)


def save(path, tensors):
    """The safetensors format, written out by hand."""
    header, position = {"__metadata__": {"format": "pt"}}, 0
    data = []
    for name, tensor in tensors.items():
        raw = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [position, position + len(raw)]}
        position += len(raw)
        data.append(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data))


def write(folder, config, w, ids, mask, types, states, logits, shards=1):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    names = list(w)
    if shards == 1:
        save(folder / "model.safetensors", w)
    else:
        where = {name: f"model-{i * shards // len(names) + 1:05}-of-{shards:05}.safetensors" for i, name in enumerate(names)}
        for shard in sorted(set(where.values())):
            save(folder / shard, {n: w[n] for n in names if where[n] == shard})
        (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": where}, indent=2) + "\n")
    masked = states * mask.unsqueeze(-1)
    golden = {"input_ids": ids.tolist(), "attention_mask": mask.tolist(), "token_type_ids": types.tolist(),
              "states": [[[round(v, 6) for v in t] for t in row] for row in masked.tolist()], "logits": [[round(v, 6) for v in row] for row in logits.tolist()]}
    (folder / "golden.json").write_text(json.dumps(golden) + "\n")
    print(folder.name, sum(t.numel() for t in w.values()), "values; logits", golden["logits"][0])


@torch.no_grad()
def main(root):
    generator = torch.Generator().manual_seed(1)
    mask = torch.tensor([[1] * n + [0] * (T - n) for n in LENGTHS])
    ids = torch.randint(5, V, (B, T), generator=generator)
    types = torch.tensor([[0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 0, 0, 0], [0] * T]) * mask
    padding = mask == 0

    def run(layers, x):
        for one in layers:
            x = one(x, src_key_padding_mask=padding)
        return x

    sizes = {"vocab_size": V, "hidden_size": H, "num_hidden_layers": L, "num_attention_heads": N, "intermediate_size": I, "hidden_dropout_prob": 0.1,
             "attention_probs_dropout_prob": 0.1, "initializer_range": 0.02}

    # BERT, as first published: gamma and beta, no model_type, an extra head and a buffer.
    w, padded = Weights(11), ids * mask
    x = embed(w, "bert.embeddings.", padded, types, H, 2, 0, P, 1e-12)
    states = run([layer(w, [f"bert.encoder.layer.{i}.{n}" for n in BERT_LAYER], "gelu", 1e-12) for i in range(L)], x)
    pooled = torch.tanh(F.linear(states[:, 0], *w.linear("bert.pooler.dense", H, H)))
    logits = F.linear(pooled, *w.linear("classifier", C, H))
    w.linear("cls.predictions.transform.dense", H, H)
    w["bert.embeddings.position_ids"] = torch.arange(P).unsqueeze(0)
    for name in list(w):
        if ".LayerNorm." in name:
            w[name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")] = w.pop(name)
    write(root / "bert", {"architectures": ["BertForMaskedLM"], **sizes, "hidden_act": "gelu", "max_position_embeddings": P, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
                          "pad_token_id": 0}, w, padded, mask, types, states, logits)

    # RoBERTa, in two shards.
    w, padded, offset = Weights(12), torch.where(mask == 1, ids, torch.tensor(1)), 2
    x = embed(w, "roberta.embeddings.", padded, types * 0, H, 1, offset, P + offset, 1e-5)
    states = run([layer(w, [f"roberta.encoder.layer.{i}.{n}" for n in BERT_LAYER], "gelu", 1e-5) for i in range(L)], x)
    hidden = torch.tanh(F.linear(states[:, 0], *w.linear("classifier.dense", H, H)))
    logits = F.linear(hidden, *w.linear("classifier.out_proj", C, H))
    write(root / "roberta", {"model_type": "roberta", "architectures": ["RobertaForSequenceClassification"], **sizes, "hidden_act": "gelu", "max_position_embeddings": P + offset,
                             "type_vocab_size": 1, "layer_norm_eps": 1e-5, "pad_token_id": 1}, w, padded, mask, types, states, logits, shards=2)

    # DistilBERT.
    w, padded = Weights(13), ids * mask
    x = embed(w, "distilbert.embeddings.", padded, None, H, 0, 0, P, 1e-12)
    states = run([layer(w, [f"distilbert.transformer.layer.{i}.{n}" for n in DISTIL_LAYER], "gelu", 1e-12) for i in range(L)], x)
    hidden = torch.relu(F.linear(states[:, 0], *w.linear("pre_classifier", H, H)))
    logits = F.linear(hidden, *w.linear("classifier", C, H))
    write(root / "distilbert", {"model_type": "distilbert", "architectures": ["DistilBertForSequenceClassification"], "vocab_size": V, "dim": H, "n_layers": L, "n_heads": N,
                                "hidden_dim": I, "activation": "gelu", "dropout": 0.1, "attention_dropout": 0.1, "seq_classif_dropout": 0.2, "max_position_embeddings": P,
                                "sinusoidal_pos_embds": False, "pad_token_id": 0}, w, padded, mask, types, states, logits)

    # ELECTRA's discriminator.
    w, padded = Weights(14), ids * mask
    x = embed(w, "electra.embeddings.", padded, types, E, 2, 0, P, 1e-12)
    x = F.linear(x, *w.linear("electra.embeddings_project", H, E))
    states = run([layer(w, [f"electra.encoder.layer.{i}.{n}" for n in BERT_LAYER], "gelu", 1e-12) for i in range(L)], x)
    hidden = F.gelu(F.linear(states[:, 0], *w.linear("classifier.dense", H, H)))
    logits = F.linear(hidden, *w.linear("classifier.out_proj", C, H))
    w.linear("discriminator_predictions.dense", H, H)
    write(root / "electra", {"model_type": "electra", "architectures": ["ElectraForSequenceClassification"], **sizes, "embedding_size": E, "hidden_act": "gelu",
                             "max_position_embeddings": P, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0}, w, padded, mask, types, states, logits)

    # ALBERT.
    w, padded = Weights(15), ids * mask
    x = embed(w, "albert.embeddings.", padded, types, E, 2, 0, P, 1e-12)
    x = F.linear(x, *w.linear("albert.encoder.embedding_hidden_mapping_in", H, E))
    one = layer(w, [f"albert.encoder.albert_layer_groups.0.albert_layers.0.{n}" for n in ALBERT_LAYER], tanh_gelu, 1e-12)
    states = run([one] * L, x)
    pooled = torch.tanh(F.linear(states[:, 0], *w.linear("albert.pooler", H, H)))
    logits = F.linear(pooled, *w.linear("classifier", C, H))
    write(root / "albert", {"model_type": "albert", "architectures": ["AlbertForSequenceClassification"], **sizes, "embedding_size": E, "hidden_act": "gelu_new",
                            "num_hidden_groups": 1, "inner_group_num": 1, "classifier_dropout_prob": 0.1, "max_position_embeddings": P, "type_vocab_size": 2,
                            "layer_norm_eps": 1e-12, "pad_token_id": 0}, w, padded, mask, types, states, logits)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
