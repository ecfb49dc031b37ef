import type { PdfFile } from "../file/pdf-file";
import type { FontSlice } from "./font-slice";
import type { PlainFont } from "./plain-font";
import type { WideFont } from "./wide-font";
import { winAnsiCodePoint } from "./win-ansi";

/** Flags of a font descriptor (ISO 32000-1, table 123). */
const SYMBOLIC = 4;
const NONSYMBOLIC = 32;
/** Noto Sans, in 1/1000 em; only used where a reader has to replace the font. */
const CAP_HEIGHT = 714;
const STEM = { 400: 88, 700: 140 } as const;
/** Most mappings in one block of a CMap (9.10.3 and Adobe Technical Note 5014). */
const BLOCK = 100;

type Weight = keyof typeof STEM;

/** Writes a simple TrueType font with its Latin slice embedded whole (9.6.3, 9.9). */
export function writePlainFont(file: PdfFile, number: number, font: PlainFont, weight: Weight): void {
  const name = weight === 700 ? "EDGEAB+NotoSans-Bold" : "EDGEAA+NotoSans-Regular";
  const program = file.reserve();
  const descriptor = file.reserve();
  const toUnicode = file.reserve();
  const widths = Array.from(font.widths.subarray(0x20));
  file.writeStream(program, `/Length1 ${font.slice.bytes.length}`, font.slice.bytes);
  writeDescriptor(file, descriptor, name, NONSYMBOLIC, weight, font.slice, program);
  const texts: [string, string][] = [];
  for (let byte = 0x20; byte < 0x100; byte++) {
    const code = font.widths[byte] === 0 ? 0 : winAnsiCodePoint(byte);
    if (code !== 0) texts.push([byte.toString(16), String.fromCodePoint(code)]);
  }
  file.writeStream(toUnicode, "", toUnicodeMap("<00><ff>", texts));
  file.write(
    number,
    `<</Type/Font/Subtype/TrueType/BaseFont/${name}/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255` +
      `/Widths[${widths.join(" ")}]/FontDescriptor ${descriptor} 0 R/ToUnicode ${toUnicode} 0 R>>`,
  );
}

/** Writes a composite font with the glyphs that were used (9.7, 9.9). */
export function writeWideFont(file: PdfFile, number: number, font: WideFont, metrics: FontSlice): void {
  const name = font.weight === 700 ? "EDGEAD+NotoSansText-Bold" : "EDGEAC+NotoSansText-Regular";
  const program = file.reserve();
  const descriptor = file.reserve();
  const descendant = file.reserve();
  const toUnicode = file.reserve();
  const trueType = font.outlines.toTrueType();
  file.writeStream(program, `/Length1 ${trueType.length}`, trueType);
  writeDescriptor(file, descriptor, name, SYMBOLIC, font.weight, metrics, program);
  file.write(
    descendant,
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}` +
      "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity" +
      `/FontDescriptor ${descriptor} 0 R/W[0[${font.outlines.advances().join(" ")}]]>>`,
  );
  const texts = font.texts.flatMap((text, code): [string, string][] =>
    text ? [[code.toString(16).padStart(4, "0"), text]] : [],
  );
  file.writeStream(toUnicode, "", toUnicodeMap("<0000><ffff>", texts));
  file.write(
    number,
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H` +
      `/DescendantFonts[${descendant} 0 R]/ToUnicode ${toUnicode} 0 R>>`,
  );
}

function writeDescriptor(
  file: PdfFile,
  number: number,
  name: string,
  flags: number,
  weight: Weight,
  slice: FontSlice,
  program: number,
): void {
  const head = slice.table("head");
  const hhea = slice.table("hhea");
  const box = [36, 38, 40, 42].map((at) => head.readInt16BE(at)).join(" ");
  file.write(
    number,
    `<</Type/FontDescriptor/FontName/${name}/Flags ${flags}/FontBBox[${box}]/ItalicAngle 0` +
      `/Ascent ${hhea.readInt16BE(4)}/Descent ${hhea.readInt16BE(6)}/CapHeight ${CAP_HEIGHT}` +
      `/StemV ${STEM[weight]}/FontFile2 ${program} 0 R>>`,
  );
}

/** A ToUnicode CMap (9.10.3): hex codes and the text that each stands for, as UTF-16. */
function toUnicodeMap(codeSpace: string, texts: readonly (readonly [code: string, text: string])[]): string {
  let map =
    "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
    "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n" +
    `1 begincodespacerange\n${codeSpace}\nendcodespacerange\n`;
  for (let first = 0; first < texts.length; first += BLOCK) {
    const block = texts.slice(first, first + BLOCK);
    map += `${block.length} beginbfchar\n`;
    for (const [code, text] of block) map += `<${code}><${utf16Hex(text)}>\n`;
    map += "endbfchar\n";
  }
  return `${map}endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n`;
}

function utf16Hex(text: string): string {
  let hex = "";
  for (let at = 0; at < text.length; at++) hex += text.charCodeAt(at).toString(16).padStart(4, "0");
  return hex;
}
