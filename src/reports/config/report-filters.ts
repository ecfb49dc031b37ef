import { fieldsOf } from "../../datasets/choose";
import { namedFilters } from "../../datasets/presets";
import type { Condition, ReadFilter } from "../../datasets/query/filters";
import type { DatasetRow } from "../../db/schema";
import type { AppliedFilter } from "../../render/document";
import { addProblem, type ConfigErrors, hasProblem } from "./errors";
import { type FilterContext, readSectionFilters } from "./filters";
import type { DataSection, FilterPart, NormalConfig } from "./normal";

/** Reads the filters of a report section by section, and notes in words which ones are in force. */
export class ReportFilters {
  readonly applied: AppliedFilter[] = [];
  /** Report-wide filters that some section has a field for. */
  private readonly known = new Set<string>();
  private readonly datasets: DatasetRow[] = [];
  private readonly isOne: boolean;

  constructor(
    private readonly config: NormalConfig,
    private readonly context: FilterContext,
    private readonly errors: ConfigErrors,
  ) {
    this.isOne = config.sections.filter(({ kind }) => kind !== "text").length === 1;
  }

  /** What must hold for a section's rows: the report's filters that it has fields for, its days, its own filters. */
  conditionsOf(part: DataSection, dataset: DatasetRow, title: string): Condition[] {
    const shared = readSectionFilters(this.config.filters, dataset, this.context, this.errors);
    const range = this.readRange(part, dataset);
    const own = readSectionFilters(part.filters, dataset, this.context, this.errors);
    for (const name of shared.known) this.known.add(name);
    this.datasets.push(dataset);
    this.refuseUnknown(part.filters, own.known, [dataset]);
    this.note([...shared.read, ...range], null);
    this.note(own.read, this.isOne ? null : title);
    return [...shared.read, ...range, ...own.read].flatMap(({ conditions }) => conditions);
  }

  /** To be called after all sections: report-wide filters that no section has a field for are problems. */
  finish(): void {
    const isUndecided = this.datasets.length === 0 && hasProblem(this.errors, this.config.path);
    const values = this.withoutWorkspace();
    if (!isUndecided) this.refuseUnknown({ ...this.config.filters, values }, this.known, this.datasets);
  }

  private readRange(part: DataSection, dataset: DatasetRow): readonly ReadFilter[] {
    if (part.kind !== "table" || !part.range || hasProblem(this.errors, part.range.path)) return [];
    const { path, required } = part.range;
    const inner: ConfigErrors = {};
    const { read, known } = readSectionFilters(part.range, dataset, this.context, inner);
    for (const problem of Object.values(inner).flat()) addProblem(this.errors, path, problem);
    if (required && known.size === 0)
      addProblem(this.errors, path, `${dataset.id} (${dataset.name}) has no date to tell a time range by`);
    return read;
  }

  /** A filter on the workspace's own id holds for all there is; on another's it can only be a mistake. */
  private withoutWorkspace(): Readonly<Record<string, unknown>> {
    const { path, values } = this.config.filters;
    const { workspace_id: asked, ...others } = values;
    if (asked === undefined || this.known.has("workspace_id")) return values;
    const { workspaceId } = this.context;
    if (asked !== null && [asked].flat().some((id) => id !== workspaceId))
      addProblem(
        this.errors,
        `${path}.workspace_id`,
        `A report holds data of its own workspace: ${workspaceId}`,
      );
    return others;
  }

  private refuseUnknown(
    { path, values }: FilterPart,
    known: ReadonlySet<string>,
    datasets: readonly DatasetRow[],
  ): void {
    const unknown = Object.keys(values).filter((name) => !known.has(name));
    if (unknown.length === 0) return;
    const allowed = [...new Set(datasets.flatMap(filterNames))].join(", ");
    for (const name of unknown)
      addProblem(this.errors, `${path}.${name}`, `There is no such field or filter. Filters: ${allowed}`);
  }

  /** In words, each once; with the section's title where it is not the whole report's. */
  private note(read: readonly ReadFilter[], section: string | null): void {
    for (const { label, text } of read) {
      const shown = { label: section === null ? label : `${section}: ${label}`, text };
      if (!this.applied.some((other) => other.label === shown.label && other.text === text))
        this.applied.push(shown);
    }
  }
}

/** Named filters and fields; labels mean the same as these and are not told. */
function filterNames(dataset: DatasetRow): string[] {
  const labels = new Set(fieldsOf(dataset).map(({ label }) => label));
  return [...namedFilters(dataset)]
    .filter(([name, { field }]) => name === field || !labels.has(name))
    .map(([name]) => name);
}
