import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { processImport } from "../../../src/datasets/import/process";
import { sweepImports } from "../../../src/datasets/import/sweep";
import type { DatasetRow } from "../../../src/db/schema";
import type { Job } from "../../../src/runs/job";
import { newWorkspace } from "../../support";
import { CUTS, cutWorkshop } from "../../support/cut";
import { succeed } from "../../support/product";
import { shop } from "../../support/run-rows";
import { cleanUp, errorsFile, expectRows, hours, revisionsOf, tablesOf, waitingUpload } from "./uploads";

/** So many calls has no small import. */
const MANY = 100;

const CSV = "n,text\n1,one\n2\n3,three\n";
const ROWS = [
  [1, "one"],
  [3, "three"],
];

/** A workspace whose webhook hears of datasets. */
async function listeningWorkspace(): Promise<string> {
  const workspace = newWorkspace();
  const events = ["dataset.ready", "dataset.failed"];
  const url = "https://hooks.example.com/datasets";
  await succeed("POST", "/webhooks", await workspace.token("admin"), { url, events });
  return workspace.id;
}

const newsOf = async (id: string) =>
  (await env.DB.prepare("SELECT event FROM deliveries WHERE subject_id = ?").bind(id).all()).results;

/** Exactly one revision with exactly the file's rows, and nothing beside it. */
async function expectOneImport(dataset: DatasetRow): Promise<void> {
  await cleanUp();
  await expectRows(dataset.id, 1, ROWS);
  expect(await revisionsOf(dataset.id)).toMatchObject([
    { revision: 1, status: "ready", rowsOk: 2, rowsFailed: 1, statistics: { rows: 2 }, leaseUntil: null },
  ]);
  expect((await errorsFile(dataset))?.split("\r\n").length).toBe(3);
  expect(await newsOf(dataset.id)).toEqual([{ event: "dataset.ready" }]);
}

const saying = (at: number, calls: readonly string[]) => (error: unknown) => {
  throw new Error(`at call ${at}, ${calls[at - 1]}: ${String(error)}`, { cause: error });
};

describe("U7, U8, D12: an import takes a file's rows exactly once, whatever call it is cut at", () => {
  it.each(CUTS)(
    "a call %s: each in turn",
    async (cut) => {
      const workspaceId = await listeningWorkspace();
      for (let at = 1; at < MANY; at += 1) {
        const dataset = await waitingUpload(workspaceId, CSV);
        const { shop: broken, died, calls } = cutWorkshop(shop, at, cut);
        await Promise.race([processImport(broken, dataset.id, 1).catch(() => {}), died]);
        for (const later of [1, 2, 3]) await processImport(hours(later), dataset.id, 1);
        await expectOneImport(dataset).catch(saying(at, calls));
        if (calls.length < at) return expect(at, "an import makes more calls than that").toBeGreaterThan(8);
      }
      throw new Error("a small import makes too many calls");
    },
    120_000,
  );

  it("an importer that stands still at a call, is overtaken, and goes on then: each call in turn", async () => {
    const workspaceId = await listeningWorkspace();
    for (let at = 1; at < MANY; at += 1) {
      const dataset = await waitingUpload(workspaceId, CSV);
      const { promise, resolve } = Promise.withResolvers<void>();
      const slow = cutWorkshop(shop, at, promise);
      const first = processImport(slow.shop, dataset.id, 1).catch(() => {});
      await Promise.race([first, slow.died]);
      await processImport(hours(1), dataset.id, 1);
      await cleanUp();
      resolve();
      await first;
      await expectOneImport(dataset).catch(saying(at, slow.calls));
      if (slow.calls.length < at) return;
    }
    throw new Error("a small import makes too many calls");
  }, 120_000);

  it("an importer that goes on while the one that overtook it is under way", async () => {
    const workspaceId = await listeningWorkspace();
    for (let at = 2; at < MANY; at += 1) {
      const dataset = await waitingUpload(workspaceId, CSV);
      const stops = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
      const slow = cutWorkshop(shop, 3, stops[0].promise);
      const first = processImport(slow.shop, dataset.id, 1).catch(() => {});
      await slow.died;
      const next = cutWorkshop(hours(1), at, stops[1].promise);
      const second = processImport(next.shop, dataset.id, 1).catch(() => {});
      await Promise.race([second, next.died]);
      stops[0].resolve();
      await first;
      stops[1].resolve();
      await second;
      await expectOneImport(dataset).catch(saying(at, next.calls));
      if (next.calls.length < at) return;
    }
    throw new Error("a small import makes too many calls");
  }, 120_000);

  it("an importer that was overtaken while it read the file for the first time makes no table", async () => {
    const dataset = await waitingUpload(newWorkspace().id, CSV);
    const { promise, resolve } = Promise.withResolvers<void>();
    let clock = shop;
    const slow = cutWorkshop({ ...shop, now: () => clock.now() }, 3, promise);
    const first = processImport(slow.shop, dataset.id, 1);
    await slow.died;
    clock = hours(1);
    await processImport(clock, dataset.id, 1);
    resolve();
    expect(await first).toBe("idle");
    expect(slow.calls.filter((name) => name.includes("INSERT"))).toEqual([]);
  });

  it("duplicates of a message, at the same time and later, change nothing", async () => {
    const dataset = await waitingUpload(await listeningWorkspace(), CSV);
    await Promise.all(Array.from({ length: 5 }, () => processImport(shop, dataset.id, 1)));
    await processImport(hours(5), dataset.id, 1);
    await expectOneImport(dataset);
  });

  it("a file of many statements that is cut among them leaves no row behind", async () => {
    const text = "x".repeat(100);
    const rows = Array.from({ length: 20_000 }, (_, at) => [at, text]);
    const csv = `n,text\n${rows.map((row) => row.join(",")).join("\n")}\n`;
    const dataset = await waitingUpload(newWorkspace().id, csv);
    const { shop: broken, died, calls } = cutWorkshop(shop, 8, "isolate dies");
    await Promise.race([processImport(broken, dataset.id, 1), died]);
    expect(calls.filter((name) => name.includes("INSERT INTO rows")).length).toBeGreaterThan(1);
    await processImport(hours(1), dataset.id, 1);
    expect((await tablesOf(dataset.id)).length).toBe(2);
    await cleanUp();
    await expectRows(dataset.id, 1, rows);
  });
});

