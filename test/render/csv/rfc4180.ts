/**
 * Reads CSV by the grammar of RFC 4180 section 2 and nothing else: records end with CRLF, a quote
 * stands only around a whole field or doubled inside one, all records are equally long. Throws where
 * a text departs from it.
 */
export function parseStrictly(text: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
      record.push(field.value);
      at = field.end;
      if (text[at] !== ",") break;
      at += 1;
    }
    if (text.slice(at, at + 2) !== "\r\n") throw new Error(`No CRLF at ${at}`);
    at += 2;
    records.push(record);
    if (record.length !== records[0]?.length)
      throw new Error(`Record ${records.length} is ${record.length} long`);
  }
  return records;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function quotedField(text: string, start: number): Field {
  let value = "";
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') {
      value += '"';
      at += 1;
    } else return { value, end: at + 1 };
  }
  throw new Error(`The quote at ${start} is never closed`);
}

function plainField(text: string, start: number): Field {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\r" && text[end] !== "\n") {
    if (text[end] === '"') throw new Error(`A quote inside the plain field at ${end}`);
    end += 1;
  }
  return { value: text.slice(start, end), end };
}
