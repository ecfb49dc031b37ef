import type { Field, Row } from "./shapes";

/**
 * A small table of what spreadsheets and exports get wrong: ids longer than a double holds, leading zeros,
 * thousands separators, other scripts, line breaks in cells, formulas and markup as text, empty cells.
 */
export const LEDGER_CSV = `Account ID,Code,Name,Amount,Quantity,Share,Active,Day,At,Note
90071992547409931,00042,张伟,"1,234.50",7,12.5%,true,2026-01-31,2026-01-31T08:15:30Z,=1+1
90071992547409932,00043,Zoë Müller,"-1,234.50",-3,0%,false,2026-02-28,2026-02-28T23:59:59Z,"@SUM(A1:A9)"
90071992547409933,00044,"O'Brien, ""Bob""",0.10,0,100%,true,2026-12-31,2026-12-31T00:00:00Z,+1-800-555-0100
90071992547409934,00045,田中さくら,"12,345,678.90",1000000,33.3%,false,2024-02-29,2024-02-29T12:00:00Z,-2+3
90071992547409935,00046,,,,,,,,
90071992547409936,00047,"two
lines",99.99,42,5%,true,1999-12-31,1999-12-31T23:59:59Z,<script>alert(1)</script><b>bold</b>
90071992547409937,00048,علي حسن,1,1,1%,true,2000-01-01,2000-01-01T00:00:00Z,"=HYPERLINK(""http://x"",""y"")"
`;

/** Its fields as they must be found. */
export const LEDGER_FIELDS: readonly Field[] = [
  { name: "account_id", label: "Account ID", type: "string" },
  { name: "code", label: "Code", type: "string" },
  { name: "name", label: "Name", type: "string" },
  { name: "amount", label: "Amount", type: "number" },
  { name: "quantity", label: "Quantity", type: "integer" },
  { name: "share", label: "Share", type: "number", format: "percent" },
  { name: "active", label: "Active", type: "boolean" },
  { name: "day", label: "Day", type: "date" },
  { name: "at", label: "At", type: "datetime" },
  { name: "note", label: "Note", type: "string" },
];
export const LEDGER_LABELS = LEDGER_FIELDS.map(({ label }) => label);

const row = (...cells: Row[string][]): Row =>
  Object.fromEntries(LEDGER_FIELDS.map(({ name }, position) => [name, cells[position] ?? null]));

/** Its rows as they must come out, cell by cell. */
export const LEDGER_ROWS: readonly Row[] = [
  row(
    "90071992547409931",
    "00042",
    "张伟",
    1234.5,
    7,
    0.125,
    true,
    "2026-01-31",
    "2026-01-31T08:15:30Z",
    "=1+1",
  ),
  row(
    "90071992547409932",
    "00043",
    "Zoë Müller",
    -1234.5,
    -3,
    0,
    false,
    "2026-02-28",
    "2026-02-28T23:59:59Z",
    "@SUM(A1:A9)",
  ),
  row(
    "90071992547409933",
    "00044",
    'O\'Brien, "Bob"',
    0.1,
    0,
    1,
    true,
    "2026-12-31",
    "2026-12-31T00:00:00Z",
    "+1-800-555-0100",
  ),
  row(
    "90071992547409934",
    "00045",
    "田中さくら",
    12_345_678.9,
    1_000_000,
    0.333,
    false,
    "2024-02-29",
    "2024-02-29T12:00:00Z",
    "-2+3",
  ),
  row("90071992547409935", "00046"),
  row(
    "90071992547409936",
    "00047",
    "two\nlines",
    99.99,
    42,
    0.05,
    true,
    "1999-12-31",
    "1999-12-31T23:59:59Z",
    "<script>alert(1)</script><b>bold</b>",
  ),
  row(
    "90071992547409937",
    "00048",
    "علي حسن",
    1,
    1,
    0.01,
    true,
    "2000-01-01",
    "2000-01-01T00:00:00Z",
    '=HYPERLINK("http://x","y")',
  ),
];

/** How a person reads them in a PDF, a Word document or on a page, in en-US. */
export const LEDGER_SHOWN: readonly (readonly string[])[] = [
  [
    "90071992547409931",
    "00042",
    "张伟",
    "1,234.50",
    "7",
    "12.5%",
    "Yes",
    "Jan 31, 2026",
    "Jan 31, 2026, 08:15:30",
    "=1+1",
  ],
  [
    "90071992547409932",
    "00043",
    "Zoë Müller",
    "-1,234.50",
    "-3",
    "0.0%",
    "No",
    "Feb 28, 2026",
    "Feb 28, 2026, 23:59:59",
    "@SUM(A1:A9)",
  ],
  [
    "90071992547409933",
    "00044",
    'O\'Brien, "Bob"',
    "0.10",
    "0",
    "100.0%",
    "Yes",
    "Dec 31, 2026",
    "Dec 31, 2026, 00:00:00",
    "+1-800-555-0100",
  ],
  [
    "90071992547409934",
    "00045",
    "田中さくら",
    "12,345,678.90",
    "1,000,000",
    "33.3%",
    "No",
    "Feb 29, 2024",
    "Feb 29, 2024, 12:00:00",
    "-2+3",
  ],
  ["90071992547409935", "00046", "", "", "", "", "", "", "", ""],
  [
    "90071992547409936",
    "00047",
    "two\nlines",
    "99.99",
    "42",
    "5.0%",
    "Yes",
    "Dec 31, 1999",
    "Dec 31, 1999, 23:59:59",
    "<script>alert(1)</script><b>bold</b>",
  ],
  [
    "90071992547409937",
    "00048",
    "علي حسن",
    "1.00",
    "1",
    "1.0%",
    "Yes",
    "Jan 1, 2000",
    "Jan 1, 2000, 00:00:00",
    '=HYPERLINK("http://x","y")',
  ],
];
