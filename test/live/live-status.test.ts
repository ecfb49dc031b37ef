import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type EventType, furtherOf, PROGRESS_INTERVAL_MS, type RunView } from "../../src/live/protocol";
import { runOf, Watch, watch } from "./watch";

vi.setConfig({ testTimeout: 30_000 }); // hundreds of events, on a machine that does other things too

let report: string;
beforeEach(() => {
  report = `rep_${crypto.randomUUID()}`;
});

const live = () => env.LIVE.getByName(report);
const interval = () => scheduler.wait(PROGRESS_INTERVAL_MS + 10);

/** A run from queued to completed, in events 1 to 4 of a new report. */
async function oneRun(id = "run_1"): Promise<void> {
  await live().publish("queued", runOf(id, "queued"));
  await live().publish("progress", runOf(id, "running", 10));
  await interval();
  await live().publish("progress", runOf(id, "running", 60));
  await live().publish("completed", runOf(id, "completed", 100));
}

/** The runs as a client has them once it has applied all that it received; fails on a gap or a step back. */
async function folded(watcher: Watch): Promise<Map<string, RunView>> {
  const { seq, runs } = await watcher.snapshot();
  const state = new Map(runs.map((run) => [run.id, run]));
  let last = seq;
  for (const message of await watcher.rest()) {
    if (message.type === "snapshot") throw new Error("a second snapshot came");
    expect(message.seq).toBe(last + 1);
    last = message.seq;
    const before = state.get(message.run.id);
    if (before) expect(furtherOf(before, message.run)).toEqual(message.run);
    state.set(message.run.id, message.run);
  }
  watcher.socket.close();
  return new Map([...state].toSorted());
}

describe("D8: watching a report", () => {
  it("begins with the runs, then tells each event in order", async () => {
    const watcher = await watch(report, [runOf("run_0", "completed", 100, { report_name: "Grades" })]);
    expect(await watcher.snapshot()).toEqual({
      type: "snapshot",
      seq: 0,
      runs: [runOf("run_0", "completed", 100, { report_name: "Grades" })],
    });
    await oneRun();
    expect(await watcher.rest()).toEqual([
      { type: "queued", seq: 1, run: runOf("run_1", "queued") },
      { type: "progress", seq: 2, run: runOf("run_1", "running", 10) },
      { type: "progress", seq: 3, run: runOf("run_1", "running", 60) },
      { type: "completed", seq: 4, run: runOf("run_1", "completed", 100) },
    ]);
  });

  it("tells all watchers the same, and a late one where it stands", async () => {
    const early = [await watch(report), await watch(report)];
    for (const watcher of early) await watcher.snapshot();
    await live().publish("queued", runOf("run_1", "queued"));
    await live().publish("progress", runOf("run_1", "running", 10));
    const late = await watch(report, [runOf("run_1", "queued")]); // D1 was read a moment too early
    expect(await late.snapshot()).toEqual({
      type: "snapshot",
      seq: 2,
      runs: [runOf("run_1", "running", 10)],
    });
    await live().publish("failed", runOf("run_1", "failed", 10, { reason: "no_data" }));
    const ends = await Promise.all([...early, late].map((watcher) => watcher.rest()));
    expect(ends.map((messages) => messages.map(({ seq }) => seq))).toEqual([[1, 2, 3], [1, 2, 3], [3]]);
    expect(ends.map((messages) => messages.at(-1))).toEqual(Array(3).fill(ends[0]?.[2]));
  });

  it("keeps reports apart", async () => {
    const other = await watch(`${report}_other`);
    await other.snapshot();
    await oneRun();
    expect(await other.rest()).toEqual([]);
  });

  it("loses nothing and doubles nothing between opening and the first message", async () => {
    const opened = await live().fetch("https://live/?connection=c1", { headers: { Upgrade: "websocket" } });
    if (!opened.webSocket) throw new Error("no socket");
    const watcher = new Watch(opened.webSocket);
    await live().publish("queued", runOf("run_1", "queued"));
    await live().publish("queued", runOf("run_2", "queued")); // D1 did not have this one yet
    await live().publish("progress", runOf("run_1", "running", 5));
    expect(await watcher.rest()).toEqual([]);
    await live().welcome("c1", [runOf("run_1", "queued"), runOf("run_0", "completed", 100)]);
    await live().publish("completed", runOf("run_2", "completed", 100));
    expect(await watcher.rest()).toEqual([
      {
        type: "snapshot",
        seq: 3,
        runs: [runOf("run_2", "queued"), runOf("run_1", "running", 5), runOf("run_0", "completed", 100)],
      },
      { type: "completed", seq: 4, run: runOf("run_2", "completed", 100) },
    ]);
  });

  it("welcomes nobody when the client has gone", async () => {
    await expect(live().welcome("nobody", [])).resolves.toBeUndefined();
  });
});

