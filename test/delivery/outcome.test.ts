import { describe, expect, it } from "vitest";
import { oneLine } from "../../src/delivery/email/letter";
import { recipientRefusal } from "../../src/delivery/email/recipients";
import { verdictOf } from "../../src/delivery/outcome";

describe("where a try leaves a delivery", () => {
  const failed = { kind: "failed", error: "It answered 500.", passing: true } as const;

  it.each([
    [1, { status: "pending", delaySeconds: 60 }],
    [2, { status: "pending", delaySeconds: 300 }],
    [3, { status: "failed" }],
    [4, { status: "failed" }],
  ])("failing for a passing reason, try %i: %j", (attempt, verdict) => {
    expect(verdictOf(failed, attempt, [60, 300])).toEqual(verdict);
  });

  it("failing for good, delivered or skipped, it has ended", () => {
    expect(verdictOf({ ...failed, passing: false }, 1, [60])).toEqual({ status: "failed" });
    expect(verdictOf({ kind: "delivered" }, 1, [60])).toEqual({ status: "delivered" });
    expect(verdictOf({ kind: "skipped", error: "No." }, 1, [60])).toEqual({ status: "skipped" });
  });

  it("without delays a first failure is the last", () => {
    expect(verdictOf(failed, 1, [])).toEqual({ status: "failed" });
  });
});

describe("a text as one line", () => {
  it.each([
    ["Grades", "Grades"],
    ["two\r\nBcc: eve@example.com", "two Bcc: eve@example.com"],
    ["tab\tand\u0000nul", "tab and nul"],
    ["line\u2028and\u2029paragraph", "line and paragraph"],
    ["fdp.\u202Eexe", "fdp. exe"],
    ["李小明 – Übersicht 📊", "李小明 – Übersicht 📊"],
    ["lone \ud83d half", "lone \ufffd half"],
    ["  much   space  ", "much space"],
    ["", ""],
  ])("%j is %j", (text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  it("is cut between characters, and says so", () => {
    expect(oneLine("📊".repeat(300), 5)).toBe("📊📊📊📊…");
    expect(oneLine("exact", 5)).toBe("exact");
    expect([...oneLine("x".repeat(1_000))]).toHaveLength(200);
  });
});

describe("who may be written to", () => {
  const only = (EMAIL_ALLOWED_DOMAINS: string) => ({ EMAIL_ALLOWED_DOMAINS });

  it.each([
    ["", "ada@anywhere.example.org", true],
    ["example.com", "ada@example.com", true],
    ["example.com", "ada@EXAMPLE.com", true],
    ["example.com", "ada@sub.example.com", false],
    ["example.com", "ada@notexample.com", false],
    ["*.example.com", "ada@sub.example.com", true],
    ["*.example.com", "ada@example.com", false],
    ["*.example.com", "ada@evilexample.com", false],
    ["a.com, b.org", "ada@b.org", true],
    ["a.com,b.org", "ada@c.net", false],
    ["", "ada@example.com\r\nBcc: eve@example.com", false],
    ["", '"a b"@example.com', false],
    ["", "ada@localhost", false],
    ["", `${"x".repeat(250)}@example.com`, false],
    ["", "ada@exämple.com", false],
  ])("allowed %j: %j: %s", (allowed, address, may) => {
    expect(recipientRefusal(only(allowed), address) === null).toBe(may);
  });
});
