/**
 * How a locale writes numbers, read once from Intl and then applied by hand: one
 * `Intl.NumberFormat.format` costs microseconds, a grouped string built here a tenth of one.
 */
export interface NumberStyle {
  /** The ten digits, or null when they are 0-9. */
  readonly digits: readonly string[] | null;
  readonly group: string;
  readonly decimal: string;
  /** Digits in the last group and in those before it (3 and 2 in Hindi); 0 when nothing is grouped. */
  readonly primary: number;
  readonly secondary: number;
  /** Shortest whole part that is grouped: 4, or 5 in Spanish and Polish. */
  readonly groupFrom: number;
  readonly minFraction: number;
  /** Whether a number too short to be grouped is written as JavaScript writes it. */
  readonly asInCode: boolean;
  /** Text before and after the digits: sign, currency, unit, percent sign, direction marks. */
  readonly positive: readonly [before: string, after: string];
  readonly negative: readonly [before: string, after: string];
}

const MAX_LEARNED = 256;
const learned = new Map<string, NumberStyle>();

/** Throws RangeError for an unknown currency or unit, as Intl does. */
export function numberStyle(locale: string, options: Intl.NumberFormatOptions = {}): NumberStyle {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = learned.get(key);
  if (known !== undefined) return known;
  const style = learn(locale, options);
  if (learned.size >= MAX_LEARNED) learned.clear();
  learned.set(key, style);
  return style;
}

function learn(locale: string, options: Intl.NumberFormatOptions): NumberStyle {
  const format = new Intl.NumberFormat(locale, options);
  // A percent style multiplies by 100, which adds two digits: the groups are read from the end.
  const parts = format.formatToParts(1_234_567_890);
  const groups = parts.filter((part) => part.type === "integer").map((part) => part.value.length);
  const grouped = groups.length > 1;
  const fourDigits = new Intl.NumberFormat(locale, { ...options, style: "decimal" }).formatToParts(1234);
  const plain = new Intl.NumberFormat(locale, { useGrouping: false }).format(9_876_543_210);
  const digits = [...plain].reverse();
  const latin = digits[1] === "1";
  const decimal = partOf(new Intl.NumberFormat(locale).formatToParts(1.5), "decimal") ?? ".";
  return {
    digits: latin ? null : digits,
    group: partOf(parts, "group") ?? "",
    decimal,
    asInCode: latin && decimal === ".",
    primary: grouped ? (groups.at(-1) ?? 3) : 0,
    secondary: grouped ? (groups.at(-2) ?? 3) : 0,
    groupFrom: partOf(fourDigits, "group") === undefined ? 5 : 4,
    minFraction: options.style === "currency" ? (format.resolvedOptions().minimumFractionDigits ?? 0) : 0,
    positive: around(parts),
    negative: around(format.formatToParts(-1_234_567_890)),
  };
}

function partOf(parts: Intl.NumberFormatPart[], type: string): string | undefined {
  return parts.find((part) => part.type === type)?.value;
}

const DIGIT_PARTS = new Set(["integer", "group", "decimal", "fraction"]);

function around(parts: Intl.NumberFormatPart[]): [string, string] {
  const first = parts.findIndex((part) => DIGIT_PARTS.has(part.type));
  const last = parts.findLastIndex((part) => DIGIT_PARTS.has(part.type));
  const join = (some: Intl.NumberFormatPart[]) => some.map((part) => part.value).join("");
  return [join(parts.slice(0, first)), join(parts.slice(last + 1))];
}

/** A plain decimal text (`-1234.5`) as the locale writes it, with every digit kept. */
export function writeDecimal(style: NumberStyle, text: string): string {
  const negative = text.charCodeAt(0) === 45;
  const start = negative ? 1 : 0;
  const point = text.indexOf(".");
  const end = point < 0 ? text.length : point;
  const whole =
    end - start < style.groupFrom ? text.slice(start, end) : groupDigits(style, text.slice(start, end));
  let fraction = point < 0 ? "" : text.slice(point + 1);
  if (fraction.length < style.minFraction) fraction = fraction.padEnd(style.minFraction, "0");
  const latin = fraction === "" ? whole : whole + style.decimal + fraction;
  const number = style.digits === null ? latin : localDigits(style.digits, latin);
  const around = negative ? style.negative : style.positive;
  return around[0] + number + around[1];
}

/** Like {@link writeDecimal}, for the text of `decimalText`: an exponent, which no locale groups, stays. */
export function writeExact(style: NumberStyle, digits: string): string {
  return digits.indexOf("e") < 0 ? writeDecimal(style, digits) : digits.replace("e", "E");
}

function groupDigits(style: NumberStyle, whole: string): string {
  if (style.primary === 0) return whole;
  let at = whole.length - style.primary;
  let text = whole.slice(at);
  while (at > 0) {
    const start = Math.max(0, at - style.secondary);
    text = whole.slice(start, at) + style.group + text;
    at = start;
  }
  return text;
}

/** Latin digits in `text` replaced by the locale's own. */
export function localDigits(digits: readonly string[], text: string): string {
  return text.replace(/\d/g, (digit) => digits[Number(digit)] ?? digit);
}
