import type { Column, FieldType } from "../../render/document";
import type { DateOrder } from "./dates";
import type { ColumnHint } from "./form";
import type { DecimalMark } from "./numbers";
import type { ColumnProfile, DateEvidence, NumberEvidence } from "./profile";
import type { BooleanWord } from "./tokens";

/** A column's type and how its texts are read. */
export interface InferredType {
  readonly type: FieldType;
  readonly format?: string | undefined;
  readonly decimal?: DecimalMark | undefined;
  readonly order?: DateOrder | undefined;
}

/** What the file as a whole says where a column by itself is ambiguous. */
export interface FileEvidence {
  /** The decimal mark of the columns that leave no doubt, if they agree. */
  readonly decimal: DecimalMark | null;
  /** Likewise the order of numeric dates. */
  readonly order: "mdy" | "dmy" | null;
  readonly delimiter: string | null;
}

/** Bits of `DATE` by position, month first and day first for each separator. */
const SEPARATORS = [
  { month: 1, day: 2, ambiguous: "mdy" },
  { month: 3, day: 4, ambiguous: "dmy" },
  { month: 5, day: 6, ambiguous: "dmy" },
] as const;
const YEAR_FIRST = 0;
const NAMED = 7;

const TEXT: InferredType = { type: "string" };

/** Looks over all columns for those that leave no doubt. */
export function fileEvidence(
  profiles: readonly ColumnProfile[],
  delimiter: string | null,
  given?: "mdy" | "dmy",
): FileEvidence {
  const marks = new Set<DecimalMark>();
  const orders = new Set<"mdy" | "dmy">();
  for (const { family, numbers, dates } of profiles) {
    if (family === "number" && numbers.commaOnly > 0 && numbers.pointOnly === 0) marks.add(",");
    if (family === "number" && numbers.pointOnly > 0 && numbers.commaOnly === 0) marks.add(".");
    if (family !== "date") continue;
    for (const { month, day } of SEPARATORS) {
      const monthFits = dates.orders[month] === dates.count;
      const dayFits = dates.orders[day] === dates.count;
      if (monthFits !== dayFits) orders.add(monthFits ? "mdy" : "dmy");
    }
  }
  return { decimal: only(marks), order: given ?? only(orders), delimiter };
}

/**
 * Decides a column's type: one that every non-empty value fits, otherwise text, so that nothing is
 * lost. Where a value could be read in two ways the column decides, then the file, then a custom:
 * `,` parts thousands (but marks decimals in a `;` file), `/` puts the month first (but the day in a `;` file or beside
 * decimal commas), `-` and `.` the day.
 */
export function inferType(profile: ColumnProfile, file: FileEvidence): InferredType {
  if (profile.family === "boolean") return isBoolean(profile.words) ? { type: "boolean" } : TEXT;
  if (profile.family === "number") return inferNumber(profile.numbers, file) ?? TEXT;
  if (profile.family === "date") return inferDate(profile.dates, file) ?? TEXT;
  return TEXT;
}

/** How to read a column whose type is declared; what most of its values allow decides. */
export function readAs(column: Column, profile: ColumnProfile, file: FileEvidence): InferredType {
  const { type, format } = column;
  if (type === "date" || type === "datetime")
    return { type, format, order: likeliestOrder(profile.dates, file) };
  if (type !== "number" && type !== "integer") return { type, format };
  const { pointOnly, commaOnly } = profile.numbers;
  const decimal =
    pointOnly === commaOnly ? customaryMark(profile.numbers, file) : pointOnly > commaOnly ? "." : ",";
  return { type, format: format ?? formatOf(profile.numbers, false), decimal };
}

/**
 * The type that is hoped for, where no value is lost by it: any for an empty column, text for all, numbers for
 * integers. Otherwise what was found.
 */
export function lean(found: InferredType, wanted: ColumnHint, isEmpty: boolean): InferredType {
  const { type, format } = wanted;
  if (isEmpty || type === "string") return { type, format };
  const isWider = found.type === "integer" && type === "number";
  if (found.type !== type && !isWider) return found;
  return { ...found, type, format: found.format ?? format };
}

/** `yes` and `no` both have to occur: a column of `NO` alone is Norway. */
function isBoolean(words: ReadonlySet<BooleanWord>): boolean {
  const spoken = words.has("yes") || words.has("no");
  return spoken ? words.size === 2 && words.has("yes") && words.has("no") : words.size > 0;
}

