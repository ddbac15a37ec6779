import { type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout: the directory that holds package.json. */
export const rootDir = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Everything `npm start` keeps, git-ignored. RETUNE_DATA_DIR moves it. */
export function defaultDataDir(): string {
  return resolve(rootDir, process.env.RETUNE_DATA_DIR || ".data");
}

/** A user of the operating system. */
export interface Account {
  uid: number;
  gid: number;
}

type Node = Pick<Stats, "uid" | "gid" | "mode">;

/**
 * True when the account holds this permission (4 read, 2 write, 1 enter or execute) on a file or directory, by the
 * rule of POSIX: the owner's bits if it is the owner, else the group's, else the others'. Extra groups and access
 * control lists are not looked at, which can only make the answer too careful.
 */
export function mayUse(node: Node, account: Account, permission: 1 | 2 | 4 | 5 | 7): boolean {
  const shift = node.uid === account.uid ? 6 : node.gid === account.gid ? 3 : 0;
  return ((node.mode >> shift) & permission) === permission;
}

/** The path and all directories above it, the root first. */
export function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...ancestors(parent), path];
}

/**
 * The first directory on the way to `path` (itself included) that the account may not enter, or null when it can reach
 * it. Parts that do not exist yet count as enterable, because we create them so.
 */
export function firstClosedDirectory(
  path: string,
  account: Account,
  stat: (path: string) => Node | undefined = (each) => statSync(each, { throwIfNoEntry: false }),
): string | null {
  for (const directory of ancestors(resolve(path))) {
    const node = stat(directory);
    if (!node) return null;
    if (!mayUse(node, account, 1)) return directory;
  }
  return null;
}

/** Where a cluster goes when its user cannot reach the data directory: open to pass through, closed to look into. */
export function sharedDir(...parts: string[]): string {
  return join("/var/lib/retune", ...parts);
}
