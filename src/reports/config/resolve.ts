import type { Ctx } from "../../context";
import { type Choice, chooseDataset, selectCandidates, type Want } from "../../datasets/choose";
import type { DatasetRow } from "../../db/schema";
import { invalid } from "../../http/problem";
import { EVERY_ROW } from "./columns";
import { defineReport } from "./define";
import type { Definition } from "./definition";
import { addProblem, type ConfigErrors, hasProblem } from "./errors";
import type { DataSection, NormalConfig, NormalSection } from "./normal";
import { normaliseConfig } from "./normalise";
import type { ReportConfig } from "./schema";

export interface ResolveOptions {
  /** What relative dates count from. */
  readonly now: Date;
  readonly workspaceId: string;
  /** The datasets a report has at present, one a section; null for a section without one. */
  readonly preferred?: readonly (string | null)[] | undefined;
  /** Where the report-wide filters stand in what the caller sent, when not in the config. */
  readonly filterRoot?: string | undefined;
  /** Where the config stands in what the caller sent; `config` if left out. */
  readonly root?: string | undefined;
  /** IANA name: the zone in which relative dates are counted instead of the config's own. */
  readonly zone?: string | undefined;
}

export interface Resolved {
  readonly definition: Definition;
  /** One a section, null for a section without data. */
  readonly datasets: readonly (DatasetRow | null)[];
}

/**
 * The datasets that this config may mean, as one statement for a batch. With `reportId`, also those that the report
 * is over as yet. Takes any config: what is wrong with it is said by `resolveDefinition`.
 */
export function selectDatasetsFor(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  config: ReportConfig,
  reportId?: string,
) {
  const normal = normaliseConfig(config, {});
  return selectCandidates(
    ctx,
    dataSections(normal).map((part) => wantOf(part, normal)),
    reportId,
  );
}

/** The problems of a config that can be told without any data, by their paths; empty when there are none. */
export function checkConfig(config: ReportConfig, root = "config"): ConfigErrors {
  const errors: ConfigErrors = {};
  normaliseConfig(config, errors, root);
  return errors;
}

/**
 * The definition of a report against its data. Throws 422 naming each offending item of the config and listing
 * what is allowed, all at once.
 */
export function resolveDefinition(
  report: { readonly name: string; readonly description: string | null; readonly config: ReportConfig },
  candidates: readonly DatasetRow[],
  options: ResolveOptions,
): Resolved {
  const errors: ConfigErrors = {};
  const config = normaliseConfig(report.config, errors, options.root);
  const chosen = config.sections.map((part, at) => {
    if (part.kind === "text") return null;
    return judged(part, chooseDataset(wantOf(part, config), candidates, options.preferred?.[at]), errors);
  });
  const { now, workspaceId, zone } = options;
  const { locale, time_zone: timeZone } = config;
  const context = { now, workspaceId, timeZone: zone ?? timeZone, language: { locale, timeZone } };
  const definition = defineReport(report, config, chosen, context, errors);
  if (Object.keys(errors).length > 0) throw invalid(rooted(errors, config.filters.path, options.filterRoot));
  return { definition, datasets: chosen };
}

/** How a report's row notes its datasets: one a section, and the first of them for the index. */
export function datasetColumns(datasets: readonly (DatasetRow | null)[]) {
  const datasetIds = datasets.map((dataset) => dataset?.id ?? null);
  return { datasetId: datasetIds.find((id) => id !== null) ?? null, datasetIds };
}

const dataSections = ({ sections }: NormalConfig): DataSection[] =>
  sections.filter((part): part is DataSection & NormalSection => part.kind !== "text");

function wantOf(part: DataSection, { filters }: NormalConfig): Want {
  return {
    dataset: part.data.dataset,
    preset: part.data.preset,
    fields: namedFields(part).filter((field) => field !== EVERY_ROW),
    filters: [...Object.keys(part.filters.values), ...Object.keys(filters.values)],
  };
}

/** The fields of the dataset that a section names. A group may also be a column by a name of its own. */
function namedFields(part: DataSection): string[] {
  if (part.kind === "figures") return part.figures.map(({ field }) => field);
  const choices = part.fields ?? [];
  const own = new Set(
    choices.flatMap(({ field, aggregate, as, label }) => [as, label, `${aggregate}_${field}`]),
  );
  const groups = part.group_by.filter(({ field }) => !own.has(field));
  return [...choices, ...groups].map(({ field }) => field);
}

/**
 * The dataset of a section. When none is meant, the problem is noted, and the nearest one stands in for it so that
 * everything else can be told at the same time.
 */
function judged(part: DataSection, choice: Choice, errors: ConfigErrors): DatasetRow | null {
  if ("dataset" in choice) return choice.dataset;
  const { path, data } = part;
  const choices = part.kind === "figures" ? part.figures : (part.fields ?? []);
  const list = `${path}.${part.kind === "figures" ? "figures" : "fields"}`;
  if (choices.length === 0 && hasProblem(errors, list)) return null; // any dataset would do: nothing to tell
  addProblem(errors, data.dataset_path, choice.problem);
  const isUnknown = !choice.several && data.dataset === null && data.preset === null;
  if (isUnknown && choice.nearest === null)
    addProblem(errors, list, `Invalid fields specified: ${choices.map(({ field }) => field).join(", ")}`);
  return choice.nearest;
}

/** A client sees filter problems where it wrote the filters. */
function rooted(errors: ConfigErrors, from: string, to = from): ConfigErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([path, texts]) => [
      path === from || path.startsWith(`${from}.`) ? to + path.slice(from.length) : path,
      texts,
    ]),
  );
}
