/** Code points of the bytes 0x80 to 0x9F (ISO 32000-1, annex D.2, WinAnsiEncoding); 0 where there is none. */
const HIGH_CONTROLS = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
  0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
  0x0153, 0, 0x017e, 0x0178,
];

/** The soft hyphen, which is invisible in text but a visible hyphen in WinAnsiEncoding. */
const SOFT_HYPHEN = 0xad;

/** Code point of a WinAnsiEncoding byte, or 0 when the byte stands for no character we write. */
export function winAnsiCodePoint(byte: number): number {
  if (byte < 0x20 || byte === 0x7f || byte === SOFT_HYPHEN) return 0;
  return byte >= 0x80 && byte < 0xa0 ? (HIGH_CONTROLS[byte - 0x80] ?? 0) : byte;
}

const BYTES = new Map<number, number>();
for (let byte = 0x20; byte < 0x100; byte++) {
  const codePoint = winAnsiCodePoint(byte);
  if (codePoint !== 0) BYTES.set(codePoint, byte);
}

/** WinAnsiEncoding byte of a code point, or undefined. */
export function winAnsiByte(codePoint: number): number | undefined {
  return BYTES.get(codePoint);
}
