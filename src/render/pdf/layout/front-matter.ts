import type { ReportDocument } from "../../document";
import { generatedAtText } from "../../values/words";
import { wordsOf } from "../../words";
import { rectangle } from "./canvas";
import type { PageFlow } from "./page-flow";
import { COLOUR, LEADING, type Length, MARGIN, points, TYPE } from "./theme";

const BAR = points(3);
const AFTER_BAR = points(14);
const AFTER_TITLE = points(3);
const AFTER_DESCRIPTION = points(6);
const LABEL_GAP = points(12);
const AFTER_FACTS = points(4);

/** Title, description, when the report was made, and the filters that were applied, on the first page. */
export async function drawFrontMatter(flow: PageFlow, document: ReportDocument): Promise<void> {
  const { regular, bold } = flow.type;
  const facts = factsOf(document);
  bold.want(document.title);
  regular.want(document.description ?? "");
  for (const { label, lines } of facts) {
    bold.want(label);
    for (const text of lines) regular.want(text);
  }
  await flow.type.load();

  flow.canvas.fill(rectangle(MARGIN.side, flow.y - BAR, flow.width, BAR), COLOUR.accent);
  flow.y -= BAR + AFTER_BAR;
  flow.paragraph(document.title, { face: bold, size: TYPE.title, colour: COLOUR.ink });
  flow.y -= AFTER_TITLE;
  if (document.description) {
    flow.paragraph(document.description, { face: regular, size: TYPE.body, colour: COLOUR.soft });
    flow.y -= AFTER_DESCRIPTION;
  }
  drawFacts(flow, facts);
  flow.y -= AFTER_FACTS;
}

interface Fact {
  readonly label: string;
  readonly lines: readonly string[];
}

function factsOf(document: ReportDocument): Fact[] {
  const words = wordsOf(document.locale);
  const facts: Fact[] = [{ label: words.generated, lines: [generatedAtText(document)] }];
  const filters = document.filters.map(({ label, text }) => `${label}: ${text}`);
  if (filters.length > 0) facts.push({ label: words.filters, lines: filters });
  if (document.sections.length > 1) {
    facts.push({ label: words.contents, lines: document.sections.map(({ title }) => title) });
  }
  return facts;
}

/** Labels in one column, what they say in the next. */
function drawFacts(flow: PageFlow, facts: readonly Fact[]): void {
  const { regular, bold } = flow.type;
  const size = TYPE.body;
  const indent: Length =
    Math.max(...facts.map(({ label }) => Math.round((bold.measure(label) * size) / 1000))) + LABEL_GAP;
  for (const { label, lines } of facts) {
    if (flow.room < size * LEADING) flow.newPage();
    const [textLine] = bold.lines(label, Number.POSITIVE_INFINITY);
    const width = Math.round((bold.measure(label) * size) / 1000);
    const x = flow.rightToLeft ? MARGIN.side + flow.width - width : MARGIN.side;
    if (textLine) flow.canvas.text(textLine, x, flow.y - size, size, COLOUR.soft);
    for (const text of lines) flow.paragraph(text, { face: regular, size, colour: COLOUR.ink }, indent);
  }
}
