import { env } from "cloudflare:workers";
import { newId } from "../../src/db/ids";
import type { RunRow } from "../../src/db/schema";
import { documentFrom, readManifest } from "../../src/files/snapshot";
import { type Row, tablesOf } from "../../src/render/document";
import type {
  DefinedColumn,
  FiguresDefinition,
  SectionDefinition,
  Source,
  TableDefinition,
  TextDefinition,
} from "../../src/reports/config/definition";
import { collect } from "../../src/runs/collect";
import { putGiven } from "../../src/runs/given";
import { workshopOf } from "../../src/workshop";
import { tableOf } from "../datasets/query/table-of";
import { newWorkspace } from "../support";

export const platform = workshopOf(env as unknown as GeneratorEnv);

/** Rows as a dataset of the data database. */
export async function datasetOf(rows: readonly Row[]): Promise<Source> {
  const { tableId, rowCount, byteCount, maxRowBytes } = await tableOf(rows);
  await env.ROWS_0.prepare("UPDATE tables SET row_count = ?, byte_count = ?, max_row_bytes = ? WHERE id = ?")
    .bind(rowCount, byteCount, maxRowBytes, tableId)
    .run();
  const width = rows[0]?.length ?? 0;
  return { kind: "dataset", dataset_id: "ds", shard: 0, table_id: tableId, revision: 1, width };
}

export async function givenOf(rows: readonly Row[]): Promise<Source> {
  const key = `given/${newId("run", new Date())}`;
  await putGiven(env.BUCKET, key, [[["another"]], rows]);
  return { kind: "given", key, section: 1 };
}

export const column = (
  name: string,
  type: DefinedColumn["type"],
  field: number,
  more: Partial<DefinedColumn> & Partial<DefinedColumn["expression"]> = {},
): DefinedColumn => {
  const { aggregate, bucket, format } = more;
  return {
    name,
    label: name,
    type: more.type ?? type,
    format,
    expression: { field, type, ...(aggregate && { aggregate }), ...(bucket && { bucket }) },
  };
};

export const tableSection = (
  source: Source,
  columns: readonly DefinedColumn[],
  more: Partial<TableDefinition> = {},
): TableDefinition => ({
  kind: "table",
  name: "table",
  title: "Table",
  description: null,
  source,
  columns,
  conditions: [],
  group: null,
  aggregated: false,
  totals: false,
  sort: [],
  limit: null,
  on_limit: "truncate",
  chart: null,
  ...more,
});

export const text: TextDefinition = {
  kind: "text",
  name: "words",
  title: "Words",
  description: "d",
  text: "- a",
};

export const figuresSection = (
  source: Source,
  figures: readonly DefinedColumn[],
  conditions: FiguresDefinition["conditions"] = [],
): FiguresDefinition => ({
  kind: "figures",
  name: "figures",
  title: "Figures",
  description: null,
  source,
  conditions,
  figures,
});

/** As much of a run as collecting looks at. */
export function runOf(sections: readonly SectionDefinition[], timeZone = "UTC"): RunRow {
  const definition = {
    title: "T",
    description: null,
    time_zone: timeZone,
    locale: "en",
    filters: [],
    sections,
  };
  const ids = { id: newId("run", new Date()), workspaceId: newWorkspace().id };
  return { ...ids, frozen: { definition } } as unknown as RunRow;
}

/** Tells nobody. */
export const quiet = { alive: async () => {}, rendering: async () => {}, collected: async () => {} };

/** Collects sections and reads the snapshot back. */
export async function collected(sections: readonly SectionDefinition[], timeZone = "UTC") {
  const run = runOf(sections, timeZone);
  const progress: [number, number, number][] = [];
  const result = await collect(platform, run, {
    ...quiet,
    collected: async (...state) => {
      progress.push(state);
    },
  });
  await result.stored;
  const place = { workspaceId: run.workspaceId, runId: run.id };
  const manifest = await readManifest(env.BUCKET, place);
  if (!manifest) throw new Error("no manifest");
  const rows: Row[][] = [];
  for (const section of tablesOf(documentFrom(env.BUCKET, place, manifest))) {
    const all: Row[] = [];
    for await (const batch of section.rows()) all.push(...batch);
    rows.push(all);
  }
  return { ...result, manifest, rows, progress, run };
}