describe("U8: an import always ends", () => {
  it("the lease is kept while the file is read, both times", async () => {
    const csv = `n,text\n${"1,some text that fills the file\n".repeat(150_000)}`;
    const dataset = await waitingUpload(newWorkspace().id, csv);
    let clock = Date.now();
    const now = () => {
      clock += 40_000;
      return new Date(clock);
    };
    const slow = { ...shop, now };
    const { shop: noted, calls } = cutWorkshop(slow, MANY * 100, "fails");
    await processImport(noted, dataset.id, 1);
    const opening = calls.findIndex((name) => name.includes("INSERT INTO tables"));
    for (const pass of [calls.slice(0, opening), calls.slice(opening)])
      expect(pass.filter((name) => name.includes("update")).length, pass.join("\n")).toBeGreaterThan(2);
  });

  it("one whose importers die one after the other fails with a reason", async () => {
    const workspaceId = await listeningWorkspace();
    const dataset = await waitingUpload(workspaceId, CSV);
    for (const later of [0, 1, 2, 3]) {
      const { shop: broken, died } = cutWorkshop(hours(later), 3, "isolate dies");
      await Promise.race([processImport(broken, dataset.id, 1), died]);
    }
    expect(await processImport(hours(4), dataset.id, 1)).toBe("idle");
    await sweepImports(hours(4));
    expect(await revisionsOf(dataset.id)).toMatchObject([
      { status: "failed", attempt: 4, error: { code: "internal" }, leaseUntil: null },
    ]);
    expect(await newsOf(dataset.id)).toEqual([{ event: "dataset.failed" }]);
  });

  it("one that waits, or whose importer died, is woken until then", async () => {
    const workspaceId = newWorkspace().id;
    const [waits, left] = [await waitingUpload(workspaceId, CSV), await waitingUpload(workspaceId, CSV)];
    const { shop: broken, died } = cutWorkshop(shop, 3, "isolate dies");
    await Promise.race([processImport(broken, left.id, 1), died]);
    const sent: string[] = [];
    const sendBatch = (messages: Iterable<MessageSendRequest<Job>>) => {
      for (const { body } of messages) if (body.kind === "import") sent.push(body.dataset_id);
      return Promise.resolve();
    };
    await sweepImports({ ...hours(1), jobs: { ...shop.jobs, sendBatch } });
    expect(sent.filter((id) => [waits.id, left.id].includes(id))).toEqual([waits.id, left.id]);
  });
});
