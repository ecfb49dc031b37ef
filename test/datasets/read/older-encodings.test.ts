import { describe, expect, test } from "vitest";
import { bytesOf, readAll } from "./tables";

const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Tables as Python's codecs write them. */
const TABLES: readonly (readonly [encoding: string, bytes: string, header: string, cell: string])[] = [
  [
    "windows-1250",
    "696d69ea3b6d696173746f0aa3756b61737a3ba3f3649f0aaf616e6574613b476461f1736b0a",
    "imię",
    "Łukasz",
  ],
  ["windows-1251", "c8ecff3bc3eef0eee40ac8e2e0ed3bcceef1eae2e00ac0edede03bd2e2e5f0fc0a", "Имя", "Иван"],
  ["shift_jis", "96bc914f2c93738e730a8e5293632c938c8b9e0a97e996d82c91e58de30a", "名前", "山田"],
  ["gbk", "c3fbd7d62cb3c7cad00ad5c5c8fd2cb1b1bea90ac0eecbc42cc9cfbaa30a", "名字", "张三"],
  ["big5", "a657a6722cabb0a5ab0ab169a4542ca578a55f0aa7f5a57c2cb0aab6af0a", "名字", "張三"],
  ["euc-kr", "c0ccb8a72cb5b5bdc30ab1e8c3b6bcf62cbcadbfef0a", "이름", "김철수"],
];

describe("U23: text in older encodings", () => {
  test.each(TABLES)(
    "%s is told by its letters, and a note says so",
    async (encoding, bytes, header, cell) => {
      const { form, rows, bad } = await readAll(hex(bytes));
      expect(form.encoding).toBe(encoding);
      expect(form.fields[0]?.label).toBe(header);
      expect(rows[0]?.[0]).toBe(cell);
      expect(bad).toEqual([]);
      expect(form.notes).toMatchObject([{ code: "guessed_encoding" }]);
      expect(form.notes?.[0]?.message).toContain(encoding);
    },
  );

  test("letters that come behind 64 KB tell it too", async () => {
    const filler = bytesOf(`name,city\n${"plain,text\n".repeat(10_000)}`);
    const { form, rows } = await readAll(
      Uint8Array.from([...filler, ...hex("8e5293632c938c8b9e0a97e996d82c91e58de30a")]),
    );
    expect(form.encoding).toBe("shift_jis");
    expect(rows.slice(-2)).toEqual([
      ["山田", "東京"],
      ["鈴木", "大阪"],
    ]);
  });

  test.each([
    ["accents of several western languages", "José,Zürich\nMüller,São Paulo\nØrsted,Ålesund\nPérez,Málaga\n"],
    ["units", "a,m³\nb,m²\nc,°C\nd,µm\n"],
    ["short words of accents", "été,a\nété,b\n"],
    ["capitals", "ÉCOLE,ÜBER\nÀÉ,ÖÄÜ\n"],
  ])("windows-1252: %s", async (_name, table) => {
    const text = `name,place\n${table}`;
    const { form, rows } = await readAll(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
    expect(form.encoding).toBe("windows-1252");
    expect(rows.map((row) => row.join(",")).join("\n")).toBe(table.trim());
    expect(form.notes).toBeUndefined();
  });

  test("what cannot be told is refused, and the answer says what to do", async () => {
    // Arabic in windows-1256.
    const reading = readAll(hex("c7e1c7d3e32cc7e1e3cfede4c90ae3cde3cf2cc7e1dec7e5d1c90ae1ede1ec2ccfc8ed0a"));
    await expect(reading).rejects.toMatchObject({
      code: "unsupported_encoding",
      message: expect.stringMatching(/Save it as UTF-8, or upload it again and name its encoding/),
    });
  });
});
