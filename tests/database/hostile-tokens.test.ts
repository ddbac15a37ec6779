import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testEnvironment } from "./support/environment";
import { isEmptyAnswer, send } from "./support/hostile";
import { uniqueName } from "./support/principals";
import { type Caller, issueKey, removeFixtures, signUpPerson } from "./support/rest";

// Tokens that nobody has issued, and headers that claim to be somebody. Each claims to be an admin of every project.

const project = uniqueName("p");
let sql: Sql;
let admin: Caller;
let key: Caller;
const madeAccounts: Caller[] = [];

beforeAll(async () => {
  sql = postgres(testEnvironment().RETUNE_TEST_DATABASE_URL, { max: 2, onnotice: () => {} });
  admin = await signUpPerson(sql, "admin");
  key = await issueKey(sql, ["read"]);
  madeAccounts.push(admin, key);
  await sql`insert into public.feedback (query, response, model, rating, project) values ('q', 'r', 'm', 1, ${project})`;
});
afterAll(async () => {
  await removeFixtures(sql, madeAccounts, [project]);
  await sql.end();
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = () => Math.floor(Date.now() / 1000);

/** A token signed with HMAC, by default as Supabase Auth signs. */
function signToken(
  claims: Record<string, unknown>,
  options: { secret?: string | Buffer; header?: object; hash?: string } = {},
): string {
  const {
    secret = testEnvironment().SUPABASE_JWT_SECRET,
    header = { alg: "HS256", typ: "JWT" },
    hash = "sha256",
  } = options;
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest("base64url")}`;
}

const claims = () => ({
  sub: admin.id,
  role: "authenticated",
  aud: "authenticated",
  iat: now() - 10,
  exp: now() + 600,
});

/** What the holder of the token may see of the project's votes, and whether it is anybody. */
async function tryToken(token: string) {
  const caller = { id: null, token };
  const read = await send(caller, "GET", `/rest/v1/feedback?project=eq.${project}`);
  const who = await send(caller, "POST", "/rest/v1/rpc/current_principal", { body: {} });
  return { read, who };
}

async function expectNobody(token: string, name: string): Promise<void> {
  const { read, who } = await tryToken(token);
  expect(isEmptyAnswer(read), `${name}: ${read.status} ${read.text}`).toBe(true);
  expect(isEmptyAnswer(who), `${name}: ${who.status} ${who.text}`).toBe(true);
  expect(read.status, name).toBeLessThan(500);
}

test("the token as it should be is the admin: what follows differs from it in one thing each", async () => {
  const { read, who } = await tryToken(signToken(claims()));
  expect(read.status).toBe(200);
  expect(JSON.parse(read.text)).toHaveLength(1);
  expect(JSON.parse(who.text)).toMatchObject([{ kind: "member", role: "admin" }]);
});

describe("is nobody", () => {
  test.each(["none", "None", "NONE", "nOnE", ""])("alg %j, signed or not", async (alg) => {
    const text = `${encode({ alg, typ: "JWT" })}.${encode(claims())}`;
    await expectNobody(`${text}.`, "without a signature");
    await expectNobody(text, "of two parts");
    await expectNobody(signToken(claims(), { header: { alg, typ: "JWT" } }), "with the right signature");
  });

  test("another secret, an empty one, the publishable key", async () => {
    for (const secret of [
      randomBytes(48).toString("hex"),
      "\0",
      testEnvironment().SUPABASE_PUBLISHABLE_KEY,
      "super-secret-jwt-token-with-at-least-32-characters-long",
    ]) {
      await expectNobody(signToken(claims(), { secret }), secret);
      await expectNobody(
        signToken({ ...claims(), role: "service_role" }, { secret }),
        `service_role by ${secret}`,
      );
    }
  });

  test("another algorithm, a key of its own, a key from elsewhere", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const jwk = publicKey.export({ format: "jwk" });
    for (const header of [
      { alg: "ES256", typ: "JWT", jwk },
      { alg: "ES256", typ: "JWT", jku: "http://127.0.0.1:9/jwks.json" },
      { alg: "ES256", typ: "JWT", kid: "../../../../dev/null" },
    ]) {
      const text = `${encode(header)}.${encode(claims())}`;
      const signature = sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" });
      await expectNobody(`${text}.${signature.toString("base64url")}`, JSON.stringify(header));
    }
    await expectNobody(
      signToken(claims(), { secret: "", header: { alg: "HS256", kid: "' union select ''--" } }),
      "a key id of SQL",
    );
    for (const [alg, hash] of [
      ["HS384", "sha384"],
      ["HS512", "sha512"],
    ] as const) {
      await expectNobody(signToken(claims(), { header: { alg, typ: "JWT" }, hash }), alg);
    }
  });

  test("expired, not yet valid, issued tomorrow", async () => {
    await expectNobody(signToken({ ...claims(), iat: now() - 7200, exp: now() - 3600 }), "expired");
    await expectNobody(signToken({ ...claims(), nbf: now() + 3600 }), "not yet valid");
    await expectNobody(
      signToken({ ...claims(), iat: now() + 86_400, exp: now() + 90_000 }),
      "issued tomorrow",
    );
  });

  test("for another audience", async () => {
    for (const aud of ["someone-else", ["someone-else"], "authenticated.example.com", ""]) {
      await expectNobody(signToken({ ...claims(), aud }), JSON.stringify(aud));
    }
    await expectNobody(signToken({ ...claims(), sub: key.id, aud: "someone-else" }), "an API key");
  });

  test("of another subject: none, somebody unknown, SQL", async () => {
    for (const sub of [undefined, null, "", "00000000-0000-0000-0000-000000000000", "' or true--"]) {
      await expectNobody(signToken({ ...claims(), sub }), JSON.stringify(sub) ?? "none");
    }
  });

  test("of a role that is not for people", async () => {
    for (const role of ["anon", "nobody", "", "pg_read_all_data", 'authenticated"; set role postgres; --']) {
      await expectNobody(signToken({ ...claims(), role }), role);
    }
  });

  test("malformed", async () => {
    const good = signToken(claims());
    const [head, body, signature] = good.split(".") as [string, string, string];
    for (const token of [
      "",
      ".",
      "..",
      "x.y.z",
      `${good}.${signature}`,
      `${head}.${body}.${signature.slice(0, -4)}`,
      `${head}.${encode({ ...claims(), sub: key.id })}.${signature}`,
      `${head}..${signature}`,
      good.replace(head, encode({ alg: "HS256", typ: "JWT", crit: ["exp"] })),
      "A".repeat(6000),
    ]) {
      await expectNobody(token, token.slice(0, 60));
    }
  });
});

describe("a header", () => {
  const anonymous: Caller = { id: null, token: null };

  test("that claims a principal makes none", async () => {
    const claim = JSON.stringify(claims());
    for (const headers of [
      { "request.jwt.claims": claim, "request.jwt.claim.sub": admin.id ?? "" },
      { "x-user-id": admin.id ?? "", "x-forwarded-user": admin.id ?? "", "x-role": "service_role" },
      { "x-retune-principal": admin.id ?? "", "x-retune-role": "admin", "x-client-info": "service_role" },
      { cookie: `sb-access-token=${signToken(claims(), { secret: "x" })}` },
      { prefer: "params=single-object, tx=commit, handling=strict, role=service_role" },
      { apikey: "sb_secret_guessed" },
      { apikey: "" },
      { apikey: admin.token?.slice(0, -2) ?? "" },
    ] as Record<string, string>[]) {
      const name = JSON.stringify(headers);
      const read = await send(anonymous, "GET", `/rest/v1/feedback?project=eq.${project}`, { headers });
      expect(isEmptyAnswer(read), `${name}: ${read.status} ${read.text}`).toBe(true);
      const who = await send(anonymous, "POST", "/rest/v1/rpc/current_principal", { body: {}, headers });
      expect(isEmptyAnswer(who), `${name}: ${who.status} ${who.text}`).toBe(true);
    }
  });

  test("beside a person's token changes nothing of who it is", async () => {
    const stranger = await signUpPerson(sql);
    madeAccounts.push(stranger);
    for (const headers of [
      { "request.jwt.claim.sub": admin.id ?? "" },
      { "x-retune-address": "127.0.0.1", "x-forwarded-for": "127.0.0.1" },
      { prefer: "return=representation, tx=rollback" },
    ] as Record<string, string>[]) {
      const read = await send(stranger, "GET", `/rest/v1/feedback?project=eq.${project}`, { headers });
      expect(isEmptyAnswer(read), `${JSON.stringify(headers)}: ${read.text}`).toBe(true);
    }
    // A row cannot be seen by writing it and taking it back.
    const tried = await send(admin, "PATCH", `/rest/v1/audit_log?id=gt.0`, {
      body: { action: "forged" },
      headers: { prefer: "return=representation, tx=rollback" },
    });
    expect(isEmptyAnswer(tried), tried.text).toBe(true);
  });
});
