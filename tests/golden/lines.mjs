// The lines on which tokenizers are compared: deterministic, made here or taken from our own samples. Nothing from outside.
import { readFileSync } from "node:fs";

/** A small generator of random numbers (mulberry32), so that every machine gets the same lines. */
function generator(seed) {
  return () => {
    seed = seed + 0x6d2b79f5 | 0;
    let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  };
}

const hostile = [
  [0x0000, 0x001f], [0x0020, 0x007e], [0x007f, 0x00a0], [0x00a0, 0x00ff], [0x0100, 0x024f], [0x0250, 0x02ff], [0x0300, 0x036f], [0x0370, 0x03ff],
  [0x0400, 0x04ff], [0x0590, 0x06ff], [0x0900, 0x097f], [0x0e00, 0x0e7f], [0x1100, 0x11ff], [0x1e00, 0x1fff], [0x2000, 0x206f], [0x2070, 0x20cf],
  [0x2100, 0x23ff], [0x2460, 0x24ff], [0x2500, 0x27bf], [0x3000, 0x30ff], [0x3400, 0x3420], [0x4e00, 0x9fff], [0xac00, 0xd7a3], [0xd800, 0xdfff],
  [0xe000, 0xe010], [0xf900, 0xfaff], [0xfb00, 0xfdff], [0xfe00, 0xfe4f], [0xff00, 0xffff], [0x1d400, 0x1d7ff], [0x1f300, 0x1f6ff], [0x1f900, 0x1f9ff],
  [0x20000, 0x20100], [0xe0000, 0xe007f],
];
const emoji = ["😀", "😂", "❤️", "👍🏽", "👨‍👩‍👧‍👦", "🇨🇳", "🏳️‍🌈", "🎉", "☺", "🤦🏻‍♀️", "1️⃣", "💔", "🥲", "☀︎"];
const odd = ["ﬃ", "Å", "é", "e\u0301", "ñ", "İstanbul", "ΟΔΟΣ", "Σ", "ǅ", "Straße", "ⅷ", "½", "①", "１２３", "ＡＢＣ", "ｶﾞ", "한국어", "ไทย", "हिन्दी", "שלום",
  "مرحبا", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u0085", "\u2028", "\u3000", "\u00a0", "\r\n", "\t", "\0", "\ufffd", "\ud83d", "\ude00", "𠮷", "𠮷野家", "𝒳", "$5", "€7", "a+b=c",
  "<s>", "</s>", "[MASK]", "[SEP]x", "[unk]", "[CLS]", "##ing", "`code`", "^_^", "~~", "http://a.b/c?d=e&f", "@user", "#tag", "don't", "can’t", "--", "…", "——", "“引”", "x".repeat(101), "啊".repeat(5)];
const adjectives = "great awful slow friendly overpriced charming dull reliable unbelievable heartwarming mediocre phenomenal disappointing re-recorded".split(" ");
const nouns = "movie battery restaurant waiter plot screen delivery soundtrack hotel room camera customer-service ending keyboard".split(" ");
const english = [
  (a, n, m) => `The ${n} was ${a}, but the ${m} wasn't.`, (a, n, m) => `I've never seen such a ${a} ${n}!!! ${m}?`,
  (a, n, m) => `"${a[0].toUpperCase() + a.slice(1)} ${n}" -- 10/10, would ${m} again`, (a, n, m) => `not ${a} at all; the ${n}'s ${m} cost $${a.length * 7}.99`,
];
const chineseNouns = "电影 电池 餐厅 服务员 剧情 屏幕 快递 音乐 酒店 房间 相机 客服 结局 键盘 味道 价格".split(" ");
const chineseAdjectives = "很好 太差了 一般 非常满意 不怎么样 惊艳 失望 便宜 不值 还可以".split(" ");
const chinese = [
  (a, n, m) => `${n}${a}，但是${m}不行。`, (a, n, m) => `这家的${n}，${m}！真的${a}～`, (a, n, m) => `${n}${a}${a}，给${m.length}颗星⭐`, (a, n, m) => `“${n}”怎么样？${m}${a}……`,
];

export function lines(samples) {
  const random = generator(20261123);
  const pick = list => list[Math.floor(random() * list.length)];
  const result = [];
  for (const name of ["en.train", "en.dev", "en.test", "zh.train", "zh.dev", "zh.test"])
    for (const line of readFileSync(new URL(`${name}.jsonl`, samples), "utf8").split("\n"))
      if (line) result.push(JSON.parse(line).text);
  const point = () => { const [from, to] = pick(hostile); return from + Math.floor(random() * (to - from + 1)); };
  const string = cp => cp >= 0xd800 && cp <= 0xdfff ? String.fromCharCode(cp) : String.fromCodePoint(cp);
  while (result.length < 8000) result.push(pick(english)(pick(adjectives), pick(nouns), pick(nouns)));
  while (result.length < 12000) result.push(pick(chinese)(pick(chineseAdjectives), pick(chineseNouns), pick(chineseNouns)));
  while (result.length < 15000) result.push([pick(chineseNouns), pick(nouns), pick(emoji), pick(chineseAdjectives), pick(adjectives), pick(odd)].sort(() => random() - 0.5).join(random() < 0.5 ? " " : ""));
  while (result.length < 18000) {
    let line = "";
    for (let n = 1 + Math.floor(random() * 6); n > 0; n--) line += pick([emoji, odd, nouns, chineseNouns].at(Math.floor(random() * 4))) + (random() < 0.3 ? " " : "");
    result.push(line);
  }
  while (result.length < 22000) {
    let line = "";
    for (let n = Math.floor(random() * 14); n > 0; n--) line += random() < 0.2 ? pick(["a", "B", " ", "中", "é", "-"]) : string(point());
    result.push(line);
  }
  return result;
}

/** One line of a file: backslash, controls, line ends and unpaired surrogates escaped. */
export const escape = line => line.replace(/\\|[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|[\ud800-\udfff]/g,
  (c, at) => {
    const high = c >= "\ud800" && c <= "\udbff" && line[at + 1] >= "\udc00" && line[at + 1] <= "\udfff";
    const low = c >= "\udc00" && c <= "\udfff" && line[at - 1] >= "\ud800" && line[at - 1] <= "\udbff";
    return high || low ? c : "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0");
  });
