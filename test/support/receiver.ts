import { vi } from "vitest";
import type { Answer, Seen } from "./receiver-service";

export interface Receiver {
  /** Where a webhook may lead. */
  readonly url: string;
  /** What it answers, one after the other; the last again and again. */
  readonly answers: (...script: Answer[]) => Promise<void>;
  /** What it got so far. */
  readonly seen: () => Promise<Seen[]>;
  /** Waits until it has got so many. */
  readonly got: (count: number) => Promise<Seen[]>;
}

/** An address outside that takes webhooks (see receiver-service.ts) and that no other test knows. */
export function newReceiver(): Receiver {
  const box = crypto.randomUUID();
  const at = (verb: string) => `http://receiver.test/${verb}/${box}`;
  const seen = async () => (await (await fetch(at("seen"))).json()) as Seen[];
  return {
    url: at("in"),
    answers: async (...script) => {
      await fetch(at("script"), { method: "PUT", body: JSON.stringify(script) });
    },
    seen,
    got: (count) =>
      vi.waitFor(
        async () => {
          const all = await seen();
          if (all.length < count) throw new Error(`${all.length} of ${count} came`);
          return all;
        },
        { timeout: 15_000, interval: 50 },
      ),
  };
}
