const MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
const CLOCK = "([01]\\d|2[0-3]):[0-5]\\d:[0-6]\\d";
const FORMS = [
  new RegExp(`^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} (${MONTHS}) \\d{4} ${CLOCK} GMT$`),
  new RegExp(`^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \\d{2}-(${MONTHS})-\\d{2} ${CLOCK} GMT$`),
  new RegExp(`^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (${MONTHS}) [ \\d]\\d ${CLOCK} \\d{4}$`),
];

/**
 * Whole seconds since 1970 of an HTTP-date in any of the three forms of RFC 9110 §5.6.7, or null for
 * anything else (a condition on an invalid date is ignored, §13.1.3).
 */
export function parseHttpDate(text: string): number | null {
  if (!FORMS.some((form) => form.test(text))) return null;
  const time = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? null : Math.floor(time / 1000);
}
