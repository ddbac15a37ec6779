import type { Split } from "../writing/schemas";
import { findFile } from "./prepare-report";
import type { DatasetVersion, FileContainer, VersionFile } from "./schemas";

/** Which file of a version. */
export type FileChoice = { split: "all" | Split; format: "jsonl" | "csv"; isPacked: boolean };

/** How the chosen file is packed, as the API calls it. */
export const toContainer = ({ format, isPacked }: FileChoice): FileContainer =>
  isPacked ? `${format}.gz` : format;

/** The file whose lines, bytes and SHA-256 were sealed; of a .gz, what is in it. */
export const findChosenFile = (
  version: Pick<DatasetVersion, "files">,
  choice: FileChoice,
): VersionFile | undefined => findFile(version, choice.split, choice.format);

/** The beginning of the names of a version's files: "weekly-votes-v3". */
export function suggestName(name: string, version: number): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  return `${slug || "dataset"}-v${version}`;
}

/** What to call a file before the server says its name: "weekly-votes-v3-train.jsonl.gz". */
export const suggestFileName = (name: string, version: number, choice: FileChoice): string =>
  `${suggestName(name, version)}${choice.split === "all" ? "" : `-${choice.split}`}.${toContainer(choice)}`;

/** Splits that have lines; all of them when there is more than one. */
export function listSplits(version: Pick<DatasetVersion, "files">): ("all" | Split)[] {
  const filled = (["train", "validation"] as const).filter(
    (split) => (findFile(version, split, "jsonl")?.lines ?? 0) > 0,
  );
  return filled.length > 1 ? ["all", ...filled] : ["all"];
}
