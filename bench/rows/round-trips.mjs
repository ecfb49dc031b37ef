// What each route asks of D1, by its own Server-Timing. These are counts: they are the same on any machine.
import { library } from "../lab/library.mjs";
import { count } from "../lab/numbers.mjs";
import { operations } from "./operations/index.mjs";
import { REPORTS } from "./throughput.mjs";

const CALLS = { read: 1, write: 2 };

export async function roundTrips({ report, product, quick }) {
  const shop = await product();
  const filled = await library(shop, quick ? REPORTS.quick : REPORTS.full);
  const documented = operationsOf(await shop.api.json("GET", "/openapi.json"));
  const costs = [];
  for await (const asked of operations(shop, filled)) costs.push(costOf(asked, documented));
  const missing = [...documented].filter(
    ([operation]) => !costs.some((cost) => cost.operation === operation),
  );
  report.table(
    `D1 calls and rows read by route, among ${count(filled.ids.length)} reports`,
    ["operation", "", "", "D1 calls", "budget", "rows read", "budget", ""],
    [...costs.map(line), ...missing.map(([operation, method]) => [operation, method, "not measured"])],
    costs,
  );
  judge(report, costs);
}

/** A request's D1 cost beside what it may be. */
function costOf({ operation, what, answer, rowsRead, more = 0 }, documented) {
  if (answer.status >= 400) {
    throw new Error(`${operation} (${what}): ${answer.status} ${answer.bytes.toString().slice(0, 300)}`);
  }
  const said = /calls=(\d+) rows_read=(\d+)/.exec(answer.headers["server-timing"] ?? "");
  if (!said) throw new Error(`${operation} (${what}) does not say what it cost`);
  const method = documented.get(operation);
  const allowed = (method === "GET" ? CALLS.read : CALLS.write) + more;
  const [calls, rows] = [Number(said[1]), Number(said[2])];
  const over = [calls > allowed && "calls", rows > (rowsRead ?? Number.POSITIVE_INFINITY) && "rows"];
  return { operation, what, method, calls, allowed, rows, rowsRead, over: over.filter(Boolean) };
}

function line({ operation, what, method, calls, allowed, rows, rowsRead, over }) {
  const most = rowsRead === undefined ? "" : `<= ${rowsRead}`;
  const verdict = over.length > 0 ? `over: ${over.join(", ")}` : "";
  return [operation, method, what, calls, `<= ${allowed}`, count(rows), most, verdict];
}

function judge(report, costs) {
  const overCalls = costs.filter(({ over }) => over.includes("calls"));
  report.target({
    what: `D1 calls: at most 1 to read and 2 to write (more where it says so), ${costs.length} requests`,
    measured: overCalls.length === 0 ? "all" : `${overCalls.length} over`,
    target: "all",
    met: overCalls.length === 0,
  });
  for (const [operation, own] of Object.entries(Object.groupBy(costs, (cost) => cost.operation))) {
    for (const [most, limited] of Object.entries(Object.groupBy(own, ({ rowsRead }) => rowsRead ?? ""))) {
      if (most === "") continue;
      const overRows = limited.filter(({ over }) => over.includes("rows"));
      const worst = limited.toSorted((a, b) => b.rows - a.rows)[0];
      report.target({
        what: `D1 rows read: ${operation}, ${limited.length} ways (most: ${worst.what || "plain"})`,
        measured: `${count(worst.rows)}; ${overRows.length} over`,
        target: `<= ${most}`,
        met: overRows.length === 0,
      });
    }
  }
}

function operationsOf({ paths }) {
  const methods = ["get", "post", "put", "patch", "delete"];
  return new Map(
    Object.values(paths).flatMap((path) =>
      methods
        .filter((method) => path[method])
        .map((method) => [path[method].operationId, method.toUpperCase()]),
    ),
  );
}
