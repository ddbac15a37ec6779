import { apiKeyPrefix, generateApiKey, hashApiKey } from "@/lib/auth/api-keys";
import { expect, test } from "../fixtures";
import { createSessionCookie } from "../session-cookies";

const vote = { query: "q", response: "r", model: "m", rating: 1 };

test("a key says who it is and what it may do", async ({ api, createKey, project }) => {
  const key = await createKey({ scopes: ["read", "export"], project });
  const me = await (await api(key)).get("/v1/me");
  expect(me.status()).toBe(200);
  expect(await me.json()).toMatchObject({
    kind: "key",
    role: null,
    scopes: ["read", "export"],
    projects: [project],
  });
});

test("an unknown key, no key and what is no key are refused alike", async ({ api }) => {
  for (const [key, detail] of [
    [generateApiKey(), "This API key is unknown, revoked or expired."],
    ["rt_short", "Send an API key as “Authorization: Bearer rt_…”."],
    [undefined, "Sign in, or send an API key as “Authorization: Bearer rt_…”."],
  ] as const) {
    const response = await (await api(key)).get("/v1/me");
    expect(response.status()).toBe(401);
    expect(response.headers()["www-authenticate"]).toContain("Bearer");
    expect(await response.json()).toMatchObject({ status: 401, code: "unauthorized", detail });
  }
});

test("a revoked key is refused from the next request on, for reads and writes", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const key = await createKey({ scopes: ["read", "ingest"], project });
  const client = await api(key);
  // Both are answered now, so every cache on the way knows the key.
  expect((await client.get("/v1/feedback")).status()).toBe(200);
  expect((await client.post("/v1/feedback", { data: vote })).status()).toBe(201);

  await sql`update public.api_keys set revoked_at = now() where key_sha256 = ${hashApiKey(key)}`;
  for (const response of [
    await client.get("/v1/me"),
    await client.get("/v1/feedback"),
    await client.get("/v1/feedback/stats"),
    await client.post("/v1/feedback", { data: vote }),
    await client.post("/v1/feedback/batch", { data: { items: [vote] } }),
  ]) {
    expect(response.status(), response.url()).toBe(401);
    expect(await response.json()).toMatchObject({ code: "unauthorized" });
  }
  const [row] = await sql`select count(*)::int as votes from public.feedback where project = ${project}`;
  expect(row?.votes).toBe(1);
});

test("a key that expires is refused, whether it was in use or not", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const expired = await createKey({ scopes: ["read"], project, expires: new Date(Date.now() - 1000) });
  expect((await (await api(expired)).get("/v1/me")).status()).toBe(401);

  const key = await createKey({ scopes: ["read"], project, expires: new Date(Date.now() + 3_600_000) });
  const client = await api(key);
  expect((await client.get("/v1/feedback")).status()).toBe(200);
  await sql`update public.api_keys set expires_at = now() where key_sha256 = ${hashApiKey(key)}`;
  expect((await client.get("/v1/feedback")).status()).toBe(401);
});

test("a key that loses a scope may no longer do what it allowed", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const key = await createKey({ scopes: ["read", "ingest"], project });
  const client = await api(key);
  expect((await client.post("/v1/feedback", { data: vote })).status()).toBe(201);
  await sql`update public.api_keys set scopes = '{read}' where key_sha256 = ${hashApiKey(key)}`;
  expect((await client.post("/v1/feedback", { data: vote })).status()).toBe(403);
});

