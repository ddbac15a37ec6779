import { expect } from "./fixtures";

/** Rows of a CSV text: quoted cells may hold quotes, commas and line breaks. */
export function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new Error(`The CSV breaks at ${JSON.stringify(text.slice(cell.lastIndex, 40))}`);
    lines.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") lines.push([]);
  }
  expect(lines.pop()).toEqual([]);
  return lines;
}
