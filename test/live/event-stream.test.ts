import { describe, expect, it } from "vitest";
import { eventStream } from "../../src/live/event-stream";

/** A stream over one end of a socket, and the other end. */
function streamed(heartbeatMs?: number) {
  const { 0: near, 1: far } = new WebSocketPair();
  far.accept();
  const ended = new Promise<CloseEvent>((resolve) => far.addEventListener("close", resolve));
  return { far, ended, response: eventStream(near, heartbeatMs) };
}

const message = (seq: number) => JSON.stringify({ type: "queued", seq, run: { id: "run_1" } });

describe("E7: server-sent events", () => {
  it("say that they are still there while nothing happens", async () => {
    const { response } = streamed(5);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (text.split(": still here\n\n").length < 4) text += (await reader?.read())?.value;
    await reader?.cancel();
  });

  it("end when the live object goes away", async () => {
    const { far, response } = streamed();
    far.send(message(1));
    far.close(1001);
    expect(await response.text()).toBe(`retry: 2000\n\nid: 1\nevent: queued\ndata: ${message(1)}\n\n`);
  });

  it("close the socket when the reader goes away", async () => {
    const { ended, response } = streamed(5);
    await response.body?.cancel();
    expect((await ended).code).toBe(1000);
  });

  it("let a reader go that has stopped reading, rather than keep what it does not take", async () => {
    const { far, ended, response } = streamed();
    for (let seq = 1; seq <= 300; seq += 1) far.send(message(seq));
    expect((await ended).code).toBe(1000);
    const ids = [...(await response.text()).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => i + 1));
    expect(ids.length).toBeLessThan(300);
  });
});
