import "server-only";
import { importJWK, SignJWT } from "jose";
import { env } from "@/lib/env";

/** How long the token of an API key lives. A revoked key is refused by the database at once, whatever its token says. */
const TOKEN_SECONDS = 600;

let signer: Promise<(id: string) => Promise<string>> | undefined;

async function createSigner(): Promise<(id: string) => Promise<string>> {
  const { SUPABASE_SIGNING_JWK: jwkText, SUPABASE_JWT_SECRET: secret } = env();
  const jwk = jwkText ? (JSON.parse(jwkText) as Parameters<typeof importJWK>[0]) : undefined;
  const key = jwk ? await importJWK(jwk, "ES256") : new TextEncoder().encode(secret);
  const header = jwk
    ? { alg: "ES256", typ: "JWT", ...(jwk.kid ? { kid: jwk.kid } : {}) }
    : { alg: "HS256", typ: "JWT" };
  return (id) =>
    new SignJWT({ role: "authenticated" })
      .setProtectedHeader(header)
      .setSubject(id)
      .setAudience("authenticated")
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_SECONDS}s`)
      .sign(key);
}

/** A short-lived JWT whose subject is the id of an API key: with it the database sees that key as the principal. */
export async function signKeyToken(apiKeyId: string): Promise<string> {
  signer ??= createSigner();
  return (await signer)(apiKeyId);
}
