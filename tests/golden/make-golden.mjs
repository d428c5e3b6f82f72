// Makes the files against which Tokenizer is tested: ids by the npm package @huggingface/tokenizers, offsets by offsets.mjs.
//   cd tests/golden && npm install && node make-golden.mjs [folder of pretrained files]
// The folder holds tokenizers/bert-base-uncased-en, tokenizers/bert-base-chinese and stories260K; what is missing there is left as it is.
// own-wordpiece.json is a vocabulary that our trainer made from samples/reviews.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { escape, lines } from "./lines.mjs";
import { encode } from "./offsets.mjs";

const DETAILED = 500;
const here = new URL(".", import.meta.url);
const folder = process.argv[2] ?? process.env.FINEGRAIN_WEIGHTS ?? "";
const zip = (name, text) => writeFileSync(new URL(name, here), gzipSync(text, { level: 9 }));

/** FNV-1a over the 32-bit words of a list. */
function hash(numbers) {
  let h = 0x811c9dc5;
  for (const n of numbers) for (let shift = 0; shift < 32; shift += 8) h = Math.imul(h ^ n >>> shift & 255, 0x01000193);
  return h >>> 0;
}

const all = lines(new URL("../../samples/reviews/", here));
zip("lines.txt.gz", all.map(escape).join("\n") + "\n");
const sources = {
  "own-wordpiece": new URL("own-wordpiece.json", here),
  "bert-base-uncased-en": join(folder, "tokenizers/bert-base-uncased-en/tokenizer.json"),
  "bert-base-chinese": join(folder, "tokenizers/bert-base-chinese/tokenizer.json"),
  "stories260K": join(folder, "stories260K/tokenizer.json"),
};
for (const [name, path] of Object.entries(sources)) {
  if (!existsSync(path)) { console.log(`${name}: not there, left as it is`); continue; }
  const json = JSON.parse(readFileSync(path, "utf8"));
  const tokenizer = new Tokenizer(json, {});
  const detail = [], ids = new Uint32Array(all.length), offsets = new Uint32Array(all.length);
  all.forEach((line, i) => {
    const encoded = encode(tokenizer, json, line);
    ids[i] = hash(encoded.ids);
    offsets[i] = hash(encoded.offsets);
    if (i % Math.floor(all.length / DETAILED) === 0) detail.push([i, encoded.ids, encoded.offsets]);
  });
  const base64 = array => Buffer.from(array.buffer).toString("base64");
  zip(`${name}.golden.json.gz`, JSON.stringify({ lines: all.length, ids: base64(ids), offsets: base64(offsets), detail }));
  console.log(`${name}: ${all.length} lines`);
}
