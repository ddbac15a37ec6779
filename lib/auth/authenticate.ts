import "server-only";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { rowId } from "@/lib/query/fields";
import { type Client, callFunction, createTokenClient } from "@/lib/supabase/client";
import { createSessionClient } from "@/lib/supabase/session";
import { hashApiKey, isApiKey } from "./api-keys";
import { signKeyToken } from "./tokens";

/** Who sends a request, with the Supabase client that acts as them. What they may do is decided in the database. */
export type Caller = { kind: "key" | "member"; id: string; client: Client };

const keyRow = z.array(z.object({ id: rowId }));

/**
 * Key → principal and client, for up to a minute. Only an optimisation: every database function refuses a revoked or
 * expired key itself, so the cache can not let one in. After the minute the look-up runs again and notes the use.
 */
const keys = new LRUCache<string, Promise<Caller>>({ max: 10_000, ttl: 60_000 });

/**
 * The caller of a request: an API key in `Authorization: Bearer`, else the person whose session cookie came along.
 * @throws AppError unauthorized when there is neither or the key is not valid; forbidden for a write that another site sent with a person's cookie.
 */
export async function authenticate(request: Request): Promise<Caller> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    if (!token || !isApiKey(token)) {
      throw new AppError("unauthorized", "Send an API key as “Authorization: Bearer rt_…”.");
    }
    return authenticateKey(token);
  }
  return authenticateSession(request);
}

async function authenticateKey(key: string): Promise<Caller> {
  const hash = hashApiKey(key);
  let caller = keys.get(hash);
  if (!caller) {
    caller = findKey(hash);
    keys.set(hash, caller);
    caller.catch(() => keys.delete(hash));
  }
  return caller;
}

async function findKey(hash: string): Promise<Caller> {
  const rows = await callFunction(
    createTokenClient(null),
    "authenticate_api_key",
    { key_sha256: hash },
    keyRow,
  );
  const id = rows[0]?.id;
  if (!id) throw new AppError("unauthorized", "This API key is unknown, revoked or expired.");
  return { kind: "key", id, client: createTokenClient(await signKeyToken(id)) };
}

async function authenticateSession(request: Request): Promise<Caller> {
  const client = await createSessionClient();
  // Unverified on purpose: the database verifies the token with every statement, and nothing is decided here.
  const { data } = await client.auth.getSession();
  if (!data.session) {
    throw new AppError("unauthorized", "Sign in, or send an API key as “Authorization: Bearer rt_…”.");
  }
  if (!["GET", "HEAD", "OPTIONS"].includes(request.method) && !isSameOrigin(request)) {
    throw new AppError("forbidden", "A write with a session cookie must come from this site.");
  }
  const id = readSubject(data.session.access_token);
  if (id === null)
    throw new AppError("unauthorized", "Sign in, or send an API key as “Authorization: Bearer rt_…”.");
  return { kind: "member", id, client: createTokenClient(data.session.access_token) };
}

const claims = z.object({ sub: rowId });

/** The account that a token claims to be of; null for what is no token. A cookie may hold anything. */
export function readSubject(token: string): string | null {
  try {
    const [, body = ""] = token.split(".");
    return claims.parse(JSON.parse(Buffer.from(body, "base64url").toString())).sub;
  } catch {
    return null;
  }
}

/** Whether a browser sent the request from a page of this site. Browsers set both headers themselves; scripts cannot. */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site) return site === "same-origin";
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  if (!origin || !host) return false;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