function inferNumber(evidence: NumberEvidence, file: FileEvidence): InferredType | null {
  const { count, pointOnly, commaOnly } = evidence;
  if (pointOnly > 0 && commaOnly > 0) return null;
  if (evidence.bareParentheses === count || evidence.nineDigits === count) return null;
  const decimal = pointOnly > 0 ? "." : commaOnly > 0 ? "," : customaryMark(evidence, file);
  const format = formatOf(evidence, true);
  if (format === null) return null;
  const fractions = decimal === "." ? evidence.pointFractions : evidence.commaFractions;
  const type = fractions === 0 && format === undefined ? "integer" : "number";
  return { type, ...(format === undefined ? {} : { format }), decimal };
}

/** The mark of a column that allows both. */
function customaryMark(evidence: NumberEvidence, file: FileEvidence): DecimalMark {
  const { ambiguousDots, ambiguousCommas } = evidence;
  if (ambiguousDots + ambiguousCommas === 0) return ".";
  if (file.decimal !== null) return file.decimal;
  if (file.delimiter !== ";") return ".";
  // In a `;` file `1,234` has a decimal comma. `1.234` has a group there if smaller numbers go
  // without a dot; if all have three digits behind it, they are fractions of a fixed length.
  return ambiguousCommas > 0 ? (ambiguousDots > 0 ? "." : ",") : evidence.short > 0 ? "," : ".";
}

/**
 * `percent` or `currency:USD`; undefined for bare numbers.
 *
 * @param strict null when only some of the values have the mark, or not all the same.
 */
function formatOf(evidence: NumberEvidence, strict: false): string | undefined;
function formatOf(evidence: NumberEvidence, strict: boolean): string | undefined | null;
function formatOf(evidence: NumberEvidence, strict: boolean): string | undefined | null {
  const { count, percents, currencies } = evidence;
  if (percents === 0 && currencies.size === 0) return undefined;
  const [code, amounts] = [...currencies][0] ?? ["", 0];
  if (percents === count) return "percent";
  if (currencies.size === 1 && amounts === count) return `currency:${code}`;
  return strict ? null : undefined;
}

function inferDate(evidence: DateEvidence, file: FileEvidence): InferredType | null {
  const { count, times, zones } = evidence;
  if ((times > 0 && times < count) || (zones > 0 && zones < count)) return null;
  const order = sureOrder(evidence, file);
  return order === null ? null : { type: times > 0 ? "datetime" : "date", order };
}

/** The order that every value fits. */
function sureOrder({ orders, count }: DateEvidence, file: FileEvidence): DateOrder | null {
  if (orders[YEAR_FIRST] === count) return "ymd";
  if (orders[NAMED] === count) return "named";
  for (const { month, day, ambiguous } of SEPARATORS) {
    const monthFits = orders[month] === count;
    const dayFits = orders[day] === count;
    if (monthFits && dayFits) return file.order ?? (isContinental(file) ? "dmy" : ambiguous);
    if (monthFits || dayFits) return monthFits ? "mdy" : "dmy";
  }
  return null;
}

/** Where commas mark decimals, or semicolons make room for them, nobody puts the month first. */
const isContinental = ({ decimal, delimiter }: FileEvidence) => decimal === "," || delimiter === ";";

/** The order that most values fit. */
function likeliestOrder(evidence: DateEvidence, file: FileEvidence): DateOrder {
  const sure = evidence.count === 0 ? null : sureOrder(evidence, file);
  if (sure !== null) return sure;
  const { orders } = evidence;
  const month = (orders[1] ?? 0) + (orders[3] ?? 0) + (orders[5] ?? 0);
  const day = (orders[2] ?? 0) + (orders[4] ?? 0) + (orders[6] ?? 0);
  const most = Math.max(orders[YEAR_FIRST] ?? 0, orders[NAMED] ?? 0, month, day);
  if (most === orders[YEAR_FIRST]) return "ymd";
  if (most === orders[NAMED]) return "named";
  return month === day ? (file.order ?? (isContinental(file) ? "dmy" : "mdy")) : month > day ? "mdy" : "dmy";
}

function only<Value>(values: ReadonlySet<Value>): Value | null {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : null;
}
