import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/env";

let key: Buffer | undefined;

/** HMAC-SHA-256 of a text under a key of this installation, as hex: tells equal bodies apart without storing them. */
export function hmac(text: string): string {
  const { SUPABASE_JWT_SECRET, SUPABASE_SIGNING_JWK } = env();
  key ??= Buffer.from(
    hkdfSync("sha256", SUPABASE_JWT_SECRET ?? SUPABASE_SIGNING_JWK ?? "", "", "retune idempotency", 32),
  );
  return createHmac("sha256", key).update(text).digest("hex");
}
