import "server-only";
import { createHmac } from "node:crypto";
import { env } from "@/lib/env";
import { deriveKey, digestId, type Use } from "./derive-key";

const keys = new Map<Use, Buffer>();

function keyFor(use: Use): Buffer {
  const { SUPABASE_JWT_SECRET, SUPABASE_SIGNING_JWK } = env();
  let key = keys.get(use);
  if (!key) {
    key = deriveKey(SUPABASE_JWT_SECRET ?? SUPABASE_SIGNING_JWK ?? "", use);
    keys.set(use, key);
  }
  return key;
}

/** HMAC-SHA-256 of a text under a key of this installation, as hex: tells equal bodies apart without storing them. */
export function hmac(text: string): string {
  return createHmac("sha256", keyFor("retune idempotency")).update(text).digest("hex");
}

/** The one-way form of an id: `hmac_` and the HMAC-SHA-256 of it, as hex, under a key of this installation for ids alone. */
export function hmacId(id: string): string {
  return digestId(keyFor("retune user ids"), id);
}
