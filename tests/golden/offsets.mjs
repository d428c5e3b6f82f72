// Where each token of @huggingface/tokenizers stands in the original text. The package gives no offsets, so they are derived here, step by step and
// independently of the C# code; every step is checked against what the package itself produced, and any disagreement is an error.

/** A text as elements {c, s, e}: a code point and the UTF-16 range of the original that it came from. */
function elements(text, base) {
  const list = [];
  let at = base;
  for (const c of text) { list.push({ c, s: at, e: at + c.length }); at += c.length; }
  return list;
}

const chinese = c => c.length === 1 && (c >= "\u4e00" && c <= "\u9fff" || c >= "\u3400" && c <= "\u4dbf" || c >= "\uf900" && c <= "\ufaff");

function bert(list, config) {
  if (config.clean_text) list = list
    .filter(({ c }) => c !== "\0" && c !== "\ufffd" && !(/^[\p{Cc}\p{Cf}\p{Co}\p{Cs}]$/u.test(c) && !"\t\n\r".includes(c)))
    .map(x => /^\s$/u.test(x.c) ? { ...x, c: " " } : x);
  if (config.handle_chinese_chars) list = list.flatMap(x => chinese(x.c) ? [{ c: " ", s: x.s, e: x.s }, x, { c: " ", s: x.e, e: x.e }] : [x]);
  if (config.lowercase) {
    const whole = list.map(x => x.c).join("").toLowerCase();
    let at = 0;
    list = list.flatMap(x => {
      let lower = x.c.toLowerCase();
      if (x.c === "Σ") lower = whole[at];
      at += lower.length;
      return Array.from(lower, c => ({ ...x, c }));
    });
  }
  if (config.strip_accents ?? config.lowercase) {
    const kept = [];
    for (const x of list.flatMap(x => Array.from(x.c.normalize("NFD"), c => ({ ...x, c })))) {
      const last = kept.at(-1);
      if (!/^\p{Mn}$/u.test(x.c)) kept.push({ ...x });
      else if (last) last.e = Math.max(last.e, x.e);   // a removed accent belongs to its letter
    }
    list = kept;
  }
  return list;
}

function normalize(list, config) {
  switch (config?.type) {
    case undefined: return list;
    case "Sequence": return config.normalizers.reduce(normalize, list);
    case "BertNormalizer": return bert(list, config);
    case "Prepend": return list.length === 0 ? list : [...Array.from(config.prepend, c => ({ c, s: list[0].s, e: list[0].s })), ...list];
    case "Replace": return list.map(x => x.c === config.pattern.String ? { ...x, c: config.content } : x);
    default: throw new Error(`no offsets for the normalizer ${config.type}`);
  }
}

/** [from, to) index ranges of pieces. */
function pieces(list, config) {
  if (!config) return list.length ? [[0, list.length]] : [];
  if (config.type !== "BertPreTokenizer") throw new Error(`no offsets for the pre-tokenizer ${config.type}`);
  const ranges = [];
  let open = -1;
  list.forEach(({ c }, i) => {
    const space = /^\s$/u.test(c), mark = /^[\p{P}!-\/:-@[-`{-~]$/u.test(c);
    if ((space || mark) && open >= 0) { ranges.push([open, i]); open = -1; }
    if (mark) ranges.push([i, i + 1]);
    else if (!space && open < 0) open = i;
  });
  if (open >= 0) ranges.push([open, list.length]);
  return ranges;
}

/** Ranges of the tokens of one piece. */
function cover(list, tokens, model) {
  if (model.type === "WordPiece") {
    if (tokens.length === 1 && tokens[0] === model.unk_token) return [[list[0].s, list.at(-1).e]];
    let at = 0;
    const ranges = tokens.map((token, i) => {
      const text = i > 0 ? token.slice(model.continuing_subword_prefix.length) : token;
      const from = at;
      for (let length = 0; length < text.length; at++) length += list[at].c.length;
      if (list.slice(from, at).map(x => x.c).join("") !== text) throw new Error(`token ${token} does not stand where it should`);
      return [list[from].s, list[at - 1].e];
    });
    if (at !== list.length) throw new Error("tokens do not cover the word");
    return ranges;
  }
  let at = 0, bytes = 0;
  const ranges = tokens.map(token => {
    const from = at;
    if (/^<0x[0-9A-F]{2}>$/.test(token)) {
      const all = new TextEncoder().encode(list[at].c);
      if (all[bytes] !== parseInt(token.slice(3, 5), 16)) throw new Error("wrong byte");
      if (++bytes === all.length) { bytes = 0; at++; }
      return [list[from].s, list[from].e];
    }
    for (let length = 0; length < token.length; at++) length += list[at].c.length;
    if (list.slice(from, at).map(x => x.c).join("") !== token) throw new Error(`token ${token} does not stand where it should`);
    return [list[from].s, list[at - 1].e];
  });
  if (at !== list.length) throw new Error("tokens do not cover the text");
  return ranges;
}

/** ids and flat offsets [start, end, …] without special tokens. */
export function encode(tokenizer, json, line) {
  const expected = tokenizer.tokenize(line);
  const tokens = [], offsets = [];
  const added = json.added_tokens.map(t => t.content);
  const stretch = (text, base) => {
    const list = normalize(elements(text, base), json.normalizer);
    const normal = list.map(x => x.c).join("");
    if (tokenizer.normalizer && normal !== tokenizer.normalizer(text)) throw new Error(`the normalized texts differ: ${JSON.stringify([text, normal, tokenizer.normalizer(text)])}`);
    const cut = pieces(list, json.pre_tokenizer);
    const words = cut.map(([from, to]) => list.slice(from, to));
    const theirs = tokenizer.pre_tokenizer && normal ? tokenizer.pre_tokenizer(normal) : words.map(w => w.map(x => x.c).join(""));
    words.forEach((word, i) => {
      if (word.map(x => x.c).join("") !== theirs[i]) throw new Error("the words differ");
      const own = tokenizer.model([theirs[i]]);
      tokens.push(...own);
      cover(word, own, json.model).forEach(r => offsets.push(...r));
    });
    if (words.length !== theirs.length) throw new Error("the number of words differs");
  };
  let from = 0;
  for (let at = 0; at < line.length;) {
    const found = added.filter(a => line.startsWith(a, at)).sort((a, b) => b.length - a.length)[0];
    if (found === undefined) { at++; continue; }
    if (at > from) stretch(line.slice(from, at), from);
    tokens.push(found);
    offsets.push(at, at + found.length);
    from = at += found.length;
  }
  if (from < line.length) stretch(line.slice(from), from);
  if (tokens.join("\n") !== expected.join("\n")) throw new Error(`the tokens differ:\n${JSON.stringify(tokens)}\n${JSON.stringify(expected)}`);
  return { ids: tokenizer.encode(line, { add_special_tokens: false }).ids, offsets };
}
