// Unpacks the Noto fonts of the @fontsource packages (SIL Open Font License 1.1) into plain TrueType slices
// that the PDF renderer reads at run time. Runs alone: node scripts/font-assets.mjs [target directory].
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { scaledTables } from "./scale-font.mjs";

/**
 * In order of preference; of the Chinese, Japanese and Korean families the renderer chooses by the text. Those
 * three have no bold: it would double the size of the assets for the sake of a few headings.
 */
const FAMILIES = [
  { name: "noto-sans", skip: ["devanagari"], bold: true },
  { name: "noto-sans-hebrew", only: ["hebrew"], bold: true, keep: ["GPOS"] },
  { name: "noto-sans-arabic", only: ["arabic", "math", "symbols"], bold: true, keep: ["GPOS"] },
  { name: "noto-sans-devanagari", only: ["devanagari"], bold: true, keep: ["GPOS", "GSUB"] },
  { name: "noto-sans-thai", only: ["thai"], bold: true, keep: ["GPOS"] },
  { name: "noto-sans-symbols-2", only: ["symbols"] },
  { name: "noto-emoji", skip: ["emoji"] },
  { name: "noto-sans-sc", skip: ["cyrillic", "vietnamese", "latin-ext", "latin"] },
  { name: "noto-sans-jp", skip: ["cyrillic", "vietnamese", "latin-ext", "latin"] },
  { name: "noto-sans-kr", skip: ["cyrillic", "vietnamese", "latin-ext", "latin"] },
];

/** What a glyph needs to be measured and drawn; names, variations and most kerning are left behind. */
const TABLES = ["cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"];
const UNITS_PER_EM = 1000;

/**
 * Writes `<targetDir>/fonts/<slice>.ttf`, `index.json` and the licence. `index.json` is
 * `{ slices: [{ name, family, weight, coverage }] }`; `coverage` lists the code points that the slice really
 * has as ranges `gap.length` in base 36, each gap counted from the end of the range before ("w.2n,5,3.1a").
 * @param {string} targetDir
 * @returns {Promise<{ slices: number, bytes: number }>}
 */
export async function buildFontAssets(targetDir) {
  const finished = path.join(targetDir, "fonts");
  const directory = `${finished}.${process.pid}`;
  await mkdir(directory, { recursive: true });
  const slices = [];
  let bytes = 0;
  for (const family of FAMILIES) {
    const root = packageRoot(`@fontsource/${family.name}`);
    for (const { subset, weight } of await subsetsOf(root, family)) {
      const woff = await readFile(path.join(root, "files", `${family.name}-${subset}-${weight}-normal.woff`));
      const tables = scaledTables(unpackWoff(woff), UNITS_PER_EM);
      const name = `${family.name}-${subset}-${weight}`;
      const ttf = packSfnt(tables, [...TABLES, ...(family.keep ?? [])]);
      await writeFile(path.join(directory, `${name}.ttf`), ttf);
      slices.push({
        name,
        family: family.name,
        weight,
        coverage: writeCoverage(codePoints(tables.get("cmap"))),
      });
      bytes += ttf.length;
    }
  }
  await writeFile(path.join(directory, "index.json"), `${JSON.stringify({ slices })}\n`);
  await copyFile(path.join(packageRoot("@fontsource/noto-sans"), "LICENSE"), path.join(directory, "OFL.txt"));
  // Put in place at once: a Worker that is running reads either the old files or the new ones.
  await rm(finished, { recursive: true, force: true });
  await rename(directory, finished);
  return { slices: slices.length, bytes };
}

