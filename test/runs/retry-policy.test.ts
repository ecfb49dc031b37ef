import { describe, expect, it } from "vitest";
import { RunFailure } from "../../src/runs/failure";
import { afterFailure } from "../../src/runs/retry-policy";

const passing = new RunFailure("source_failed", "The rows could not be read.", true);
const final = new RunFailure("limit_exceeded", "Too many rows.");
const policy = { maxAttempts: 4, baseSeconds: 60 };

describe("what follows a failed attempt (D12, D13, U10)", () => {
  it.each([
    [1, 60],
    [2, 120],
    [3, 240],
  ])("attempt %i is followed by another after %i s", (attempt, delaySeconds) => {
    expect(afterFailure(passing, attempt, policy)).toEqual({ kind: "retry", delaySeconds });
  });

  it("the fourth attempt is the last: three retries", () => {
    expect(afterFailure(passing, 4, policy)).toEqual({ kind: "fail" });
  });

  it("what would fail again is not tried again", () => {
    expect(afterFailure(final, 1, policy)).toEqual({ kind: "fail" });
  });

  it("never waits longer than an hour", () => {
    expect(afterFailure(passing, 9, { maxAttempts: 20, baseSeconds: 60 })).toEqual({
      kind: "retry",
      delaySeconds: 3600,
    });
  });
});
