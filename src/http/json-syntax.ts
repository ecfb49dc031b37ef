/** Beyond this the search below would cost more than the answer is worth. */
const MAX_SEARCHED = 200_000;

/** Where a text stops being JSON, in words that repeat nothing of the text. */
export function describeSyntaxError(text: string, error: unknown): string {
  if (endsEarly(text, error)) return "The JSON document ends too early.";
  const offset = positionIn(error) ?? (text.length <= MAX_SEARCHED ? firstBadOffset(text) : undefined);
  if (offset === undefined) return "The body is not valid JSON.";
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return `The body is not valid JSON: see line ${line}, column ${offset - before.lastIndexOf("\n")}.`;
}

/** The offset that V8 gives for some mistakes; for others it quotes the text instead. */
function positionIn(error: unknown): number | undefined {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? undefined : Number(position);
}

function endsEarly(text: string, error: unknown): boolean {
  const message = error instanceof Error ? error.message : "";
  return /^Unexpected end|^Unterminated string/.test(message) || positionIn(error) === text.length;
}

/** A prefix of a JSON text is complete or ends too early; the shortest one that is neither ends at the mistake. */
function firstBadOffset(text: string): number {
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (mayContinue(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return bad - 1;
}

function mayContinue(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    return endsEarly(prefix, error);
  }
}
