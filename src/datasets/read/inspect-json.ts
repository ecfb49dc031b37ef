import { ReadFailure } from "./failure";
import { declaredFor, finishField, planFields, sameColumn } from "./fields";
import { type Fault, type JsonForm, READ_LIMITS, type ReadOptions } from "./form";
import { nameColumns } from "./header";
import { fileEvidence, readAs } from "./infer";
import { type JsonSplitter, jsonSplitter } from "./json-elements";
import { JsonProfile } from "./json-profile";
import { readElement } from "./json-rows";

/** Pass 1 over NDJSON or a JSON array: every key of every object, with its type. */
export class JsonInspector {
  readonly #format: "ndjson" | "json";
  readonly #options: ReadOptions;
  readonly #splitter: JsonSplitter;
  readonly #profiles = new Map<string, JsonProfile>();
  #records = 0;
  #objects = 0;
  #firstFault: (Fault & { line: number }) | null = null;

  constructor(format: "ndjson" | "json", options: ReadOptions) {
    this.#format = format;
    this.#options = options;
    this.#splitter = jsonSplitter(format, {
      record: (text, line) => this.#take(text, line),
      fault: (fault, line) => this.#count(fault, line),
    });
  }

  write(text: string): void {
    this.#splitter.write(text);
  }

  /** @throws ReadFailure when there is no object to find fields in. */
  end(encoding: string): JsonForm {
    this.#splitter.end();
    const fault = this.#firstFault;
    if (this.#objects === 0 && fault !== null && !this.#options.strict) {
      const forms = 'Upload an array of objects, such as [{"name": "Ann"}], or one object a line.';
      const message = `No row could be read. ${forms} The first fault is on line ${fault.line}: ${fault.message}`;
      throw new ReadFailure("no_good_rows", message);
    }
    const target = this.#options.target;
    if (target === undefined && this.#profiles.size === 0) {
      throw new ReadFailure(
        "empty_file",
        'The file holds no objects, so there are no fields. Send [{"name": "Ann"}] or the like.',
      );
    }
    const closed = target !== undefined;
    return { format: this.#format, encoding, closed, fields: this.#fields(), records: this.#records };
  }

  #fields(): JsonForm["fields"] {
    const keys = [...this.#profiles.keys()];
    const known = this.#options.target;
    const columns = nameColumns(keys, this.#options.hints);
    // An unknown key makes its row bad, not the file.
    const used =
      known === undefined
        ? columns
        : columns.filter((column) => known.some((field) => sameColumn(field, column)));
    const profiles = [...this.#profiles.values()];
    const file = fileEvidence(
      profiles.map(({ strings }) => strings),
      null,
      this.#options.dateOrder,
    );
    return planFields(used, this.#options, "keys").map((field) => {
      const { index, type, name, label, format } = field;
      const column = index === null ? undefined : used[index];
      const at = column === undefined ? -1 : columns.indexOf(column);
      const profile = profiles[at] ?? new JsonProfile();
      const found =
        type === undefined
          ? profile.infer(file)
          : readAs({ name, label, type, format }, profile.strings, file);
      return finishField({ ...field, index: null }, found, profile.isEmpty, keys[at]);
    });
  }

  #take(text: string, line: number): void {
    const element = readElement(text);
    if ("fault" in element) {
      this.#count(element.fault, line);
      return;
    }
    this.#records += 1;
    this.#objects += 1;
    for (const key of Object.keys(element.object)) this.#profile(key).add(element.object[key]);
  }

  #count(fault: Fault, line: number): void {
    this.#records += 1;
    this.#firstFault ??= { ...fault, line };
    if (this.#options.strict && this.#format === "json" && fault.code === "invalid_json") {
      const message = `The body is not valid JSON: see its element ${this.#records}, which begins on line ${line}.`;
      throw new ReadFailure("malformed_json", message);
    }
  }

  #profile(key: string): JsonProfile {
    const known = this.#profiles.get(key);
    if (known !== undefined) return known;
    if (this.#profiles.size === READ_LIMITS.columns) {
      const limit = READ_LIMITS.columns.toLocaleString("en");
      throw new ReadFailure(
        "too_many_columns",
        `The objects have more than ${limit} different keys. Leave some out.`,
      );
    }
    const profile = new JsonProfile(declaredFor(key, this.#options));
    this.#profiles.set(key, profile);
    return profile;
  }
}
