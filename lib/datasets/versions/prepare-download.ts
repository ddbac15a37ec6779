import type { Split } from "../writing/schemas";
import { nameFile } from "./name-file";
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

/** What to call a file before the server says its name: "weekly-votes-v3-train.retune.jsonl.gz". */
export const suggestFileName = (
  dataset: string,
  { version, definition }: Pick<DatasetVersion, "version" | "definition">,
  choice: FileChoice,
): string =>
  `${nameFile(dataset, { version, format: definition.format, split: choice.split })}.${toContainer(choice)}`;

/** The name of a version's manifest: "weekly-votes-v3.manifest.json". */
export const nameManifest = (dataset: string, version: number): string =>
  `${nameFile(dataset, { version, format: "manifest", split: "all" })}.json`;

/** Splits that have lines; all of them when there is more than one. */
export function listSplits(version: Pick<DatasetVersion, "files">): ("all" | Split)[] {
  const filled = (["train", "validation"] as const).filter(
    (split) => (findFile(version, split, "jsonl")?.lines ?? 0) > 0,
  );
  return filled.length > 1 ? ["all", ...filled] : ["all"];
}
