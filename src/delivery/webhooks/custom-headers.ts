const MAX_HEADERS = 10;
const MAX_NAME = 100;
const MAX_VALUE = 1_000;

/** What we set ourselves, what belongs to a connection (RFC 9110, section 7.6.1), and what proxies take for true. */
const REFUSED =
  /^(webhook-.*|content-.*|host|user-agent|accept-encoding|connection|keep-alive|proxy-.*|te|trailers?|transfer-encoding|upgrade|expect|date|via|forwarded|x-forwarded-.*|x-real-ip|cf-.*|cdn-loop|cookie2?|set-cookie2?|range|if-.*)$/;

/** Per header: what to change. Names and values are such that no header can end another. */
export function headerProblems(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  const names = Object.keys(headers);
  const problems: Record<string, string[]> = {};
  if (names.length > MAX_HEADERS) problems.headers = [`must have at most ${MAX_HEADERS} entries`];
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length)
    problems.headers = ["must name each header once"];
  for (const [name, value] of Object.entries(headers)) {
    const problem = nameProblem(name) ?? valueProblem(value);
    if (problem) problems[`headers.${name.slice(0, MAX_NAME)}`] = [problem];
  }
  return problems;
}

function nameProblem(name: string): string | null {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) || name.length > MAX_NAME) return "is no header name";
  return REFUSED.test(name.toLowerCase()) ? "is set by the sender and cannot be given" : null;
}

const valueProblem = (value: string) =>
  /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) && value.length <= MAX_VALUE
    ? null
    : `must have 1 to ${MAX_VALUE} printable ASCII characters`;
