import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locateCluster } from "../../supabase/local/postgres";
import { findProcess } from "../../supabase/local/processes";
import { loadSecrets } from "../../supabase/local/secrets";
import { createThrowawayDir, sweepThrowaways } from "../../supabase/local/throwaway";
import { type Holder, Installation, isRunningPid, type Up } from "./harness";

/** One sentence: a single line that ends with a full stop, and no stack trace. */
function expectOneSentence(stderr: string, pattern: RegExp) {
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr).toMatch(pattern);
  expect(stderr.trimEnd()).toMatch(/\.$/);
  expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
}

async function query(databaseUrl: string, text: string) {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}

async function reachAuth({ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY }: Up): Promise<number> {
  const headers = { apikey: SUPABASE_PUBLISHABLE_KEY };
  return (await fetch(`${SUPABASE_URL}/auth/v1/settings`, { headers })).status;
}

/** An installation that the tests of one block use one after the other; each leaves it stopped. */
function useInstallation(): () => Installation {
  let installation: Installation;
  beforeAll(async () => {
    installation = await Installation.create();
  });
  afterAll(() => installation.dispose());
  return () => installation;
}

describe("a running stack", () => {
  const installation = useInstallation();
  let holder: Holder;
  let up: Up;

  beforeAll(async () => {
    holder = installation().hold();
    up = await holder.up();
  });

  it("keeps its secrets from other users, from the process list and from anonymous requests", async () => {
    const { dataDir } = installation();
    for (const name of ["secrets.json", "run.json", "config.toml", "postgres.log", "api.log"]) {
      expect(statSync(join(dataDir, name)).mode & 0o077, name).toBe(0);
    }
    const secrets = loadSecrets(dataDir);
    const files = ["config.toml", "api.log", "postgres.log", "run.json"];
    const commands = installation().pids();
    expect(commands).toHaveLength(2);
    const texts = [
      ...files.map((name) => readFileSync(join(dataDir, name), "utf8")),
      ...commands.map((pid) => findProcess(pid)?.command ?? ""),
    ];
    for (const text of texts) {
      expect(text).not.toBe("");
      for (const secret of [secrets.databasePassword, secrets.jwtSecret, secrets.secretKey]) {
        expect(text).not.toContain(secret);
      }
    }
    expect((await fetch(`${up.SUPABASE_URL}/rest/v1/members`)).status).toBe(401);
    expect(await reachAuth(up)).toBe(200);
  });

  it("is durable, on 127.0.0.1 only and without a socket file", async () => {
    const [row] = await query(
      up.databaseUrl,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
        current_setting('client_min_messages') as messages, current_setting('search_path') as path`,
    );
    expect(row).toEqual({
      fsync: "on",
      commit: "on",
      addresses: "127.0.0.1",
      sockets: "",
      messages: "warning",
      path: '"$user", public, extensions',
    });
  });

  it("shows the sign-in link of an e-mail on the console and in the mail log", async () => {
    const post = (path: string, body: object) =>
      fetch(`${up.SUPABASE_URL}/auth/v1/${path}`, {
        method: "POST",
        headers: { apikey: up.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    expect((await post("otp", { email: "meg@example.com" })).status).toBe(200);
    const line = await holder.waitFor("Magic link for meg@example.com: ");
    const link = new URL(line.slice(line.indexOf("http")));
    expect(link.origin + link.pathname).toBe("http://127.0.0.1:3999/auth/confirm");
    expect(link.searchParams.get("type")).toBe("magiclink");
    expect(JSON.parse(readFileSync(up.mailFile, "utf8"))).toMatchObject({
      to: "meg@example.com",
      link: link.href,
    });
    expect(statSync(up.mailFile).mode & 0o077).toBe(0);

    const token_hash = link.searchParams.get("token_hash");
    const verified = await post("verify", { type: "magiclink", token_hash });
    expect(await verified.json()).toMatchObject({ user: { email: "meg@example.com" } });
  });

  it("refuses a second start with one sentence and goes on", async () => {
    const second = await installation().hold().ended;
    expect(second.code).toBe(1);
    expectOneSentence(second.stderr, /^Retune is already running here \(hold, process \d+\): /);
    expect(await reachAuth(up)).toBe(200);
  });
});

describe("the end of a stack", () => {
  const installation = useInstallation();

  async function expectCleanEnd(holder: Holder, signal: NodeJS.Signals) {
    const pids = installation().pids();
    holder.child.kill(signal);
    const { code, stderr } = await holder.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(pids.filter(isRunningPid)).toEqual([]);
    expect(installation().readState()).toBeNull();
  }

  it.each(["Starting PostgreSQL", "Applying migrations", "Starting the Supabase API"])(
    "comes in order when it is interrupted at: %s",
    async (moment) => {
      const holder = installation().hold();
      await holder.waitFor(moment);
      await expectCleanEnd(holder, "SIGINT");
    },
  );

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "stops every process on %s and exits with 0",
    async (signal) => {
      const holder = installation().hold();
      await holder.up();
      expect(installation().pids()).toHaveLength(2);
      await expectCleanEnd(holder, signal);
    },
  );

  it("follows with one sentence when PostgreSQL dies, and the next start has the data", async () => {
    const holder = installation().hold();
    const { databaseUrl } = await holder.up();
    await query(databaseUrl, "create table public.kept as select 1 as one");
    const pids = installation().pids();
    process.kill(installation().pidOf("postgres"), "SIGKILL");
    const { code, stderr } = await holder.ended;
    expect(code).toBe(1);
    expectOneSentence(stderr, /postgres ended unexpectedly/);
    expect(pids.filter(isRunningPid)).toEqual([]);

    const again = await installation().hold().up();
    expect(await query(again.databaseUrl, "select one from public.kept")).toEqual([{ one: 1 }]);
  });
});

describe("a start after kill -9", () => {
  const installation = useInstallation();

  async function startAndKill() {
    const holder = installation().hold();
    const up = await holder.up();
    const orphans = { postgres: installation().pidOf("postgres"), lite: installation().pidOf("lite") };
    return {
      up,
      orphans,
      kill: async () => {
        holder.child.kill("SIGKILL");
        await holder.ended;
        expect(isRunningPid(orphans.postgres)).toBe(true);
      },
    };
  }

  async function stop(holder: Holder) {
    holder.child.kill("SIGTERM");
    await holder.ended;
  }

  it("ends what was left running, and keeps the data", async () => {
    const { up, orphans, kill } = await startAndKill();
    await query(up.databaseUrl, "create table public.kept as select 1 as one");
    await kill();
    const holder = installation().hold();
    const again = await holder.up();
    expect(Object.values(orphans).filter(isRunningPid)).toEqual([]);
    expect(await query(again.databaseUrl, "select one from public.kept")).toEqual([{ one: 1 }]);
    await stop(holder);
  });

  it("ends the PostgreSQL of its own directory even when the record of the killed start is lost", async () => {
    const { orphans, kill } = await startAndKill();
    await kill();
    writeFileSync(join(installation().dataDir, "run.json"), "{ cut off");
    process.kill(orphans.lite, "SIGKILL");
    const holder = installation().hold();
    await holder.up();
    expect(isRunningPid(orphans.postgres)).toBe(false);
    await stop(holder);
  });

  it("leaves a stranger alone whose process id stands in an old record", async () => {
    const { dataDir } = installation();
    // This test process takes the part of a stranger that was given the id of a process of an earlier start.
    const stranger = { pid: process.pid, started: "long ago" };
    const children = [{ name: "lite", ...stranger }];
    const state = { owner: stranger, command: "npm start", url: null, ports: null, children };
    writeFileSync(join(dataDir, "run.json"), JSON.stringify(state));
    const { dir } = locateCluster(dataDir, loadSecrets(dataDir).installation);
    writeFileSync(join(dir, "postmaster.pid"), `${process.pid}\n${dir}\n`, { mode: 0o600 });

    const holder = installation().hold();
    await holder.up();
    expect(isRunningPid(process.pid)).toBe(true);
    await stop(holder);
  });
});

describe("a start that cannot succeed", () => {
  const installation = useInstallation();

  it.each([
    ["db", /^Port \d+ \(PostgreSQL\) is in use by another program: .*RETUNE_DB_PORT=/],
    ["api", /^Port \d+ \(the Supabase API\) is in use by another program: .*RETUNE_API_PORT=/],
  ] as const)(
    "says in one sentence that the %s port is taken, and leaves nothing behind",
    async (name, sentence) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(installation().ports[name], "127.0.0.1", resolve));
      try {
        const { code, stderr } = await installation().hold().ended;
        expect(code).toBe(1);
        expectOneSentence(stderr, sentence);
        expect(installation().readState()).toBeNull();
      } finally {
        server.close();
      }
    },
  );

  it("says in one sentence that the secrets are damaged", async () => {
    writeFileSync(join(installation().dataDir, "secrets.json"), "{}");
    const { code, stderr } = await installation().hold().ended;
    expect(code).toBe(1);
    expectOneSentence(stderr, /secrets\.json is damaged: /);
  });
});

describe("a throwaway stack", () => {
  let parent: string;

  beforeAll(() => {
    // Closed to others, so that as root the cluster must find another place.
    parent = mkdtempSync(join(tmpdir(), "retune-sweep-"));
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  it("is deleted when it is stopped, and swept away by the next run when it was killed", async () => {
    const [stopped, killed] = [
      await Installation.create(createThrowawayDir(parent)),
      await Installation.create(createThrowawayDir(parent)),
    ];
    const holders = [stopped.hold("throwaway"), killed.hold("throwaway")];
    await Promise.all(holders.map((holder) => holder.up()));
    const { dir } = locateCluster(killed.dataDir, loadSecrets(killed.dataDir).installation);
    const orphans = killed.pids();
    holders[1]?.child.kill("SIGKILL");
    await holders[1]?.ended;
    for (const each of [stopped, killed]) utimesSync(each.dataDir, new Date(0), new Date(0));

    await sweepThrowaways(parent);
    expect([killed.dataDir, dir].filter(existsSync)).toEqual([]);
    expect(orphans.filter(isRunningPid)).toEqual([]);
    expect(stopped.pids().every(isRunningPid)).toBe(true);

    holders[0]?.child.kill("SIGINT");
    await holders[0]?.ended;
    expect(existsSync(stopped.dataDir)).toBe(false);
  });
});
