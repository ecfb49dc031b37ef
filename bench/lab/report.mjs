// What was measured, as tables for people and as one JSON file.
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";

/** Collects the tables and targets of a run and prints them as they come. */
export class Report {
  #begun = Date.now();
  #tables = [];
  #targets = [];
  #failures = [];

  /** Columns beside the first are right-aligned. `values` is what the JSON file keeps, if not the shown cells. */
  table(title, header, rows, values = null) {
    this.#tables.push({ title, header, rows, ...(values && { values }) });
    console.log(`\n${title}\n${grid(header, rows)}`);
  }

  /** `met` is null when this run could not tell. */
  target({ what, measured, target, met }) {
    this.#targets.push({ what, measured, target, met });
  }

  failure(row, error) {
    this.#failures.push({ row, error: String(error?.stack ?? error) });
    console.error(`\n${row} failed: ${error?.stack ?? error}`);
  }

  /** The last table, and the file. Gives whether every row could be measured. */
  finish(file, facts) {
    const mark = { true: "met", false: "MISSED", null: "-" };
    const rows = this.#targets.map(({ what, measured, target, met }) => [what, measured, target, mark[met]]);
    const took = Math.round((Date.now() - this.#begun) / 1000);
    if (rows.length > 0) console.log(`\nTargets\n${grid(["what", "measured", "target", ""], rows)}`);
    const missed = this.#targets.filter(({ met }) => met === false).length;
    console.log(`\n${rows.length} targets, ${missed} missed; ${took} s, load ${loadavg()[0].toFixed(1)}`);
    const result = {
      ...facts,
      took_seconds: took,
      targets: this.#targets,
      tables: this.#tables,
      failures: this.#failures,
    };
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
    return this.#failures.length === 0;
  }
}

function grid(header, rows) {
  const lines = [header, ...rows].map((cells) => cells.map((cell) => String(cell ?? "")));
  const widths = header.map((_, at) => Math.max(...lines.map((cells) => width(cells[at] ?? ""))));
  const shown = lines.map((cells) =>
    cells
      .map((cell, at) => {
        const padding = " ".repeat(widths[at] - width(cell));
        return at === 0 ? cell + padding : padding + cell;
      })
      .join("  "),
  );
  return [shown[0], "-".repeat(widths.reduce((sum, each) => sum + each + 2, -2)), ...shown.slice(1)]
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}

const width = (text) => [...text].length;
