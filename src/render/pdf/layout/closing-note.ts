import type { ReportDocument } from "../../document";
import { filled, formOf, wordsOf } from "../../words";
import type { PageFlow } from "./page-flow";
import { COLOUR, points, TYPE } from "./theme";

const GAP = points(12);

/** Says what the replacement character stands for where the report has characters that no font has. */
export async function drawClosingNote(flow: PageFlow, { locale }: ReportDocument): Promise<void> {
  const { regular, missingCount } = flow.type;
  if (missingCount === 0) return;
  const template = formOf(wordsOf(locale).no_glyphs, missingCount, locale);
  const note = filled(template, { count: String(missingCount) });
  regular.want(note);
  await flow.type.load();
  flow.y -= GAP;
  flow.paragraph(note, { face: regular, size: TYPE.small, colour: COLOUR.soft });
}
