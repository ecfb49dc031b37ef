import { expect, test } from "vitest";
import { numberLook } from "../../../../src/datasets/read/xlsx/number-formats";

const lookOf = (id: number, code?: string) => {
  const look = numberLook(id, code);
  return look.kind === "number" ? (look.format ?? "number") : look.kind;
};

test.each([
  ["General", "number"],
  ["0.00", "number"],
  ["#,##0.00;[Red]-#,##0.00", "number"],
  ["0.00E+00", "number"],
  ["# ?/?", "number"],
  ["@", "number"],
  ['0" days"', "number"],
  ["0\\d", "number"],
  ["[Blue]0", "number"],
  [";;;", "number"],
  ["", "number"],
  ['"Total: "General', "number"],
  ["yyyy-mm-dd", "date"],
  ["d/m/yy", "date"],
  ["mmm\\-yy", "date"],
  ["mmmm", "date"],
  ["[$-409]d\\-mmm\\-yyyy;@", "date"],
  ["[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "date"],
  ['yyyy"年"m"月"d"日"', "date"],
  ["[$-411]ggge", "date"],
  ["[Red][<44000]yyyy;yyyy\\-mm", "date"],
  ["yyyy\\-mm\\-dd\\ hh:mm:ss.000", "datetime"],
  ["m/d/yy h:mm AM/PM", "datetime"],
  ['d"."mm"."yyyy" "hh"h"mm', "datetime"],
  ["h:mm AM/PM", "time"],
  ["hh:mm:ss", "time"],
  ["mm:ss.0", "time"],
  ["[h]:mm:ss", "duration"],
  ["[mm]:ss", "duration"],
  ["[ss].00", "duration"],
  ["0%", "percent"],
  ["0.0\\%", "number"],
  ["$#,##0.00", "currency:USD"],
  ['"$"#,##0.00_);\\("$"#,##0.00\\)', "currency:USD"],
  ['_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', "currency:USD"],
  ["_-* #,##0.00\\ [$€-407]_-;\\-* #,##0.00\\ [$€-407]_-", "currency:EUR"],
  ["[$€-2]\\ #,##0.00", "currency:EUR"],
  ["[$CHF]\\ #,##0.00", "currency:CHF"],
  ["#,##0.00\\ \\€", "currency:EUR"],
  ["[$£-809]#,##0", "currency:GBP"],
  ['#,##0 "zł"', "currency:PLN"],
  ["[$¥-411]#,##0", "currency:JPY"],
  ['#,##0.0,," MB"', "number"],
])("%s shows %s", (code, look) => {
  expect(lookOf(164, code)).toBe(look);
});

test.each([
  [0, "number"],
  [4, "number"],
  [9, "percent"],
  [11, "number"],
  [14, "date"],
  [18, "time"],
  [22, "datetime"],
  [44, "currency:USD"],
  [45, "time"],
  [46, "duration"],
  [49, "number"],
  [57, "date"],
  [164, "number"],
])("format %i, which the file does not spell out, shows %s", (id, look) => {
  expect(lookOf(id)).toBe(look);
});

test("what the file spells out goes before the number", () => {
  expect(lookOf(14, "0.00")).toBe("number");
});

test("codes of zeros alone keep leading zeros, as ZIP codes have them; two or three are counted with", () => {
  expect(numberLook(164, "00000")).toEqual({ kind: "number", digits: 5 });
  expect(numberLook(164, "00")).toEqual({ kind: "number" });
});
