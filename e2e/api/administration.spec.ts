import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { hashApiKey, isApiKey } from "@/lib/auth/api-keys";
import { expect, test } from "../fixtures";
import { createSessionCookie } from "../session-cookies";

type Ended = { code: number; out: string; err: string };

/** Runs cli/members.ts or cli/keys.ts as the scripts in package.json do, on the test stack. */
function run(command: "members" | "keys", ...args: string[]): Promise<Ended> {
  const program = ["--conditions=react-server", "--import", "tsx", `cli/${command}.ts`];
  const env = { ...process.env, RETUNE_DB_URL: process.env.RETUNE_TEST_DATABASE_URL };
  return new Promise((resolve) => {
    execFile(process.execPath, [...program, ...args], { env }, (error, out, err) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err });
    });
  });
}

test.describe("npm run keys", () => {
  test("creates a key that works, shows it once and alone, and revokes it", async ({ api, project, sql }) => {
    const made = await run(
      "keys",
      "create",
      "--name",
      project,
      "--scopes",
      "ingest,read",
      "--project",
      project,
      "--expires",
      "90d",
      "--rate",
      "7",
    );
    expect(made).toMatchObject({ code: 0, err: "" });
    const key = made.out.trimEnd();
    expect(made.out).toBe(`${key}\n`);
    expect(isApiKey(key)).toBe(true);
    const client = await api(key);
    expect(await (await client.get("/v1/me")).json()).toMatchObject({
      kind: "key",
      label: project,
      scopes: ["ingest", "read"],
      projects: [project],
    });
    const [row] = await sql<{ days: number; rate: number }[]>`
      select round(extract(epoch from expires_at - created_at) / 86400)::int as days, rate_per_second as rate
      from public.api_keys where key_sha256 = ${hashApiKey(key)}
    `;
    expect(row).toEqual({ days: 90, rate: 7 });

    const listed = await run("keys", "list");
    expect(listed.out).not.toContain(key);
    const line = listed.out.split("\n").find((each) => each.includes(project));
    expect(line).toMatch(new RegExp(`^${key.slice(0, 9)}  .*ingest,read .* active `));

    expect(await run("keys", "revoke", key)).toMatchObject({ code: 0 });
    expect((await client.get("/v1/me")).status()).toBe(401);
    const again = await run("keys", "revoke", key);
    expect(again).toMatchObject({ code: 1, out: "" });
    expect(again.err).toMatch(/was revoked already/);
  });

  test("writes on whose behalf a key was made into the audit log, without the key", async ({
    project,
    sql,
  }) => {
    const { out } = await run("keys", "create", "--name", project, "--scopes", "read");
    const rows = await sql`select * from public.audit_log where detail -> 'after' ->> 'name' = ${project}`;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ actor_kind: "system", action: "key.insert" });
    expect(JSON.stringify(rows)).not.toContain(out.trim().slice(9));
    expect(JSON.stringify(rows)).not.toContain(hashApiKey(out.trim()));
  });

  for (const [args, sentence] of [
    [["create", "--scopes", "read"], /--name is missing/],
    [["create", "--name", "n"], /--scopes is missing/],
    [["create", "--name", "n", "--scopes", "read,write"], /no scope “write”/],
    [["create", "--name", "n", "--scopes", "read", "--expires", "soon"], /--expires must be/],
    [["create", "--name", "n", "--scopes", "read", "--expires", "2001-01-01"], /in the past/],
    [["create", "--name", "n", "--scopes", "read", "--rate", "-1"], /--rate/],
    [["revoke"], /is missing/],
    [["frobnicate"], /no command “frobnicate”/],
  ] as const) {
    test(`does not understand: ${args.join(" ")}`, async () => {
      const { code, out, err } = await run("keys", ...args);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(sentence);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
    });
  }
});

test.describe("npm run members", () => {
  test("adds someone who can sign in with the printed password, changes and removes them", async ({
    api,
    project,
  }) => {
    const email = `${randomUUID()}@example.com`;
    const added = await run(
      "members",
      "add",
      email.toUpperCase(),
      "--role",
      "reviewer",
      "--projects",
      `${project}, other`,
    );
    expect(added).toMatchObject({ code: 0, err: "" });
    const password = /Password, shown only now: (\S+)/.exec(added.out)?.[1] ?? "";
    const cookie = await createSessionCookie({ email, password, userId: "", role: "reviewer" });
    const client = await api();
    const me = async () => (await client.get("/v1/me", { headers: { cookie } })).json();
    expect(await me()).toMatchObject({ label: email, role: "reviewer", projects: [project, "other"] });

    const again = await run("members", "add", email, "--role", "admin");
    expect(again).toMatchObject({ code: 1, out: "" });
    expect(again.err).toMatch(/is a member already \(reviewer, only /);

    expect(await run("members", "set", email, "--role", "product_owner", "--all-projects")).toMatchObject({
      code: 0,
    });
    expect(await me()).toMatchObject({ role: "product_owner", projects: null });
    expect((await run("members", "list")).out).toMatch(
      new RegExp(`^${email} +product_owner +\\(all\\)`, "m"),
    );

    expect(await run("members", "remove", email)).toMatchObject({ code: 0 });
    expect(await me()).toMatchObject({ status: 403 });
    expect(await run("members", "remove", email)).toMatchObject({ code: 1 });
  });

  test("makes a member of someone who has an account, and leaves their password", async ({
    api,
    createStranger,
  }) => {
    const stranger = await createStranger();
    const refused = await run(
      "members",
      "add",
      stranger.email,
      "--role",
      "reviewer",
      "--password",
      "another-password",
    );
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.err).toMatch(/has an account already/);
    const added = await run("members", "add", stranger.email, "--role", "reviewer");
    expect(added.out).not.toMatch(/shown only now/);
    const cookie = await createSessionCookie(stranger);
    expect((await (await api()).get("/v1/me", { headers: { cookie } })).status()).toBe(200);
  });

  for (const [args, sentence] of [
    [["add", "someone@example.com"], /--role is missing/],
    [["add", "someone@example.com", "--role", "owner"], /no role “owner”/],
    [["add", "someone", "--role", "admin"], /not an e-mail address/],
    [["add", "someone@example.com", "--role", "admin", "--password", "short"], /at least 10/],
    [["add", "someone@example.com", "--role", "admin", "--projects", "a,,b"], /--projects needs/],
    [["add", "--role", "admin"], /address is missing/],
    [["set", "someone@example.com"], /Nothing to change/],
    [["set", "someone@example.com", "--frob"], /--frob/],
  ] as const) {
    test(`does not understand: ${args.join(" ")}`, async () => {
      const { code, out, err } = await run("members", ...args);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(sentence);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
    });
  }

  test("wants to be told which hosted project it would change", async () => {
    const env = { ...process.env, RETUNE_DB_URL: "" };
    const ended = await new Promise<{ code: unknown; err: string }>((resolve) => {
      execFile(
        process.execPath,
        ["--conditions=react-server", "--import", "tsx", "cli/members.ts", "list"],
        { env },
        (error, _, err) => resolve({ code: error?.code, err }),
      );
    });
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/SUPABASE_URL is set/);
  });
});
