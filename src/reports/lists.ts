import type { Ctx } from "../context";

/**
 * SQL over the library's lists (migrations/control/0007_library.sql). A page merges the few lists that the caller
 * and the filters mean, item by item: what it reads does not depend on how many reports there are.
 */

export interface ListFilter {
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
  readonly isShared?: boolean | undefined;
  readonly createdBy?: string | undefined;
  readonly clientId?: string | undefined;
  readonly reportType?: string | undefined;
  /** What is in the trash instead of what is there. */
  readonly deleted?: boolean | undefined;
}

export const STATUSES = ["draft", "active", "archived"] as const;
export const KINDS = ["built", "inline", "imported"] as const;

/** Which lists: parameters 1 to 7 of each statement here. */
export function listParams({ workspaceId, actor }: Ctx, filter: ListFilter): (string | null)[] {
  const { createdBy, clientId, reportType, deleted } = filter;
  const everything = deleted ? "trash" : "all";
  const mine = deleted ? `trash:${actor.id}` : `user:${actor.id}`;
  const audiences = actor.role === "admin" ? [everything, everything] : [mine, deleted ? mine : "open"];
  return [
    workspaceId,
    ...audiences,
    createdBy ?? null,
    clientId ?? null,
    reportType ?? null,
    classesOf(filter),
  ];
}

/** The classes that pass the filters (see the view `report_places`), as JSON; null for all. */
function classesOf({ status, kind, isShared }: ListFilter): string | null {
  if (status === undefined && kind === undefined && isShared === undefined) return null;
  const shared = isShared === undefined ? [0, 1] : [Number(isShared)];
  const classes = (status === undefined ? STATUSES : [status]).flatMap((one) =>
    (kind === undefined ? KINDS : [kind]).flatMap((of) => shared.map((is) => `${one}/${of}/${is}`)),
  );
  return JSON.stringify(classes);
}

/** The lists that `listParams` means. */
export const LISTS = `report_lists WHERE workspace_id = ?1 AND audience IN (?2, ?3)
  AND facet = json_array(?4, ?5, ?6) AND (?7 IS NULL OR class IN (SELECT value FROM json_each(?7))) AND n > 0`;

export const COUNT_LISTED = `SELECT coalesce(sum(n), 0) AS total FROM ${LISTS}`;

/** Each with the column of an item that has its place in this order. Ids sort as the reports were made. */
const PLACES = { created_at: "report_id", updated_at: "by_update", name: "by_name" } as const;
export type Ordering = keyof typeof PLACES;
export const ORDERINGS = Object.keys(PLACES) as Ordering[];

const FIRST = "''";
const LAST = "char(1114111)"; // the last there is in Unicode

/**
 * A page as `place` and `report_id`, in order. Parameters 9 to 11: the place behind which it begins (null for the
 * beginning), how many, how many to leave out. The recursion is a merge: its queue holds the next item of each list;
 * an item that is taken puts the next one of its list there, and at the end of a list a place behind all others.
 */
export function listedPage(ordering: Ordering, descending: boolean): string {
  const [direction, beyond, start, end] = descending ? ["DESC", "<", LAST, FIRST] : ["ASC", ">", FIRST, LAST];
  const column = PLACES[ordering];
  const next = (list: string, place: string) => `coalesce((SELECT ${column} FROM report_list_items AS i
    WHERE i.list_id = ${list} AND i.${column} ${beyond} ${place} ORDER BY i.${column} ${direction} LIMIT 1), ${end})`;
  return `WITH RECURSIVE merged (list_id, place) AS (
      SELECT id, ${next("report_lists.id", `coalesce(?9, ${start})`)} FROM ${LISTS}
      UNION ALL
      SELECT list_id, ${next("merged.list_id", "merged.place")} FROM merged WHERE place <> ${end}
      ORDER BY 2 ${direction} LIMIT ?10 OFFSET ?11
    ) SELECT place, substr(place, instr(place, char(1)) + 1) AS report_id FROM merged WHERE place <> ${end}`;
}
