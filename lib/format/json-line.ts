/** Ends of a line to some readers (Python's splitlines, old JavaScript), although JSON allows them inside a string. */
const unicodeLineEnds = /[\u0085\u2028\u2029]/g;

/** A value as one line of a JSONL file, newline included: one line by every reader's definition, and equal when parsed. */
export function toJsonLine(value: object): string {
  const json = JSON.stringify(value);
  return `${json.replace(unicodeLineEnds, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}
