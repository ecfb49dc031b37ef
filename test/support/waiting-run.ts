import { eq } from "drizzle-orm";
import { runs } from "../../src/db/schema";
import { removeTraces } from "../../src/runs/end";
import { type Made, succeed } from "./product";
import { shop } from "./run-rows";

const setDue = (id: string, availableAt: string) =>
  shop.db.update(runs).set({ availableAt }).where(eq(runs.id, id));

/** A run that waits, as this token asked for it, and that no message can start before it is `due`. */
export async function waitingRun(
  token: string,
  reportId: string,
  wanted: { readonly formats: readonly string[] } = { formats: ["csv"] },
): Promise<Made> {
  const run = await succeed("POST", `/reports/${reportId}/generate`, token, { ...wanted, force: true });
  await setDue(run.id, "2999-01-01T00:00:00.000Z");
  // A consumer may have been quicker.
  const [row] = await shop.db
    .update(runs)
    .set({ status: "queued", attempt: 0, percent: 0, files: [], completedAt: null, versionNumber: null })
    .where(eq(runs.id, run.id))
    .returning();
  if (row) await removeTraces(shop, row);
  return run;
}

/** From now on a consumer may take the run. */
export const due = (id: string) => setDue(id, "2000-01-01T00:00:00.000Z");
