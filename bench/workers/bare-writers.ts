import type { Row } from "../../src/render/document";
import type { ByteSink } from "../../src/render/renderer";
import { sampleBatches } from "../data/sample-table";

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 15 });
const money = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const share = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

const csvText = (text: unknown) =>
  /[",\r\n]/.test(String(text)) ? `"${String(text).replaceAll('"', '""')}"` : text;
const htmlText = (text: unknown) =>
  /[&<>]/.test(String(text))
    ? String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    : text;

/** A row as a valid file needs it and no more: text escaped, everything else as JavaScript writes it. */
const ROWS: Readonly<Record<string, (row: Row) => string>> = {
  csv: ([a, b, c, d, e, f, g, h]) => `${csvText(a)},${csvText(b)},${c},${d},${e},${f},${g},${h}\r\n`,
  html: ([a, b, c, d, e, f, g, h]) =>
    `<tr><td>${htmlText(a)}</td><td>${htmlText(b)}</td><td>${c}</td><td>${d}</td><td>${e}</td><td>${f}</td><td>${g}</td><td>${h}</td></tr>\n`,
  /** With the platform's own number formats, for what grouping, money and percent cost. */
  "html-intl": ([a, b, c, d, e, f, g, h]) =>
    `<tr><td>${htmlText(a)}</td><td>${htmlText(b)}</td><td>${number.format(Number(c))}</td><td>${number.format(Number(d))}</td>` +
    `<td>${money.format(Number(e))}</td><td>${share.format(Number(f))}</td><td>${g}</td><td>${h}</td></tr>\n`,
  json: ([a, b, c, d, e, f, g, h]) =>
    `{"id":${JSON.stringify(a)},"name":${JSON.stringify(b)},"visits":${c},"score":${d},"revenue":${e},"growth":${f},"since":"${g}","seen_at":"${h}"},\n`,
};

/** The least that can be called a CSV, HTML or JSON writer: one template string a row, encoded a batch at a time. */
export async function writeBare(format: string, count: number, sink: ByteSink): Promise<void> {
  const text = ROWS[format];
  if (!text) throw new Error(`there is no bare writer for ${format}`);
  const encoder = new TextEncoder();
  for (const batch of sampleBatches(count)) {
    let page = "";
    for (const row of batch) page += text(row);
    await sink.write(encoder.encode(page));
  }
}