describe("E6: what watchers see only goes forward", () => {
  it("four progress messages a second at most, and always the last word", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    const began = performance.now();
    for (let percent = 1; percent <= 60; percent += 1)
      await live().publish("progress", runOf("run_1", "running", percent));
    const most = 1 + Math.floor((performance.now() - began) / PROGRESS_INTERVAL_MS);
    await live().publish("completed", runOf("run_1", "completed", 100));
    const messages = await watcher.rest();
    expect(messages.length).toBeLessThanOrEqual(most + 1);
    expect(messages[0]).toMatchObject({ type: "progress", run: runOf("run_1", "running", 1) });
    expect(messages.at(-1)).toMatchObject({ type: "completed", seq: messages.length });
  });

  it("is not held up by another run", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    await live().publish("progress", runOf("run_1", "running", 1));
    await live().publish("progress", runOf("run_2", "running", 1));
    expect((await watcher.rest()).length).toBe(2);
  });

  it("ignores news that come late", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    await live().publish("progress", runOf("run_1", "running", 30));
    await live().publish("queued", runOf("run_1", "queued"));
    await live().publish("completed", runOf("run_1", "completed", 100));
    await live().publish("progress", runOf("run_1", "running", 90));
    await live().publish("failed", runOf("run_1", "failed", 90));
    expect((await watcher.rest()).map(({ type }) => type)).toEqual(["progress", "completed"]);
  });

  it("corrects a snapshot that D1 had too old, and takes one that is newer", async () => {
    await live().publish("completed", runOf("run_1", "completed", 100));
    await live().publish("progress", runOf("run_2", "running", 40));
    const watcher = await watch(report, [
      runOf("run_3", "running", 7),
      runOf("run_2", "running", 55),
      runOf("run_1", "running", 90),
    ]);
    expect((await watcher.snapshot()).runs).toEqual([
      runOf("run_3", "running", 7),
      runOf("run_2", "running", 55),
      runOf("run_1", "completed", 100),
    ]);
  });

  it("tells everybody of an end that was never published", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    await live().publish("progress", runOf("run_1", "running", 40));
    const newcomer = await watch(report, [runOf("run_1", "failed", 40, { reason: "timeout" })]);
    expect((await newcomer.snapshot()).runs).toEqual([runOf("run_1", "failed", 40, { reason: "timeout" })]);
    expect((await watcher.rest()).at(-1)).toMatchObject({ type: "failed", run: { reason: "timeout" } });
    expect(await newcomer.rest()).toEqual([]);
  });
});

