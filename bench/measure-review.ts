import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { type Browser, chromium, type Locator, type Page } from "@playwright/test";
import { ensureChromium } from "../scripts/chromium";
import { Failure } from "../supabase/local/failure";
import { toTiming } from "./measure";
import type { ReviewResults } from "./results";
import type { Subject } from "./subject";

const SHORT = 10;
const LONG = 1200;

/** Measured turns of each session: one more is finished to warm up, and the next one must still be there. */
const ROUNDS = SHORT - 2;

/** The review page of a session with so many turns, and which of them is under review. */
type Reviewed = {
  page: Page;
  turns: number;
  current: number;
  paint: number[];
  next: number[];
};

/**
 * Times the review page in a real Chromium with a short and a long session, one after the other in turns, so that what else
 * the machine does slows both alike: navigation until the text of the turn under review is visible, and the key that finishes
 * it until the next one is under review.
 */
export async function measureReview(
  subject: Subject,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<ReviewResults> {
  const at = new Date().toISOString();
  const executablePath = await ensureChromium({ log, signal });
  if (!executablePath)
    throw new Failure("The review page is measured in a browser, and there is no Chromium.");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const sessions = [await open(browser, subject, SHORT), await open(browser, subject, LONG)];
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const reviewed of sessions) {
        signal.throwIfAborted();
        await finishOne(reviewed, round > 0);
      }
    }
    const rows = sessions.map(({ turns, paint, next }) => ({
      turns,
      count: paint.length,
      paint_p50_ms: median(paint),
      next_p50_ms: median(next),
    }));
    const [short, long] = rows as [(typeof rows)[number], (typeof rows)[number]];
    return {
      at,
      load_at_start: subject.machine.load_at_start,
      rows,
      paint_ratio: long.paint_p50_ms / short.paint_p50_ms,
      next_ratio: long.next_p50_ms / short.next_p50_ms,
    };
  } finally {
    await browser.close();
  }
}

const median = (times: readonly number[]) => toTiming(times, 1).p50_ms;

/** Shows the page anew, finishes the turn under review, and keeps both times unless they are to warm up. */
async function finishOne(reviewed: Reviewed, isKept: boolean): Promise<void> {
  const { page } = reviewed;
  const beforePaint = performance.now();
  // The address names the queue and the turn.
  await page.goto(page.url(), { waitUntil: "commit" });
  await underReview(page, reviewed.current).getByText(`Question ${reviewed.current} `).waitFor();
  const paint = performance.now() - beforePaint;
  // Keys count once the page is alive and has the turn.
  await page.waitForLoadState("networkidle");

  const beforeNext = performance.now();
  await page.keyboard.press("Control+Enter");
  reviewed.current += 1;
  await underReview(page, reviewed.current).getByText(`Question ${reviewed.current} `).waitFor();
  const next = performance.now() - beforeNext;
  // What follows the key, such as looking ahead, is over before the other session is measured.
  await page.waitForLoadState("networkidle");
  if (!isKept) return;
  reviewed.paint.push(paint);
  reviewed.next.push(next);
}

const underReview = (page: Page, turn: number): Locator =>
  page.getByRole("article", { name: `Turn ${turn}`, exact: true }).filter({ hasText: "Under review" });

/** A session in a project and a queue of its own, and a reviewer who is signed in. */
async function open(browser: Browser, subject: Subject, turns: number): Promise<Reviewed> {
  const { sql, url } = subject;
  const project = `review-${turns}`;
  const [session, queue] = [randomUUID(), randomUUID()];
  const results = ["First document", "Second document"].map((title, index) => ({
    chunk_id: String(index),
    document_title: title,
    chunk_text: "Words of a document that was found. ".repeat(12),
    similarity: 0.5 - index / 10,
  }));
  await sql`insert into public.projects (project) values (${project})`;
  await sql`insert into public.prompt_tuning_sessions (id, project) values (${session}, ${project})`;
  await sql`
    insert into public.tuning_conversation_turns (session_id, turn_number, user_message, era_response, search_results)
    select ${session}, n, 'Question ' || n || repeat(' word', 30), repeat('An answer of some length. ', 20), ${sql.json({ results })}
    from generate_series(1, ${turns}::int) n`;
  await sql`insert into public.review_queues (id, project, name) values (${queue}, ${project}, 'All turns')`;
  await sql`select private.fill_review_queues(null, ${queue})`;
  await sql`analyze`;

  const email = `${project}@example.com`;
  const password = `pw-${randomUUID()}`;
  const userId = await signUp(subject, email, password);
  await sql`insert into public.members (user_id, email, role, projects) values (${userId}, ${email}, 'reviewer', ${[project]})`;
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${url}/login`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((address) => address.pathname === "/tuning/review");
  await page.getByRole("button", { name: "Start reviewing" }).click();
  await underReview(page, 1).waitFor();
  return { page, turns, current: 1, paint: [], next: [] };
}

async function signUp(subject: Subject, email: string, password: string): Promise<string> {
  const response = await fetch(`${subject.api.url}/auth/v1/signup`, {
    method: "POST",
    headers: { apikey: subject.api.publishableKey, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const answer = (await response.json()) as { user?: { id: string }; id?: string };
  const id = answer.user?.id ?? answer.id;
  if (!response.ok || !id) throw new Failure(`Signing a reviewer up answered ${response.status}.`);
  return id;
}
