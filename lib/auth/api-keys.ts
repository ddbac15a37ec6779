import { createHash, randomBytes } from "node:crypto";

/** Scopes an API key may hold; what each allows is decided in the database (private.allows). */
export const scopes = ["ingest", "read", "export", "metrics"] as const;
export type Scope = (typeof scopes)[number];

/** A new API key: `rt_` and 192 random bits. Shown once; only hashApiKey() of it is stored. */
export function generateApiKey(): string {
  return `rt_${randomBytes(24).toString("base64url")}`;
}

/** SHA-256 of a key as 64 hex digits. The key is random, so no salt and no slow hash is needed. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** The first characters of a key, by which people recognise it in a list. */
export function apiKeyPrefix(key: string): string {
  return key.slice(0, 9);
}

/** Whether a bearer token looks like an API key of ours. */
export function isApiKey(token: string): boolean {
  return /^rt_[A-Za-z0-9_-]{22,100}$/.test(token);
}
