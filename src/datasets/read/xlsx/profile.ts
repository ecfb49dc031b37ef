import type { FieldType } from "../../../render/document";
import type { ColumnHint } from "../form";
import { type FileEvidence, type InferredType, inferType } from "../infer";
import { ColumnProfile } from "../profile";
import type { CellValue } from "./cell-values";
import { Duration, Moment } from "./moments";
import type { NumberLook } from "./number-formats";

const TEXT: InferredType = { type: "string" };

/**
 * Gathers what the cells of one column can be. The sheet has said already what is a number and what is a text, so
 * `"007"` and `"12"` stay texts; only dates are found among them, and words for "no value" among other cells.
 */
export class SheetProfile {
  /** Evidence about the texts alone. */
  readonly texts: ColumnProfile;
  #integers = 0;
  #fractions = 0;
  #booleans = 0;
  #dates = 0;
  #datetimes = 0;
  #times = 0;
  #durations = 0;
  /** What all numbers are formatted as; null when they differ. */
  #format: string | null | undefined;

  constructor(declared?: FieldType) {
    this.texts = new ColumnProfile(declared);
  }

  /** Whether texts still say something, so that they are worth being looked up. */
  get wantsTexts(): boolean {
    return this.texts.family !== "text";
  }

  add(value: CellValue, look: NumberLook): void {
    if (typeof value === "string") this.texts.add(value);
    else if (typeof value === "number") this.#addNumber(value, look);
    else if (typeof value === "boolean") this.#booleans += 1;
    else if (value instanceof Duration) this.#durations += 1;
    else if (value instanceof Moment) {
      if (value.kind === "date") this.#dates += 1;
      else if (value.kind === "datetime") this.#datetimes += 1;
      else this.#times += 1;
    }
  }

  /** No value was seen but such as say nothing. */
  get isEmpty(): boolean {
    return this.#typed === 0 && this.texts.family === "unknown";
  }

  /** The format of the numbers, when all have the same. */
  get format(): string | undefined {
    if (this.#durations > 0 && this.#durations === this.#typed) return "duration";
    return this.#numbers > 0 ? (this.#format ?? undefined) : undefined;
  }

  /** @param hint what the column is known to be: texts may be numbers then, if every one is. */
  infer(file: FileEvidence, hint: ColumnHint | null | undefined): InferredType {
    const typed = this.#typed;
    const { family } = this.texts;
    if (family === "unknown") return this.#inferTyped();
    if (family === "date" && typed === this.#dates + this.#datetimes) return this.#inferDates(file);
    const isHoped =
      (family === "number" &&
        (hint?.type === "number" || hint?.type === "integer") &&
        typed === this.#numbers) ||
      (family === "boolean" && hint?.type === "boolean" && typed === this.#booleans);
    if (!isHoped) return TEXT;
    const found = inferType(this.texts, file);
    return found.type === "integer" && this.#fractions > 0 ? { ...found, type: "number" } : found;
  }

  get #numbers(): number {
    return this.#integers + this.#fractions;
  }

  get #typed(): number {
    return this.#numbers + this.#booleans + this.#dates + this.#datetimes + this.#times + this.#durations;
  }

  #addNumber(value: number, { kind, ...look }: NumberLook): void {
    const format = kind === "number" && "format" in look ? look.format : undefined;
    if (this.#numbers === 0) this.#format = format;
    else if (this.#format !== format) this.#format = null;
    if (Number.isSafeInteger(value)) this.#integers += 1;
    else this.#fractions += 1;
  }

  #inferTyped(): InferredType {
    const typed = this.#typed;
    const format = this.format === undefined ? {} : { format: this.format };
    if (typed === 0) return TEXT;
    if (this.#booleans === typed) return { type: "boolean" };
    if (this.#durations === typed) return { type: "number", ...format };
    if (this.#dates === typed) return { type: "date" };
    if (this.#dates + this.#datetimes === typed) return { type: "datetime" };
    if (this.#numbers !== typed) return TEXT;
    return { type: this.#fractions === 0 && this.format === undefined ? "integer" : "number", ...format };
  }

  /** Texts that are dates, among cells that are: all with a time or all without, and no zone. */
  #inferDates(file: FileEvidence): InferredType {
    const found = inferType(this.texts, file);
    if (this.#typed === 0) return found;
    const others = found.type === "date" ? this.#datetimes : this.#dates;
    return others > 0 || this.texts.dates.zones > 0 ? TEXT : found;
  }
}
