import { clockOf } from "./time-zone";

/** What `{report}` and its like stand for, in the names of a schedule's files and the subjects of its e-mails. */
export interface TokenFacts {
  readonly report: string;
  /** The schedule's name, or else the report's. */
  readonly schedule: string;
  /** The planned time. */
  readonly slot: Date;
  readonly timeZone: string;
}

type Token = (facts: TokenFacts, local: { date: string; time: string }) => string;

/** Dates and times are the zone's. */
const TOKENS: Readonly<Record<string, Token>> = {
  report: ({ report }) => report,
  schedule: ({ schedule }) => schedule,
  date: (_, { date }) => date,
  time: (_, { time }) => time.replace(":", "-"),
  datetime: (_, { date, time }) => `${date}_${time.replace(":", "-")}`,
  year: (_, { date }) => date.slice(0, 4),
  month: (_, { date }) => date.slice(5, 7),
  day: (_, { date }) => date.slice(8, 10),
  time_zone: ({ timeZone }) => timeZone.replaceAll("/", "-"),
};

const TOKEN_NAMES = Object.keys(TOKENS);

const TOKEN = /\{([^{}]*)\}/g;

/** What is wrong with a text with tokens; null when it is usable. */
export function tokensProblem(text: string): string | null {
  const unknown = [...text.matchAll(TOKEN)].map(([, name = ""]) => name).filter((name) => !isToken(name));
  if (unknown.length > 0)
    return `has unknown tokens: ${unknown.map((name) => `{${name}}`).join(", ")}. Tokens: ${TOKEN_NAMES.map((name) => `{${name}}`).join(", ")}`;
  return /[{}]/.test(text.replace(TOKEN, "")) ? "has a brace that is no token" : null;
}

/** The text with its tokens filled in. */
export function withTokens(text: string, facts: TokenFacts): string {
  const local = clockOf(facts.timeZone)(facts.slot);
  return text.replace(TOKEN, (written, name: string) => TOKENS[name]?.(facts, local) ?? written);
}

const isToken = (name: string) => Object.hasOwn(TOKENS, name);
