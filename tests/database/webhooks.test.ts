import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DeliveryCounts, keepSendingWebhooks, sendDueWebhooks } from "../../scripts/webhooks";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { storeSpend } from "./support/spend";

let db: Scratch;
let admin: Principal;
const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const servers: Server[] = [];

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  await db.sql`delete from public.webhooks`;
  await db.sql`delete from public.budgets`;
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Received {
  headers: Record<string, string>;
  body: string;
}

/** A receiver on this machine; `answer` gets the number of the request, from 1. */
async function receive(answer: (n: number, response: ServerResponse, request: IncomingMessage) => void) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    received.push({
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(parts).toString(),
    });
    answer(received.length, response, request);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}
const ok = (_: number, response: ServerResponse) => response.end("thanks");

interface Delivery {
  id: string;
  event: string;
  state: string;
  attempts: number;
  next_attempt_at: string | null;
  response_status: number | null;
  error: string | null;
  delivered_at: string | null;
}
const create = async (input: Record<string, unknown>, who: Principal = admin) =>
  callAs<{ id: string; url: string }>(db.sql, who, "create_webhook", {
    input: JSON.stringify({ events: ["monthly_cost_exceeded"], ...input }),
    secret,
  });
const deliveries = async (webhook_id: string) =>
  (await callAs<{ data: Delivery[] }>(db.sql, admin, "list_webhook_deliveries", { webhook_id })).data;
const ping = (webhook_id: string, who: Principal = admin) =>
  callAs<Delivery>(db.sql, who, "test_webhook", { webhook_id });
const sendDue = (allowPrivate = true, timeoutMs = 5000) =>
  sendDueWebhooks(db.sql, { allowPrivate, timeoutMs });
/** As if the pause before the next attempt were over; answers how long it was, in seconds. */
async function passPause(): Promise<number> {
  const [row] = await db.sql<{ pause: number }[]>`
    with pending as (select id, extract(epoch from next_attempt_at - now())::float8 as pause from public.webhook_deliveries where state = 'pending')
    update public.webhook_deliveries d set next_attempt_at = now() from pending p where p.id = d.id returning p.pause`;
  return Math.round(row?.pause ?? -1);
}
async function exceed(project: string): Promise<void> {
  await callAs(db.sql, admin, "create_budget", {
    input: JSON.stringify({ name: "Month", scope: "project", project, period: "month", limit_usd: 1 }),
  });
  await storeSpend(db.sql, [{ project, cost_usd: 2.5 }]);
}

