import type { BatchItem } from "drizzle-orm/batch";
import type { ControlDatabase } from "./client";

type Statements = Readonly<Record<string, BatchItem<"sqlite">>>;
type Results<S extends Statements> = { [Name in keyof S]: S[Name]["_"]["result"] };

/** Sends statements as one batch, in the order that they are named; each result has its statement's name. */
export async function namedBatch<S extends Statements>(
  { db }: { readonly db: ControlDatabase },
  statements: S,
): Promise<Results<S>> {
  const [first, ...more] = Object.values(statements);
  const results: readonly unknown[] = first ? await db.batch([first, ...more]) : [];
  return Object.fromEntries(Object.keys(statements).map((name, at) => [name, results[at]])) as Results<S>;
}
