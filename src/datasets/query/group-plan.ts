import { type Asked, answer, groupingOf, withSource } from "./group-query";
import { membersSql, planSql } from "./sql/groups";
import { Parameters } from "./sql/parameters";
import type { TableRef } from "./table";

/**
 * The groups of a range in their order: how many rows each has, and where these begin among `members`, the
 * numbers of all rows with those of a group beside each other.
 */
export interface GroupPlan {
  readonly starts: Uint32Array;
  readonly sizes: Uint32Array;
  readonly members: Uint32Array;
}

/** Groups that are read together. */
export interface GroupPage {
  readonly groups: number;
  /** The rows of these groups; of a giant only its first. */
  readonly members: Uint32Array;
  readonly isGiant: boolean;
}

/** A group of more rows is read by going through the table once more: their numbers would be too long a list. */
const GIANT = 100_000;

/** Two round trips, for all groups behind the first so many. */
export async function readPlan(asked: Asked, table: TableRef, skip: number): Promise<GroupPlan> {
  const { db, range } = asked;
  const grouping = groupingOf(asked);
  const order = new Parameters();
  const planned = await answer<{ firsts: string; sizes: string }>(
    db,
    `${withSource(asked, order)} ${planSql("source", grouping, order.own(skip), order.own(range.limit))}`,
    order,
  );
  const firsts = numbersOf(planned.map((block) => block.firsts));
  const sizes = numbersOf(planned.map((block) => block.sizes));
  const parameters = new Parameters();
  const listed = await answer<{ numbers: string }>(
    db,
    `${withSource(asked, parameters)} ${membersSql("source", grouping)}`,
    parameters,
  );
  const members = numbersOf(listed.map(({ numbers }) => numbers));
  const placeOf = new Uint32Array(table.rowCount + 1);
  for (const [place, number] of members.entries()) placeOf[number] = place;
  return { starts: firsts.map((number) => placeOf[number] ?? 0), sizes, members };
}

/** Lists of numbers as one array. Each is let go of as soon as it is read. */
function numbersOf(lists: string[]): Uint32Array {
  const parts: Uint32Array[] = [];
  for (let list = lists.shift(); list !== undefined; list = lists.shift())
    parts.push(Uint32Array.from(JSON.parse(`[${list}]`) as number[]));
  const numbers = new Uint32Array(parts.reduce((length, part) => length + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    numbers.set(part, filled);
    filled += part.length;
  }
  return numbers;
}

/** The groups in pages of about so many rows, none cut in two. */
export function* pagesOf({ starts, sizes, members }: GroupPlan, rows: number): Generator<GroupPage> {
  const page = new Uint32Array(Math.max(rows, GIANT));
  let filled = 0;
  let groups = 0;
  for (const [at, start] of starts.entries()) {
    const size = sizes[at] ?? 0;
    if (filled > 0 && filled + size > rows) {
      yield { groups, members: page.slice(0, filled), isGiant: false };
      filled = 0;
      groups = 0;
    }
    if (size > GIANT) {
      yield { groups: 1, members: members.slice(start, start + 1), isGiant: true };
      continue;
    }
    page.set(members.subarray(start, start + size), filled);
    filled += size;
    groups += 1;
  }
  if (filled > 0) yield { groups, members: page.slice(0, filled), isGiant: false };
}
