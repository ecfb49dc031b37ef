import { describe, expect, it } from "vitest";
import { type EventType, furtherOf, newsOf } from "../../src/live/protocol";
import { runOf } from "./watch";

describe("E6: of two states of a run, the further one", () => {
  it.each([
    [runOf("r", "queued", 0), runOf("r", "running", 5), "running", 5],
    [runOf("r", "running", 40), runOf("r", "running", 30), "running", 40],
    [runOf("r", "running", 40), runOf("r", "queued", 0), "running", 40],
    [runOf("r", "running", 40), runOf("r", "retrying", 10), "retrying", 40],
    [runOf("r", "running", 90), runOf("r", "failed", 35), "failed", 90],
    [runOf("r", "completed", 100), runOf("r", "running", 99), "completed", 100],
    [runOf("r", "running", 16), runOf("r", "cancelled", 0), "cancelled", 16],
    [runOf("r", "completed", 100), runOf("r", "expired", 100), "expired", 100],
  ])("of %j and %j", (known, told, status, percent) => {
    expect(furtherOf(known, told)).toMatchObject({ status, progress: { percent } });
  });

  it("keeps the other fields of the state it takes", () => {
    const further = furtherOf(
      runOf("r", "running", 40, { stage: "old" }),
      runOf("r", "running", 30, { stage: "new" }),
    );
    expect(further).toEqual(runOf("r", "running", 40, { stage: "new" }));
  });
});

describe("what is told", () => {
  const known = (status: string, percent: number, progressAt = 0) => ({
    run: runOf("r", status, percent),
    progressAt,
  });

  it.each<[string, ReturnType<typeof known> | null, EventType, string, number, number, number | null]>([
    ["anything of a run not heard of", null, "progress", "running", 3, 0, 3],
    ["the first progress, at once", known("queued", 0), "progress", "running", 1, 0, 1],
    ["no second progress within 250 ms", known("running", 1, 1_000), "progress", "running", 2, 1_249, null],
    ["the next after 250 ms", known("running", 1, 1_000), "progress", "running", 2, 1_250, 2],
    ["a change of status, however soon", known("running", 7, 1_000), "progress", "retrying", 7, 1_001, 7],
    ["the end, however soon", known("running", 7, 1_000), "completed", "completed", 100, 1_001, 100],
    ["no percent that goes back", known("running", 50, 0), "progress", "running", 20, 1_000, 50],
    ["no queued after it has begun", known("running", 5), "queued", "queued", 0, 9_000, null],
    ["queued once", known("queued", 0), "queued", "queued", 0, 9_000, null],
    ["nothing after the end", known("completed", 100), "progress", "running", 99, 9_000, null],
    ["no second end", known("cancelled", 10), "completed", "completed", 100, 9_000, null],
  ])("%s", (_, before, type, status, percent, now, told) => {
    expect(newsOf(before, type, runOf("r", status, percent), now)?.progress.percent ?? null).toBe(told);
  });
});
