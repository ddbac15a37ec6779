import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { Webhook } from "standardwebhooks";
import { serveWeb } from "../../scripts/web";
import { findFreePort } from "../../supabase/local/ports";
import { expect, test } from "../fixtures";
import { createSessionCookie } from "../session-cookies";

const rootDir = resolve(import.meta.dirname, "../..");
const allowed = { RETUNE_WEBHOOK_ALLOW_PRIVATE: "1" };

type Received = { headers: Record<string, string>; body: string };

/** A receiver on this machine; `next` waits for the one that comes next. */
async function startReceiver() {
  const received: Received[] = [];
  const waiting: ((request: Received) => void)[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    response.writeHead(204).end();
    const arrived = {
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(parts).toString(),
    };
    const waiter = waiting.shift();
    if (waiter) waiter(arrived);
    else received.push(arrived);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    next: () =>
      new Promise<Received>((arrive) => {
        const known = received.shift();
        if (known) arrive(known);
        else waiting.push(arrive);
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("a webhook made through the API is sent a test and an alert by the jobs, signed with the secret that was shown", async ({
  api,
  project,
  createKey,
  createMember,
}) => {
  const receiver = await startReceiver();
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const jobs = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "scripts/jobs.ts",
      "--only",
      "webhooks",
      "--db-url",
      process.env.RETUNE_TEST_DATABASE_URL ?? "",
    ],
    { cwd: rootDir, env: { ...process.env, ...allowed }, stdio: "ignore" },
  );
  const web = await serveWeb({
    distDir: process.env.RETUNE_TEST_DIST_DIR ?? ".next",
    host: "127.0.0.1",
    port,
    env: { RETUNE_SITE_URL: origin, ...allowed },
    onSpawn: () => {},
  });
  try {
    const cookie = await createSessionCookie(await createMember({ role: "admin" }));
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${origin}${path}`, {
        method,
        headers: { cookie, origin, "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
      return answer.status === 204 ? null : answer.json();
    };
    const made = await ask("POST", "/v1/webhooks", {
      url: receiver.url,
      project,
      events: ["daily_cost_exceeded"],
    });
    const verify = ({ headers, body }: Received) => new Webhook(made.secret).verify(body, headers) as object;

    await ask("POST", `/v1/webhooks/${made.id}/test`);
    expect(verify(await receiver.next())).toMatchObject({
      type: "webhook.test",
      data: { webhook_id: made.id },
    });

    const budget = await ask("POST", "/v1/budgets", {
      name: "A day",
      scope: "project",
      project,
      period: "day",
      limit_usd: 1,
    });
    const program = await api(await createKey({ scopes: ["ingest"], project }));
    const spent = await program.post("/v1/interactions", {
      data: {
        user_id: "u",
        agent_type: "a",
        user_message: "q",
        agent_response: "a",
        llm_metadata: { cost: 1.5 },
      },
    });
    expect(spent.status()).toBe(201);
    const alert = await receiver.next();
    expect(verify(alert)).toMatchObject({
      type: "daily_cost_exceeded",
      data: { budget_id: budget.id, project, amount: 1.5, limit_usd: 1 },
    });
    expect(() => verify({ ...alert, body: alert.body.replace("1.5", "9.5") })).toThrow();
    const states = async () =>
      (await ask("GET", `/v1/webhooks/${made.id}/deliveries`)).data.map(
        ({ event, state, attempts }: Record<string, unknown>) => `${event} ${state} ${attempts}`,
      );
    await expect.poll(states).toEqual(["daily_cost_exceeded delivered 1", "webhook.test delivered 1"]);
    await ask("DELETE", `/v1/webhooks/${made.id}`);
  } finally {
    receiver.close();
    const ended = [once(web, "close"), once(jobs, "close")];
    process.kill(-(web.pid as number), "SIGKILL");
    jobs.kill("SIGTERM");
    await Promise.all(ended);
  }
});
