import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { hashApiKey } from "@/lib/auth/api-keys";
import { expect, test } from "../fixtures";
import { createSessionCookie } from "../session-cookies";

// Requests made from the API's own description, most of them nearly right: every endpoint, by callers of every kind. Whoever
// destroys something destroys it in a project of this test.
//
// RETUNE_FUZZ_SEED repeats a run; RETUNE_FUZZ_REQUESTS asks for more of them.

const seed = Number(process.env.RETUNE_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const total = Number(process.env.RETUNE_FUZZ_REQUESTS ?? 2_000);
/** No new request after this long: on a machine that is busy elsewhere there are fewer of them. */
const longestMs = 55_000;
/** A request that takes longer hangs. */
const patienceMs = 30_000;

// biome-ignore lint/suspicious/noExplicitAny: the schemas of a JSON document
type Schema = any;

interface Operation {
  method: string;
  path: string;
  parameters: { name: string; in: "path" | "query" | "header"; required?: boolean; schema: Schema }[];
  body: Schema | undefined;
  bodyType: string;
}

/** What breaks programs: by type of no field in particular. */
const awkwardText = fc.constantFrom(
  "",
  " ",
  "\u0000",
  "\ud800",
  "\u202e\u0000",
  "'; drop table feedback; --",
  "' or '1'='1",
  "%00",
  "%",
  "\\",
  "../../../../etc/passwd",
  "<script>alert(1)</script>",
  "=HYPERLINK(1)",
  "{{7*7}}",
  "__proto__",
  "constructor",
  "NaN",
  "null",
  "-1",
  "1e309",
  "99999999999999999999",
  "0x10",
  "9999-12-31T23:59:59Z",
  "-271821-04-20",
  "2026-02-30",
  "2026-13-01T25:61:61Z",
  "00000000-0000-0000-0000-000000000000",
  "(",
  "[a-z",
  "(a+)+$",
  "a,b,,",
  "a\\,b",
  "x".repeat(5_000),
  "👩‍👩‍👧‍👦".repeat(50),
  "2026-01-01T00:00:00Z|00000000-0000-0000-0000-000000000000",
  "infinity|x",
  btoa("{}"),
);
const awkwardValue = fc.oneof(
  awkwardText,
  fc.constantFrom<unknown[]>(
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    -0,
    2 ** 53,
    2 ** 31,
    [],
    {},
    [[]],
    [null],
    { __proto__: null, constructor: { prototype: {} } },
    JSON.parse('{"__proto__": {"role": "admin"}}'),
    JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`),
    Array.from({ length: 200 }, () => null),
  ),
);

/** Values for a schema of the document: mostly as it asks, sometimes at its edge, sometimes not at all. */
class Maker {
  readonly #document: Schema;
  readonly #project: string;
  readonly #awkwardness: number;

  constructor(document: Schema, project: string, awkwardness: number) {
    this.#document = document;
    this.#project = project;
    this.#awkwardness = awkwardness;
  }

  make(schema: Schema, name = "", depth = 0): fc.Arbitrary<unknown> {
    const right = this.#right(this.#resolve(schema), name, depth);
    return fc.oneof(
      { weight: 100 - this.#awkwardness, arbitrary: right },
      { weight: this.#awkwardness, arbitrary: awkwardValue },
    );
  }

  #resolve(schema: Schema): Schema {
    const name = /^#\/components\/schemas\/(.+)$/.exec(schema?.$ref ?? "")?.[1];
    return name ? this.#resolve(this.#document.components.schemas[name]) : (schema ?? {});
  }

  #right(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    if (/^(project|projects)$/.test(name) && schema.type !== "array") return fc.constant(this.#project);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return fc.oneof(...choices.map((each: Schema) => this.make(each, name, depth + 1)));
    if (schema.allOf) return this.#right(this.#resolve(schema.allOf[0]), name, depth);
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    if (type === "object" || schema.properties) return this.#object(schema, depth);
    if (type === "array") {
      if (depth > 6) return fc.constant([]);
      return fc.array(this.make(schema.items, name, depth + 1), {
        minLength: Math.min(schema.minItems ?? 0, 3),
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    }
    if (type === "integer") {
      const min = Math.max(schema.minimum ?? -5, -(2 ** 31));
      return fc.integer({ min, max: Math.max(min, Math.min(schema.maximum ?? 1000, 2 ** 31 - 1)) });
    }
    if (type === "number")
      return fc.double({ min: schema.minimum ?? -10, max: schema.maximum ?? 1000, noNaN: true });
    if (type === "boolean") return fc.boolean();
    if (type === "null") return fc.constant(null);
    return this.#text(schema, name);
  }

  #object(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const properties = Object.entries(schema.properties ?? {});
    if (depth > 6 || properties.length === 0) return fc.dictionary(awkwardText, awkwardValue, { maxKeys: 3 });
    const shape = Object.fromEntries(properties.map(([key, each]) => [key, this.make(each, key, depth + 1)]));
    return fc.record(shape, { requiredKeys: (schema.required ?? []) as string[], noNullPrototype: true });
  }

  #text(schema: Schema, name: string): fc.Arbitrary<string> {
    if (schema.format === "uuid" || /(^|_)id$/.test(name))
      return fc.oneof(fc.uuid(), fc.uuid({ version: 4 }));
    if (schema.format === "date-time" || /^(from|to|at|.*_at)$/.test(name)) {
      return fc
        .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
        .map((date) => date.toISOString());
    }
    if (schema.format === "date") return fc.constantFrom("2026-01-01", "2026-02-28", "2020-02-29");
    // What it would be sent to belongs to nobody.
    if (schema.format === "uri" || /url$/.test(name))
      return fc.constantFrom("https://hooks.example.test/x", "http://127.0.0.1:1/");
    return fc.string({
      unit: "grapheme",
      minLength: Math.min(schema.minLength ?? 0, 5),
      maxLength: Math.max(schema.minLength ?? 0, Math.min(schema.maxLength ?? 40, 40)),
    });
  }
}

function listOperations(document: Schema): Operation[] {
  return Object.entries<Schema>(document.paths).flatMap(([path, item]) =>
    Object.entries<Schema>(item).map(([method, operation]) => {
      const [bodyType = "application/json", content] =
        Object.entries<Schema>(operation.requestBody?.content ?? {})[0] ?? [];
      return {
        method: method.toUpperCase(),
        path,
        parameters: operation.parameters ?? [],
        body: content?.schema,
        bodyType,
      };
    }),
  );
}

interface Made {
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** A request of one operation. Everything of its path is `project` where it names one, so that nothing else is touched. */
function makeRequest(operation: Operation, document: Schema, project: string): fc.Arbitrary<Made> {
  return fc.constantFrom(0, 0, 0, 2, 10, 50).chain((awkwardness) => {
    const maker = new Maker(document, project, awkwardness);
    const parameters = operation.parameters.map((parameter) =>
      fc
        .tuple(maker.make(parameter.schema, parameter.name), fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([value, chance]) => ({ ...parameter, value, isSent: parameter.required || chance < 0.15 })),
    );
    const body = operation.body ? maker.make(operation.body) : fc.constant(undefined);
    const wrong = fc.constantFrom(
      "",
      "",
      "",
      "",
      "",
      "type",
      "encoding",
      "json",
      "parameter",
      "cursor",
      "header",
    );
    return fc.tuple(fc.tuple(...parameters), body, wrong).map(([values, value, mistake]) => {
      let path = operation.path;
      const search = new URLSearchParams();
      const headers: Record<string, string> = {};
      for (const each of values) {
        const text = toText(each.value);
        if (each.in === "path") {
          // An empty segment, "." and ".." are other addresses altogether.
          const segment = /^\.{0,2}$/.test(text) ? "x" : encodeURIComponent(text);
          path = path.replace(
            `{${each.name}}`,
            each.name === "project" ? encodeURIComponent(project) : segment,
          );
        } else if (each.isSent && each.in === "query") {
          for (const one of Array.isArray(each.value) ? each.value.map(toText) : [text])
            search.append(each.name, one);
        } else if (each.isSent && each.in === "header") {
          headers[each.name] = text.replace(/[^\x20-\x7e]/g, "?").slice(0, 300);
        }
      }
      if (mistake === "parameter") search.append("select", "*,api_keys(*)");
      if (mistake === "cursor") search.append("cursor", "MjAyNnx4");
      if (mistake === "header")
        Object.assign(headers, { "x-request-id": "'; --", prefer: "tx=rollback", range: "bytes=0-1" });
      let text = operation.body ? JSON.stringify(value ?? null) : undefined;
      if (text !== undefined) {
        headers["content-type"] = mistake === "type" ? "text/plain" : operation.bodyType;
        if (mistake === "encoding") headers["content-encoding"] = "gzip";
        if (mistake === "json") text = text.slice(0, -1);
      }
      const query = search.size > 0 ? `?${search}` : "";
      return { url: `${path}${query}`, headers, body: text };
    });
  });
}

function toText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.toWellFormed().slice(0, 2_000);
}

/** What an answer must not hold, whoever asks. Of the request's own text it may quote what it refuses. */
const leaks: [string, RegExp][] = [
  ["a stack", /\n\s+at .+:\d+:\d+|node_modules|\.next[/-]|file:\/\/|webpack|turbopack/],
  [
    "SQL",
    /\b(select|insert into|update|delete from)\b[^"]*\b(from|set|values|where)\b[^"]*\b(public|private)\.|syntax error at|SQLSTATE|PGRST\d|relation \\?"|violates|plpgsql|pg_catalog/i,
  ],
  ["a path", /\/(home|usr|etc|var|tmp|root|work)\/[a-z]/],
  ["a secret", /rt_[\w-]{20,}|sb_secret_|whsec_[\w+/=]{10,}|eyJ[\w-]+\.eyJ/],
];

test("requests made from the OpenAPI document get no 500, no leak and no hang", async ({
  api,
  baseURL,
  createKey,
  createMember,
  createStranger,
  project,
  sql,
}) => {
  test.setTimeout(longestMs + 2 * patienceMs + 30_000);
  console.log(`RETUNE_FUZZ_SEED=${seed}`);
  const document: Schema = await (await (await api()).get("/v1/openapi.json")).json();
  const operations = listOperations(document);
  expect(operations.length).toBeGreaterThan(100);

  const admin = await createMember({ role: "admin", projects: [project] });
  const keys = {
    ingest: await createKey({ scopes: ["ingest"], project }),
    read: await createKey({ scopes: ["read"], project }),
    everything: await createKey({ scopes: ["ingest", "read", "export", "metrics"], project }),
  };
  const origin = baseURL ?? "";
  const callers: Record<string, Record<string, string>> = {
    admin: { cookie: await createSessionCookie(admin), origin },
    stranger: { cookie: await createSessionCookie(await createStranger()), origin },
    ingest: { authorization: `Bearer ${keys.ingest}` },
    read: { authorization: `Bearer ${keys.read}` },
    everything: { authorization: `Bearer ${keys.everything}` },
    nobody: {},
  };
  const env = ["SUPABASE_SECRET_KEY", "SUPABASE_JWT_SECRET"].flatMap((name) => process.env[name] ?? []);
  const hidden = [...env, ...Object.values(keys), ...Object.values(keys).map(hashApiKey), admin.password];
  const outside = () => sql`
    select (select md5(string_agg(m::text, '' order by id)) from public.members m where user_id = ${admin.userId}) as members,
      (select md5(string_agg(id::text || scopes::text || coalesce(project, ''), '' order by id)) from public.api_keys
        where key_sha256 = any (${Object.values(keys).map(hashApiKey)})) as keys`;
  const before = await outside();

  // Admin and the key of every scope get further than the others, so they are asked more often.
  const order = [
    "admin",
    "everything",
    "admin",
    "read",
    "everything",
    "ingest",
    "admin",
    "nobody",
    "everything",
    "stranger",
  ];
  const wrong: string[] = [];
  const statuses = new Map<number, number>();
  const deadline = Date.now() + longestMs;
  let next = 0;
  const worker = async () => {
    while (next < total && Date.now() < deadline) {
      const index = next++;
      // Every endpoint before any comes a second time; the caller changes with the round.
      const operation = operations[index % operations.length] as Operation;
      const round = Math.floor(index / operations.length);
      const name = order[(index + round) % order.length] as string;
      const [made] = fc.sample(makeRequest(operation, document, project), {
        seed: seed + index,
        numRuns: 1,
      }) as [Made];
      const found = await ask(origin, operation, made, callers[name] ?? {}, hidden);
      statuses.set(found.status, (statuses.get(found.status) ?? 0) + 1);
      for (const fault of found.faults) {
        wrong.push(
          `${fault}\n  #${index} ${name}: ${operation.method} ${made.url.slice(0, 500)}\n  ${JSON.stringify(made.headers)} ${made.body?.slice(0, 1_000) ?? ""}\n  → ${found.status} ${found.text.slice(0, 500)}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  console.log(
    `${next} requests: ${[...statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, n]) => `${n} × ${status}`)
      .join(", ")}`,
  );

  expect(wrong, `RETUNE_FUZZ_SEED=${seed}`).toEqual([]);
  expect(next).toBeGreaterThan(operations.length);
  // The requests are not all refused at the door.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(next / 50);
  expect(await outside()).toEqual(before);
  // Still there, and still quick to refuse.
  expect((await (await api()).get("/v1/health")).status()).toBe(200);
});

