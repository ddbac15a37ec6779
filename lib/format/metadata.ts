/** One value of a metadata object, its name with all names above it. */
export type MetadataEntry = { name: string; value: string };

/** Levels below which an object stays JSON. */
const MAX_DEPTH = 4;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isPlain = (value: unknown) => typeof value !== "object" || value === null;

function toText(value: unknown): string {
  if (value === null) return "–";
  if (value === "") return "(empty)";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every(isPlain))
    return value.length === 0 ? "(none)" : value.map(toText).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A metadata object as a flat list that reads without knowing JSON: names in their order, nested ones as "outer › inner". */
export function prepareMetadata(metadata: Record<string, unknown>): MetadataEntry[] {
  const visit = (object: Record<string, unknown>, prefix: string, depth: number): MetadataEntry[] =>
    Object.entries(object).flatMap(([key, value]) => {
      const name = prefix + key;
      return isObject(value) && Object.keys(value).length > 0 && depth < MAX_DEPTH
        ? visit(value, `${name} › `, depth + 1)
        : [{ name, value: isObject(value) && Object.keys(value).length === 0 ? "(none)" : toText(value) }];
    });
  return visit(metadata, "", 1);
}
