/** Bytes `first` to `last`, both included, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What a `Range` header asks of a representation of `size` bytes, by RFC 9110 §14.1.2. Null when it is to be
 * ignored (§14.2 allows it): another unit, invalid, several ranges at once, or an empty representation.
 */
export function parseRange(header: string, size: number): ByteRange | "unsatisfiable" | null {
  const [unit, set] = splitOnce(header, "=");
  if (unit.trim().toLowerCase() !== "bytes" || set === null || size === 0) return null;
  const specs = set
    .split(",")
    .map((spec) => spec.trim())
    .filter((spec) => spec !== "");
  const match = /^(\d*)-(\d*)$/.exec(specs[0] ?? "");
  if (specs.length !== 1 || !match) return null;
  const [, from = "", to = ""] = match;
  if (from === "") return to === "" ? null : suffixRange(Number(to), size);
  if (to !== "" && Number(to) < Number(from)) return null;
  if (Number(from) >= size) return "unsatisfiable";
  return { first: Number(from), last: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
}

function suffixRange(length: number, size: number): ByteRange | "unsatisfiable" {
  return length === 0 ? "unsatisfiable" : { first: Math.max(0, size - length), last: size - 1 };
}

function splitOnce(text: string, separator: string): [string, string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}