async function ask(
  origin: string,
  operation: Operation,
  made: Made,
  caller: Record<string, string>,
  hidden: string[],
): Promise<{ status: number; text: string; faults: string[] }> {
  const faults: string[] = [];
  let status = 0;
  let text = "";
  let type = "";
  try {
    const response = await fetch(`${origin}${made.url}`, {
      method: operation.method,
      headers: { ...made.headers, ...caller },
      signal: AbortSignal.timeout(patienceMs),
      redirect: "manual",
      ...(made.body !== undefined && { body: made.body }),
    });
    status = response.status;
    type = response.headers.get("content-type") ?? "";
    text = await response.text();
  } catch (error) {
    return { status, text, faults: [`no answer: ${String(error)}`] };
  }
  // 502 to 504 are the connected model's, which is not asked to make sense of this; each has its problem text.
  if (status === 500 || status < 200) faults.push(`status ${status}`);
  if (status >= 400) {
    if (!type.startsWith("application/problem+json")) faults.push(`a refusal of the type ${type}`);
    else if (JSON.parse(text).status !== status) faults.push("a problem of another status");
    const quoted = `${made.url} ${decodeURIComponent(made.url.replace(/%(?![0-9a-f]{2})/gi, "%25"))} ${made.body ?? ""}`;
    for (const [what, pattern] of leaks) {
      const match = pattern.exec(text)?.[0];
      if (match && !quoted.includes(match)) faults.push(`${what} in a refusal: ${match.slice(0, 100)}`);
    }
  }
  for (const secret of hidden) if (text.includes(secret)) faults.push("a secret in an answer");
  return { status, text, faults };
}

