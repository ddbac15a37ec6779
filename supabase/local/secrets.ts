import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Failure, hasCode } from "./failure";

const secretsSchema = z.strictObject({
  /** Names this installation's directories outside the checkout, so that a new clone at an old path starts empty. */
  installation: z.string().regex(/^[0-9a-f]{16}$/),
  databasePassword: z.string().min(32),
  jwtSecret: z.string().min(48),
  publishableKey: z.string().startsWith("sb_publishable_"),
  secretKey: z.string().startsWith("sb_secret_"),
});

export type Secrets = z.infer<typeof secretsSchema>;

function createSecrets(): Secrets {
  const token = (bytes: number) => randomBytes(bytes).toString("base64url");
  return {
    installation: randomBytes(8).toString("hex"),
    databasePassword: token(32),
    jwtSecret: token(64),
    publishableKey: `sb_publishable_${token(24)}`,
    secretKey: `sb_secret_${token(32)}`,
  };
}

/** Where the secrets of the installation in this data directory are. */
export function secretsFile(dataDir: string): string {
  return join(dataDir, "secrets.json");
}

/**
 * The secrets of this installation, created at the first call. The file is readable by its owner only and appears
 * whole or not at all, also when two processes come at the same time: both then get the same secrets.
 */
export function loadSecrets(dataDir: string): Secrets {
  const file = secretsFile(dataDir);
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    return readSecrets(file);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  try {
    writeFileSync(draft, `${JSON.stringify(createSecrets(), null, 2)}\n`, {
      mode: 0o600,
      flag: "wx",
      flush: true,
    });
    linkSync(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readSecrets(file);
}

function readSecrets(file: string): Secrets {
  const text = readFileSync(file, "utf8");
  if (statSync(file).mode & 0o077) chmodSync(file, 0o600);
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch {
    throw new Failure(
      `${file} is damaged: restore it from a backup, or delete the directory it is in to begin again with an empty database.`,
    );
  }
}
