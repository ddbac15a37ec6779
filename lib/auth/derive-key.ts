import { createHmac, hkdfSync } from "node:crypto";

/** What a key is for: each use has its own, so that the results of one say nothing about another. */
export type Use = "retune idempotency" | "retune user ids";

/** The key of this installation for one use, from its secret (SUPABASE_JWT_SECRET, else SUPABASE_SIGNING_JWK). */
export function deriveKey(secret: string, use: Use): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", use, 32));
}

/** The one-way form of an end user's id under the key for "retune user ids". */
export function digestId(key: Buffer, id: string): string {
  return `hmac_${createHmac("sha256", key).update(id).digest("hex")}`;
}
