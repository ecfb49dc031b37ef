const RIGHT_TO_LEFT_SCRIPTS = new Set(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"]);

/** The locale when it is a known BCP 47 tag, else `en`. */
export function resolveLocale(tag: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? "en";
  } catch {
    return "en";
  }
}

/** Writing direction of a locale, by the script that CLDR says it most likely uses. */
export function localeDirection(tag: string): "ltr" | "rtl" {
  const script = new Intl.Locale(resolveLocale(tag)).maximize().script ?? "Latn";
  return RIGHT_TO_LEFT_SCRIPTS.has(script) ? "rtl" : "ltr";
}
