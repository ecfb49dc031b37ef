// What a Node program would take from npm for the same files, each in a process of its own without a memory limit.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { count, median, megabytes, seconds, times } from "../lab/numbers.mjs";
import { startRenderWorker } from "../lab/render-worker.mjs";

/** `atLeast` is how many times faster we are to be. */
const PEERS = [
  { peer: "exceljs", what: "exceljs streaming", format: "xlsx", rows: 100_000, quick: 20_000, atLeast: 5 },
  { peer: "sheetjs", what: "SheetJS write", format: "xlsx", rows: 10_000, quick: 10_000, atLeast: null },
  { peer: "pdfkit", what: "pdfkit drawn by hand", format: "pdf", rows: 10_000, quick: 10_000, atLeast: 5 },
  { peer: "pdf-lib", what: "pdf-lib drawText", format: "pdf", rows: 10_000, quick: 10_000, atLeast: 10 },
  { peer: "docx", what: "docx", format: "docx", rows: 10_000, quick: 10_000, atLeast: 10 },
];

export async function peers({ report, quick }) {
  const worker = await startRenderWorker();
  const shown = [];
  try {
    for (const { peer, what, format, atLeast, ...sizes } of PEERS) {
      const rows = quick ? sizes.quick : sizes.rows;
      const repeat = quick ? 1 : 3;
      await worker.once("render", { format, rows: 2_000 });
      // Ours before and after theirs: the machine may have changed its pace meanwhile.
      const before = await worker.measure("render", { format, rows }, { repeat });
      const theirs = await measurePeer(peer, rows, repeat);
      const after = await worker.measure("render", { format, rows }, { repeat });
      const ours = { ...after, net: median([before.net, after.net]) };
      const ratio = theirs.time / ours.net;
      shown.push([
        what,
        format,
        count(rows),
        seconds(theirs.time),
        megabytes(theirs.bytes),
        megabytes(theirs.peak),
        seconds(ours.net),
        megabytes(ours.bytes),
        megabytes(ours.peak),
        times(ratio),
      ]);
      if (atLeast === null) continue;
      report.target({
        what: `${format}: ${count(rows)} rows against ${what}`,
        measured: `${times(ratio)} as fast`,
        target: `>= ${times(atLeast)}`,
        met: ratio >= atLeast,
      });
    }
  } finally {
    await worker.stop();
  }
  report.table(
    "Peers in Node, names in Latin only, no memory limit; ours in workerd with 128 MB heap, every fourth name Chinese",
    ["peer", "format", "rows", "peer", "file", "RSS", "ours", "file", "RSS", "ours faster"],
    shown,
  );
}

async function measurePeer(peer, rows, repeat) {
  const script = path.join(import.meta.dirname, "../peers/measure.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    peer,
    String(rows),
    String(repeat),
  ]);
  const { ms, ...rest } = JSON.parse(stdout.trim().split("\n").at(-1));
  return { time: median(ms), ...rest };
}
