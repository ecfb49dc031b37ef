import type { Ctx } from "../../context";
import type { RunRow } from "../../db/schema";
import { readManifest } from "../../files/snapshot";
import { invalid, Problem } from "../../http/problem";
import type { Format } from "../../render/renderer";
import { frozenOf } from "../../runs/frozen";
import { openGiven } from "../../runs/given";
import type { Definition } from "../config/definition";
import { formatsOf } from "../config/formats";
import { inlineDefinition } from "../inline/definition";
import type { InlineData } from "../inline/outline";
import { INLINE_FORMATS, templateOf } from "../inline/plan";
import { DataProblems } from "../inline/problems";
import { readData } from "../inline/read-data";
import type { InlineConfig } from "../inline/schemas";
import { readOutline } from "../inline/store";
import type { FoundReport } from "../store";
import { applyEdits } from "./apply";
import { editedDefinition } from "./definition";
import { formerRows, outlineOf } from "./former";
import { namesSections } from "./shapes";

/** An edit made exact: its rows, and the definition once it is known where these lie. */
export interface EditPlan {
  readonly data: InlineData;
  readonly definitionOver: (rowsKey: string) => Definition;
  readonly config: Record<string, unknown>;
  readonly formats: readonly Format[];
}

/**
 * Plans the edit of a report whose data came with it: changed sections of that data, or any JSON in its place.
 * Throws 422.
 */
export async function planInlineEdit(ctx: Ctx, report: FoundReport, edited: unknown): Promise<EditPlan> {
  const { outline, rows_key } = await readOutline(ctx.bucket, report.dataKey);
  const rowsOf = async ({ given }: { given: number }) =>
    (await openGiven(ctx.bucket, { kind: "given", key: rows_key, section: given })).rows;
  const data = namesSections(edited, outline)
    ? await checked((problems) => applyEdits(edited, outline, rowsOf, problems))
    : readData(edited, { root: "generated_data", title: report.name });
  const config: InlineConfig = report.config;
  const { include_charts, locale, time_zone } = config;
  const template = templateOf(config.template, "template");
  const { name: title, description } = report;
  return {
    data,
    definitionOver: (key) =>
      inlineDefinition(data.outline, key, {
        title,
        description,
        template,
        include_charts,
        locale,
        time_zone,
      }),
    config: report.config,
    formats: formatsOf(report.config) ?? INLINE_FORMATS,
  };
}

/** Plans the edit of a version that was made from datasets. Throws 422, and 410 when its rows are gone. */
export async function planVersionEdit(ctx: Ctx, former: RunRow, edited: unknown): Promise<EditPlan> {
  const place = { workspaceId: former.workspaceId, runId: former.id };
  const { definition, config } = frozenOf(former);
  const manifest = await readManifest(ctx.bucket, place);
  if (!manifest) throw new Problem("gone", "The rows of this report are no longer kept. Generate it again.");
  const rowsOf = formerRows(ctx.bucket, place, manifest);
  const data = await checked((problems) => applyEdits(edited, outlineOf(manifest), rowsOf, problems));
  return {
    data,
    definitionOver: (key) => editedDefinition({ definition, manifest }, data.outline, key),
    config,
    formats: former.formats,
  };
}

async function checked(read: (problems: DataProblems) => Promise<InlineData>): Promise<InlineData> {
  const problems = new DataProblems();
  const data = await read(problems);
  if (problems.found) throw invalid(problems.errors);
  return data;
}
