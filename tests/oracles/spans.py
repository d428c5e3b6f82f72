#!/usr/bin/env python3
"""Golden span counts for FineGrain.Analysis: an independent telling of how conlleval and seqeval read tags.

Run: python3 tests/oracles/spans.py > tests/FineGrain.Analysis.Tests/Golden/spans.txt
Each line: gold tags, predicted tags, then for conlleval, seqeval, strict IOB1, strict IOB2 and strict IOBES "hits/gold/predicted"
("-" where strict mode refuses a prefix), separated by tabs. Most sequences are broken on purpose.

Told differently from the C# on purpose: conlleval as one stream of tokens with running state, as its script works; seqeval's default mode by listing
which pairs of neighbours are *not* a border; strict schemes as regular expressions (IOB2, IOBES) and as tables of allowed neighbours (IOB1).
"""
import random
import re
import sys

rng = random.Random(20261123)


def conlleval(gold, guess):
    def split(tag):
        m = re.match(r"^([^-]*)-(.*)$", tag)
        return (m.group(1), m.group(2)) if m else (tag, "")

    def ends(p, t, pt, tt):
        if p + t in ("BB", "BO", "IB", "IO", "EE", "EI", "EO"):
            return True
        return p not in ("O", ".") and pt != tt

    def starts(p, t, pt, tt):
        if p + t in ("BB", "IB", "OB", "OI", "EE", "EI", "OE"):
            return True
        return t not in ("O", ".") and pt != tt

    hits = n_gold = n_guess = 0
    inside = False  # both opened a span of one type at the same place and neither has closed it
    last_g, last_p = ("O", ""), ("O", "")
    for g, p in list(zip(gold, guess)) + [("O", "O")]:
        g, p = split(g), split(p)
        end_g = ends(last_g[0], g[0], last_g[1], g[1])
        end_p = ends(last_p[0], p[0], last_p[1], p[1])
        start_g = starts(last_g[0], g[0], last_g[1], g[1])
        start_p = starts(last_p[0], p[0], last_p[1], p[1])
        if inside:
            if end_g and end_p and last_g[1] == last_p[1]:
                hits += 1
                inside = False
            elif end_g != end_p or g[1] != p[1]:
                inside = False
        if start_g and start_p and g[1] == p[1]:
            inside = True
        n_gold += start_g
        n_guess += start_p
        last_g, last_p = g, p
    return hits, n_gold, n_guess


def seqeval_default(tags):
    spans, current = set(), None
    glued = {("B", "I"), ("I", "I"), ("B", "E"), ("I", "E")}
    padded = [(t[0], t[2:] or "_") if t != "O" else ("O", "_") for t in tags] + [("O", "_")]
    previous = ("O", "")
    for i, (prefix, kind) in enumerate(padded):
        joined = (previous[0], prefix) in glued and previous[1] == kind
        if current is not None and not joined:
            spans.add((current[0], current[1], i))
            current = None
        if prefix != "O" and not joined:
            current = (kind, i)
        previous = (prefix, kind)
    return spans


def strict_regex(pattern, allowed):
    def read(tags):
        if any(t[0] not in allowed for t in tags):
            raise ValueError
        found = set()
        for kind in {t[2:] for t in tags if t != "O"}:
            line = "".join(t[0] if t[2:] == kind and t != "O" else "." for t in tags)
            found |= {(kind, m.start(), m.end()) for m in re.finditer(pattern, line)}
        return found

    return read


# Neighbours (previous prefix, prefix) with "=" for the same type, "!" for another, "*" for either.
IOB1_START = {"OI*", "II!", "BI*", "IB=", "BB="}
IOB1_INSIDE = {"BI=", "II="}
IOB1_END = {"II!", "IO*", "IB*", "BO*", "BI!", "BB="}


def strict_iob1(tags):
    if any(t[0] not in "IOB" for t in tags):
        raise ValueError

    def fits(a, b, table):
        same = (a[2:] or "_") == (b[2:] or "_")
        return a[0] + b[0] + "*" in table or a[0] + b[0] + ("=" if same else "!") in table

    padded = list(tags) + ["O"]
    found, i, previous = set(), 0, "O"
    while i < len(padded):
        if not fits(previous, padded[i], IOB1_START):
            previous = padded[i]
            i += 1
            continue
        j = i + 1
        while fits(padded[j - 1], padded[j], IOB1_INSIDE):
            j += 1
        if fits(padded[j - 1], padded[j], IOB1_END):
            found.add((padded[i][2:] or "_", i, j))
        i, previous = j, padded[j - 1]
    return found


READERS = [seqeval_default, strict_iob1, strict_regex("BI*", "IOB"), strict_regex("S|BI*E", "IOBES")]


def counts(reader, gold, guess):
    try:
        g, p = reader(gold), reader(guess)
    except ValueError:
        return "-"
    return f"{len(g & p)}/{len(g)}/{len(p)}"


def sequence(prefixes, kinds, n):
    return [rng.choice(["O", *(f"{x}-{k}" for x in prefixes for k in kinds)]) for _ in range(n)]


def noisy(tags, prefixes, kinds):
    return [t if rng.random() < 0.75 else sequence(prefixes, kinds, 1)[0] for t in tags]


cases = []
for prefixes, n in [("I", 300), ("BI", 2200), ("BIES", 1500)]:
    for _ in range(n):
        kinds = rng.choice([["A"], ["A", "B"], ["PER", "LOC", "O"]])
        gold = sequence(prefixes, kinds, rng.randint(0, 11))
        cases.append((gold, noisy(gold, prefixes, kinds) if rng.random() < 0.7 else sequence(prefixes, kinds, len(gold))))
for gold, guess in cases:
    row = ["/".join(map(str, conlleval(gold, guess)))] + [counts(r, gold, guess) for r in READERS]
    sys.stdout.write("\t".join([" ".join(gold), " ".join(guess), *row]) + "\n")
