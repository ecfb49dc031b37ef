import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { insertIf } from "../db/insert-if";
import { type DatasetRow, type RunRow, runs } from "../db/schema";
import type { Format } from "../render/renderer";
import type { Definition } from "../reports/config/definition";
import { WAITING } from "./machine";

/** Raise it with every change that shows in a file: runs of before are then no longer given for new ones. */
const PROGRAM = 1;

/**
 * What makes two runs of a report the same: the frozen definition with the revisions of its data, how far these
 * have grown, the formats, and the program that makes them. The definition holds dates as resolved, so "last week"
 * differs each week.
 */
export function fingerprintOf(
  reportId: string,
  wanted: {
    readonly definition: Definition;
    readonly formats: readonly Format[];
    readonly filename?: string | null;
  },
  datasets: readonly (Pick<DatasetRow, "rowCount" | "updatedAt"> | null)[],
  program = PROGRAM,
): string {
  const grown = datasets.map((dataset) => dataset && [dataset.rowCount, dataset.updatedAt]);
  const { definition, formats, filename = null } = wanted;
  const parts = [program, reportId, definition, formats.toSorted(), filename, grown];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

export interface Reuse {
  /** Always a new run. */
  readonly force: boolean;
  /** How old a completed run may be; undefined: as old as its files are kept. */
  readonly maxAgeSeconds: number | undefined;
}

/**
 * Writes a run unless there is one to give instead: the caller's own that waits or runs with the same
 * fingerprint, or a completed one whose files are kept. Two statements for a batch, which is what keeps two
 * requests at once from both writing; the second gives the run that counts.
 */
export function insertUnlessAlike(ctx: Ctx, row: RunRow, reuse: Reuse) {
  const alike = alikeSql(ctx, row, reuse);
  const insert = insertIf(ctx.db, runs, row, sql`NOT EXISTS (${alike})`);
  const present = ctx.db
    .select()
    .from(runs)
    .where(sql`${runs.id} = coalesce((SELECT id FROM runs WHERE id = ${row.id}), (${alike}))`);
  return [insert, present] as const;
}

/** A report that is forced again and again has many runs alike; an older one is not worth a look. */
const LOOKED_AT = 10;

function alikeSql(ctx: Ctx, row: RunRow, { force, maxAgeSeconds }: Reuse): SQL {
  if (force || row.fingerprint === null) return sql`SELECT NULL WHERE false`;
  const now = ctx.now();
  const since = maxAgeSeconds === undefined ? "" : before(now, maxAgeSeconds);
  // A completed run is only given while it is the newest: whoever asks next for the report's file gets the same.
  return sql`SELECT a.id FROM
    (SELECT * FROM runs WHERE fingerprint = ${row.fingerprint} ORDER BY id DESC LIMIT ${LOOKED_AT}) a
    WHERE a.workspace_id = ${row.workspaceId}
      AND (a.status IN ${WAITING} AND a.generated_by = ${row.generatedBy}
        OR a.status = 'completed' AND a.completed_at > ${since} AND a.expires_at > ${now.toISOString()}
          AND NOT EXISTS (SELECT 1 FROM runs b WHERE b.report_id = a.report_id AND b.id > a.id)
          AND NOT EXISTS (SELECT 1 FROM runs b
            WHERE b.report_id = a.report_id AND b.version_number > a.version_number))
    ORDER BY a.id DESC LIMIT 1`;
}

const before = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
