import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { LiveStatus } from "../../src/live/live-status";
import { livePublisher } from "../../src/live/publisher";
import { runOf, watch } from "./watch";

/** A clock that the test moves. */
function clockAt(start: number) {
  let now = start;
  return { now: () => new Date(now), pass: (ms: number) => (now += ms) };
}

/** The real namespace, with the calls on its stubs passed through `on` first. */
function through(on: () => Promise<void>): DurableObjectNamespace<LiveStatus> {
  return {
    getByName: (name: string) => ({
      publish: async (...args: Parameters<LiveStatus["publish"]>) => {
        await on();
        return env.LIVE.getByName(name).publish(...args);
      },
    }),
  } as unknown as DurableObjectNamespace<LiveStatus>;
}

describe("publishing", () => {
  it("reaches those who watch the report", async () => {
    const report = `rep_${crypto.randomUUID()}`;
    const watcher = await watch(report);
    await watcher.snapshot();
    const { publish } = livePublisher(env.LIVE, report, () => new Date());
    await publish("queued", runOf("run_1", "queued"));
    await publish("completed", runOf("run_1", "completed", 100));
    expect((await watcher.rest()).map(({ type }) => type)).toEqual(["queued", "completed"]);
  });

  it("keeps the order when nobody waits for it", async () => {
    const report = `rep_${crypto.randomUUID()}`;
    const watcher = await watch(report);
    await watcher.snapshot();
    const { publish } = livePublisher(env.LIVE, report, () => new Date());
    await Promise.all(Array.from({ length: 30 }, (_, i) => publish("queued", runOf(`run_${i}`, "queued"))));
    const runs = (await watcher.rest()).map((message) => (message.type === "snapshot" ? "" : message.run.id));
    expect(runs).toEqual(Array.from({ length: 30 }, (_, i) => `run_${i}`));
  });

  it("calls the object four times a second at most for progress, and always for the rest", async () => {
    let calls = 0;
    const clock = clockAt(0);
    const namespace = through(async () => {
      calls += 1;
    });
    const { publish, wants } = livePublisher(namespace, `rep_${crypto.randomUUID()}`, clock.now);
    await publish("queued", runOf("run_1", "queued"));
    for (let ms = 0; ms < 1_000; ms += 10, clock.pass(10)) {
      expect(wants("progress", runOf("run_1"))).toBe(ms % 250 === 0);
      await publish("progress", runOf("run_1", "running", ms / 100));
    }
    expect(calls).toBe(1 + 4);
    clock.pass(-1);
    await publish("progress", runOf("run_2", "running", 1)); // another run
    await publish("progress", runOf("run_1", "retrying", 9)); // another status
    await publish("completed", runOf("run_1", "completed", 100));
    expect(calls).toBe(1 + 4 + 3);
  });

  it("never fails its caller, and goes on with a new stub", async () => {
    const report = `rep_${crypto.randomUUID()}`;
    const watcher = await watch(report);
    await watcher.snapshot();
    let broken = true;
    const namespace = through(async () => {
      if (broken) throw new Error("The object was reset.");
    });
    const { publish } = livePublisher(namespace, report, () => new Date());
    await expect(publish("queued", runOf("run_1", "queued"))).resolves.toBeUndefined();
    broken = false;
    await publish("completed", runOf("run_1", "completed", 100));
    expect((await watcher.rest()).map(({ type }) => type)).toEqual(["completed"]);
  });

  it("does not wait for an object that does not answer", async () => {
    const { publish } = livePublisher(
      through(() => new Promise(() => {})),
      "rep_stuck",
      () => new Date(),
    );
    await expect(publish("completed", runOf("run_1", "completed", 100))).resolves.toBeUndefined();
  });
});
