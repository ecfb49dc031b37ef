/**
 * The order in which a line's characters are drawn (Unicode Standard Annex 9, Unicode 16), for text without
 * explicit embeddings, overrides and isolates.
 */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const MARK = /^[\p{Mn}\p{Me}]/u;
const STRONG = /[\p{L}\p{Nl}]/u;

type BidiClass = "L" | "R" | "AL" | "EN" | "AN" | "ES" | "ET" | "CS" | "NSM" | "ON";

/** Even levels run left to right, odd ones right to left. */
export type Level = number;

export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/** Level of a paragraph by its first strong character (rules P2 and P3). */
export function paragraphLevel(text: string): Level {
  const strong = STRONG.exec(text)?.[0];
  return strong !== undefined && RIGHT_TO_LEFT.test(strong) ? 1 : 0;
}

export function isMark(text: string): boolean {
  return MARK.test(text);
}

/** Indices of a line's characters from left to right, with their levels (rule L2). */
export function visualOrder(
  characters: readonly string[],
  paragraph: Level,
): { order: number[]; levels: readonly Level[] } {
  const levels = resolveLevels(characters, paragraph);
  const order = characters.map((_, index) => index);
  const highest = levels.reduce((most, level) => Math.max(most, level), paragraph);
  for (let level = highest; level >= 1; level--) {
    reverseRuns(order, (index) => (levels[index] ?? paragraph) >= level);
  }
  return { order, levels };
}

/** One level of rule L2. */
function reverseRuns(items: number[], belongs: (item: number) => boolean): void {
  for (let start = 0; start < items.length; start++) {
    let end = start;
    for (let item = items[end]; item !== undefined && belongs(item); item = items[end]) end++;
    if (end > start + 1) items.splice(start, end - start, ...items.slice(start, end).reverse());
    start = Math.max(start, end);
  }
}

function classOf(character: string): BidiClass {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return asciiClass(code);
  if (isMark(character)) return "NSM";
  if ((code >= 0x660 && code <= 0x669) || code === 0x66b || code === 0x66c) return "AN";
  if (code >= 0x6f0 && code <= 0x6f9) return "EN";
  if (code === 0x60c || code === 0xa0 || code === 0x202f) return "CS";
  if (code === 0x66a || /\p{Sc}|[\u00b0\u2030-\u2034]/u.test(character)) return "ET";
  if (code === 0x2212) return "ES";
  if (RIGHT_TO_LEFT.test(character)) return (code >= 0x600 && code < 0x7c0) || code >= 0xfb50 ? "AL" : "R";
  return /[\p{L}\p{N}\p{Mc}]/u.test(character) ? "L" : "ON";
}

function asciiClass(code: number): BidiClass {
  if (code >= 0x30 && code <= 0x39) return "EN";
  if ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)) return "L";
  const character = String.fromCharCode(code);
  if ("+-".includes(character)) return "ES";
  if ("#$%".includes(character)) return "ET";
  return ",./:".includes(character) ? "CS" : "ON";
}

function resolveLevels(characters: readonly string[], paragraph: Level): Level[] {
  const edge = paragraph % 2 === 1 ? "R" : "L";
  const classes = characters.map(classOf);
  resolveWeak(classes, edge);
  resolveBrackets(characters, classes, edge);
  resolveNeutral(classes, edge);
  return classes.map((kind) => {
    if (paragraph % 2 === 1) return kind === "R" ? paragraph : paragraph + 1;
    if (kind === "L") return paragraph;
    return kind === "R" ? paragraph + 1 : paragraph + 2;
  });
}

/** Rules W1 to W7, in place. */
function resolveWeak(classes: BidiClass[], edge: "L" | "R"): void {
  let strong: BidiClass = edge;
  classes.forEach((kind, at) => {
    const now = kind === "NSM" ? (classes[at - 1] ?? edge) : kind;
    classes[at] = now === "EN" && strong === "AL" ? "AN" : now;
    if (now === "L" || now === "R" || now === "AL") strong = now;
  });
  classes.forEach((kind, at) => {
    if (kind === "AL") classes[at] = "R";
  });
  classes.forEach((kind, at) => {
    const before = classes[at - 1];
    const sameAround = before !== undefined && before === classes[at + 1];
    if (kind === "ES" && sameAround && before === "EN") classes[at] = "EN";
    if (kind === "CS" && sameAround && (before === "EN" || before === "AN")) classes[at] = before;
  });
  for (let at = 0; at < classes.length; at++) {
    if (classes[at] !== "ET") continue;
    let end = at;
    while (classes[end] === "ET") end++;
    const number = classes[at - 1] === "EN" || classes[end] === "EN";
    classes.fill(number ? "EN" : "ON", at, end);
  }
  strong = edge;
  classes.forEach((kind, at) => {
    if (kind === "ES" || kind === "CS") classes[at] = "ON";
    if (kind === "EN" && strong === "L") classes[at] = "L";
    if (kind === "L" || kind === "R") strong = kind;
  });
}

/** Closing brackets and what opens them. */
const OPENED_BY = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
  ["\u300d", "\u300c"],
  ["\u3011", "\u3010"],
]);
const OPENING = new Set(OPENED_BY.values());

/** Rule N0, in place: a pair of brackets runs as what it holds, or as what is before it. */
function resolveBrackets(characters: readonly string[], classes: BidiClass[], edge: "L" | "R"): void {
  const other = edge === "L" ? "R" : "L";
  for (const [open, close] of bracketPairs(characters, classes)) {
    const inside = classes.slice(open + 1, close).map(directionOf);
    const before =
      classes
        .slice(0, open)
        .map(directionOf)
        .findLast((direction) => direction !== null) ?? edge;
    if (!inside.includes(edge) && !inside.includes(other)) continue;
    const direction = !inside.includes(edge) && before === other ? other : edge;
    classes[open] = direction;
    classes[close] = direction;
  }
}

/** Places of opening and closing brackets that belong together, by the opening one (BD16). */
function bracketPairs(characters: readonly string[], classes: readonly BidiClass[]): [number, number][] {
  const pairs: [number, number][] = [];
  const opened: number[] = [];
  characters.forEach((character, at) => {
    if (classes[at] !== "ON") return;
    const opener = OPENED_BY.get(character);
    if (OPENING.has(character)) opened.push(at);
    if (opener === undefined) return;
    const match = opened.findLastIndex((open) => characters[open] === opener);
    const open = opened[match];
    if (open === undefined) return;
    opened.length = match;
    pairs.push([open, at]);
  });
  return pairs.sort(([a], [b]) => a - b);
}

/** Numbers count as right to left (rules N0 to N2). */
function directionOf(kind: BidiClass): "L" | "R" | null {
  if (kind === "L") return "L";
  return kind === "R" || kind === "EN" || kind === "AN" ? "R" : null;
}

/** Rules N1 and N2, in place: neutrals take the direction around them, numbers counting as right to left. */
function resolveNeutral(classes: BidiClass[], edge: "L" | "R"): void {
  const direction = (kind: BidiClass | undefined): "L" | "R" =>
    kind === undefined ? edge : (directionOf(kind) ?? edge);
  for (let at = 0; at < classes.length; at++) {
    if (classes[at] !== "ON") continue;
    let end = at;
    while (classes[end] === "ON") end++;
    const before = direction(classes[at - 1]);
    classes.fill(before === direction(classes[end]) ? before : edge, at, end);
  }
}
