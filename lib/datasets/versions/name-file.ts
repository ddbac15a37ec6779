import type { Split } from "../writing/schemas";

/** The name of a version's file without its ending: `weekly-votes-v3-train.openai-sft`. */
export function nameFile(
  dataset: string,
  { version, format, split }: { version: number; format: string; split: "all" | Split },
): string {
  const plain = dataset
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  return `${plain || "dataset"}-v${version}${split === "all" ? "" : `-${split}`}.${format}`;
}
