import { BrokenXml } from "./broken-xml";

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const REFERENCE = /&([^;&\s]{0,32});?/g;

/** Text with its references resolved (XML 1.0, 4.6) and its line ends as LF (2.11). */
export function xmlText(written: string): string {
  const text = written.includes("\r") ? written.replace(/\r\n?/g, "\n") : written;
  return text.includes("&") ? text.replace(REFERENCE, reference) : text;
}

/** Only what XML itself declares is known: a workbook declares no entities, and DTDs are refused. */
function reference(whole: string, name: string): string {
  const character = NAMED[name];
  if (character !== undefined && whole.endsWith(";")) return character;
  const code = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
  const point = code === null ? Number.NaN : Number.parseInt(code[1] ?? code[2] ?? "", code[1] ? 16 : 10);
  if (!isCharacter(point) || !whole.endsWith(";")) throw new BrokenXml(`"${whole}" is no known reference`);
  return String.fromCodePoint(point);
}

/** XML 1.0, 2.2. */
function isCharacter(point: number): boolean {
  if (point < 0x20) return point === 9 || point === 10 || point === 13;
  return point < 0xd800 || (point > 0xdfff && point !== 0xfffe && point !== 0xffff && point <= 0x10_ffff);
}

/** What XML cannot hold stands as `_x0007_` (ECMA-376 part 1, 22.9.2.19); a NUL stays so, for no database takes it. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  const whole = text.replace(/_x([0-9a-fA-F]{4})_/g, (written, digits: string) => {
    const unit = Number.parseInt(digits, 16);
    return unit === 0 ? written : String.fromCharCode(unit);
  });
  return whole.toWellFormed();
}

/** The value of an attribute by its name as written, or undefined. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = nextName(attributes, 0); at < attributes.length; ) {
    const equals = attributes.indexOf("=", at);
    const open = nextName(attributes, equals + 1);
    const quote = attributes.charAt(open);
    const close = equals < 0 || (quote !== '"' && quote !== "'") ? -1 : attributes.indexOf(quote, open + 1);
    if (close < 0) throw new BrokenXml("an attribute has no value");
    if (attributes.slice(at, equals).trimEnd() === name) return xmlText(attributes.slice(open + 1, close));
    at = nextName(attributes, close + 1);
  }
  return undefined;
}

/** The value of the attribute that has this name behind a prefix, such as `r:id`. */
export function prefixedAttribute(attributes: string, name: string): string | undefined {
  const written = new RegExp(`(?:^|\\s)([^\\s="':]+:${name})\\s*=`).exec(attributes)?.[1];
  return written === undefined ? undefined : attribute(attributes, written);
}

/** `1` and `true` (ECMA-376 part 1, 22.9.2.1: xsd:boolean). */
export function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true" || value === "on";
}

function nextName(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}
