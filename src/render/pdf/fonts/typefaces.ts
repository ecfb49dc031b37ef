import type { RenderResources } from "../../renderer";
import type { PdfFile } from "../file/pdf-file";
import { Face } from "../text/face";
import { HanChoice } from "../text/han-choice";
import { WideText } from "../text/wide-text";
import { FontLibrary, type Weight } from "./font-library";
import { writePlainFont, writeWideFont } from "./font-objects";
import { PlainFont } from "./plain-font";
import { WideFont } from "./wide-font";

const NAMES = { 400: { plain: "F1", wide: "F2" }, 700: { plain: "F3", wide: "F4" } } as const;

/** The font in which a byte is a character, in the regular weight. */
export const PLAIN_FONT = NAMES[400].plain;

/** The report's two weights, and their objects in the file. */
export class Typefaces {
  private constructor(
    readonly regular: Face,
    readonly bold: Face,
  ) {}

  /** @param locale BCP 47; decides how Han characters look where the text does not tell */
  static async open(resources: RenderResources, locale: string): Promise<Typefaces> {
    const library = new FontLibrary(resources);
    const han = new HanChoice(locale, library);
    const face = async (weight: Weight): Promise<Face> => {
      const plain = new PlainFont(await library.slice(`noto-sans-latin-${weight}`));
      const wide = new WideText(NAMES[weight].wide, new WideFont(library, weight), library, han);
      return new Face(NAMES[weight].plain, plain, wide);
    };
    return new Typefaces(await face(400), await face(700));
  }

  /** Reads the glyphs of all text wanted so far. */
  async load(): Promise<void> {
    await this.regular.load();
    await this.bold.load();
  }

  /** How many different characters the fonts do not have. */
  get missingCount(): number {
    return new Set([...this.regular.wide.font.missing, ...this.bold.wide.font.missing]).size;
  }

  /** Writes the fonts and returns the entries of the resource dictionary's `Font` (ISO 32000-1, 7.8.3). */
  write(file: PdfFile): string {
    let entries = "";
    for (const [face, weight] of [
      [this.regular, 400],
      [this.bold, 700],
    ] as const) {
      const plain = file.reserve();
      writePlainFont(file, plain, face.plain, weight);
      entries += `/${NAMES[weight].plain} ${plain} 0 R`;
      if (!face.wide.font.used) continue;
      const wide = file.reserve();
      writeWideFont(file, wide, face.wide.font, face.plain.slice);
      entries += `/${NAMES[weight].wide} ${wide} 0 R`;
    }
    return entries;
  }
}
