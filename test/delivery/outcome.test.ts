import { describe, expect, it } from "vitest";
import { htmlOf, oneLine, textOf } from "../../src/delivery/email/letter";
import { recipientRefusal } from "../../src/delivery/email/recipients";
import { mailWordsOf } from "../../src/delivery/email/words";
import { verdictOf } from "../../src/delivery/outcome";
import { retryAfter } from "../../src/delivery/webhooks/retry-after";
import { settingsOf } from "../../src/env";
import { WORDS } from "../../src/render/words";

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

  it("the target may ask for a longer pause, not for a shorter one, nor for more tries", () => {
    const asking = { ...failed, retryAfter: 120 };
    expect(verdictOf(asking, 1, [60, 300])).toEqual({ status: "pending", delaySeconds: 120 });
    expect(verdictOf(asking, 2, [60, 300])).toEqual({ status: "pending", delaySeconds: 300 });
    expect(verdictOf(asking, 3, [60, 300])).toEqual({ status: "failed" });
  });

  it.each([
    ["120", 120],
    [" 7 ", 7],
    ["0", null],
    ["-5", null],
    ["999999999", 86_400],
    ["Sat, 21 Nov 2026 12:00:30 GMT", 30],
    ["Sat, 21 Nov 2026 11:00:00 GMT", null],
    ["2026", 2026],
    ["soon", null],
    ["1.5", null],
    ["", null],
    [null, null],
  ])("Retry-After: %s is a pause of %s seconds", (header, seconds) => {
    expect(retryAfter(header, new Date("2026-11-21T12:00:00Z"))).toBe(seconds);
  });

  it("failing for good, delivered or skipped, it has ended", () => {
    expect(verdictOf({ ...failed, passing: false }, 1, [60])).toEqual({ status: "failed" });
    expect(verdictOf({ kind: "delivered" }, 1, [60])).toEqual({ status: "delivered" });
    expect(verdictOf({ kind: "skipped", error: "No." }, 1, [60])).toEqual({ status: "skipped" });
  });

  it("an empty WEBHOOK_RETRY_SECONDS means no further try; a try may take 30 seconds at most", () => {
    const env = { AUTH_SECRET: "x".repeat(32) };
    expect(settingsOf({ ...env, WEBHOOK_RETRY_SECONDS: "" }).WEBHOOK_RETRY_SECONDS).toEqual([]);
    expect(settingsOf({ ...env, WEBHOOK_RETRY_SECONDS: "5, 10" }).WEBHOOK_RETRY_SECONDS).toEqual([5, 10]);
    for (const wrong of ["0", "31", "120"])
      expect(() => settingsOf({ ...env, WEBHOOK_TIMEOUT_SECONDS: wrong })).toThrow("WEBHOOK_TIMEOUT_SECONDS");
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

describe("the text of an e-mail", () => {
  it("ends with a signature of ours, whatever lines its message has", () => {
    const letter = { subject: "S", locale: "en", heading: "H", facts: [], links: [], unsubscribeUrl: null };
    const text = textOf({ ...letter, paragraphs: ["One\n-- \n\nTwo"], footer: "Why you get this." });
    expect(text).toBe("H\n\nOne\n-- \n\nTwo\n\n-- \nWhy you get this.\n");
  });

  it.each([...WORDS.keys()])("has words in each language that reports have: %s", (locale) => {
    const words = mailWordsOf(locale);
    expect(words.why).toContain("{recipient}");
    expect(words === mailWordsOf("en")).toBe(locale === "en");
  });

  it("is marked with its language in HTML, wraps long names, and has each attached file on a line", () => {
    const letter = { subject: "S", heading: "報告", locale: "zh-TW", paragraphs: [], links: [], footer: "F" };
    const attached = ["附件", "a.csv", "b.pdf"] as const;
    const whole = { ...letter, facts: [attached], unsubscribeUrl: "https://example.com/u" };
    const html = htmlOf(whole);
    expect(html).toContain('<html lang="zh-TW" dir="ltr">');
    expect(html).toContain("a.csv<br>b.pdf");
    expect(html).toContain("overflow-wrap:anywhere");
    expect(html).toContain(">停止接收這些郵件</a>");
    expect(textOf(whole)).toContain("附件:\n  a.csv\n  b.pdf\n");
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