describe("an alert", () => {
  test("reaches each listening webhook once, with a signature that the library verifies", async () => {
    const project = uniqueName("p");
    const { received, url } = await receive(ok);
    const all = await create({ url: `${url}?all` });
    const own = await create({ url: `${url}?own`, project });
    await create({ url: `${url}?other`, project: uniqueName("p") });
    await create({ url: `${url}?warnings`, events: ["daily_cost_warning"] });
    await create({ url: `${url}?off`, is_active: false });
    await exceed(project);
    expect(await sendDue()).toEqual({ delivered: 2, failed: 0 });
    expect(await sendDue()).toEqual({ delivered: 0, failed: 0 });
    expect(received).toHaveLength(2);
    for (const { headers, body } of received) {
      expect(headers["content-type"]).toBe("application/json");
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({
        type: "monthly_cost_exceeded",
        data: {
          project,
          budget_name: "Month",
          scope: "project",
          period: "month",
          amount: 2.5,
          threshold: 1,
          limit_usd: 1,
        },
      });
      expect(() => new Webhook(secret).verify(body.replace("2.5", "2.6"), headers)).toThrow();
    }
    for (const { id } of [all, own])
      expect(await deliveries(id)).toMatchObject([
        {
          event: "monthly_cost_exceeded",
          state: "delivered",
          attempts: 1,
          response_status: 200,
          error: null,
          next_attempt_at: null,
        },
      ]);
  });

  test("is delivered with the write that raised it, or not at all", async () => {
    const project = uniqueName("p");
    const webhook = await create({ url: "https://example.com/" });
    await callAs(db.sql, admin, "create_budget", {
      input: JSON.stringify({ name: "Month", scope: "project", project, period: "month", limit_usd: 1 }),
    });
    await expect(
      db.sql.begin(async (transaction) => {
        await transaction`insert into public.llm_conversations (id, project, user_id) values (gen_random_uuid(), ${project}, 'u')`;
        await transaction`
          insert into public.llm_interactions (conversation_id, project, user_id, agent_type, user_message, agent_response, cost_usd, cost_source)
          select id, project, user_id, 'a', 'q', 'a', 5, 'sent' from public.llm_conversations where project = ${project}`;
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await deliveries(webhook.id)).toEqual([]);
  });
});

describe("a delivery", () => {
  test("that fails twice is sent again after 5 s and a minute, with the same id and body", async () => {
    const { received, url } = await receive((n, response) => {
      response.writeHead(n < 3 ? 500 : 200);
      response.end(n < 3 ? "out of\0 order\n" : "");
    });
    const { id } = await create({ url });
    await ping(id);
    expect(await sendDue()).toEqual({ delivered: 0, failed: 1 });
    expect(await deliveries(id)).toMatchObject([
      { state: "pending", attempts: 1, response_status: 500, error: "answered 500: out of order" },
    ]);
    expect(await sendDue()).toEqual({ delivered: 0, failed: 0 });
    expect(await passPause()).toBe(5);
    await sendDue();
    expect(await passPause()).toBe(60);
    expect(await sendDue()).toEqual({ delivered: 1, failed: 0 });
    expect(await deliveries(id)).toMatchObject([
      { event: "webhook.test", state: "delivered", attempts: 3, response_status: 200, error: null },
    ]);
    expect(new Set(received.map((each) => each.headers["webhook-id"])).size).toBe(1);
    expect(new Set(received.map((each) => each.body)).size).toBe(1);
    for (const { body, headers } of received)
      expect(new Webhook(secret).verify(body, headers)).toEqual({
        type: "webhook.test",
        timestamp: expect.any(String),
        data: { webhook_id: id },
      });
  });

  test("is given up after seven attempts", async () => {
    const { received, url } = await receive((_, response) => response.writeHead(503).end());
    const { id } = await create({ url });
    await ping(id);
    const pauses: number[] = [];
    await sendDue();
    for (let n = 0; n < 6; n += 1) {
      pauses.push(await passPause());
      await sendDue();
    }
    expect(pauses).toEqual([5, 60, 600, 3600, 21_600, 86_400]);
    expect(await deliveries(id)).toMatchObject([
      { state: "failed", attempts: 7, next_attempt_at: null, error: "answered 503" },
    ]);
    expect(received).toHaveLength(7);
  });

  test("to a receiver that hangs fails in time, and one to nobody says so", async () => {
    const { url } = await receive(() => {});
    const hanging = await create({ url });
    const nobody = await create({ url: "http://127.0.0.1:1/" });
    await ping(hanging.id);
    await ping(nobody.id);
    expect(await sendDue(true, 200)).toEqual({ delivered: 0, failed: 2 });
    expect(await deliveries(hanging.id)).toMatchObject([
      { state: "pending", response_status: null, error: "no answer within 0.2 seconds" },
    ]);
    expect(await deliveries(nobody.id)).toMatchObject([{ error: expect.stringContaining("ECONNREFUSED") }]);
  });

  test("does not follow a redirect to this machine", async () => {
    const inner = await receive(ok);
    const { url } = await receive((_, response) => response.writeHead(302, { location: inner.url }).end());
    const { id } = await create({ url });
    await ping(id);
    await sendDue();
    expect(await deliveries(id)).toMatchObject([
      { state: "pending", response_status: 302, error: "answered 302: redirects are not followed" },
    ]);
    expect(inner.received).toEqual([]);
  });

  test("to this machine or a private network is refused for good unless the installation allows it", async () => {
    const { received, url } = await receive(ok);
    const literal = await create({ url });
    const name = await create({ url: url.replace("127.0.0.1", "hooks.test") });
    await ping(literal.id);
    await ping(name.id);
    expect(
      await sendDueWebhooks(db.sql, {
        allowPrivate: false,
        resolve: async () => [{ address: "127.0.0.1", family: 4 }],
      }),
    ).toEqual({ delivered: 0, failed: 2 });
    for (const { id } of [literal, name])
      expect(await deliveries(id)).toMatchObject([
        {
          state: "failed",
          attempts: 1,
          error: "refused: the address leads to 127.0.0.1, which is not a public address",
        },
      ]);
    expect(received).toEqual([]);
  });

  test("waits while its webhook is off", async () => {
    const { received, url } = await receive(ok);
    const { id } = await create({ url });
    await ping(id);
    await callAs(db.sql, admin, "update_webhook", {
      webhook_id: id,
      patch: JSON.stringify({ is_active: false }),
    });
    await sendDue();
    expect(received).toEqual([]);
    await expect(ping(id)).rejects.toMatchObject({ code: "PT409" });
    await callAs(db.sql, admin, "update_webhook", {
      webhook_id: id,
      patch: JSON.stringify({ is_active: true }),
    });
    await sendDue();
    expect(received).toHaveLength(1);
  });

  test("is sent once by several processes side by side, and again when one dies in the middle", async () => {
    const { received, url } = await receive(ok);
    const { id } = await create({ url });
    for (let n = 0; n < 40; n += 1) await ping(id);
    const counts = await Promise.all([sendDue(), sendDue(), sendDue()]);
    expect(counts.reduce((sum, each) => sum + each.delivered, 0)).toBe(40);
    expect(new Set(received.map((each) => each.headers["webhook-id"])).size).toBe(40);
    expect(received).toHaveLength(40);

    await ping(id);
    const [claim] = await db.sql`select id, attempt from private.claim_webhook_delivery()`;
    expect(await sendDue()).toEqual({ delivered: 0, failed: 0 });
    expect(await passPause()).toBe(60);
    expect(await sendDue()).toEqual({ delivered: 1, failed: 0 });
    // The first one comes back late: what it says does not count any more.
    await db.sql`select private.settle_webhook_delivery(${claim?.id}, ${claim?.attempt}, 'failed', 500, 'late')`;
    expect((await deliveries(id))[0]).toMatchObject({ state: "delivered", attempts: 2, error: null });
  });

  test("is sent at once by a process that is waiting for the next", async () => {
    const arrived = Promise.withResolvers<void>();
    const { received, url } = await receive((n, response) => {
      response.end();
      if (n === 2) arrived.resolve();
    });
    const { id } = await create({ url });
    const stop = new AbortController();
    const results: (DeliveryCounts | Error)[] = [];
    const waiting = Promise.withResolvers<void>();
    const sending = keepSendingWebhooks(db.sql, { allowPrivate: true, signal: stop.signal }, (result) => {
      results.push(result);
      waiting.resolve();
    });
    await waiting.promise;
    await ping(id);
    await expect.poll(() => received.length).toBe(1);
    await ping(id);
    await arrived.promise;
    stop.abort();
    await sending;
    expect(results.filter((result) => result instanceof Error)).toEqual([]);
    expect((await deliveries(id)).map((row) => row.state)).toEqual(["delivered", "delivered"]);
  });
});

describe("who may see and change webhooks", () => {
  test("admins of every project, nobody else; the secret is in no answer and not in the audit log", async () => {
    const made = await create({ url: "https://hooks.example.com/T000/B000/token" });
    const others = [
      await createMember(db.sql, "admin", ["p"]),
      await createMember(db.sql, "product_owner"),
      await createMember(db.sql, "reviewer"),
      await createKey(db.sql, ["ingest", "read", "export", "metrics"]),
    ];
    for (const who of others) {
      const refused = { code: "PT403" };
      await expect(create({ url: "https://example.com/" }, who)).rejects.toMatchObject(refused);
      await expect(callAs(db.sql, who, "list_webhooks", {})).rejects.toMatchObject(refused);
      await expect(
        callAs(db.sql, who, "update_webhook", { webhook_id: made.id, patch: '{"is_active":false}' }),
      ).rejects.toMatchObject(refused);
      await expect(
        callAs(db.sql, who, "list_webhook_deliveries", { webhook_id: made.id }),
      ).rejects.toMatchObject(refused);
      await expect(callAs(db.sql, who, "delete_webhook", { webhook_id: made.id })).rejects.toMatchObject(
        refused,
      );
      await expect(ping(made.id, who)).rejects.toMatchObject(refused);
    }
    const listed = await callAs<Record<string, unknown>[]>(db.sql, admin, "list_webhooks", {});
    expect(listed).toMatchObject([{ id: made.id, is_active: true }]);
    expect(JSON.stringify([made, listed])).not.toContain("whsec_");
    await callAs(db.sql, admin, "delete_webhook", { webhook_id: made.id });
    await expect(ping(made.id)).rejects.toMatchObject({ code: "PT404" });
    const entries = await db.sql<{ action: string; text: string }[]>`
      select action, detail::text as text from public.audit_log where target_id = ${made.id} order by id`;
    expect(entries.map((entry) => entry.action)).toEqual(["webhook.create", "webhook.delete"]);
    expect(entries.map((entry) => entry.text).join()).toContain("https://hooks.example.com");
    expect(entries.map((entry) => entry.text).join()).not.toMatch(/token|whsec_/);
  });

  test("deliveries that ended are removed from the log after 90 days", async () => {
    const { id } = await create({ url: "https://example.com/" });
    await db.sql`
      insert into public.webhook_deliveries (webhook_id, event, payload, state, created_at)
      select ${id}, 'webhook.test', '{}', s, now() - make_interval(days => d) from unnest('{pending,delivered,failed}'::text[]) s, unnest('{89,91}'::integer[]) d`;
    expect((await db.sql`select private.purge_webhook_deliveries() as n`)[0]).toEqual({ n: 2 });
    expect(await deliveries(id)).toHaveLength(4);
  });
});
