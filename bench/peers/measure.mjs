// node bench/peers/measure.mjs <peer> <rows> <repeats>: prints what one peer needs, in a process of its own.
import { COLUMNS, sampleBatches } from "../data/sample-table.ts";

const PEERS = {
  exceljs: async () => (await import("./exceljs.mjs")).exceljs,
  pdfkit: async () => (await import("./pdfkit.mjs")).pdfkit,
  "pdf-lib": async () => (await import("./pdf-lib.mjs")).pdfLib,
  docx: async () => (await import("./docx.mjs")).docx,
  sheetjs: async () => (await import("./sheetjs.mjs")).sheetjs,
};

const [name, count, repeats] = process.argv.slice(2);
const peer = await PEERS[name]();
const rows = [...sampleBatches(Number(count), { latin: true })].flat();
const ms = [];
let bytes = 0;
for (let i = 0; i < Number(repeats); i += 1) {
  const begin = performance.now();
  bytes = await peer(rows, COLUMNS);
  ms.push(performance.now() - begin);
}
console.log(JSON.stringify({ ms, bytes, peak: process.resourceUsage().maxRSS * 1024 }));
