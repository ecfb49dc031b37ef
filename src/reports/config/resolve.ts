import type { Ctx } from "../../context";
import { chooseDataset, fieldsOf, selectCandidates } from "../../datasets/choose";
import type { DatasetRow } from "../../db/schema";
import { invalid } from "../../http/problem";
import { type ConfigErrors, type DatasetForReport, type Definition, defineReport } from "./definition";
import type { ReportConfig } from "./schema";

/** The datasets that this config may mean, as a statement for a batch; `preferred` is a report's present one. */
export function selectDatasetsFor(ctx: Ctx, config: ReportConfig, preferred?: string | null) {
  const names = config.fields.map((choice) => (typeof choice === "string" ? choice : choice.field));
  return selectCandidates(ctx, config.dataset ?? preferred ?? undefined, names);
}

/**
 * The definition of a report against its data. Throws 422 naming each offending item of the config and listing
 * what is allowed.
 */
export function resolveDefinition(
  report: { name: string; description: string | null; config: ReportConfig },
  candidates: readonly DatasetRow[],
  preferred?: string | null,
  /** Where the filters stand in what the caller sent. */
  filterRoot: "config.filters" | "filters" = "config.filters",
): { definition: Definition; dataset: DatasetRow } {
  const chosen = chooseDataset(candidates, { named: report.config.dataset, preferred: preferred ?? null });
  if ("error" in chosen) throw invalid({ "config.dataset": [chosen.error] });
  const errors: ConfigErrors = {};
  const definition = defineReport(report, datasetForReport(chosen), errors);
  if (Object.keys(errors).length > 0) throw invalid(rooted(errors, filterRoot));
  return { definition, dataset: chosen };
}

function datasetForReport(row: DatasetRow): DatasetForReport {
  const fields = fieldsOf(row);
  return {
    id: row.id,
    name: row.name,
    fields,
    source: {
      dataset_id: row.id,
      shard: row.shard,
      table_id: row.tableId,
      revision: row.revision,
      width: fields.length,
    },
  };
}

/** Filter problems come keyed `filters.<name>`; a client sees them where it wrote them. */
const rooted = (errors: ConfigErrors, filterRoot: string) =>
  Object.fromEntries(
    Object.entries(errors).map(([path, texts]) => [path.replace(/^filters/, filterRoot), texts]),
  );
