// Writes unicode.bin: the Unicode data that FineGrain owns, read out of the JavaScript engine.
// Run again with:  node src/FineGrain.Data/Unicode/make-unicode.mjs
// Layout after Brotli: varints (LEB128). Sections in order, each led by its count:
//   1 flag ranges   (delta of first code point, flags)
//   2 mark classes  (delta of code point, rank of the canonical combining class: only the order matters)
//   3 canonical decompositions, full   (delta, length, code points)
//   4 compatibility decompositions where they differ from 3   (delta, length, code points)
//   5 primary compositions   (first, second, composite)
//   6 lower-case mappings, full   (delta, length, code points)
import { writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";

const LAST = 0x10ffff;
const surrogate = cp => cp >= 0xd800 && cp <= 0xdfff;
const hangul = cp => cp >= 0xac00 && cp <= 0xd7a3;
const string = cp => String.fromCodePoint(cp);
const points = text => Array.from(text, c => c.codePointAt(0));

const bytes = [];
function put(n) {
  while (n > 127) { bytes.push(n & 127 | 128); n = Math.floor(n / 128); }
  bytes.push(n);
}

// 1 flags; the order of bits is that of UnicodeFlags.cs
const properties = [
  /^\p{P}$/u, /^\p{Mn}$/u, /^(?:\p{Cc}|\p{Cf}|\p{Co}|\p{Cs})$/u, /^\s$/u, /^\p{L}$/u, /^\p{N}$/u, /^\p{Cased}$/u,
  /^\p{Case_Ignorable}$/u, /^\p{M}$/u, /^\p{S}$/u, /^\p{Nd}$/u, /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u,
  /^\p{White_Space}$/u,
];
const ranges = [];
let last = -1;
for (let cp = 0; cp <= LAST; cp++) {
  const c = string(cp);
  let flags = 0;
  properties.forEach((p, bit) => { if (p.test(c)) flags |= 1 << bit; });
  if (flags !== last) { ranges.push([cp, flags]); last = flags; }
}
put(ranges.length);
let before = 0;
for (const [cp, flags] of ranges) { put(cp - before); put(flags); before = cp; }

// 2 combining classes, by watching which pairs of marks change places
const LOWEST = "\u0334", HIGHEST = "\u0345";
const swaps = (a, b) => (a + b).normalize("NFD") !== a + b;
const classes = [[LOWEST]];
const rank = new Map();
const marks = [];
for (let cp = 0; cp <= LAST; cp++) {
  const c = string(cp);
  if (surrogate(cp) || hangul(cp) || c.normalize("NFD") !== c) continue;
  if (swaps(HIGHEST, c) || swaps(c, LOWEST)) marks.push(c);
}
for (const m of marks) {
  let low = 0, high = classes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (swaps(m, classes[middle][0])) low = middle + 1; else high = middle;
  }
  if (low < classes.length && !swaps(classes[low][0], m)) classes[low].push(m); else classes.splice(low, 0, [m]);
}
classes.forEach((members, i) => members.forEach(m => rank.set(m, i + 1)));
put(marks.length);
before = 0;
for (const m of marks) { const cp = m.codePointAt(0); put(cp - before); put(rank.get(m)); before = cp; }

function section(entries) {
  put(entries.length);
  let before = 0;
  for (const [cp, to] of entries) { put(cp - before); put(to.length); to.forEach(put); before = cp; }
}

// 3, 4 decompositions (Hangul syllables are computed)
const canonical = [], compatible = [], compositions = [], lower = [];
for (let cp = 0; cp <= LAST; cp++) {
  if (surrogate(cp)) continue;
  const c = string(cp);
  if (!hangul(cp)) {
    const d = c.normalize("NFD"), k = c.normalize("NFKD");
    if (d !== c) canonical.push([cp, points(d)]);
    if (k !== d) compatible.push([cp, points(k)]);
    // 5 the last step of a composition that NFC really takes
    if (d !== c && d.normalize("NFC") === c) {
      const all = points(d), second = all.pop();
      const first = points(String.fromCodePoint(...all).normalize("NFC"));
      if (first.length === 1 && (string(first[0]) + string(second)).normalize("NFC") === c) compositions.push([first[0], second, cp]);
    }
  }
  const l = c.toLowerCase();
  if (l !== c) lower.push([cp, points(l)]);
}
section(canonical);
section(compatible);
put(compositions.length);
for (const triple of compositions) triple.forEach(put);
section(lower);

const packed = brotliCompressSync(Buffer.from(bytes), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 20 } });
writeFileSync(join(dirname(fileURLToPath(import.meta.url)), "unicode.bin"), packed);
console.log(`Unicode ${process.versions.unicode}: ${ranges.length} ranges, ${marks.length} marks in ${classes.length} classes, `
  + `${canonical.length} + ${compatible.length} decompositions, ${compositions.length} compositions, ${lower.length} lower-case; ${packed.length} bytes`);