function packageRoot(name) {
  return path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

/** The slices of a family that hold something the families before it do not, in the package's own order. */
async function subsetsOf(root, family) {
  const ranges = JSON.parse(await readFile(path.join(root, "unicode.json"), "utf8"));
  const subsets = Object.keys(ranges)
    .map((key) => key.replace(/[[\]]/g, ""))
    .filter((subset) => (family.only ? family.only.includes(subset) : !family.skip?.includes(subset)))
    .reverse();
  const weights = family.bold ? [400, 700] : [400];
  return weights.flatMap((weight) => subsets.map((subset) => ({ subset, weight })));
}

/** Tables of a WOFF 1.0 file, each deflated on its own (W3C WOFF 1.0, section 5). */
function unpackWoff(woff) {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("not a WOFF 1.0 file");
  const tables = new Map();
  for (let index = 0; index < woff.readUInt16BE(12); index++) {
    const entry = 44 + 20 * index;
    const offset = woff.readUInt32BE(entry + 4);
    const packed = woff.subarray(offset, offset + woff.readUInt32BE(entry + 8));
    const length = woff.readUInt32BE(entry + 12);
    tables.set(
      woff.toString("latin1", entry, entry + 4),
      packed.length < length ? inflateSync(packed) : packed,
    );
  }
  return tables;
}

/** A TrueType file of the named tables (OpenType 1.9, "Organization of an OpenType font"). */
function packSfnt(tables, names) {
  const kept = [...names].sort().map((name) => {
    const table = tables.get(name);
    if (!table) throw new Error(`font has no ${name} table`);
    return { name, table };
  });
  const power = 2 ** Math.floor(Math.log2(kept.length));
  const directory = Buffer.alloc(12 + 16 * kept.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(kept.length, 4);
  directory.writeUInt16BE(16 * power, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE(16 * (kept.length - power), 10);
  const parts = [directory];
  let offset = directory.length;
  kept.forEach(({ name, table }, index) => {
    const entry = 12 + 16 * index;
    directory.write(name, entry, "latin1");
    directory.writeUInt32BE(checksum(table), entry + 4);
    directory.writeUInt32BE(offset, entry + 8);
    directory.writeUInt32BE(table.length, entry + 12);
    const padding = Buffer.alloc((4 - (table.length % 4)) % 4);
    parts.push(table, padding);
    offset += table.length + padding.length;
  });
  return Buffer.concat(parts);
}

function checksum(table) {
  const whole = table.length - (table.length % 4);
  let sum = 0;
  for (let at = 0; at < whole; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  for (let at = whole; at < table.length; at++) sum = (sum + table[at] * 2 ** (24 - 8 * (at - whole))) >>> 0;
  return sum;
}

/** Code points of a cmap table, sorted; formats 4 and 12 are all that these fonts use. */
function codePoints(cmap) {
  const found = new Set();
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const at = cmap.readUInt32BE(4 + 8 * index + 4);
    const format = cmap.readUInt16BE(at);
    if (format === 4) collectFormat4(cmap, at, found);
    else if (format === 12) collectFormat12(cmap, at, found);
    else if (format !== 14) throw new Error(`cmap format ${format}`);
  }
  return [...found].sort((a, b) => a - b);
}

function collectFormat4(cmap, at, found) {
  const segments = cmap.readUInt16BE(at + 6) / 2;
  for (let segment = 0; segment < segments; segment++) {
    const end = cmap.readUInt16BE(at + 14 + 2 * segment);
    const start = cmap.readUInt16BE(at + 16 + 2 * (segments + segment));
    const delta = cmap.readUInt16BE(at + 16 + 2 * (2 * segments + segment));
    const rangeAt = at + 16 + 2 * (3 * segments + segment);
    const range = cmap.readUInt16BE(rangeAt);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const raw = range === 0 ? code : cmap.readUInt16BE(rangeAt + range + 2 * (code - start));
      if (range === 0 ? (raw + delta) & 0xffff : raw) found.add(code);
    }
  }
}

function collectFormat12(cmap, at, found) {
  for (let group = 0; group < cmap.readUInt32BE(at + 12); group++) {
    const entry = at + 16 + 12 * group;
    const end = cmap.readUInt32BE(entry + 4);
    for (let code = cmap.readUInt32BE(entry); code <= end; code++) found.add(code);
  }
}

function writeCoverage(codes) {
  const ranges = [];
  let end = 0;
  for (let at = 0; at < codes.length; ) {
    const start = codes[at];
    let length = 1;
    while (codes[at + length] === start + length) length++;
    ranges.push((start - end).toString(36) + (length > 1 ? `.${length.toString(36)}` : ""));
    end = start + length;
    at += length;
  }
  return ranges.join(",");
}

if (process.argv[1] === import.meta.filename) {
  const built = await buildFontAssets(process.argv[2] ?? ".assets/generator");
  console.log(`${built.slices} font slices, ${(built.bytes / 1e6).toFixed(1)} MB`);
}
