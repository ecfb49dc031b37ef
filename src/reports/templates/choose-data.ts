import { fieldsOf } from "../../datasets/choose";
import type { DatasetRow } from "../../db/schema";
import { invalid } from "../../http/problem";
import { type FittedConfig, fitConfig } from "./fit";
import type { SystemTemplate } from "./template";

export interface ChosenData extends FittedConfig {
  readonly dataset: DatasetRow;
}

/**
 * The dataset that a system template is cloned over, with the config that suits it: the named one, else the one that
 * fits, where those of the template's own kind come before any other with the fields. 422 under `dataset` otherwise.
 */
export function chooseData(
  template: SystemTemplate,
  candidates: readonly DatasetRow[],
  named: string | undefined,
): ChosenData {
  if (named !== undefined) return namedData(template, candidates, named);
  const fitting = candidates.flatMap((dataset) => suited(template, dataset) ?? []);
  const ofKind = fitting.filter(({ dataset }) => template.presets.some((id) => id === dataset.preset));
  const [first, ...others] = ofKind.length > 0 ? ofKind : fitting;
  if (!first) {
    throw unfit(`No dataset of this workspace fits: ${wishOf(template)}. Datasets: ${listed(candidates)}`);
  }
  if (others.length > 0) {
    throw unfit(
      `Several datasets fit, name one: ${listed([first, ...others].map(({ dataset }) => dataset))}`,
    );
  }
  return first;
}

function namedData(template: SystemTemplate, candidates: readonly DatasetRow[], id: string): ChosenData {
  const dataset = candidates.find((candidate) => candidate.id === id);
  if (!dataset) {
    throw unfit(
      `There is no dataset ${id} with known fields in this workspace. Datasets: ${listed(candidates)}`,
    );
  }
  const chosen = suited(template, dataset);
  if (chosen) return chosen;
  const fields = fieldsOf(dataset).map(({ name }) => name);
  throw unfit(`${dataset.name} does not fit: ${wishOf(template)}. Its fields: ${fields.join(", ")}`);
}

function suited(template: SystemTemplate, dataset: DatasetRow): ChosenData | null {
  const fields = fieldsOf(dataset);
  const names = new Set(fields.map(({ name }) => name));
  if (!template.needs.every((name) => names.has(name))) return null;
  const fitted = fitConfig(template.configFor(fields), names);
  return fitted && { ...fitted, dataset };
}

function wishOf({ presets, needs }: SystemTemplate): string {
  const kinds = presets.length > 0 ? `it is made for data of the preset ${presets.join(" or ")}` : "";
  const fields = needs.length > 0 ? `it needs ${needs.join(", ")}` : "";
  return [kinds, fields].filter(Boolean).join(" and ") || "it needs data";
}

const unfit = (text: string) => invalid({ dataset: [text] });

const listed = (datasets: readonly DatasetRow[]): string =>
  datasets
    .slice(0, 10)
    .map(({ id, name }) => `${id} (${name})`)
    .join(", ") || "none";
