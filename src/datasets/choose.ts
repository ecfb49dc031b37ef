import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { type DatasetRow, datasets } from "../db/schema";
import type { Field } from "./field";
import { namedFilters, PRESETS } from "./presets";

/** Names of the fields of a stored dataset. */
export const fieldsOf = (dataset: Pick<DatasetRow, "fields">): Field[] => dataset.fields as Field[];

/** What somebody wants data for: a dataset by id, the one of a preset, or the one that has all these fields. */
export interface Want {
  readonly dataset: string | null;
  readonly preset: string | null;
  /** Names or labels that it must have. */
  readonly fields: readonly string[];
  /** Names of filters; they decide when several datasets have all the fields. */
  readonly filters: readonly string[];
}

/** So many datasets that fit are enough to say that there are several; so many others are named when none does. */
const MOST_FITTING = 11;
const MOST_OTHERS = 10;
/** The nearest are told by so many names, so that a long config costs no more. */
const MOST_NAMES = 50;

type Reader = Pick<Ctx, "db" | "workspaceId">;

/**
 * The datasets that wants may mean, for all of them in one statement: those that fit each want, those that the
 * report is over at present, and where nothing fits the nearest others. `chooseDataset` judges the answer.
 */
export function selectCandidates(ctx: Reader, wants: readonly Want[], reportId?: string) {
  const wanted = JSON.stringify(wants.map(withPresets));
  const names = JSON.stringify([...new Set(wants.flatMap(({ fields }) => fields))].slice(0, MOST_NAMES));
  const has = (fields: string, name: string) => sql`EXISTS (SELECT 1 FROM json_each(${sql.raw(fields)}) AS f
    WHERE f.value ->> 'name' = ${sql.raw(name)} OR f.value ->> 'label' = ${sql.raw(name)})`;
  const ids = sql`WITH
    wanted AS (SELECT key AS place, value AS want, value ->> 'dataset' AS dataset, value ->> 'preset' AS preset
      FROM json_each(${wanted})),
    fitting AS (
      SELECT place, id, 1 AS rank FROM wanted JOIN datasets ON id = dataset AND workspace_id = ${ctx.workspaceId}
      UNION ALL
      SELECT place, d.id, row_number() OVER (PARTITION BY place ORDER BY (
          SELECT count(*) FROM json_each(want -> 'filters') AS wish WHERE NOT ${has("d.fields", "wish.value ->> 'name'")}
            AND coalesce(d.preset, '') NOT IN (SELECT value FROM json_each(wish.value -> 'presets'))), d.id)
      FROM wanted JOIN datasets d ON d.workspace_id = ${ctx.workspaceId}
      WHERE dataset IS NULL AND json_array_length(d.fields) > 0 AND coalesce(wanted.preset, d.preset, '') = coalesce(d.preset, '')
        AND NOT EXISTS (SELECT 1 FROM json_each(want -> 'fields') AS field WHERE NOT ${has("d.fields", "field.value")}))
    SELECT id FROM fitting WHERE rank <= ${MOST_FITTING}
    UNION SELECT id FROM (
      SELECT d.id FROM datasets d WHERE d.workspace_id = ${ctx.workspaceId} AND json_array_length(d.fields) > 0
        AND EXISTS (SELECT 1 FROM wanted WHERE place NOT IN (SELECT place FROM fitting))
      ORDER BY (SELECT count(*) FROM json_each(${names}) AS field
        WHERE ${has("d.fields", "field.value")}) DESC, d.id DESC
      LIMIT ${MOST_OTHERS})
    UNION ${idsOf(reportId ?? "")}`;
  return ctx.db
    .select()
    .from(datasets)
    .where(and(eq(datasets.workspaceId, ctx.workspaceId), sql`${datasets.id} IN (${ids})`))
    .orderBy(datasets.id);
}

/** The datasets that a report is over, as its row notes them. A statement. */
export function selectDatasetsOf(ctx: Reader, reportId: string | SQL) {
  return ctx.db
    .select()
    .from(datasets)
    .where(and(eq(datasets.workspaceId, ctx.workspaceId), sql`${datasets.id} IN (${idsOf(reportId)})`));
}

