import type { Column, Row } from "../../src/render/document";

/** The table that every row of the benchmark is about: eight columns, one of each kind that people report on. */
export const COLUMNS: readonly Column[] = [
  { name: "id", label: "ID", type: "string" },
  { name: "name", label: "Name", type: "string" },
  { name: "visits", label: "Visits", type: "integer" },
  { name: "score", label: "Score", type: "number" },
  { name: "revenue", label: "Revenue", type: "number", format: "currency:EUR" },
  { name: "growth", label: "Growth", type: "number", format: "percent" },
  { name: "since", label: "Customer since", type: "date" },
  { name: "seen_at", label: "Last seen", type: "datetime" },
];

const GIVEN =
  "Ada Björn Chloé Dmitri Elif Fatima Georg Hedda Inês João Klára Łukasz Maya Noor Oskar Zoë".split(" ");
const FAMILY =
  "Lovelace Ångström Dupont Petrov Yılmaz Hassan Müller Larsen Santos Silva Nováková Kowalski Chen O'Brien Berg Li".split(
    " ",
  );
const HAN_FAMILY = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const HAN_GIVEN = [..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国志文海春梅云飞雪松"];

const two = (value: number) => String(value).padStart(2, "0");
const DATES = Array.from({ length: 1826 }, (_, day) =>
  new Date(Date.UTC(2022, 0, 1 + day)).toISOString().slice(0, 10),
);
const SIXTY = Array.from({ length: 60 }, (_, value) => two(value));

/**
 * Rows of the table in batches, always the same ones for a `seed`, each made when it is asked for. Every fourth
 * name is Chinese.
 */
export function* sampleBatches(
  count: number,
  { batch = 2_000, seed = 1, latin = false } = {},
): Generator<Row[]> {
  let state = seed;
  /** xorshift32: a whole number from 0 to below `end`. */
  const below = (end: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  };
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const name = () =>
    !latin && below(4) === 0
      ? pick(HAN_FAMILY) + pick(HAN_GIVEN) + pick(HAN_GIVEN)
      : `${pick(GIVEN)} ${pick(FAMILY)}`;
  for (let made = 0; made < count; ) {
    const rows: Row[] = [];
    for (const end = Math.min(count, made + batch); made < end; made += 1) {
      rows.push([
        `C-${100_000_000 + made}`,
        name(),
        below(100_000),
        below(10_000_000) / 10_000,
        below(100_000_000) / 100,
        below(2_000) / 1_000 - 0.5,
        pick(DATES),
        `${pick(DATES)}T${two(below(24))}:${pick(SIXTY)}:${pick(SIXTY)}Z`,
      ]);
    }
    yield rows;
  }
}
