import { expect, test } from "vitest";
import { csvRenderer } from "../../../src/render/csv";
import type { Row } from "../../../src/render/document";
import { htmlRenderer } from "../../../src/render/html";
import { jsonRenderer } from "../../../src/render/json";
import { column, documentOf, generatedSection } from "../zip/sample-document";

test.each([
  ["csv", csvRenderer],
  ["json", jsonRenderer],
  ["html", htmlRenderer],
])("U3: %s is written in small pieces, and rows wait until the sink has taken them", async (_, renderer) => {
  let read = 0;
  let writing = 0;
  let written = 0;
  const row = (index: number): Row => {
    read += 1;
    return [`student ${index}`, index];
  };
  const section = generatedSection("Grades", [column("Name"), column("Grade", "number")], 30_000, row);
  const sink = {
    async write(bytes: Uint8Array) {
      expect(writing).toBe(0);
      writing += 1;
      const before = read;
      await new Promise((resolve) => setTimeout(resolve, 0));
      expect(read).toBe(before);
      expect(bytes.length).toBeLessThan(70_000);
      written += bytes.length;
      writing -= 1;
    },
  };
  await renderer.render(documentOf([section]), sink, { font: async () => null });
  expect(read).toBe(30_000);
  expect(written).toBeGreaterThan(500_000);
});
