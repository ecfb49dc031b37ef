// A client that keeps its connections, and many of them at once.
import { Agent, request } from "node:http";
import { percentile } from "./numbers.mjs";

/**
 * Calls one server. Answers are read to their end.
 * @param {string} origin
 * @param {{ token?: string, connections?: number }} options
 */
export function httpClient(origin, { token, connections = 4 } = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, noDelay: true });
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  const { hostname, port } = new URL(origin);

  /**
   * `body` is text, bytes, a stream, or an object that is sent as JSON. `headOnly` breaks off behind the headers, for
   * answers that do not end by themselves.
   */
  const call = (method, path, { body, headers = {}, headOnly = false } = {}) =>
    new Promise((resolve, reject) => {
      const isStream = typeof body?.pipe === "function";
      const isJson = body !== undefined && typeof body !== "string" && !Buffer.isBuffer(body) && !isStream;
      const sent = isJson ? JSON.stringify(body) : body;
      const length = isStream || sent === undefined ? {} : { "content-length": Buffer.byteLength(sent) };
      const type = isJson ? { "content-type": "application/json" } : {};
      const outgoing = request(
        {
          agent,
          hostname,
          port,
          method,
          path,
          headers: { ...authorization, ...type, ...length, ...headers },
        },
        (incoming) => {
          if (headOnly) {
            incoming.on("error", () => {}).destroy();
            resolve(answerOf(incoming, Buffer.alloc(0)));
            return;
          }
          const pieces = [];
          incoming.on("data", (piece) => pieces.push(piece));
          incoming.on("error", reject);
          incoming.on("end", () => resolve(answerOf(incoming, Buffer.concat(pieces))));
        },
      );
      outgoing.on("error", reject);
      if (isStream) body.pipe(outgoing);
      else outgoing.end(sent);
    });

  /** The JSON of an answer that must be a success. */
  const json = async (method, path, options) => {
    const answer = await call(method, path, options);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.bytes.toString().slice(0, 500)}`);
    return JSON.parse(answer.bytes.toString());
  };

  return { call, json, close: () => agent.destroy() };
}

const answerOf = (incoming, bytes) => ({ status: incoming.statusCode, headers: incoming.headers, bytes });

/**
 * Asks for one path after the other on `connections` connections for `seconds`.
 * @param {string} origin
 * @param {(index: number) => string} pathOf
 * @returns {Promise<{ answers: number, perSecond: number, p50: number, p99: number, bytes: number }>} `bytes` of one answer
 */
export async function throughput(origin, pathOf, { token, connections = 16, seconds }) {
  const client = httpClient(origin, { token, connections });
  const latencies = [];
  let bytes = 0;
  let index = 0;
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const loop = async () => {
    while (performance.now() < end) {
      const path = pathOf(index++);
      const asked = performance.now();
      const answer = await client.call("GET", path);
      if (answer.status !== 200)
        throw new Error(`GET ${path}: ${answer.status} ${answer.bytes.toString().slice(0, 300)}`);
      latencies.push(performance.now() - asked);
      bytes = answer.bytes.length;
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  const took = (performance.now() - begin) / 1000;
  client.close();
  return {
    answers: latencies.length,
    perSecond: latencies.length / took,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    bytes,
  };
}
