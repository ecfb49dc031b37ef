import { decimalText } from "./decimal";
import { numberStyle, writeDecimal } from "./number-style";

/** Decimal multiples, as IEC 80000-13 reserves kilo, mega and giga for powers of 1,000. */
const BYTE_UNITS = ["kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;

/** Bytes for people: `512 bytes`, `1.54 kB`, `12.3 MB`; three digits are shown from 1,000 up. */
export function bytesFormatter(locale: string): (bytes: number) => string {
  const few = new Intl.NumberFormat(locale, { style: "unit", unit: "byte", unitDisplay: "long" });
  const styles = BYTE_UNITS.map((unit) => numberStyle(locale, { style: "unit", unit, unitDisplay: "short" }));
  return (bytes) => {
    const size = Math.abs(bytes);
    if (size < 999.5) return few.format(bytes);
    let scaled = size / 1000;
    let unit = 0;
    while (scaled >= 999.5 && unit < styles.length - 1) {
      scaled /= 1000;
      unit += 1;
    }
    const style = styles[unit];
    if (style === undefined) return decimalText(bytes);
    const rounded = scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0);
    const text = rounded.includes(".") ? rounded.replace(/\.?0+$/, "") : rounded;
    return writeDecimal(style, bytes < 0 ? `-${text}` : text);
  };
}

/**
 * A number of seconds for people: `3d 4h`, `1h 2m 5s`, `0.25s`, with the locale's short unit names.
 * Parts that are zero are left out; a fraction longer than microseconds is rounded to milliseconds.
 */
export function durationFormatter(locale: string): (seconds: number) => string {
  const units = {
    day: unitTexts(locale, "day"),
    hour: unitTexts(locale, "hour"),
    minute: unitTexts(locale, "minute"),
  };
  const second = numberStyle(locale, { style: "unit", unit: "second", unitDisplay: "narrow" });
  const minus = numberStyle(locale).negative[0];
  return (value) => {
    const [whole = "0", exact = ""] = decimalText(Math.abs(value)).split(".");
    const rounded = exact.length > 6 ? Math.abs(value).toFixed(3) : "";
    const fraction = (rounded === "" ? exact : (rounded.split(".")[1] ?? "")).replace(/0+$/, "");
    const total = rounded === "" ? Number(whole) : Math.floor(Number(rounded));
    const seconds = total % 60;
    const parts = [
      [Math.floor(total / 86_400), units.day] as const,
      [Math.floor(total / 3600) % 24, units.hour] as const,
      [Math.floor(total / 60) % 60, units.minute] as const,
    ].flatMap(([count, text]) => (count === 0 ? [] : [text(count)]));
    if (seconds !== 0 || fraction !== "" || parts.length === 0) {
      parts.push(writeDecimal(second, fraction === "" ? String(seconds) : `${seconds}.${fraction}`));
    }
    return (value < 0 && (total > 0 || fraction !== "") ? minus : "") + parts.join(" ");
  };
}

/** Whole numbers of a unit as Intl writes them (plural forms differ), remembered below 100. */
function unitTexts(locale: string, unit: "day" | "hour" | "minute"): (count: number) => string {
  const format = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow" });
  const small: (string | undefined)[] = [];
  return (count) => {
    if (count >= 100) return format.format(count);
    const text = small[count] ?? format.format(count);
    small[count] = text;
    return text;
  };
}
