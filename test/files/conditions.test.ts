import { describe, expect, it } from "vitest";
import { judge, rangeCounts } from "../../src/files/conditions";
import { parseHttpDate } from "../../src/files/http-date";
import { parseRange } from "../../src/files/range";

const modified = Date.UTC(1994, 10, 6, 8, 49, 37) / 1000;
const file = { etag: '"abc"', modified };
const SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
const BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
const AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";

describe("HTTP dates (RFC 9110 §5.6.7)", () => {
  it.each([SAME, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])("reads %s", (text) => {
    expect(parseHttpDate(text)).toBe(modified);
  });

  it.each([
    "1994-11-06T08:49:37Z",
    "784111777",
    "Sun, 06 Nov 1994 08:49:37 CET",
    "Sun, 06 Nov 1994",
    "",
    "now",
  ])("does not read %j", (text) => {
    expect(parseHttpDate(text)).toBeNull();
  });
});

describe("conditions (RFC 9110 §13)", () => {
  it.each<[Record<string, string>, string]>([
    [{}, "proceed"],
    [{ "If-Match": '"abc"' }, "proceed"],
    [{ "If-Match": "*" }, "proceed"],
    [{ "If-Match": '"x", "abc"' }, "proceed"],
    [{ "If-Match": '"x"' }, "failed"],
    [{ "If-Match": 'W/"abc"' }, "failed"], // strong comparison
    [{ "If-Match": "" }, "failed"],
    [{ "If-Match": '"a,b", "abc"' }, "proceed"], // a comma inside a tag
    [{ "If-Unmodified-Since": SAME }, "proceed"],
    [{ "If-Unmodified-Since": BEFORE }, "failed"],
    [{ "If-Unmodified-Since": "yesterday" }, "proceed"],
    [{ "If-Match": '"abc"', "If-Unmodified-Since": BEFORE }, "proceed"], // If-Match decides alone
    [{ "If-None-Match": '"abc"' }, "not_modified"],
    [{ "If-None-Match": 'W/"abc"' }, "not_modified"], // weak comparison
    [{ "If-None-Match": "*" }, "not_modified"],
    [{ "If-None-Match": '"x", "y"' }, "proceed"],
    [{ "If-None-Match": "abc" }, "proceed"],
    [{ "If-Modified-Since": SAME }, "not_modified"],
    [{ "If-Modified-Since": AFTER }, "not_modified"],
    [{ "If-Modified-Since": BEFORE }, "proceed"],
    [{ "If-Modified-Since": "1994-11-06" }, "proceed"],
    [{ "If-None-Match": '"x"', "If-Modified-Since": SAME }, "proceed"], // If-None-Match decides alone
    [{ "If-Match": '"x"', "If-None-Match": '"abc"' }, "failed"], // §13.2.2: If-Match comes first
    [{ "If-Match": '"abc"', "If-None-Match": '"abc"' }, "not_modified"],
  ])("%j: %s", (headers, verdict) => {
    expect(judge(new Headers(headers), file)).toBe(verdict);
  });

  it.each<[string | null, boolean]>([
    [null, true],
    ['"abc"', true],
    ['"x"', false],
    ['W/"abc"', false],
    [SAME, true],
    [BEFORE, false],
    [AFTER, false],
    ["", false],
  ])("If-Range %j: %s", (value, counts) => {
    expect(rangeCounts(new Headers(value === null ? {} : { "If-Range": value }), file)).toBe(counts);
  });
});

describe("ranges (RFC 9110 §14.1.2)", () => {
  it.each<[string, ReturnType<typeof parseRange>]>([
    ["bytes=0-0", { first: 0, last: 0 }],
    ["bytes=0-", { first: 0, last: 99 }],
    ["bytes=10-19", { first: 10, last: 19 }],
    ["bytes=90-1000", { first: 90, last: 99 }],
    ["bytes=0-99999999999999999999999", { first: 0, last: 99 }],
    ["bytes=-1", { first: 99, last: 99 }],
    ["bytes=-100", { first: 0, last: 99 }],
    ["bytes=-1000", { first: 0, last: 99 }],
    ["BYTES= 5-6 ", { first: 5, last: 6 }],
    ["bytes=5-6,", { first: 5, last: 6 }],
    ["bytes=100-", "unsatisfiable"],
    ["bytes=100-200", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=6-5", null],
    ["bytes=0-1,5-6", null],
    ["bytes=", null],
    ["bytes=-", null],
    ["bytes=a-b", null],
    ["bytes=1 - 2", null],
    ["bytes=+1-2", null],
    ["bytes 0-1", null],
    ["rows=0-1", null],
    ["", null],
  ])("%j", (header, range) => {
    expect(parseRange(header, 100)).toEqual(range);
  });

  it("are ignored for an empty file", () => {
    expect(parseRange("bytes=0-", 0)).toBeNull();
    expect(parseRange("bytes=-5", 0)).toBeNull();
  });
});
