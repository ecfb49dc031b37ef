/** Where people print on US Letter: CLDR's territories for the paper size US-Letter. */
const LETTER_REGIONS = new Set("US CA MX PH CO CL VE GT CR PA SV DO PR BZ NI HN BO".split(" "));

export interface Paper {
  /** Code in SpreadsheetML's `paperSize` (ECMA-376 part 1, 18.3.1.63). */
  readonly code: number;
  /** Twentieths of a point. */
  readonly width: number;
  readonly height: number;
}

/** The paper of a locale's region: US Letter or A4. */
export function paperOf(locale: string): Paper {
  return LETTER_REGIONS.has(regionOf(locale))
    ? { code: 1, width: 12_240, height: 15_840 }
    : { code: 9, width: 11_906, height: 16_838 };
}

/** The region named by a tag; the plain language tags say nothing of paper and get A4. */
function regionOf(locale: string): string {
  try {
    return new Intl.Locale(locale).region ?? "";
  } catch {
    return "";
  }
}
