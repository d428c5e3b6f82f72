// The npm side: reads one line "go" at a time and answers with the seconds that encoding all texts once took.
//   node peer.mjs TOKENIZER.json TEXTS.txt
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Tokenizer } from "@huggingface/tokenizers";

const tokenizer = new Tokenizer(JSON.parse(readFileSync(process.argv[2], "utf8")), {});
const texts = readFileSync(process.argv[3], "utf8").split("\n").filter(t => t.length > 0);
for await (const _ of createInterface({ input: process.stdin })) {
  const start = process.hrtime.bigint();
  let tokens = 0;
  for (const text of texts) tokens += tokenizer.encode(text).ids.length;
  console.log(`${Number(process.hrtime.bigint() - start) / 1e9} ${tokens}`);
}
