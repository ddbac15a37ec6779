import { randomBytes } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Failure, hasCode } from "../supabase/local/failure";

/** 255 bytes is what file systems take; the temporary file's name is longer by its dots and its suffix. */
const MAX_NAME = 235;

/**
 * The path that a file will really be written to: through a symbolic link, into a directory that exists.
 * Throws a Failure when there can be no file.
 */
export function resolveTarget(path: string): string {
  const directory = dirname(path);
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw new Failure(`There is no directory ${directory} to write into.`);
  const target = existsSync(path) ? realpathSync(path) : path;
  if (Buffer.byteLength(basename(target)) > MAX_NAME) throw new Failure("The name of the file is too long.");
  const existing = statSync(target, { throwIfNoEntry: false });
  if (existing && !existing.isFile())
    throw new Failure(`${path} is not a file, so it cannot be replaced by one.`);
  return target;
}

/**
 * Writes a file that appears whole or not at all. `write` puts its content into a temporary file in the same directory;
 * when it resolves, the content is on the disk before the file takes its name. When it rejects, the temporary file is
 * removed and an existing file is as it was. Throws a Failure when the disk or the directory refuses.
 */
export async function writeAtomically<Result>(
  target: string,
  write: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString("hex")}.part`);
  let file: FileHandle | undefined;
  try {
    file = await open(draft, "wx");
    const result = await write(file);
    await file.sync();
    await file.close();
    file = undefined;
    await rename(draft, target);
    await syncDirectory(dirname(target));
    return result;
  } catch (error) {
    await file?.close().catch(() => {});
    await rm(draft, { force: true }).catch(() => {});
    throw toFailure(error, target);
  }
}

/** Makes the new name survive a power cut, where the file system allows it. The file itself is whole either way. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function toFailure(error: unknown, target: string): unknown {
  if (hasCode(error, "ENOSPC", "EDQUOT")) return new Failure(`The disk is full: ${target} was not written.`);
  if (hasCode(error, "EFBIG"))
    return new Failure(`The file is larger than may be written here: ${target} was not written.`);
  if (hasCode(error, "EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR"))
    return new Failure(`${dirname(target)} cannot be written to: choose another directory.`);
  return error;
}
