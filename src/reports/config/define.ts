import { fieldsOf } from "../../datasets/choose";
import { namedFilters, presetOf } from "../../datasets/presets";
import { MOST_GROUPED_COLUMNS } from "../../datasets/query/expression";
import type { DatasetRow } from "../../db/schema";
import { wordsOf } from "../../render/words";
import { ENGLISH } from "../../render/words/english";
import type { Words } from "../../render/words/words";
import { readColumns } from "./columns";
import type { DatasetSource, Definition, SectionDefinition } from "./definition";
import { addProblem, type ConfigErrors, hasProblem } from "./errors";
import type { FilterContext } from "./filters";
import { groupColumns } from "./grouping";
import type { FieldChoice, NormalConfig, NormalFigures, NormalSection, NormalTable } from "./normal";
import { ReportFilters } from "./report-filters";
import { readSort } from "./sort";

/**
 * Makes a config exact against its data: `datasets` has one entry a section, null for a section without one.
 * Pure. Problems go to `errors`, each listing what is allowed; the result is only meaningful when there are none.
 */
export function defineReport(
  report: { readonly name: string; readonly description: string | null },
  config: NormalConfig,
  datasets: readonly (DatasetRow | null)[],
  context: FilterContext,
  errors: ConfigErrors,
): Definition {
  const filters = new ReportFilters(config, context, errors);
  const taken = new Set<string>();
  const sections = config.sections.flatMap((part, at): SectionDefinition[] => {
    const dataset = datasets[at] ?? null;
    const head = headOf(part, dataset, wordsOf(config.locale), taken);
    if (part.kind === "text") return [{ kind: "text", ...head, text: part.text }];
    if (!dataset) return [];
    const conditions = filters.conditionsOf(part, dataset, head.title);
    const data = { ...head, conditions, source: sourceOf(dataset) };
    return part.kind === "figures"
      ? [{ kind: "figures", ...data, figures: figuresOf(part, dataset, errors) }]
      : [{ kind: "table", ...data, ...tableOf(part, dataset, errors) }];
  });
  filters.finish();
  return {
    title: config.title ?? report.name,
    description: report.description ?? config.description,
    time_zone: config.time_zone,
    locale: config.locale,
    filters: filters.applied,
    ...(config.page && { page: config.page }),
    sections,
  };
}

/** Two sections may have one title, but each has a name of its own, which is the same in every language. */
function headOf(part: NormalSection, dataset: DatasetRow | null, words: Words, taken: Set<string>) {
  const preset = part.kind === "text" ? null : presetOf(part.data.preset);
  const untitled = ({ notes, key_figures }: Pick<Words, "notes" | "key_figures">) =>
    ({ text: notes, figures: key_figures, table: dataset?.name ?? "" })[part.kind];
  const given = part.title ?? preset?.title;
  const title = given ?? untitled(words);
  const own = preset?.group ?? given ?? untitled(ENGLISH);
  let name = own;
  for (let copy = 2; taken.has(name); copy += 1) name = `${own} (${copy})`;
  taken.add(name);
  return { name, title, description: part.description };
}

const figuresOf = (part: NormalFigures, dataset: DatasetRow, errors: ConfigErrors) =>
  readColumns(part.figures, fieldsOf(dataset), `${part.path}.figures`, errors);

function tableOf(part: NormalTable, dataset: DatasetRow, errors: ConfigErrors) {
  const path = `${part.path}.fields`;
  const fields = fieldsOf(dataset);
  const choices = part.fields ?? presetFields(part, dataset, errors);
  const isRead = choices.length > 0;
  if (!isRead && hasProblem(errors, path))
    addProblem(errors, path, `Fields: ${fields.map(({ name }) => name).join(", ")}`);
  const grouping = groupColumns(part, readColumns(choices, fields, path, errors), fields, errors);
  if (grouping.aggregated && grouping.columns.length > MOST_GROUPED_COLUMNS)
    addProblem(errors, path, `A grouped table may have ${MOST_GROUPED_COLUMNS} columns at most`);
  return {
    ...grouping,
    totals: part.totals,
    sort: isRead ? readSort(inOrder(part, dataset), grouping.columns, fields, errors) : [],
    limit: part.limit,
    on_limit: part.on_limit,
    chart: part.chart && { type: part.chart.type, title: part.chart.title ?? null },
  };
}

/** The fields of the section's preset that the dataset has. */
function presetFields({ data }: NormalTable, dataset: DatasetRow, errors: ConfigErrors): FieldChoice[] {
  const present = new Set(fieldsOf(dataset).map(({ name }) => name));
  const wanted = presetOf(data.preset)?.fields ?? [];
  const found = wanted.filter(({ name }) => present.has(name)).map(({ name }) => ({ field: name }));
  if (found.length === 0) {
    const which = `${dataset.id} (${dataset.name})`;
    addProblem(errors, data.dataset_path, `${which} has none of the fields of ${data.preset}`);
  }
  return found;
}

/** What is cut to a range of days comes in the order of its days, unless it says otherwise. */
function inOrder(part: NormalTable, dataset: DatasetRow): NormalTable {
  const date = part.range && namedFilters(dataset).get("date_range")?.field;
  const isShown = date && presetOf(part.data.preset)?.fields.some(({ name }) => name === date);
  return isShown && part.sort.length === 0 ? { ...part, sort: [{ name: date, descending: false }] } : part;
}

/** Where the rows of a dataset are now. */
const sourceOf = (row: DatasetRow): DatasetSource => ({
  kind: "dataset",
  dataset_id: row.id,
  shard: row.shard,
  table_id: row.tableId,
  revision: row.revision,
  width: row.fields.length,
});
