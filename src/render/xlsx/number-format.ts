import type { Column } from "../document";
import { isCode } from "../values/format";
import { resolveLocale } from "../values/locale";
import { periodOf } from "../values/periods";

/** Number format codes (ECMA-376 part 1, 18.8.31) that columns of a type get without a `format`. */
export const GENERAL = "General";
export const INTEGER = "#,##0";
/** A year or an id must not become 2,026. */
const CODE = "0";
/** Excel shows TRUE and FALSE in its own language whatever the format; LibreOffice needs to be told. */
export const BOOLEAN = '"TRUE";"TRUE";"FALSE"';
export const DATE = "yyyy\\-mm\\-dd";
export const DATETIME = "yyyy\\-mm\\-dd hh:mm:ss";
export const DATETIME_FRACTION = "yyyy\\-mm\\-dd hh:mm:ss.000";
export const DURATION = "[h]:mm:ss";
export const DURATION_FRACTION = "[h]:mm:ss.000";
export const NEGATIVE_DURATION = '0.###" s"';

/** The format code of a column's dates: days, or the periods that they begin. */
export function dateFormat({ format }: Column): string {
  const period = periodOf(format);
  if (period === "month") return "mmm yyyy";
  return period === "year" ? "yyyy" : DATE;
}

/** Decimal multiples, as everywhere else in a report; a comma divides by 1,000. */
const BYTES = '[>=1000000]#,##0.0,," MB";[>=1000]#,##0.0," kB";0" B"';

/** Formats with conditions lose the sign of what their last part holds in some readers. */
export const NEGATIVE_BYTES = '#,##0" B"';

/**
 * The format code of a numeric column. Numbers are grouped as in the other formats; those of which
 * the decimals are not known keep all digits that Excel can show.
 */
export function numberFormat(column: Column, locale: string): string {
  const [format = "", argument = ""] = (column.format ?? "").split(":");
  if (format === "currency") return currencyFormat(argument, locale);
  if (format === "percent") return percentFormat(column);
  if (format === "bytes") return BYTES;
  if (column.rounded !== undefined) return `#,##0.${"0".repeat(column.rounded)}`.replace(/\.$/, "");
  // As many decimals for each number as the most exact one has: none is lost, and points stand below points.
  if (column.decimals) return `#,##0.${"0".repeat(column.decimals)}`;
  if (isCode(column)) return CODE;
  return column.type === "integer" || column.decimals === 0 ? INTEGER : GENERAL;
}

/** As many decimals as the most exact one needs, as in the other formats; two when that is not known. */
function percentFormat({ decimals = 4 }: Column): string {
  return decimals <= 2 ? "0%" : `0.${"0".repeat(decimals - 2)}%`;
}

/** The locale's sign, its side of the number and the currency's decimals: `[$$]#,##0.00`. */
function currencyFormat(currency: string, locale: string): string {
  let parts: Intl.NumberFormatPart[];
  try {
    parts = new Intl.NumberFormat(resolveLocale(locale), { style: "currency", currency }).formatToParts(1);
  } catch {
    return "#,##0.00";
  }
  const decimals = parts.find(({ type }) => type === "fraction")?.value.length ?? 0;
  const digits = decimals === 0 ? "#,##0" : `#,##0.${"0".repeat(decimals)}`;
  const kinds = parts.map(({ type }) => type);
  const before = kinds.indexOf("currency") < kinds.indexOf("integer");
  const symbol = parts.find(({ type }) => type === "currency")?.value.replace(/[\][\-"]/g, "") ?? currency;
  const space = /^[A-Za-z]/.test(symbol.at(before ? -1 : 0) ?? "") || !before ? "\\ " : "";
  return before ? `[$${symbol}]${space}${digits}` : `${digits}${space}[$${symbol}]`;
}