const idsOf = (reportId: string | SQL) =>
  sql`SELECT noted.value FROM reports, json_each(reports.dataset_ids) AS noted WHERE reports.id = ${reportId}`;

/** Which presets know a filter by its name is code, so the statement is told. */
const withPresets = (want: Want) => ({
  ...want,
  fields: [...new Set(want.fields)],
  filters: [...new Set(want.filters)].map((name) => ({
    name,
    presets: PRESETS.filter(({ filters }) => filters.some((filter) => filter.name === name)).map(
      ({ id }) => id,
    ),
  })),
});

/** The dataset that is meant, or why there is none and which one comes nearest. */
export type Choice =
  | { readonly dataset: DatasetRow }
  | { readonly problem: string; readonly several: boolean; readonly nearest: DatasetRow | null };

/** Judges the candidates of one want. `present` is the dataset that the report is over as yet. */
export function chooseDataset(
  want: Want,
  candidates: readonly DatasetRow[],
  present: string | null = null,
): Choice {
  if (want.dataset !== null) return namedDataset(want.dataset, candidates);
  const known = candidates.filter(({ fields }) => fields.length > 0);
  const fitting = known.filter((dataset) => fits(dataset, want));
  const current = fitting.find(({ id }) => id === present);
  if (current) return { dataset: current };
  const knowing = fitting.filter((dataset) => knowsFilters(dataset, want));
  const [first, second] = knowing.length > 0 ? knowing : fitting;
  if (first && !second) return { dataset: first };
  const why = want.preset ? `the preset ${want.preset}` : "all the named fields";
  if (first) {
    const list = listed(knowing.length > 0 ? knowing : fitting);
    return { problem: `Several datasets have ${why}, name one: ${list}`, several: true, nearest: null };
  }
  const nearest = want.preset
    ? null
    : (known.find(({ id }) => id === present) ?? nearestOf(known, want.fields));
  // With one dataset there is nothing to choose: its own fields tell what is wrong.
  if (nearest && known.length === 1) return { dataset: nearest };
  if (present !== null && known.length === 0)
    return { problem: `Dataset ${present} is no longer there`, several: false, nearest };
  return {
    problem: `No dataset of this workspace has ${why}. Datasets: ${listed(known)}`,
    several: false,
    nearest,
  };
}

function namedDataset(id: string, candidates: readonly DatasetRow[]): Choice {
  const found = candidates.find((candidate) => candidate.id === id);
  if (found && found.fields.length > 0) return { dataset: found };
  const problem = found
    ? `The fields of dataset ${id} are not known yet: it is ${found.status}`
    : `There is no dataset ${id} in this workspace. Datasets: ${listed(candidates)}`;
  return { problem, several: false, nearest: null };
}

const fits = (dataset: DatasetRow, { preset, fields }: Want): boolean =>
  (preset === null || dataset.preset === preset) && countOf(dataset, fields) === fields.length;

const knowsFilters = (dataset: DatasetRow, { filters }: Want): boolean => {
  const named = namedFilters(dataset);
  return filters.every((name) => named.has(name));
};

/** How many of these names are fields of the dataset. */
function countOf(dataset: DatasetRow, names: readonly string[]): number {
  const known = new Set(fieldsOf(dataset).flatMap(({ name, label }) => [name, label]));
  return names.filter((name) => known.has(name)).length;
}

/** The one that has most of the fields; the newest of several. Null when none has any. */
function nearestOf(known: readonly DatasetRow[], names: readonly string[]): DatasetRow | null {
  const [best] = known.toSorted((a, b) => countOf(b, names) - countOf(a, names) || (a.id < b.id ? 1 : -1));
  return best && (known.length === 1 || countOf(best, names) > 0) ? best : null;
}

function listed(candidates: readonly DatasetRow[]): string {
  const words = ({ id, name, preset }: DatasetRow) => `${id} (${preset ? `${name}, ${preset}` : name})`;
  return candidates.length === 0 ? "none" : candidates.slice(0, MOST_OTHERS).map(words).join(", ");
}
