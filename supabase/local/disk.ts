import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "./failure";

/** What an empty cluster with its write-ahead log takes, with room to work, in bytes. */
export const neededForDatabase = 400_000_000;

/** Throws a Failure when the disk that holds `path` (or will hold it) has fewer bytes free than needed. */
export function requireFreeSpace(path: string, needed: number): void {
  let directory = path;
  while (!existsSync(directory)) directory = dirname(directory);
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free >= needed) return;
  const mega = (bytes: number) => Math.floor(bytes / 1_000_000);
  throw new Failure(
    `Only ${mega(free)} MB are free on the disk that holds ${directory}, and Retune needs ${mega(needed)} MB: free some space and start again.`,
  );
}
