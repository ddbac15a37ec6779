import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { serveWeb } from "../../scripts/web";
import { findFreePort } from "../../supabase/local/ports";
import { expect, test } from "../fixtures";
import { emptyReview, recordTurns } from "../reviewing";
import { createSessionCookie } from "../session-cookies";

/** A web server of this test's own on the stack of all: what kills it disturbs nobody. */
async function startServer(port: number): Promise<ChildProcess> {
  return serveWeb({
    distDir: process.env.RETUNE_TEST_DIST_DIR ?? ".next",
    host: "127.0.0.1",
    port,
    env: { RETUNE_SITE_URL: `http://127.0.0.1:${port}` },
    onSpawn: () => {},
  });
}

async function kill(server: ChildProcess): Promise<void> {
  const ended = once(server, "close");
  // The whole group, and without a chance to finish what it is doing.
  process.kill(-(server.pid as number), "SIGKILL");
  await ended;
}

test("a web server that is killed while drafts are saved loses none that it has acknowledged", async ({
  sql,
  project,
  createMember,
}) => {
  const [turn] = await recordTurns(sql, project, 1);
  const cookie = await createSessionCookie(await createMember({ role: "reviewer", projects: [project] }));
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const address = `${origin}/v1/tuning/turns/${turn}/review`;
  const textOf = (count: number) => `draft ${count} ${"word ".repeat(200)}`;
  const save = (count: number) =>
    fetch(address, {
      method: "PUT",
      headers: { cookie, origin, "content-type": "application/json" },
      body: JSON.stringify({ state: "draft", content: emptyReview({ better_response: textOf(count) }) }),
    });
  const readDraft = async () => {
    const { review } = await (await fetch(address, { headers: { cookie } })).json();
    return { text: String(review.draft.better_response), version: Number(review.version) };
  };

  let server = await startServer(port);
  let sent = 0;
  let acknowledged = 0;
  try {
    for (const savesBeforeTheCrash of [3, 8, 1]) {
      for (let count = 0; count < savesBeforeTheCrash; count++) {
        sent += 1;
        const response = await save(sent);
        expect(response.status, await response.text()).toBe(200);
        acknowledged = sent;
      }
      // One is on its way when the server dies: nobody was told that it is stored, so it may be there or not.
      sent += 1;
      const last = save(sent).then(
        (response) => response.ok,
        () => false,
      );
      await kill(server);
      if (await last) acknowledged = sent;
      server = await startServer(port);
      const draft = await readDraft();
      const possible = acknowledged === sent ? [sent] : [acknowledged, sent];
      expect(possible.map(textOf)).toContain(draft.text);
      expect(possible).toContain(draft.version);
      sent = draft.version;
      acknowledged = draft.version;
    }
  } finally {
    await kill(server);
  }
});
