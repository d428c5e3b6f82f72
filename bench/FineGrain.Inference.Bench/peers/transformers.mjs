// The npm side: @huggingface/transformers with onnxruntime-node on our own export, from text to label.
//   node transformers.mjs MODELS NAME THREADS TEXTS
// Each line of standard input is one request:
//   fp32 32        answer all texts, 32 at a time (0: one at a time; a list that is handed over whole is one batch to the pipeline), with that network; answers with the seconds
//   fp32 each 100  answer the text on the rest of the line that many times; answers with the milliseconds of each
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { env, pipeline } from "@huggingface/transformers";

const [models, name, threads, file] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = models;
const texts = readFileSync(file, "utf8").split("\n").filter(t => t.length > 0);
const pipes = {};
for (const dtype of ["fp32", "q8"])
  pipes[dtype] = await pipeline("text-classification", name, { dtype, device: "cpu", session_options: { intraOpNumThreads: Number(threads), interOpNumThreads: 1 } });
console.log("ready");
const now = () => Number(process.hrtime.bigint()) / 1e6;
for await (const line of createInterface({ input: process.stdin })) {
  const [dtype, way, count, ...words] = line.split(" ");
  const pipe = pipes[dtype];
  if (way === "each") {
    const text = words.join(" "), times = [];
    for (let i = 0; i < Number(count); i++) {
      const start = now();
      await pipe(text);
      times.push((now() - start).toFixed(4));
    }
    console.log(times.join(" "));
    continue;
  }
  const size = Number(way), start = now();
  if (size === 0) for (const text of texts) await pipe(text);
  else for (let i = 0; i < texts.length; i += size) await pipe(texts.slice(i, i + size));
  console.log((now() - start) / 1000);
}
