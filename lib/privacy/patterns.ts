import { RE2JS } from "re2js";
import type { Span } from "./detectors";

// Own patterns run on RE2, whose time is linear in the text whatever the pattern is: none can hang the server.

/** What is wrong with a pattern; null when it can be used. */
export function describePatternFault(pattern: string): string | null {
  try {
    const compiled = RE2JS.compile(pattern);
    if (compiled.matcher("").find()) return "matches the empty text";
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp:\s*/i, "") : "";
    return `is not a pattern of the RE2 syntax${reason ? `: ${reason.slice(0, 200)}` : ""}`;
  }
}

/** Every place where a compiled pattern matches, without empty ones. */
export function findPattern(pattern: RE2JS, text: string): Span[] {
  const spans: Span[] = [];
  const matcher = pattern.matcher(text);
  while (matcher.find())
    if (matcher.end() > matcher.start()) spans.push({ start: matcher.start(), end: matcher.end() });
  return spans;
}

/** @throws Error for a pattern with a fault. */
export const compilePattern = (pattern: string): RE2JS => RE2JS.compile(pattern);
