import { cellFormatter } from "../values/format";
import { bytesFormatter, durationFormatter } from "../values/units";
import type { NumberTexts } from "./axes";

/**
 * Numbers of an axis whose column has this format: on the axis 12,500 is written in full, 12.5M from a million up
 * and 1.25E-7 far from one; single values as in a table.
 */
export function numberTexts(locale: string, format: string | undefined): NumberTexts {
  const value = cellFormatter({ name: "", label: "", type: "number", format }, locale, "UTC");
  return { tick: tickText(locale, format), value };
}

function tickText(locale: string, format = ""): (value: number) => string {
  if (format === "bytes") return bytesFormatter(locale);
  if (format === "duration") return durationFormatter(locale);
  if (format === "percent") {
    const percent = new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: 12 });
    return (value) => percent.format(value);
  }
  const unit = unitOf(format, locale);
  const full = new Intl.NumberFormat(locale, { ...unit, maximumSignificantDigits: 12 });
  const compact = new Intl.NumberFormat(locale, {
    ...unit,
    notation: "compact",
    maximumSignificantDigits: 4,
  });
  const far = new Intl.NumberFormat(locale, {
    ...unit,
    notation: "scientific",
    maximumSignificantDigits: 4,
  });
  const formatOf = (size: number) => {
    if (size >= 1e15 || (size > 0 && size < 1e-4)) return far;
    return size < 1e6 ? full : compact;
  };
  return (value) => formatOf(Math.abs(value)).format(value);
}

function unitOf(format: string, locale: string): Intl.NumberFormatOptions {
  const [kind, currency] = format.split(":");
  if (kind !== "currency" || currency === undefined) return {};
  const unit = { style: "currency", currency } as const;
  try {
    new Intl.NumberFormat(locale, unit);
    return unit;
  } catch {
    return {}; // an unknown currency
  }
}
