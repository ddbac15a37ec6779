import { randomInt, randomUUID } from "node:crypto";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import type { Sql } from "postgres";
import { passesLuhn } from "@/lib/privacy/detectors";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";
import { storeNote, storeSession, storeTurn } from "../tuning-rows";

const settingsOf = (project: string) => `/v1/projects/${encodeURIComponent(project)}/settings`;
const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join("");

/** One of each kind, found nowhere else in the database. */
function makeSecrets() {
  const begin = `4${digits(14)}`;
  const card = [..."0123456789"].map((last) => begin + last).find(passesLuhn) ?? "";
  const account = digits(18);
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return {
    email: `u${digits(12)}@secret.example`,
    card: card.replace(/(\d{4})(?=\d)/g, "$1 "),
    iban: `DE${String(check).padStart(2, "0")}${account}`,
    ip: `203.0.113.${randomInt(10, 250)}`,
    ipv6: `2001:db8:${digits(4)}:${digits(4)}::${digits(4)}`,
    phone: `+1 415 555 ${randomInt(1000, 9999)}`,
    national_id: `536-${randomInt(10, 99)}-${randomInt(1000, 9999)}`,
    own: `EMP-${digits(9)}`,
    cardNumber: Number(card),
  };
}
type Secrets = ReturnType<typeof makeSecrets>;

/** Every secret in one text, short enough for a label. */
const tell = (secrets: Secrets) =>
  [
    secrets.email,
    secrets.card,
    secrets.iban,
    secrets.ip,
    secrets.ipv6,
    secrets.phone,
    secrets.national_id,
    secrets.own,
  ].join(" / ");
const told = "[EMAIL] / [CARD] / [IBAN] / [IP] / [IP] / [PHONE] / [NATIONAL_ID] / [EMP]";