test("a session cookie that is no session is nobody, never an error", async ({ baseURL, createMember }) => {
  const cookie = await createSessionCookie(await createMember({ role: "reviewer" }));
  const [name = "", value = ""] = cookie.split(/=(.*)/s);
  const cookieName = name.replace(/\.0$/, "");
  const session = JSON.parse(
    Buffer.from(value.split(";")[0]?.replace(/^base64-/, "") ?? "", "base64url")
      .toString()
      .replace(/\0/g, "") || "{}",
  );
  const forms = [
    "x",
    "base64-",
    "base64-%00",
    "%7B%7D",
    `base64-${Buffer.from("{}").toString("base64url")}`,
    `base64-${Buffer.from("null").toString("base64url")}`,
    ...[
      "x",
      "a.b.c",
      "..",
      "a.!!!.c",
      `a.${Buffer.from('{"sub":"x"}').toString("base64url")}.c`,
      `a.${Buffer.from("[]").toString("base64url")}.c`,
    ].map(
      (access_token) =>
        `base64-${Buffer.from(JSON.stringify({ ...session, access_token })).toString("base64url")}`,
    ),
  ];
  for (const form of [...forms, randomUUID()]) {
    const response = await fetch(`${baseURL}/v1/me`, { headers: { cookie: `${cookieName}=${form}` } });
    const text = await response.text();
    expect(response.status, `${form.slice(0, 60)}: ${text}`).toBe(401);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  }
});
