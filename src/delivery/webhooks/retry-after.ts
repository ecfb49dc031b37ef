/** A receiver may not put a delivery off for longer. */
const MOST_SECONDS = 86_400;

/** How long a receiver asks to be left alone: seconds or a date (RFC 9110, section 10.2.3). Null when it does not say. */
export function retryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? "";
  const seconds = /^\d{1,15}$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(/[a-z]/i.test(text) ? text : "") - now.getTime()) / 1000);
  return seconds > 0 ? Math.min(seconds, MOST_SECONDS) : null;
}
