import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseLines, readLines, splitLines } from "./ndjson";

async function* chunked(...chunks: (string | Uint8Array)[]) {
  for (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

async function collect<T>(lines: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

const schema = z.strictObject({ a: z.string() });
const parse = (...chunks: (string | Uint8Array)[]) => collect(parseLines(chunked(...chunks), schema, 40));

describe("splitLines", () => {
  test("gives the same lines however the bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => text.replace(/[\r\n]/g, ""))),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        fc.array(fc.nat(60), { maxLength: 10 }),
        async (texts, end, isClosed, cuts) => {
          const bytes = Buffer.from(texts.join(end) + (isClosed && texts.length > 0 ? end : ""));
          const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
            (a, b) => a - b,
          );
          const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
          const lines = await collect(splitLines(chunked(...chunks), 1000));
          const expected = isClosed || texts.at(-1) !== "" ? texts : texts.slice(0, -1);
          expect(lines.map((line) => Buffer.from(line.bytes ?? []).toString())).toEqual(expected);
          expect(lines.map((line) => line.line)).toEqual(expected.map((_, index) => index + 1));
        },
      ),
    );
  });

  test("passes over a line above the limit, whatever its length, and goes on", async () => {
    const long = Array.from({ length: 5 }, () => "x".repeat(7));
    const lines = await collect(splitLines(chunked("ok\n", ...long, "\n", "1234567890\r\nlast"), 10));
    expect(lines.map(({ line, bytes }) => [line, bytes && Buffer.from(bytes).toString()])).toEqual([
      [1, "ok"],
      [2, null],
      [3, "1234567890"],
      [4, "last"],
    ]);
  });

  test("a line of one byte too many is too long, with or without a carriage return", async () => {
    for (const end of ["\n", "\r\n", ""]) {
      const lines = await collect(splitLines(chunked(`12345678901${end}`), 10));
      expect(lines).toEqual([{ line: 1, bytes: null }]);
    }
  });
});

describe("parseLines", () => {
  test("takes CRLF, no final end, empty lines and a byte order mark", async () => {
    expect(await parse('\uFEFF{"a":"1"}\r\n\r\n', " \t\n", '{"a":"2"}')).toEqual([
      { line: 1, value: { a: "1" } },
      { line: 4, value: { a: "2" } },
    ]);
  });

  test("puts characters together that chunks have cut", async () => {
    const bytes = Buffer.from('{"a":"🙈é"}\n');
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(await parse(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual([
        { line: 1, value: { a: "🙈é" } },
      ]);
    }
  });

  test("reports each bad line with what is wrong and goes on", async () => {
    expect(
      await parse(
        "{\n",
        '{"a":7}\n',
        '{"a":"1","b":2}\n',
        `{"a":"${"x".repeat(60)}"}\n`,
        new Uint8Array([0x22, 0xff, 0x22, 0x0a]),
        '{"a":"\\u0000"}\n{"a":"\\ud800"}\n',
        '{"a":"fine"}\n',
      ),
    ).toMatchObject([
      { line: 1, issues: [{ path: "", message: "not valid JSON" }] },
      { line: 2, issues: [{ path: "a" }] },
      { line: 3, issues: [{ path: "b", message: "unknown field or parameter" }] },
      { line: 4, issues: [{ path: "", message: "is longer than 40 bytes" }] },
      { line: 5, issues: [{ path: "", message: "not valid UTF-8" }] },
      { line: 6, issues: [{ path: "a", message: "contains a NUL character" }] },
      { line: 7, issues: [{ path: "a", message: "contains a lone surrogate (not valid Unicode)" }] },
      { line: 8, value: { a: "fine" } },
    ]);
  });

  test("of nothing is nothing", async () => {
    expect(await parse()).toEqual([]);
    expect(await parse("\n\n")).toEqual([]);
  });
});

describe("readLines", () => {
  const request = (headers: Record<string, string>) =>
    new Request("http://localhost/", { method: "POST", body: '{"a":"1"}', headers });

  test("reads newline-delimited JSON", async () => {
    for (const type of ["application/x-ndjson", "application/x-ndjson; charset=utf-8", "application/jsonl"]) {
      expect(await collect(readLines(request({ "content-type": type }), schema))).toHaveLength(1);
    }
  });

  test("refuses other types and encodings", () => {
    expect(() => readLines(request({ "content-type": "application/json" }), schema)).toThrow(/x-ndjson/);
    expect(() =>
      readLines(request({ "content-type": "application/x-ndjson", "content-encoding": "gzip" }), schema),
    ).toThrow(/Content-Encoding/);
  });
});
