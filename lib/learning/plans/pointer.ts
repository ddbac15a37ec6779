/** A JSON pointer (RFC 6901) from its segments; none = the whole. */
export const toPointer = (segments: readonly (string | number)[]): string =>
  segments.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The segments of a JSON pointer. */
export const toSegments = (pointer: string): string[] =>
  pointer === ""
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));

/** What a pointer leads to; undefined when it leads nowhere. */
export function resolvePointer(value: unknown, pointer: string): unknown {
  let current = value;
  for (const segment of toSegments(pointer)) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, segment)) return undefined;
    current = (current as Record<string, unknown>)[segment];
  }
  return current;
}

/** A place in the words of a program: operations[0].execution_instructions; `whole` for the root. */
export function namePlace(pointer: string, whole: string): string {
  const name = toSegments(pointer)
    .map((segment) =>
      /^\d+$/.test(segment)
        ? `[${segment}]`
        : /^[\w$-]+$/.test(segment)
          ? `.${segment}`
          : `[${JSON.stringify(segment)}]`,
    )
    .join("")
    .replace(/^\./, "");
  return name === "" ? whole : name.length > 300 ? `…${name.slice(-300)}` : name;
}
