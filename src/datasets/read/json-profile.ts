import type { FieldType } from "../../render/document";
import { type FileEvidence, type InferredType, inferType } from "./infer";
import { ColumnProfile } from "./profile";

/**
 * Gathers what the values of one key can be. JSON has said already what is a number and what is a
 * text, so `"007"` and `"12"` stay texts; only dates have to be found among them.
 */
export class JsonProfile {
  /** Evidence about the texts alone. */
  readonly strings: ColumnProfile;
  #strings = 0;
  #booleans = 0;
  #integers = 0;
  #fractions = 0;
  #others = 0;

  constructor(declared?: FieldType) {
    this.strings = new ColumnProfile(declared);
  }

  add(value: unknown): void {
    if (value === null || value === undefined) return;
    if (typeof value === "string") {
      this.#strings += 1;
      if (value === "") this.#others += 1;
      else this.strings.add(value);
    } else if (typeof value === "boolean") this.#booleans += 1;
    else if (typeof value !== "number") this.#others += 1;
    else if (Number.isSafeInteger(value)) this.#integers += 1;
    else this.#fractions += 1;
  }

  /** No value but null was seen. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get #count(): number {
    return this.#strings + this.#booleans + this.#integers + this.#fractions + this.#others;
  }

  infer(file: FileEvidence): InferredType {
    const numbers = this.#integers + this.#fractions;
    const all = this.#count;
    if (all > 0 && this.#booleans === all) return { type: "boolean" };
    if (all > 0 && numbers === all) return { type: this.#fractions === 0 ? "integer" : "number" };
    const dates = this.#strings === all && this.strings.family === "date";
    return dates ? inferType(this.strings, file) : { type: "string" };
  }
}