test("the use of a key is noted, at most once a minute", async ({ api, createKey, project, sql }) => {
  const key = await createKey({ scopes: ["read"], project });
  const hash = hashApiKey(key);
  const readUse = async () => {
    const [row] = await sql<{ at: Date | null }[]>`
      select last_used_at as at from public.api_keys where key_sha256 = ${hash}
    `;
    return row?.at ?? null;
  };
  const client = await api(key);
  expect(await readUse()).toBeNull();
  await client.get("/v1/me");
  const first = await readUse();
  expect(first).not.toBeNull();
  await client.get("/v1/me");
  expect(await readUse()).toEqual(first);

  // What any process of the site does when it meets the key anew.
  const authenticate = () =>
    fetch(`${process.env.SUPABASE_URL}/rest/v1/rpc/authenticate_api_key`, {
      method: "POST",
      headers: { apikey: process.env.SUPABASE_PUBLISHABLE_KEY ?? "", "content-type": "application/json" },
      body: JSON.stringify({ key_sha256: hash }),
    });
  for (const [age, isWritten] of [
    ["50 seconds", false],
    ["61 seconds", true],
  ] as const) {
    await sql`update public.api_keys set last_used_at = now() - ${age}::interval where key_sha256 = ${hash}`;
    const before = await readUse();
    expect((await authenticate()).ok).toBe(true);
    const after = await readUse();
    if (isWritten) expect(after?.getTime()).toBeGreaterThan(before?.getTime() ?? 0);
    else expect(after).toEqual(before);
  }
});

test("only the checksum and the first characters of a key are stored", async ({ createKey, sql }) => {
  const key = await createKey({ scopes: ["read"] });
  const [row] = await sql`select * from public.api_keys where key_sha256 = ${hashApiKey(key)}`;
  expect(row?.key_prefix).toBe(apiKeyPrefix(key));
  expect(JSON.stringify(row)).not.toContain(key.slice(9));
});

test("other credentials are no API keys", async ({ api, createMember }) => {
  const admin = await createMember({ role: "admin" });
  const signedIn = await fetch(`${process.env.SUPABASE_URL}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: process.env.SUPABASE_PUBLISHABLE_KEY ?? "", "content-type": "application/json" },
    body: JSON.stringify({ email: admin.email, password: admin.password }),
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  expect(token).toMatch(/^ey/);
  for (const bearer of [token, process.env.SUPABASE_SECRET_KEY, process.env.SUPABASE_PUBLISHABLE_KEY]) {
    expect(bearer).toBeTruthy();
    expect((await (await api(bearer)).get("/v1/me")).status()).toBe(401);
  }
  // A bad key is not forgiven because a good cookie came along.
  const client = await api(generateApiKey());
  const response = await client.get("/v1/me", { headers: { cookie: await createSessionCookie(admin) } });
  expect(response.status()).toBe(401);
});

test("a session cookie reads, and writes from this site only", async ({
  api,
  baseURL,
  createMember,
  project,
  sql,
}) => {
  const admin = await createMember({ role: "admin" });
  const cookie = await createSessionCookie(admin);
  const client = await api();
  const me = await client.get("/v1/me", { headers: { cookie } });
  expect(await me.json()).toMatchObject({
    kind: "member",
    id: admin.userId,
    label: admin.email,
    role: "admin",
  });

  const post = (headers: Record<string, string>) =>
    client.post("/v1/feedback", { headers: { cookie, ...headers }, data: { ...vote, project } });
  for (const headers of [
    {},
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "not an address" },
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { "sec-fetch-site": "same-site", origin: baseURL ?? "" },
    { "sec-fetch-site": "none" },
  ]) {
    const response = await post(headers as Record<string, string>);
    expect(response.status(), JSON.stringify(headers)).toBe(403);
    expect(await response.json()).toMatchObject({ code: "forbidden" });
  }
  const [none] = await sql`select count(*)::int as votes from public.feedback where project = ${project}`;
  expect(none?.votes).toBe(0);

  expect((await post({ "sec-fetch-site": "same-origin" })).status()).toBe(201);
  expect((await post({ origin: baseURL ?? "" })).status()).toBe(201);
});

test("a member who was removed is a stranger from the next request on", async ({
  api,
  createMember,
  sql,
}) => {
  const person = await createMember({ role: "reviewer" });
  const cookie = await createSessionCookie(person);
  const client = await api();
  expect((await client.get("/v1/me", { headers: { cookie } })).status()).toBe(200);
  await sql`delete from public.members where user_id = ${person.userId}`;
  for (const path of ["/v1/me", "/v1/projects", "/v1/feedback", "/v1/feedback/stats"]) {
    expect((await client.get(path, { headers: { cookie } })).status(), path).toBe(403);
  }
});
