import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test as base, expect } from "../fixtures";
import { type Interference, interfere } from "../interference";
import { awkwardVotes, expectedLine, listVotes, parseLines, recordVotes } from "../votes";

const program = resolve(import.meta.dirname, "../../cli/retune.mjs");

type Finished = { code: number | null; out: string; err: string };
type Running = { child: ChildProcess; finished: Promise<Finished>; output: () => string };

type CliFixtures = {
  /** An empty directory in which the commands run. */
  directory: string;
  /** Starts `retune` with these arguments and settings. */
  start: (args: string[], env?: Record<string, string | undefined>) => Running;
  /** Runs `retune` to its end. */
  retune: (args: string[], env?: Record<string, string | undefined>) => Promise<Finished>;
  /** A connection to the site that breaks on demand. */
  network: Interference;
};

const test = base.extend<CliFixtures>({
  directory: async ({ browserName: _ }, use) => {
    const directory = mkdtempSync(join(tmpdir(), "retune-cli-"));
    await use(directory);
    rmSync(directory, { recursive: true, force: true });
  },

  start: async ({ directory, baseURL }, use) => {
    const children: ChildProcess[] = [];
    await use((args, env = {}) => {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: directory,
        env: { ...process.env, RETUNE_URL: baseURL, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      children.push(child);
      return follow(child);
    });
    for (const child of children) child.kill("SIGKILL");
  },

  retune: async ({ start }, use) => {
    await use((args, env) => start(args, env).finished);
  },

  network: async ({ baseURL }, use) => {
    const network = await interfere(baseURL ?? "");
    await use(network);
    await network.close();
  },
});

function follow(child: ChildProcess): Running {
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
  return { child, finished, output: () => out + err };
}

const sentence = /^[^\n]+[.?]\n$/;

test.describe("retune export", () => {
  test("writes the file that the API streams, and accounts for it", async ({
    api,
    createKey,
    directory,
    project,
    retune,
  }) => {
    const key = await createKey({ scopes: ["ingest", "read", "export"], project });
    const client = await api(key);
    await recordVotes(client, [...awkwardVotes(2100), { response: " " }]);
    const votes = await listVotes(client, project);

    const { code, out, err } = await retune(["export", "out.jsonl", "--days", "7"], { RETUNE_API_KEY: key });
    expect(err).toMatch(/^Exporting 2,100 examples of 2,101 votes from http/);
    expect(out).toMatch(/^Wrote out\.jsonl: 2,100 lines, [\d.]+ kB in /);
    expect(out).toContain(
      "\n  positive   1,575\n  negative   525\n  skipped    1\n             1 empty answer\n",
    );
    expect(code).toBe(0);
    expect(readdirSync(directory)).toEqual(["out.jsonl"]);
    const text = readFileSync(join(directory, "out.jsonl"), "utf8");
    expect(parseLines(text)).toEqual(votes.slice(0, -1).map((vote) => expectedLine(vote)));
  });

  test("passes filters, weights and range on, and takes the server's name without a path", async ({
    api,
    createKey,
    directory,
    project,
    retune,
  }) => {
    const key = await createKey({ scopes: ["ingest", "read", "export"] });
    const client = await api(key);
    await recordVotes(
      client,
      awkwardVotes(60).map((vote, n) => ({
        ...vote,
        project,
        created_at: `2024-02-0${1 + (n % 3)}T00:00:00Z`,
      })),
    );
    const votes = await listVotes(client, project);
    const options = `--start 2024-02-01 --end 2024-02-02T00:00:00Z --project ${project} --model model-0 --model model-1 --intent (none) --positive-weight 3 --negative-weight 0.25 --format retune --negatives keep`;
    const { code, out } = await retune(["export", ...options.split(" ")], { RETUNE_API_KEY: key });
    expect(out).toContain(
      "range      2024-02-01T00:00:00.000Z to 2024-02-02T00:00:00.000Z, the end not included",
    );
    expect(code).toBe(0);
    const name = "retune-finetuning-2024-02-01-to-2024-02-02.jsonl";
    expect(readdirSync(directory)).toEqual([name]);
    const expected = votes.filter(
      (vote) => vote.created_at < "2024-02-02" && vote.model !== "model-2" && vote.intent === null,
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(parseLines(readFileSync(join(directory, name), "utf8"))).toEqual(
      expected.map((vote) => expectedLine(vote, { positive: 3, negative: 0.25 })),
    );
  });

  test("days and filters go together", async ({ api, createKey, project, retune }) => {
    const key = await createKey({ scopes: ["ingest", "export"], project });
    await recordVotes(await api(key), [
      { model: "a" },
      { model: "b" },
      { model: "a", created_at: new Date(Date.now() - 3 * 86_400_000).toISOString() },
    ]);
    const { out } = await retune(["export", "out.jsonl", "--days", "2", "--model", "a"], {
      RETUNE_API_KEY: key,
    });
    expect(out).toMatch(/^Wrote out\.jsonl: 1 line,/);
  });

  test("an empty range is an empty file and a warning", async ({ createKey, directory, project, retune }) => {
    const key = await createKey({ scopes: ["export"], project });
    const { code, err } = await retune(["export", "out.jsonl"], { RETUNE_API_KEY: key });
    expect(err).toContain("Warning: No vote matches: the file is empty.\n");
    expect(code).toBe(0);
    expect(readFileSync(join(directory, "out.jsonl"), "utf8")).toBe("");
  });

  test("refusals are one sentence, an exit code and no file; an existing file stays", async ({
    createKey,
    directory,
    project,
    retune,
  }) => {
    const key = await createKey({ scopes: ["export"], project });
    const reader = await createKey({ scopes: ["read"], project });
    const existing = join(directory, "out.jsonl");
    writeFileSync(existing, "before");
    for (const [env, args, code, text] of [
      [{}, ["export", "out.jsonl"], 1, "RETUNE_API_KEY is not set"],
      [{ RETUNE_API_KEY: `rt_${"x".repeat(32)}` }, ["export", "out.jsonl"], 1, "answered 401"],
      [{ RETUNE_API_KEY: reader }, ["export", "out.jsonl"], 1, "answered 403"],
      [{ RETUNE_API_KEY: key }, ["export", "out.jsonl", "--start", "soon"], 1, "start_date: must be a date"],
      [{ RETUNE_API_KEY: key }, ["export", "out.jsonl", "--start", "9000-01-01"], 1, "nothing to export"],
      [{ RETUNE_API_KEY: key }, ["export", "missing/out.jsonl"], 1, "There is no directory"],
      [{ RETUNE_API_KEY: key }, ["export", "."], 1, "is not a file"],
      [
        { RETUNE_API_KEY: key, RETUNE_URL: "http://127.0.0.1:1" },
        ["export", "out.jsonl"],
        1,
        "is Retune running",
      ],
      [{ RETUNE_API_KEY: key }, ["export", "out.jsonl", "--dayz", "7"], 2, "Unknown option '--dayz'"],
      [{ RETUNE_API_KEY: key }, ["import"], 2, "There is no command “import”"],
    ] as const) {
      const result = await retune([...args], { RETUNE_API_KEY: undefined, ...env });
      expect(result.err).toContain(text);
      expect(result.err).toMatch(sentence);
      expect(result.out).toBe("");
      expect(result.code, text).toBe(code);
    }
    expect(readdirSync(directory)).toEqual(["out.jsonl"]);
    expect(readFileSync(existing, "utf8")).toBe("before");
  });

  test.describe("when the way breaks", () => {
    test.beforeEach(async ({ api, createKey, directory, project }) => {
      const client = await api(await createKey({ scopes: ["ingest"], project }));
      // Several pages of a few hundred kB each.
      await recordVotes(
        client,
        Array.from({ length: 5000 }, (_, n) => ({ query: `${n}`, response: "words ".repeat(30) })),
      );
      writeFileSync(join(directory, "out.jsonl"), "before");
    });

    test.afterEach(({ directory }) => {
      expect(readdirSync(directory)).toEqual(["out.jsonl"]);
      expect(readFileSync(join(directory, "out.jsonl"), "utf8")).toBe("before");
    });

    test("a connection that is cut leaves nothing behind", async ({
      createKey,
      network,
      project,
      retune,
    }) => {
      const key = await createKey({ scopes: ["export"], project });
      network.afterBytes = { bytes: 900_000, action: "cut" };
      const { code, out, err } = await retune(["export", "out.jsonl"], {
        RETUNE_API_KEY: key,
        RETUNE_URL: network.url,
      });
      expect(err).toMatch(/Exporting 5,000 examples of 5,000 votes .*\nThe connection to .* failed \(.*\)/);
      expect(out).toBe("");
      expect(code).toBe(1);
    });

    for (const [signal, expected] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      test(`${signal} in the middle leaves nothing behind`, async ({
        createKey,
        network,
        project,
        start,
      }) => {
        const key = await createKey({ scopes: ["export"], project });
        network.afterBytes = { bytes: 900_000, action: "stall" };
        const env = { RETUNE_API_KEY: key, RETUNE_URL: network.url };
        const { child, finished } = start(["export", "out.jsonl"], env);
        await network.stalled;
        child.kill(signal);
        const { code, out, err } = await finished;
        expect(err).toMatch(/\nInterrupted: nothing was written\.\n$/);
        expect(out).toBe("");
        expect(code).toBe(expected);
      });
    }

    test("a file that is cut short without an error is noticed", async ({
      baseURL,
      createKey,
      project,
      retune,
    }) => {
      const key = await createKey({ scopes: ["export"], project });
      // A proxy that ends the answer properly, but too early.
      const proxy = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const answer = await fetch(`${baseURL}${request.url}`, {
          method: "POST",
          body: Buffer.concat(chunks),
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        });
        const text = await answer.text();
        const isReport = text.startsWith('{"considered"');
        response.end(isReport ? text : text.split("\n").slice(0, 1234).join("\n").concat("\n"));
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      try {
        const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
        const { code, err } = await retune(["export", "out.jsonl"], { RETUNE_API_KEY: key, RETUNE_URL: url });
        expect(err).toContain("1,234 lines arrived and 5,000 were announced, so nothing was written");
        expect(code).toBe(1);
      } finally {
        proxy.closeAllConnections();
        proxy.close();
      }
    });

    test("a disk that takes no more leaves nothing behind", async ({
      baseURL,
      createKey,
      directory,
      project,
    }) => {
      const key = await createKey({ scopes: ["export"], project });
      // A limit on the size of files stands in for a full disk: the write fails half-way in the same place.
      const command = `ulimit -f 512; exec "${process.execPath}" "${program}" export out.jsonl`;
      const child = spawn("bash", ["-c", command], {
        cwd: directory,
        env: { ...process.env, RETUNE_URL: baseURL, RETUNE_API_KEY: key },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const { code, out, err } = await follow(child).finished;
      expect(err).toMatch(/out\.jsonl was not written\.\n$/);
      expect(out).toBe("");
      expect(code).toBe(1);
    });
  });

  test("replaces an existing file, through a link", async ({
    api,
    createKey,
    directory,
    project,
    retune,
  }) => {
    const key = await createKey({ scopes: ["ingest", "export"], project });
    await recordVotes(await api(key), [{}]);
    writeFileSync(join(directory, "real.jsonl"), "before");
    symlinkSync("real.jsonl", join(directory, "latest.jsonl"));
    const { code } = await retune(["export", "latest.jsonl"], { RETUNE_API_KEY: key });
    expect(code).toBe(0);
    expect(parseLines(readFileSync(join(directory, "real.jsonl"), "utf8"))).toHaveLength(1);
  });
});

test.describe("retune watch", () => {
  test("shows the API's own figures once", async ({ api, createKey, project, retune }) => {
    const key = await createKey({ scopes: ["ingest", "read"], project });
    const client = await api(key);
    await recordVotes(client, awkwardVotes(400));
    const { code, out, err } = await retune(["watch", "--once", "--days", "30"], { RETUNE_API_KEY: key });
    expect(err).toBe("");
    expect(code).toBe(0);
    const stats = await (await client.get("/v1/feedback/stats?days=30")).json();
    const percent = (fraction: number) => (fraction * 100).toFixed(1);
    expect(out).toContain(
      `Success rate  ${percent(stats.positive / stats.total)} %  95 % interval ${percent(stats.ci_low)}–${percent(stats.ci_high)} %, n ${stats.total}`,
    );
    expect(out).toContain(`Votes         ${stats.total} · ${stats.positive} up · ${stats.negative} down`);
    for (const dimension of ["model", "intent"]) {
      const { data } = await (await client.get(`/v1/feedback/accuracy?days=30&group_by=${dimension}`)).json();
      expect(data.length).toBe(3);
      for (const row of data) {
        const line = out.split("\n").find((each) => each.startsWith(row[dimension] ?? "(none)"));
        expect(line?.replace(/\s+/g, " ")).toContain(
          `${percent(row.accuracy)} % ${percent(row.ci_low)}–${percent(row.ci_high)} % n ${row.total}`,
        );
      }
    }
    expect(out).toMatch(/API and database ready in \d+ ms · newest vote /);
    expect(out).not.toContain("\u001b");
  });

  test("goes on through a restart of the server, says so, and ends on Ctrl-C", async ({
    api,
    createKey,
    network,
    project,
    start,
  }) => {
    const key = await createKey({ scopes: ["ingest", "read"], project });
    const env = { RETUNE_API_KEY: key, RETUNE_URL: network.url };
    const { child, finished, output } = start(["watch", "--interval", "0.5"], env);
    await expect.poll(output).toContain("No votes in this range yet.");
    await network.close();
    await expect.poll(output).toMatch(/The connection to .* failed .* Trying again every 0.5 s\./);
    await recordVotes(await api(key), [{}]);
    await network.open();
    await expect.poll(output).toContain("The server is back.");
    await expect.poll(output).toContain("Votes         1 · 1 up · 0 down");
    child.kill("SIGINT");
    expect((await finished).code).toBe(0);
  });

  test("a refusal ends it", async ({ createKey, network, project, retune, start, sql }) => {
    const ingest = await createKey({ scopes: ["ingest"], project });
    const refused = await retune(["watch"], { RETUNE_API_KEY: ingest });
    expect(refused.err).toContain("answered 403");
    expect(refused.code).toBe(1);
    expect(
      (await retune(["watch", "--once"], { RETUNE_API_KEY: ingest, RETUNE_URL: "http://127.0.0.1:1" })).code,
    ).toBe(1);

    const key = await createKey({ scopes: ["read"], project });
    const { finished, output } = start(["watch", "--interval", "0.5"], {
      RETUNE_API_KEY: key,
      RETUNE_URL: network.url,
    });
    await expect.poll(output).toContain("No votes in this range yet.");
    await sql`update public.api_keys set revoked_at = now() where project = ${project} and 'read' = any (scopes)`;
    const { code, err } = await finished;
    expect(err).toContain("answered 401");
    expect(code).toBe(1);
  });
});

test.describe("the program", () => {
  test("runs through npx from the checkout on the pinned Node.js", async ({ directory }) => {
    const child = spawn("npx", ["retune", "--version"], {
      cwd: resolve(program, "../.."),
      env: { ...process.env, npm_config_offline: "true", npm_config_cache: join(directory, "cache") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { code, out } = await follow(child).finished;
    expect(out).toBe("0.1.0\n");
    expect(code).toBe(0);
  });

  test("explains itself", async ({ retune }) => {
    expect((await retune(["help"])).out).toContain("retune export [file]");
    expect((await retune(["export", "--help"])).out).toContain("--negative-weight");
    expect((await retune([])).code).toBe(0);
  });
});