/** Every table that holds one of the secrets in any column, in all schemas of the database. */
async function findInDatabase(sql: Sql, secrets: Secrets): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`;
  const needles = [
    ...Object.values(secrets).map(String),
    // The tail of a phone number and of an address is enough to know them.
    secrets.phone.replaceAll(" ", ""),
  ].filter((needle) => needle !== secrets.ip);
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ n: number }[]>(
      `select count(*)::int as n from ${name} t where exists (select from unnest($1::text[]) s where position(s in row_to_json(t)::text) > 0)`,
      [needles],
    );
    if (row && row.n > 0) found.push(name);
  }
  return found;
}

const anyJson = (secrets: Secrets) => ({
  [secrets.email]: 1,
  text: tell(secrets),
  // Names that are ours elsewhere say nothing inside of what is the caller's.
  id: tell(secrets),
  project: tell(secrets),
  timestamp: tell(secrets),
  list: [{ [tell(secrets)]: [tell(secrets)] }],
  number: secrets.cardNumber,
});

const vote = (project: string, secrets: Secrets) => ({
  project,
  query: tell(secrets),
  response: tell(secrets),
  model: tell(secrets),
  rating: 1,
  intent: tell(secrets),
  user_id: secrets.email,
  session_id: tell(secrets),
  response_id: tell(secrets),
  tools_called: [tell(secrets)],
  metadata: anyJson(secrets),
  comment: tell(secrets),
  corrected_response: tell(secrets),
});

const note = (secrets: Secrets) => ({ improvement_note: tell(secrets), metadata: anyJson(secrets) });

const turn = (secrets: Secrets) => ({
  user_message: tell(secrets),
  era_response: tell(secrets),
  intent: tell(secrets),
  model: tell(secrets),
  search_results: {
    results: [{ chunk_id: tell(secrets), document_title: tell(secrets), chunk_text: tell(secrets) }],
  },
  template_used: tell(secrets),
  metadata: anyJson(secrets),
  improvements: [note(secrets)],
});

const session = (project: string, secrets: Secrets) => ({
  project,
  master_prompt_version: tell(secrets),
  branch_name: tell(secrets),
  metadata: anyJson(secrets),
});

const interaction = (project: string, secrets: Secrets) => ({
  project,
  external_conversation_id: tell(secrets),
  user_id: secrets.email,
  channel_id: tell(secrets),
  thread_ts: tell(secrets),
  agent_type: tell(secrets),
  user_message: tell(secrets),
  agent_response: tell(secrets),
  llm_metadata: { model: tell(secrets), provider: tell(secrets), ...anyJson(secrets) },
  escalation_metadata: anyJson(secrets),
  domain_classification: tell(secrets),
  domain_label: tell(secrets),
  conversation_metadata: anyJson(secrets),
});

const execution = (project: string, secrets: Secrets) => ({
  project,
  user_prompt: tell(secrets),
  action_plan: anyJson(secrets),
  execution_result: anyJson(secrets),
  error: tell(secrets),
  success: false,
  response_text: tell(secrets),
  user_id: secrets.email,
  model: tell(secrets),
  provider: tell(secrets),
  user_correction: tell(secrets),
  strategy: tell(secrets),
  prompt_version: tell(secrets),
  subject: tell(secrets),
  available_columns: [tell(secrets)],
  metadata: anyJson(secrets),
});

const review = (secrets: Secrets) => ({
  better_response: tell(secrets),
  thumbs: null,
  professionalism_score: null,
  empathy_score: null,
  clarity_score: null,
  has_policy_citation: null,
  appropriate_action_suggested: null,
  structure_complete: null,
  chunk_verdicts: { verdicts: {}, missing: tell(secrets) },
  improvements: [{ id: randomUUID(), improvement_note: tell(secrets), category: null, severity: null }],
});

type Arranged = {
  sql: Sql;
  project: string;
  secrets: Secrets;
  /** An admin and a key with the scopes ingest and read, of every project. */
  admin: APIRequestContext;
  key: APIRequestContext;
  adminId: string;
};
type Send = (arranged: Arranged) => Promise<APIResponse>;

const newTurn = async ({ sql, project }: Arranged) => storeTurn(sql, await storeSession(sql, { project }));
const newInteraction = async ({ key, project }: Arranged) => {
  const response = await key.post("/v1/interactions", {
    data: { project, user_id: "u", agent_type: "a", user_message: "q", agent_response: "a" },
  });
  return (await response.json()).id as string;
};

const newExecution = async ({ key, project }: Arranged) => {
  const response = await key.post("/v1/executions", {
    data: { project, user_prompt: "p", action_plan: {}, success: true },
  });
  return (await response.json()).id as string;
};

/** Every endpoint that stores what people or programs wrote, with the secrets in each of its text fields. */
const writes: Record<string, Send> = {
  "POST /v1/feedback": ({ key, project, secrets }) =>
    key.post("/v1/feedback", { data: vote(project, secrets), headers: { "idempotency-key": secrets.email } }),
  "POST /v1/feedback/batch": ({ key, project, secrets }) =>
    key.post("/v1/feedback/batch", {
      data: { items: [vote(project, secrets)] },
      headers: { "idempotency-key": secrets.email },
    }),
  "PUT /v1/feedback/{feedback_id}": async ({ key, project, secrets }) => {
    const made = await key.post("/v1/feedback", {
      data: { project, query: "q", response: "a", model: "m", rating: 1 },
    });
    const { metadata, comment, corrected_response, intent } = vote(project, secrets);
    return key.put(`/v1/feedback/${(await made.json()).id}`, {
      data: { metadata, comment, corrected_response, intent },
    });
  },
  "POST /v1/tuning/sessions": ({ key, project, secrets }) =>
    key.post("/v1/tuning/sessions", {
      data: session(project, secrets),
      headers: { "idempotency-key": secrets.email },
    }),
  "PATCH /v1/tuning/sessions/{session_id}": async ({ key, sql, project, secrets }) => {
    const { project: _, ...patch } = session(project, secrets);
    return key.patch(`/v1/tuning/sessions/${await storeSession(sql, { project })}`, { data: patch });
  },
  "POST /v1/tuning/sessions/{session_id}/turns": async ({ key, sql, project, secrets }) => {
    const path = `/v1/tuning/sessions/${await storeSession(sql, { project })}/turns`;
    const one = await key.post(path, { data: turn(secrets), headers: { "idempotency-key": secrets.email } });
    return one.ok() ? key.post(path, { data: { turns: [turn(secrets)] } }) : one;
  },
  "POST /v1/tuning/sessions/{session_id}/messages": async ({ admin, adminId, sql, project, secrets }) =>
    admin.post(`/v1/tuning/sessions/${await storeSession(sql, { project, tester_id: adminId })}/messages`, {
      data: { user_message: tell(secrets) },
    }),
  "POST /v1/tuning/import": ({ key, project, secrets }) =>
    key.post("/v1/tuning/import", {
      headers: { "content-type": "application/x-ndjson" },
      data: `${JSON.stringify({ ...session(project, secrets), turns: [turn(secrets)] })}\n`,
    }),
  "POST /v1/tuning/turns/{turn_id}/improvements": async (arranged) =>
    arranged.admin.post(`/v1/tuning/turns/${await newTurn(arranged)}/improvements`, {
      data: note(arranged.secrets),
      headers: { "idempotency-key": arranged.secrets.email },
    }),
  "PATCH /v1/tuning/improvements/{improvement_id}": async (arranged) =>
    arranged.admin.patch(
      `/v1/tuning/improvements/${await storeNote(arranged.sql, await newTurn(arranged))}`,
      {
        data: { ...note(arranged.secrets), applied_in_version: tell(arranged.secrets) },
      },
    ),
  "PATCH /v1/tuning/improvements": async (arranged) =>
    arranged.admin.patch("/v1/tuning/improvements", {
      data: {
        ids: [await storeNote(arranged.sql, await newTurn(arranged))],
        applied_in_version: tell(arranged.secrets),
      },
    }),
  "PUT /v1/tuning/turns/{turn_id}/review": async (arranged) => {
    const path = `/v1/tuning/turns/${await newTurn(arranged)}/review`;
    const draft = await arranged.admin.put(path, {
      data: { state: "draft", content: review(arranged.secrets) },
    });
    return draft.ok()
      ? arranged.admin.put(path, { data: { state: "done", content: review(arranged.secrets) } })
      : draft;
  },
  "PUT /v1/tuning/turns/{turn_id}/adjudication": async (arranged) =>
    arranged.admin.put(`/v1/tuning/turns/${await newTurn(arranged)}/adjudication`, {
      data: {
        categories: [],
        professionalism_score: null,
        empathy_score: null,
        clarity_score: null,
        has_policy_citation: null,
        appropriate_action_suggested: null,
        structure_complete: null,
        note: tell(arranged.secrets),
      },
    }),
  "POST /v1/interactions": ({ key, project, secrets }) =>
    key.post("/v1/interactions", {
      data: interaction(project, secrets),
      headers: { "idempotency-key": secrets.email },
    }),
  "POST /v1/interactions/batch": ({ key, project, secrets }) =>
    key.post("/v1/interactions/batch", {
      data: { items: [interaction(project, secrets)] },
      headers: { "idempotency-key": secrets.email },
    }),
  "PATCH /v1/interactions/{interaction_id}": async (arranged) => {
    const { escalation_metadata, domain_classification, domain_label } = interaction(
      arranged.project,
      arranged.secrets,
    );
    return arranged.key.patch(`/v1/interactions/${await newInteraction(arranged)}`, {
      data: { escalation_metadata, domain_classification, domain_label },
    });
  },
  "PATCH /v1/examples/{execution_id}": async ({ admin, key, project, secrets }) => {
    const made = await key.post("/v1/executions", {
      data: { project, user_prompt: "q", action_plan: { task: "sort" }, success: true },
    });
    return admin.patch(`/v1/examples/${(await made.json()).id}`, {
      data: { better_action_plan: anyJson(secrets), example_note: tell(secrets) },
    });
  },
  "POST /v1/prompts/run": ({ key, project, secrets }) =>
    key.post("/v1/prompts/run", {
      data: {
        project,
        user_prompt: tell(secrets),
        available_columns: [tell(secrets)],
        user_id: secrets.email,
      },
    }),
  "POST /v1/executions": ({ key, project, secrets }) =>
    key.post("/v1/executions", {
      data: execution(project, secrets),
      headers: { "idempotency-key": secrets.email },
    }),
  "POST /v1/executions/batch": ({ key, project, secrets }) =>
    key.post("/v1/executions/batch", {
      data: { items: [execution(project, secrets)] },
      headers: { "idempotency-key": secrets.email },
    }),
  "PATCH /v1/executions/{execution_id}": async (arranged) => {
    const { success, error, execution_result, user_correction } = execution(
      arranged.project,
      arranged.secrets,
    );
    return arranged.key.patch(`/v1/executions/${await newExecution(arranged)}`, {
      data: { success, error, execution_result, user_correction },
    });
  },
  "POST /v1/test-cases": ({ admin, project, secrets }) =>
    admin.post("/v1/test-cases", {
      data: {
        project,
        name: tell(secrets),
        input: {
          user_prompt: tell(secrets),
          available_columns: [tell(secrets)],
          context: tell(secrets),
          previous_errors: [tell(secrets)],
        },
        expected_action_plan: anyJson(secrets),
      },
    }),
};

const operators = "what operators write on purpose, such as names and prompts";
const noText = "stores no text of the caller";

/** Endpoints that write, but not what the test above is about. */
const exceptions: Record<string, string> = {
  "POST /v1/feedback/export": noText,
  "POST /v1/feedback/export/finetuning": noText,
  "POST /v1/feedback/{feedback_id}/restore": "brings back what was protected when it came",
  "POST /v1/interactions/export": noText,
  "POST /v1/conversations/export": noText,
  "POST /v1/saved-views": "a member's own names and filters",
  "PUT /v1/me/preferences": noText,
  "PUT /v1/projects/{project}/settings": operators,
  "POST /v1/projects/{project}/settings/test": noText,
  "POST /v1/tuning/archive/{session_id}/restore": "brings back what was protected when it came",
  "POST /v1/tuning/improvements/export": noText,
  "POST /v1/tuning/export": noText,
  "POST /v1/tuning/improvements/{improvement_id}/restore": "brings back what was protected when it came",
  "POST /v1/tuning/queues": operators,
  "PATCH /v1/tuning/queues/{queue_id}": operators,
  "POST /v1/tuning/queues/{queue_id}/next": noText,
  "PUT /v1/tuning/retention": noText,
  "POST /v1/tuning/retention/run": noText,
  "POST /v1/tuning/turns/{turn_id}/claim": noText,
  "POST /v1/tuning/turns/{turn_id}/review/undo": "brings back what was protected when it came",
  "PUT /v1/tuning/versions/{version}": operators,
  "POST /v1/tuning/versions/compare": noText,
  "POST /v1/budgets": operators,
  "PATCH /v1/budgets/{budget_id}": operators,
  "POST /v1/budgets/{budget_id}/restore": "brings back what was protected when it came",
  "PATCH /v1/executions/failure-patterns/{pattern_id}": operators,
  "POST /v1/alerts/{alert_id}/ack": noText,
  "POST /v1/webhooks": operators,
  "PATCH /v1/webhooks/{webhook_id}": operators,
  "POST /v1/webhooks/{webhook_id}/test": noText,
  "PUT /v1/prices": operators,
  "PUT /v1/knowledge": operators,
  "POST /v1/action-plans/validate": noText,
  "POST /v1/strategies": operators,
  "PUT /v1/strategies/default": noText,
  "POST /v1/prompts/compose": noText,
  "POST /v1/experiments": operators,
  "PATCH /v1/experiments/{experiment_id}": operators,
  "POST /v1/experiments/{experiment_id}/promote": noText,
  "POST /v1/costs/reprice": noText,
  "POST /v1/costs/by-user/export": noText,
  "POST /v1/examples/export": noText,
  "POST /v1/executions/export": noText,
  "POST /v1/executions/failure-patterns/export": noText,
  "POST /v1/datasets": operators,
  "PATCH /v1/datasets/{dataset_id}": operators,
  "POST /v1/datasets/{dataset_id}/restore": noText,
  "POST /v1/datasets/{dataset_id}/versions": noText,
  "POST /v1/datasets/{dataset_id}/versions/{version}/cancel": noText,
  "POST /v1/datasets/preview": noText,
};

const setUp = test.extend<{ arranged: Arranged }>({
  arranged: async ({ sql, project, as, api, createMember, createKey }, use) => {
    const person = await createMember({ role: "admin" });
    await sql`insert into public.projects (project) values (${project})`;
    await use({
      sql,
      project,
      secrets: makeSecrets(),
      admin: await as(person),
      adminId: person.userId,
      key: await api(await createKey({ scopes: ["ingest", "read"] })),
    });
  },
});

const strict = {
  detectors: ["email", "card", "iban", "ip", "phone", "national_id"],
  patterns: [{ name: "EMP", pattern: "EMP-\\d{9}" }],
};

setUp("every endpoint that writes is held against personal data, or says why not", async ({ arranged }) => {
  const document = await (await arranged.admin.get("/v1/openapi.json")).json();
  const documented = Object.entries(document.paths as Record<string, object>).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => ["post", "put", "patch"].includes(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  const known = [...Object.keys(writes), ...Object.keys(exceptions)];
  expect(documented.filter((endpoint) => !known.includes(endpoint))).toEqual([]);
});

setUp("the fields that take any text all carry the secrets", async ({ arranged }) => {
  const document = await (await arranged.admin.get("/v1/openapi.json")).json();
  const { secrets, project } = arranged;
  const bodies: Record<string, unknown> = {
    FeedbackInput: vote(project, secrets),
    TuningSessionInput: session(project, secrets),
    TuningTurnInput: turn(secrets),
    TuningImprovementInput: note(secrets),
    InteractionInput: interaction(project, secrets),
    ExecutionInput: execution(project, secrets),
    TurnReviewContent: review(secrets),
  };
  for (const [name, body] of Object.entries(bodies)) {
    const missing = listTexts(document, document.components.schemas[name]).filter(
      (path) =>
        !hasPath(body, path) &&
        !/(^|\.)(id|project|experiment|variant|tester_\w+|\w*timestamp|session_start|created_at)$/.test(path),
    );
    expect(missing, name).toEqual([]);
  }
});

type Schema = Record<string, unknown>;

/** Paths of the fields of a schema that take free text. */
function listTexts(
  document: { components: { schemas: Record<string, Schema> } },
  schema: Schema,
  path = "",
): string[] {
  if (typeof schema.$ref === "string")
    return listTexts(document, document.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, path);
  const branches = [...((schema.anyOf ?? schema.oneOf ?? []) as Schema[])];
  const isText = ([] as unknown[]).concat(schema.type).includes("string");
  const isFree = !schema.enum && !schema.format && !schema.pattern && schema.const === undefined;
  return [
    ...(isText && isFree ? [path] : []),
    ...branches.flatMap((branch) => listTexts(document, branch, path)),
    ...Object.entries((schema.properties ?? {}) as Record<string, Schema>).flatMap(([key, child]) =>
      listTexts(document, child, path ? `${path}.${key}` : key),
    ),
    ...(schema.items ? listTexts(document, schema.items as Schema, path ? `${path}.0` : "0") : []),
  ];
}

const hasPath = (value: unknown, path: string) =>
  path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value) !==
  undefined;

for (const [endpoint, send] of Object.entries(writes)) {
  setUp(`${endpoint} stores no personal data`, async ({ arranged }) => {
    const { admin, project, sql, secrets } = arranged;
    expect((await admin.put(settingsOf(project), { data: strict })).status()).toBe(200);
    const response = await send(arranged);
    const text = await response.text();
    expect(response.ok(), text).toBe(true);
    // An import and an assistant answer 200 whatever comes of it.
    expect(text).not.toContain('"status":"error"');
    expect(text).not.toContain('"type":"error"');
    expect(await findInDatabase(sql, secrets)).toEqual([]);
  });

  setUp(`${endpoint} is refused by a project that refuses personal data`, async ({ arranged }) => {
    const { admin, project, sql, secrets } = arranged;
    await admin.put(settingsOf(project), { data: { ...strict, privacy_mode: "reject" } });
    const response = await send(arranged);
    const text = await response.text();
    if (endpoint === "POST /v1/tuning/import") expect(text).toContain('"status":"error"');
    else {
      expect(response.status(), text).toBe(400);
      const { issues } = JSON.parse(text);
      expect(issues.length).toBeGreaterThan(0);
    }
    expect(text).toContain("contains personal data");
    for (const secret of Object.values(secrets)) expect(text).not.toContain(String(secret));
    expect(await findInDatabase(sql, secrets)).toEqual([]);
  });
}

setUp("a project whose mode is off stores what is sent", async ({ arranged }) => {
  const { admin, key, project, secrets } = arranged;
  await admin.put(settingsOf(project), { data: { ...strict, privacy_mode: "off" } });
  const sent = vote(project, secrets);
  const stored = await (await key.post("/v1/feedback", { data: sent })).json();
  expect(stored).toMatchObject(sent);
});

setUp(
  "a new project redacts what has a checksum or a strict shape, and nothing else",
  async ({ arranged }) => {
    const { key, project, secrets } = arranged;
    const response = await key.post("/v1/feedback", { data: vote(project, secrets) });
    expect((await response.json()).query).toBe(
      told.replace("[NATIONAL_ID]", secrets.national_id).replace("[EMP]", secrets.own),
    );
  },
);

setUp("a project is not named after somebody", async ({ arranged }) => {
  const { key, sql, secrets } = arranged;
  const response = await key.post("/v1/feedback", {
    data: { project: secrets.email, query: "q", response: "a", model: "m", rating: 1 },
  });
  await expectProblem(response, 400, "project");
  expect(await findInDatabase(sql, secrets)).toEqual([]);
});

test.describe("ids of people", () => {
  setUp(
    "stay distinct, are found by what was sent, and a second vote replaces the first",
    async ({ arranged }) => {
      const { admin, key, project } = arranged;
      await admin.put(settingsOf(project), { data: { user_ids: "hmac" } });
      const send = (user_id: string, rating: number) =>
        key.post("/v1/feedback", {
          data: { project, query: "q", response: "a", model: "m", rating, user_id, response_id: "r-1" },
        });
      const first = await (await send("u-17", 1)).json();
      expect(first.user_id).toMatch(/^hmac_[0-9a-f]{64}$/);
      const other = await (await send("u-18", 1)).json();
      expect(other.user_id).not.toBe(first.user_id);
      const second = await send("u-17", -1);
      expect(second.status()).toBe(200);
      expect((await second.json()).id).toBe(first.id);
      for (const user_id of ["u-17", first.user_id]) {
        const found = await (await key.get("/v1/feedback", { params: { project, user_id } })).json();
        expect(found.data.map((row: { id: string }) => row.id)).toEqual([first.id]);
      }
    },
  );

  setUp(
    "the subject of a vote in an experiment is the same person as that of its executions",
    async ({ arranged }) => {
      const { admin, key, project } = arranged;
      await admin.put(settingsOf(project), { data: { user_ids: "hmac" } });
      const record = async (path: string, data: object) => {
        const response = await key.post(path, { data: { project, ...data } });
        expect(response.status(), await response.text()).toBe(201);
        return response.json();
      };
      const metadata = { experiment: "e", variant: "new", subject: "u-17" };
      const voted = { query: "q", response: "a", model: "m", rating: 1 };
      const { metadata: stored } = await record("/v1/feedback", { ...voted, metadata });
      const { subject } = await record("/v1/executions", {
        user_prompt: "q",
        action_plan: {},
        success: true,
        subject: "u-17",
      });
      expect(stored).toEqual({ ...metadata, subject });
      expect(subject).toMatch(/^hmac_[0-9a-f]{64}$/);
      // The subject of a mail is no person.
      const mail = await record("/v1/feedback", { ...voted, metadata: { subject: "Invoice" } });
      expect(mail.metadata).toEqual({ subject: "Invoice" });
    },
  );

  setUp("a repeated request is answered as the first, whatever was redacted", async ({ arranged }) => {
    const { key, project, secrets } = arranged;
    const data = { id: randomUUID(), ...vote(project, secrets) };
    const first = await key.post("/v1/feedback", { data });
    expect(first.status(), await first.text()).toBe(201);
    const again = await key.post("/v1/feedback", { data });
    expect(again.status()).toBe(201);
    expect(await again.json()).toEqual(await first.json());
    const changed = await key.post("/v1/feedback", { data: { ...data, query: "bob@example.com" } });
    await expectProblem(changed, 409);
  });
});

test.describe("settings", () => {
  setUp("have defaults, change in part, count their versions and are noted", async ({ arranged }) => {
    const { admin, project, sql } = arranged;
    const defaults = await (await admin.get(settingsOf(project))).json();
    expect(defaults).toEqual({
      project,
      privacy_mode: "redact",
      detectors: ["email", "card", "iban", "ip", "phone"],
      phone_region: null,
      patterns: [],
      metadata_keys: null,
      user_ids: "plain",
      idle_minutes: 30,
      version: 0,
      updated_at: null,
    });
    const changed = await (
      await admin.put(settingsOf(project), { data: { phone_region: "US", expected_version: 0 } })
    ).json();
    expect(changed).toMatchObject({
      ...defaults,
      phone_region: "US",
      version: 1,
      updated_at: expect.any(String),
    });
    await expectProblem(
      await admin.put(settingsOf(project), { data: { privacy_mode: "off", expected_version: 0 } }),
      409,
    );
    const log =
      await sql`select detail from public.audit_log where action = 'project_settings.change' and project = ${project}`;
    expect(log.map((row) => row.detail)).toEqual([
      { before: { phone_region: null }, after: { phone_region: "US" } },
    ]);
  });

  setUp("hold at once for what is sent next", async ({ arranged }) => {
    const { admin, key, project } = arranged;
    const send = async () =>
      (
        await (
          await key.post("/v1/feedback", {
            data: { project, query: "call (415) 555-2671", response: "a", model: "m", rating: 1 },
          })
        ).json()
      ).query;
    expect(await send()).toBe("call (415) 555-2671");
    await admin.put(settingsOf(project), { data: { phone_region: "US" } });
    expect(await send()).toBe("call [PHONE]");
    await admin.put(settingsOf(project), { data: { metadata_keys: ["team"], privacy_mode: "off" } });
    expect(await send()).toBe("call (415) 555-2671");
  });

  setUp("take back what was read, unless it is another project's or of before", async ({ arranged }) => {
    const { admin, project } = arranged;
    const read = async () => (await admin.get(settingsOf(project))).json();
    const put = (data: object) => admin.put(settingsOf(project), { data });
    const fresh = await read();
    expect(await (await put(fresh)).json()).toEqual(fresh);
    const first = await (await put({ ...fresh, idle_minutes: 5 })).json();
    expect(first).toEqual({ ...fresh, idle_minutes: 5, version: 1, updated_at: expect.any(String) });
    const second = await put({ ...first, phone_region: "US" });
    expect(await second.json()).toMatchObject({ idle_minutes: 5, phone_region: "US", version: 2 });
    await expectProblem(await put({ ...first, phone_region: "DE" }), 409);
    await expectProblem(await put({ updated_at: null, phone_region: "DE" }), 409);
    await expectProblem(await put({ ...(await read()), project: `${project}-other` }), 400, "project");
    await expectProblem(await put({ version: 2, expected_version: 1 }), 400, "version");
    expect(await read()).toMatchObject({ phone_region: "US", version: 2 });
  });

  setUp("are tried with a text, which is stored nowhere, before they are saved", async ({ arranged }) => {
    const { admin, key, project, secrets, sql } = arranged;
    const tryIt = (data: object) => admin.post(`${settingsOf(project)}/test`, { data });
    const text = tell(secrets);
    expect(await (await tryIt({ text })).json()).toEqual({
      text: told.replace("[NATIONAL_ID]", secrets.national_id).replace("[EMP]", secrets.own),
      issues: [],
    });
    expect(await (await tryIt({ text, settings: strict })).json()).toEqual({ text: told, issues: [] });
    expect(await (await tryIt({ text, settings: { privacy_mode: "reject" } })).json()).toEqual({
      text: null,
      issues: [{ path: "text", message: "contains personal data (EMAIL)" }],
    });
    const wrong = await tryIt({ text, settings: { patterns: [{ name: "X", pattern: "(a" }] } });
    await expectProblem(wrong, 400, "settings.patterns.0.pattern");
    expect(await findInDatabase(sql, secrets)).toEqual([]);
    expect(await sql`select from public.project_settings where project = ${project}`).toHaveLength(0);
    await expectProblem(await key.post(`${settingsOf(project)}/test`, { data: { text: "a" } }), 403);
  });

  setUp("are not those of a project that nobody knows", async ({ arranged }) => {
    const { admin, project, sql } = arranged;
    const typo = `${project}-tpyo`;
    await expectProblem(await admin.get(settingsOf(typo)), 404);
    await expectProblem(await admin.put(settingsOf(typo), { data: { privacy_mode: "reject" } }), 404);
    expect(await sql`select from public.project_settings where project = ${typo}`).toHaveLength(0);
  });

  setUp("name what is wrong", async ({ arranged }) => {
    const { admin, project } = arranged;
    const put = (data: object) => admin.put(settingsOf(project), { data });
    await expectProblem(await put({ patterns: [{ name: "X", pattern: "(a" }] }), 400, "patterns.0.pattern");
    await expectProblem(
      await put({ patterns: [{ name: "X", pattern: "(?=a)b" }] }),
      400,
      "patterns.0.pattern",
    );
    await expectProblem(await put({ patterns: [{ name: "X", pattern: "a*" }] }), 400, "patterns.0.pattern");
    await expectProblem(await put({ patterns: [{ name: "lower", pattern: "a" }] }), 400, "patterns.0.name");
    await expectProblem(await put({ phone_region: "XX" }), 400, "phone_region");
    await expectProblem(await put({ detectors: ["nothing"] }), 400, "detectors.0");
    await expectProblem(await put({ unknown: 1 }), 400, "unknown");
  });

  test("are for admins of the project", async ({ as, api, project, createMember, createKey }) => {
    const own = await as(await createMember({ role: "admin", projects: [project] }));
    expect((await own.put(settingsOf(project), { data: { idle_minutes: 5 } })).status()).toBe(200);
    expect((await own.get(settingsOf(project))).status()).toBe(200);
    await expectProblem(await own.get(settingsOf(`${project}-other`)), 404);
    await expectProblem(await own.put(settingsOf(`${project}-other`), { data: { idle_minutes: 5 } }), 403);
    for (const role of ["reviewer", "product_owner"] as const) {
      const person = await as(await createMember({ role, projects: [project] }));
      await expectProblem(await person.get(settingsOf(project)), 403);
      await expectProblem(await person.put(settingsOf(project), { data: { privacy_mode: "off" } }), 403);
    }
    const key = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    await expectProblem(await key.get(settingsOf(project)), 403);
    await expectProblem(await key.put(settingsOf(project), { data: { privacy_mode: "off" } }), 403);
    await expectProblem(await (await api()).get(settingsOf(project)), 401);
  });
});
