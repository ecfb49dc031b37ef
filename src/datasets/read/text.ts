/** Cuts a text for a report; the copy does not keep the chunk that it was cut from alive. */
export function excerpt(text: string, limit: number): string {
  return text.length <= limit ? detached(text) : detached(`${text.slice(0, limit - 1)}…`);
}

/**
 * A copy that owns its characters. V8 makes `slice` a view of its parent, so a 13-character cell
 * kept for long would keep a chunk of 128 KB alive.
 */
export function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}