describe("N18: coming back", () => {
  it("gives the snapshot of then and every event since, so that nothing goes back", async () => {
    await oneRun();
    await live().publish("queued", runOf("run_2", "queued"));
    const watcher = await watch(report, [runOf("run_2", "queued"), runOf("run_1", "completed", 100)], 2);
    expect(await watcher.snapshot()).toEqual({
      type: "snapshot",
      seq: 2,
      runs: [runOf("run_2", "queued"), runOf("run_1", "running", 10)],
    });
    expect(await watcher.rest()).toEqual([
      { type: "progress", seq: 3, run: runOf("run_1", "running", 60) },
      { type: "completed", seq: 4, run: runOf("run_1", "completed", 100) },
      { type: "queued", seq: 5, run: runOf("run_2", "queued") },
    ]);
  });

  it("from the very beginning gives everything", async () => {
    await oneRun();
    const watcher = await watch(report, [runOf("run_1", "completed", 100)], 0);
    expect(await watcher.snapshot()).toEqual({ type: "snapshot", seq: 0, runs: [runOf("run_1", "queued")] });
    expect((await watcher.rest()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it("without a gap gives the present, and goes on", async () => {
    await oneRun();
    const watcher = await watch(report, [runOf("run_1", "completed", 100)], 4);
    expect(await watcher.snapshot()).toEqual({
      type: "snapshot",
      seq: 4,
      runs: [runOf("run_1", "completed", 100)],
    });
    await live().publish("queued", runOf("run_2", "queued"));
    expect((await watcher.rest()).map(({ seq }) => seq)).toEqual([5]);
  });

  it("from anywhere leads to the same present, without a step back", async () => {
    const step = fc.record({
      id: fc.constantFrom("run_1", "run_2", "run_3"),
      status: fc.constantFrom("queued", "running", "retrying", "completed", "failed"),
      percent: fc.nat({ max: 99 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        report = `rep_${crypto.randomUUID()}`;
        for (const { id, status, percent } of steps) {
          const type = status === "running" || status === "retrying" ? "progress" : (status as EventType);
          await live().publish(type, runOf(id, status, percent));
        }
        const inD1 = [...new Set(steps.map(({ id }) => id))].map((id) => runOf(id, "queued"));
        const present = await folded(await watch(report, inD1));
        for (let since = 0; since <= steps.length; since += 1) {
          expect(await folded(await watch(report, inD1, since))).toEqual(present);
        }
      }),
      { numRuns: 8 },
    );
  });

  it("after too long gives the present only", async () => {
    for (let i = 0; i < 255; i += 1) await live().publish("completed", runOf(`run_${i}`, "completed", 100));
    const tooOld = await watch(report, [runOf("run_254", "completed", 100)], 49);
    expect((await tooOld.snapshot()).seq).toBe(255);
    expect(await tooOld.rest()).toEqual([]);
    const oldest = await watch(report, [], 50);
    expect((await oldest.snapshot()).seq).toBe(50);
    expect((await oldest.rest()).length).toBe(205);
  });

  it("to an object that was lost gives the present from D1", async () => {
    const watcher = await watch(report, [runOf("run_1", "running", 40)], 4_711);
    expect(await watcher.snapshot()).toEqual({
      type: "snapshot",
      seq: 0,
      runs: [runOf("run_1", "running", 40)],
    });
    await live().publish("completed", runOf("run_1", "completed", 100));
    expect((await watcher.rest()).map(({ type, seq }) => [type, seq])).toEqual([["completed", 1]]);
  });
});

describe("a live object that sleeps", () => {
  it("keeps its sockets, who was welcomed, and the count", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    const opened = await live().fetch("https://live/?connection=c2&since=1", {
      headers: { Upgrade: "websocket" },
    });
    if (!opened.webSocket) throw new Error("no socket");
    const silent = new Watch(opened.webSocket);
    await live().publish("queued", runOf("run_1", "queued"));
    await evictDurableObject(live());
    await live().publish("progress", runOf("run_1", "running", 10));
    expect((await watcher.rest()).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await silent.rest()).toEqual([]);
    await evictDurableObject(live());
    await live().welcome("c2", []);
    expect((await silent.rest()).map(({ type, seq }) => [type, seq])).toEqual([
      ["snapshot", 1],
      ["progress", 2],
    ]);
  });

  it("throttles across sleep", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    await runInDurableObject(live(), (_, state) => {
      // As if the last progress had gone out in a moment that is still to come.
      const run = JSON.stringify(runOf("run_1", "running", 1));
      state.storage.sql.exec("INSERT INTO runs VALUES ('run_1', 0, ?, ?, 0)", Date.now() + 60_000, run);
    });
    await evictDurableObject(live());
    await live().publish("progress", runOf("run_1", "running", 2));
    expect(await watcher.rest()).toEqual([]);
  });

  it("answers ping without being woken", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    await evictDurableObject(live());
    watcher.socket.send("ping");
    expect(await watcher.text()).toBe("pong");
    // It sleeps on: nothing but the automatic answer has touched the socket.
    const answeredAt = await runInDurableObject(live(), (_, state) =>
      state.getWebSockets().map((socket) => state.getWebSocketAutoResponseTimestamp(socket)),
    );
    expect(answeredAt).toEqual([expect.any(Date)]);
  });

  it("forgets after a day but how far it has counted: whoever comes back later sees that something was missed", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    await oneRun();
    const age = () =>
      runInDurableObject(live(), (_, { storage }) => {
        storage.sql.exec("UPDATE events SET at = 0");
        storage.sql.exec("UPDATE runs SET at = 0");
      });
    await age();
    expect(await runDurableObjectAlarm(live())).toBe(true);
    await live().publish("queued", runOf("run_2", "queued"));
    expect((await watcher.rest()).at(-1)).toMatchObject({ type: "queued", seq: 5 });

    watcher.socket.close(1000);
    await watcher.end();
    await age();
    expect(await runDurableObjectAlarm(live())).toBe(true);
    const rows = await runInDurableObject(live(), (_, { storage }) =>
      storage.sql.exec("SELECT seq, run FROM events").toArray(),
    );
    expect(rows).toEqual([{ seq: 5, run: null }]);
    await live().publish("queued", runOf("run_3", "queued")); // and is of use again
    expect((await (await watch(report)).snapshot()).seq).toBe(6);
    for (const since of [2, 4]) expect((await (await watch(report, [], since)).snapshot()).seq).toBe(6);
    expect((await (await watch(report, [], 5)).snapshot()).seq).toBe(5);
  });

  it("lets a user's oldest socket go when there are more than twenty, and nobody else's", async () => {
    const other = await watch(report, [], null, "usr_bob");
    const mine = [];
    for (let time = 0; time < 21; time += 1) mine.push(await watch(report));
    await mine[0]?.end();
    expect(mine.map(({ closed }) => closed?.code ?? null)).toEqual([1008, ...Array(20).fill(null)]);
    expect(other.closed).toBeNull();
  });
});

describe("what a watcher sends", () => {
  it("is ignored, whatever it is", async () => {
    const watcher = await watch(report);
    await watcher.snapshot();
    for (const text of ["hello", '{"type":"completed"}', "PING", ""]) watcher.socket.send(text);
    watcher.socket.send(new Uint8Array(100));
    await live().publish("queued", runOf("run_1", "queued"));
    expect((await watcher.rest()).map(({ type }) => type)).toEqual(["queued"]);
  });

  it.each([
    ["text", "x".repeat(1_025)],
    ["binary", new Uint8Array(1_025)],
  ])("ends the connection when it is big %s", async (_, data) => {
    const watcher = await watch(report);
    const other = await watch(report);
    await watcher.snapshot();
    await other.snapshot();
    watcher.socket.send(data);
    expect((await watcher.end()).code).toBe(1009);
    await live().publish("queued", runOf("run_1", "queued"));
    expect((await other.rest()).map(({ type }) => type)).toEqual(["queued"]);
  });

  it.each([
    [1000, 1000],
    [4321, 4321],
    [undefined, 1000],
  ])("may be goodbye with code %s", async (code, answer) => {
    const watcher = await watch(report);
    await watcher.snapshot();
    watcher.socket.close(code);
    expect((await watcher.end()).code).toBe(answer);
    await live().publish("queued", runOf("run_1", "queued"));
    expect(await runInDurableObject(live(), (_, state) => state.getWebSockets().length)).toBe(0);
  });
});
