import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/env";

/** What a key is for: each use has its own, so that the results of one say nothing about another. */
type Use = "retune idempotency" | "retune user ids";

const keys = new Map<Use, Buffer>();

function keyFor(use: Use): Buffer {
  const { SUPABASE_JWT_SECRET, SUPABASE_SIGNING_JWK } = env();
  let key = keys.get(use);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", SUPABASE_JWT_SECRET ?? SUPABASE_SIGNING_JWK ?? "", "", use, 32));
    keys.set(use, key);
  }
  return key;
}

const digest = (use: Use, text: string) => createHmac("sha256", keyFor(use)).update(text).digest("hex");

/** HMAC-SHA-256 of a text under a key of this installation, as hex: tells equal bodies apart without storing them. */
export function hmac(text: string): string {
  return digest("retune idempotency", text);
}

/** The one-way form of an id: `hmac_` and the HMAC-SHA-256 of it, as hex, under a key of this installation for ids alone. */
export function hmacId(id: string): string {
  return `hmac_${digest("retune user ids", id)}`;
}
