import type { Ctx } from "../context";
import type { DatasetRow, ReportRow, ScheduleRow } from "../db/schema";
import { recipientRefusal } from "../delivery/email/recipients";
import { invalid } from "../http/problem";
import { neverProblems, type Problems } from "./check-recurrence";
import { planOf } from "./plan";
import { readRecurrence } from "./read-recurrence";
import { nextSlot, recurrenceOf } from "./recurrence";
import type { UpdateSchedule } from "./schemas";
import { tokensProblem } from "./tokens";

/** What a schedule is checked against. */
export interface Surroundings {
  readonly report: ReportRow;
  /** Of the report. */
  readonly datasets: readonly DatasetRow[];
  /** Ids of the workspace's webhooks, as far as the request names them. */
  readonly webhooks: ReadonlySet<string>;
}

/** What a request decides about a schedule. */
export type Wished = Pick<
  ScheduleRow,
  | "name"
  | "recurrence"
  | "formats"
  | "filters"
  | "filenameTemplate"
  | "misfire"
  | "overlap"
  | "sendIf"
  | "deliveries"
  | "nextRun"
>;

/**
 * Reads what a request asks for, over what there is (null: a new schedule), and when it comes next. Throws 422
 * that names each field that is wrong.
 */
export function readSchedule(
  ctx: Ctx,
  input: UpdateSchedule,
  previous: ScheduleRow | null,
  surroundings: Surroundings,
): Wished {
  const now = ctx.now();
  const { recurrence, problems } = readRecurrence(input, previous && recurrenceOf(previous), now);
  const isSameRule = previous !== null && JSON.stringify(recurrence) === JSON.stringify(previous.recurrence);
  if (Object.keys(problems).length === 0 && !isSameRule)
    Object.assign(problems, neverProblems(recurrence, now));
  Object.assign(problems, otherProblems(ctx, input, surroundings));
  if (Object.keys(problems).length > 0) throw invalid(problems);
  const { send_if: sendIf } = input;
  const wished: Wished = {
    name: given(input.name, previous?.name ?? null),
    recurrence,
    formats: given(input.formats, (previous?.formats ?? null) as typeof input.formats) ?? null,
    filters: input.filters ?? previous?.filters ?? {},
    filenameTemplate: given(input.filename_template, previous?.filenameTemplate ?? null),
    misfire: input.misfire ?? previous?.misfire ?? "run_once",
    overlap: input.overlap ?? previous?.overlap ?? "skip",
    sendIf: sendIf === undefined ? (previous?.sendIf ?? null) : sendIf === "always" ? null : sendIf,
    deliveries: input.deliveries ?? previous?.deliveries ?? [],
    // A slot that has come and waits for the tick must not be lost by a new name.
    nextRun: isSameRule ? previous.nextRun : previous?.paused ? null : isoOf(nextSlot(recurrence, now)),
  };
  // Throws when the filters do not fit the report's data.
  planOf({ ...wished, workspaceId: ctx.workspaceId }, surroundings.report, surroundings.datasets, now);
  return wished;
}

function otherProblems(ctx: Ctx, input: UpdateSchedule, { report, webhooks }: Surroundings): Problems {
  const problems: Problems = {};
  if (report.kind !== "built")
    problems.report_id = ["is of a report whose data came with it, so that it stays the same"];
  const inName = input.filename_template && tokensProblem(input.filename_template);
  if (inName) problems.filename_template = [inName];
  for (const [at, delivery] of (input.deliveries ?? []).entries()) {
    if (delivery.type === "webhook") {
      if (!webhooks.has(delivery.webhook_id))
        problems[`deliveries.${at}.webhook_id`] = ["is no webhook of this workspace"];
      continue;
    }
    for (const [place, address] of delivery.to.entries()) {
      const refusal = recipientRefusal(ctx.settings, address);
      if (refusal) problems[`deliveries.${at}.to.${place}`] = [refusal];
    }
    const inSubject = delivery.subject && tokensProblem(delivery.subject);
    if (inSubject) problems[`deliveries.${at}.subject`] = [inSubject];
  }
  return problems;
}

const isoOf = (slot: Date | null) => slot?.toISOString() ?? null;

const given = <T>(value: T | undefined, otherwise: T): T => (value === undefined ? otherwise : value);
