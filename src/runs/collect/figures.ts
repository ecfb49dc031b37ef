import { readGroups } from "../../datasets/query/groups";
import { readPages } from "../../datasets/query/pages";
import type { Cell, Row } from "../../render/document";
import type { DefinedColumn, FiguresDefinition } from "../../reports/config/definition";
import { RunFailure } from "../failure";
import type { CollectedSection, Collecting } from "./section";
import type { OpenSource } from "./source";

/**
 * Key figures: aggregates over all rows in one query; a figure that does not aggregate is the first row's. Throws
 * RunFailure when texts make them too long to hold.
 */
export async function collectFigures(
  collecting: Pick<Collecting, "open" | "progress" | "timeZone" | "figures">,
  section: FiguresDefinition,
): Promise<CollectedSection> {
  const open = await collecting.open(section.source);
  const aggregated = section.figures.filter(({ expression }) => expression.aggregate !== undefined);
  const plain = section.figures.filter(({ expression }) => expression.aggregate === undefined);
  const values = new Map<DefinedColumn, Cell>();
  const take = (columns: readonly DefinedColumn[], row: Row) => {
    for (const [at, column] of columns.entries()) values.set(column, row[at] ?? null);
  };
  if (aggregated.length > 0) take(aggregated, await readAggregates(collecting, open, section, aggregated));
  if (plain.length > 0) take(plain, await readFirst(collecting, open, section, plain));
  if (collecting.figures.take([[...values.values()]]).length === 0)
    throw new RunFailure("limit_exceeded", "The key figures of the report are longer than 4 MB together.");
  await collecting.progress(0, 0);
  return {
    finished: Promise.resolve(),
    section: {
      kind: "figures",
      name: section.name,
      title: section.title,
      description: section.description,
      figures: section.figures.map((column) => {
        const { name, label, type, format } = column;
        return { name, label, type, format, value: values.get(column) ?? null };
      }),
    },
  };
}

async function readAggregates(
  { timeZone }: Pick<Collecting, "timeZone">,
  { db, source }: OpenSource,
  { conditions }: FiguresDefinition,
  columns: readonly DefinedColumn[],
): Promise<Row> {
  const selection = { columns, group: [], aggregated: true, totals: false, sort: [] };
  const query = { source, conditions, selection, timeZone };
  const { rows } = await readGroups(db, query, { depth: 0, isSummary: false, limit: 1, visible: null });
  for await (const [row] of rows) if (row) return row;
  return [];
}

async function readFirst(
  { timeZone }: Pick<Collecting, "timeZone">,
  { db, source, given, width }: OpenSource,
  { conditions }: FiguresDefinition,
  columns: readonly DefinedColumn[],
): Promise<Row> {
  const expressions = columns.map(({ expression }) => expression);
  const isBare = expressions.every(({ bucket }) => bucket === undefined);
  if (given && conditions.length === 0 && isBare)
    return expressions.map(({ field }) => given[0]?.[field] ?? null);
  const query = {
    source,
    conditions,
    columns: expressions,
    order: [],
    width: width ?? -1,
    limit: 1,
    timeZone,
  };
  for await (const [row] of readPages(db, query)) if (row) return row;
  return [];
}
