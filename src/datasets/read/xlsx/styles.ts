import { type NumberLook, numberLook, PLAIN } from "./number-formats";
import type { XmlHandler } from "./xml-parser";
import { attribute } from "./xml-text";

/** More than Excel allows in one workbook. */
const MAX_STYLES = 70_000;

/** Reads `xl/styles.xml` (ECMA-376 part 1, 18.8) for one thing: what each cell style makes of a number. */
export class StyleReader implements XmlHandler {
  readonly #codes = new Map<number, string>();
  readonly #formats: number[] = [];
  readonly #path: string[] = [];

  open(name: string, attributes: string): void {
    const parent = this.#path.at(-1);
    this.#path.push(name);
    if (this.#formats.length >= MAX_STYLES || this.#codes.size >= MAX_STYLES) return;
    const id = () => Number(attribute(attributes, "numFmtId") ?? 0);
    // The same elements stand below `dxf`, which are not the styles of cells.
    if (name === "xf" && parent === "cellXfs") this.#formats.push(id());
    if (name === "numFmt" && parent === "numFmts") {
      this.#codes.set(id(), (attribute(attributes, "formatCode") ?? "").slice(0, 1_000));
    }
  }

  close(): void {
    this.#path.pop();
  }

  text(): void {}

  /** The looks by the number that cells carry in `s`. */
  looks(): readonly NumberLook[] {
    const known = new Map<number, NumberLook>([[0, PLAIN]]);
    return this.#formats.map((id) => {
      const look = known.get(id) ?? numberLook(id, this.#codes.get(id));
      known.set(id, look);
      return look;
    });
  }
}
