import { Writable } from "node:stream";
import { Busboy, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy";
import type { z } from "@hono/zod-openapi";
import { fieldErrors } from "../http/field-errors";
import { essence } from "../http/media-types";
import { invalid, Problem } from "../http/problem";
import { type UploadOptions, uploadOptionsSchema } from "./schemas";
import type { Upload } from "./upload";

/** Names under which older clients send the file. */
const FILE_FIELDS = ["file", "csv_file"];

/** The upload that a request carries: a multipart form with `file`, or the bare bytes. Options of a form override the query. */
export function uploadOf(request: Request): Upload {
  const type = request.headers.get("Content-Type") ?? undefined;
  return essence(type) === "multipart/form-data" ? multipartUpload(request) : rawUpload(request);
}

function rawUpload(request: Request): Upload {
  return {
    store: async (save) => {
      const options = parseOptions(queryOptions(request));
      const size = request.body ? await save(request.body) : 0;
      return { size, filename: options.name ?? null, options };
    },
  };
}

function multipartUpload(request: Request): Upload {
  return {
    store: async (save) => {
      const fields = queryOptions(request);
      let stored: Promise<{ size: number; filename: string | null }> | null = null;
      await parseForm(request, {
        field: (name, value) => {
          if (FILE_FIELDS.includes(name))
            throw invalid({
              [name]: ["The part has no filename: send it as a file, such as with curl -F file=@data.csv"],
            });
          fields[name] = value;
        },
        file: (name, filename, content) => {
          if (!FILE_FIELDS.includes(name)) throw invalid({ [name]: ["Send the file as the field file"] });
          if (stored) throw invalid({ file: ["Send one file at a time"] });
          stored = save(content).then((size) => ({ size, filename }));
          return stored;
        },
      });
      if (!stored) throw invalid({ file: ["Send the file as the form field file"] });
      const { size, filename } = await (stored as Promise<{ size: number; filename: string | null }>);
      return { size, filename, options: parseOptions(fields) };
    },
  };
}

/** The options in the query; the route has refused what else could be meant there. */
function queryOptions(request: Request): Record<string, string> {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...searchParams].filter(([name]) => Object.hasOwn(uploadOptionsSchema.shape, name)),
  );
}

interface FormParts {
  field(name: string, value: string): void;
  file(name: string, filename: string | null, content: AsyncIterable<Uint8Array>): Promise<unknown>;
}

/** Takes a multipart body apart while it streams (RFC 7578). A broken body is a 400, what `parts` throws is itself. */
async function parseForm(request: Request, parts: FormParts): Promise<void> {
  const parser = openParser(request);
  const work: Promise<unknown>[] = [];
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    parser.destroy();
  };
  const done = new Promise<void>((resolve) => {
    parser
      .on("finish", resolve)
      .on("close", resolve)
      .on("error", (cause: unknown) => {
        fail(new Problem("malformed_request", `The form data cannot be read: ${reasonOf(cause)}.`));
        resolve();
      });
  });
  parser.on("field", (name, value) => {
    try {
      parts.field(name, value);
    } catch (error) {
      fail(error);
    }
  });
  parser.on("file", (name, stream, filename) => {
    try {
      const finished = parts.file(name, filename ?? null, stream as AsyncIterable<Uint8Array>);
      work.push(finished);
      finished.catch(fail);
    } catch (error) {
      stream.resume();
      fail(error);
    }
  });
  const writer = Writable.toWeb(parser) as unknown as WritableStream<Uint8Array>;
  await (request.body ?? new Blob([]).stream()).pipeTo(writer).catch((error: unknown) => {
    failure ??=
      error instanceof Problem
        ? error
        : new Problem("malformed_request", "The form data breaks off before its end.");
  });
  await done;
  const results = await Promise.allSettled(work);
  const rejected = results.find((result) => result.status === "rejected");
  if (failure) throw failure;
  if (rejected) throw rejected.reason;
}

function openParser(request: Request): BusboyInstance {
  try {
    return new Busboy({
      headers: Object.fromEntries(request.headers) as BusboyHeaders,
      limits: { files: 2, fields: 20, fieldSize: 200_000, headerPairs: 100 },
    });
  } catch (cause) {
    throw new Problem("malformed_request", `The form data cannot be read: ${reasonOf(cause)}.`);
  }
}

/** The parser's own sentences are about the form, not about us; anything else stays inside. */
const reasonOf = (cause: unknown) =>
  cause instanceof Error && /boundary|multipart|form/i.test(cause.message)
    ? cause.message.replace(/\.$/, "").toLowerCase()
    : "it is not valid multipart/form-data";

function parseOptions(values: Record<string, string>): UploadOptions {
  const result: z.ZodSafeParseResult<UploadOptions> = uploadOptionsSchema.safeParse(values);
  if (!result.success) throw invalid(fieldErrors(result.error.issues, ""));
  return result.data;
}
