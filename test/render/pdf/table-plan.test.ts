import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ColumnWidths, planTable, ROW_NUMBER } from "../../../src/render/pdf/layout/table-plan";

/** A4 between its margins, in hundredths of a point. */
const bodyWidth = (landscape: boolean) => (landscape ? 76_190 : 51_530);
const plan = (columns: readonly ColumnWidths[]) => planTable(columns, bodyWidth, 2_000);

const text = (em: number, more: Partial<ColumnWidths> = {}): ColumnWidths => {
  const natural = em * 1000;
  return {
    natural,
    word: Math.min(natural, 5000),
    load: natural,
    header: 3000,
    headerWord: 3000,
    rigid: false,
    ...more,
  };
};
const times = (count: number, column: ColumnWidths) => Array.from({ length: count }, () => column);

describe("U17: columns on paper", () => {
  test("a few columns stand upright, many lie down, very many are divided", () => {
    expect(plan(times(4, text(8)))).toMatchObject({ landscape: false, size: 850 });
    expect(plan(times(9, text(8)))).toMatchObject({ landscape: true });
    expect(plan(times(9, text(8))).bands).toHaveLength(1);
    expect(plan(times(40, text(8))).bands.length).toBeGreaterThan(2);
  });

  test("a small table is not spread over the whole page", () => {
    const [band = []] = plan(times(2, text(4))).bands;
    const last = band.at(-1);
    expect((last?.offset ?? 0) + (last?.width ?? 0)).toBeLessThan(bodyWidth(false) * 0.7);
  });

  test("the column with the longest texts gets most of the room", () => {
    const [band = []] = plan([text(5), text(300), text(20), text(5)]).bands;
    const widths = band.map(({ width }) => width);
    expect(Math.max(...widths)).toBe(widths[1]);
  });

  test("numbers get the room they need before texts get more than theirs", () => {
    const number = text(9, { rigid: true, word: 9000 });
    const [band = []] = plan([text(300), ...times(4, number)]).bands;
    for (const column of band.slice(1)) expect(column.width).toBeGreaterThanOrEqual(9 * 700);
  });

  test("every column is on exactly one page, inside its margins and beside its neighbour", () => {
    const anyColumn = fc
      .record({
        natural: fc.integer({ min: 0, max: 900_000 }),
        header: fc.integer({ min: 0, max: 60_000 }),
        rigid: fc.boolean(),
      })
      .map(({ natural, header, rigid }) => {
        return { natural, word: natural / 2, load: natural / 3, header, headerWord: header / 2, rigid };
      });
    fc.assert(
      fc.property(fc.array(anyColumn, { minLength: 1, maxLength: 60 }), (columns) => {
        const { bands, landscape } = plan(columns);
        const shown = bands.flat().filter(({ index }) => index !== ROW_NUMBER);
        expect(shown.map(({ index }) => index)).toEqual(columns.map((_, at) => at));
        for (const band of bands) {
          let right = 0;
          for (const { offset, width } of band) {
            expect(offset).toBe(right);
            expect(width).toBeGreaterThan(0);
            right = offset + width;
          }
          expect(right).toBeLessThanOrEqual(bodyWidth(landscape));
        }
      }),
    );
  });
});
