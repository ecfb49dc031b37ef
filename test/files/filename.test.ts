import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attachment, inline } from "../../src/files/disposition";
import { filenameOf } from "../../src/files/filename";

describe("C10: file names", () => {
  it.each([
    ["Grades", "pdf", "Grades.pdf"],
    ["Q3/Umsätze: 50 %", "xlsx", "Q3 Umsätze 50 %.xlsx"],
    ["  spaced \t out\r\nline  ", "csv", "spaced out line.csv"],
    ["../../etc/passwd", "csv", "etc passwd.csv"],
    ["...", "csv", "report.csv"],
    ["", "csv", "report.csv"],
    ["成績表", "docx", "成績表.docx"],
    ["nul", "json", "_nul.json"],
    ["COM1.2026", "json", "_COM1.2026.json"],
    ["Console", "json", "Console.json"],
    ["invoice\u202Efdp.exe", "pdf", "invoice fdp.exe.pdf"],
    ["क्‍ष", "pdf", "क्‍ष.pdf"],
    ["lone \ud800 surrogate", "pdf", "lone \ufffd surrogate.pdf"],
  ])("%j as %s is %j", (title, extension, name) => {
    expect(filenameOf(title, extension)).toBe(name);
  });

  it("are cut between characters, at 200 bytes", () => {
    const family = "👩‍👩‍👧‍👦"; // 25 bytes, one character to a reader
    const name = filenameOf(family.repeat(20), "xlsx");
    expect(name).toBe(`${family.repeat(7)}.xlsx`);
    expect(new TextEncoder().encode(filenameOf("ä".repeat(500), "pdf")).length).toBe(200);
  });
});

describe("C10: Content-Disposition", () => {
  it.each([
    ["Grades.pdf", 'attachment; filename="Grades.pdf"'],
    ["Größe.pdf", "attachment; filename=\"Gro_e.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf"], // ß has no mark to lose
    ["成績表.pdf", "attachment; filename=\"report.pdf\"; filename*=UTF-8''%E6%88%90%E7%B8%BE%E8%A1%A8.pdf"],
    [
      "Отчёт 2026.csv",
      "attachment; filename=\"_ 2026.csv\"; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%202026.csv",
    ],
    [
      "it's (50%) *.csv",
      "attachment; filename=\"it's (50_) .csv\"; filename*=UTF-8''it%27s%20%2850%25%29%20.csv",
    ],
    ['a"; filename="evil.exe', 'attachment; filename="a ; filename= evil.exe"'],
    ["a\r\nSet-Cookie: x=1.csv", 'attachment; filename="a Set-Cookie x=1.csv"'],
    ["a\\b/c.csv", 'attachment; filename="a b c.csv"'],
    ["", 'attachment; filename="report"'],
  ])("of %j", (name, header) => {
    expect(attachment(name)).toBe(header);
  });

  it("may be inline", () => {
    expect(inline("a.html")).toBe('inline; filename="a.html"');
  });

  it("is a header value of ASCII without controls for any name, and gives the name back", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0x10ffff }), { maxLength: 60 }), (points) => {
        const title = String.fromCodePoint(...points); // lone surrogates too
        const name = filenameOf(title, "csv");
        const header = attachment(name);
        expect(header).toMatch(
          /^attachment; filename="[\x20\x21\x23-\x24\x26-\x5b\x5d-\x7e]+"(; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+)?$/,
        );
        const extended = /filename\*=UTF-8''(.*)$/.exec(header)?.[1];
        const plain = /filename="(.*?)"/.exec(header)?.[1];
        expect(extended === undefined ? plain : decodeURIComponent(extended)).toBe(name);
        expect(() => new Headers({ "Content-Disposition": header })).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });
});
