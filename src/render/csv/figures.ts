import type { FiguresSection } from "../document";
import type { ByteSink } from "../renderer";
import { BYTE_ORDER_MARK } from "./byte-order-mark";
import { cellField, textField } from "./fields";

/** Figures as a CSV of two columns, what a figure is called and its exact value. */
export async function writeFigures({ figures }: FiguresSection, sink: ByteSink): Promise<void> {
  const records = figures.map(({ label, value }) => `${textField(label)},${cellField(value)}\r\n`);
  await sink.write(new TextEncoder().encode(`${BYTE_ORDER_MARK}Figure,Value\r\n${records.join("")}`));
}
