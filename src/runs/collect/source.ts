import type { Platform } from "../../context";
import { givenRows, type RowSource } from "../../datasets/query/source";
import { NO_ROWS, readTableRef, type TableRef } from "../../datasets/query/table";
import type { Row } from "../../render/document";
import type { DatasetSource, Source } from "../../reports/config/definition";
import { RunFailure } from "../failure";
import { openGiven } from "../given";

/** Rows of a section, ready to be asked for. */
export interface OpenSource {
  readonly db: D1Database;
  readonly source: RowSource;
  /** How many fields a row has; null when rows may differ in that. */
  readonly width: number | null;
  /** The rows themselves, when they are at hand. */
  readonly given: readonly Row[] | null;
}

/** Given rows are computed with where datasets begin. */
const FIRST_SHARD = 0;

/**
 * Opens sources for the sections of one run. A table is looked at once, so that rows which are appended
 * meanwhile are in no section or, if they came before, in all.
 */
export function sourceOpener(platform: Platform): (source: Source) => Promise<OpenSource> {
  const tables = new Map<string, Promise<TableRef>>();
  return async (source) => {
    if (source.kind === "given") {
      const { rows } = await openGiven(platform.bucket, source);
      return { db: platform.rows(FIRST_SHARD), source: givenRows(rows), width: null, given: rows };
    }
    const db = platform.rows(source.shard);
    const key = `${source.shard}/${source.table_id}`;
    const table = tables.get(key) ?? findTable(platform, source);
    tables.set(key, table);
    return {
      db,
      source: { kind: "table", table: await table },
      width: source.width,
      given: null,
    };
  };
}

async function findTable(platform: Platform, { shard, table_id }: DatasetSource): Promise<TableRef> {
  if (table_id === null) return NO_ROWS;
  const table = await readTableRef(platform.rows(shard), table_id);
  if (!table) throw new RunFailure("source_failed", "The dataset of this report is no longer there.");
  return table;
}
