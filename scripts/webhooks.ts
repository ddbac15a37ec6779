import type { Sql } from "postgres";
import { Webhook } from "standardwebhooks";
import { type OutgoingOptions, RefusedTarget, sendOutgoing } from "../lib/http/outgoing";

/** How deliveries are sent; all but `allowPrivate` are for tests. */
export type DeliveryOptions = Pick<OutgoingOptions, "allowPrivate" | "resolve"> & {
  signal?: AbortSignal;
  timeoutMs?: number;
};

export type DeliveryCounts = { delivered: number; failed: number };

/** So many at a time in one process: a receiver that hangs holds up one of them. */
const WORKERS = 8;
const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 4096;
/** Looked at least this often, in case a notification was lost (a pooled connection hears none). */
const POLL_MS = 15_000;

type Claim = { id: string; attempt: number; url: string; secret: string; body: string };
type Outcome = { outcome: "delivered" | "failed" | "refused"; status: number | null; error: string | null };

/**
 * Sends every delivery that is due, each with one attempt, signed as Standard Webhooks says. Several processes may do so side
 * by side: each delivery is claimed by one. An abort ends it after the attempts under way.
 */
export async function sendDueWebhooks(sql: Sql, options: DeliveryOptions): Promise<DeliveryCounts> {
  const counts: DeliveryCounts = { delivered: 0, failed: 0 };
  const work = async () => {
    while (!options.signal?.aborted) {
      const [claim] = await sql<
        Claim[]
      >`select id, attempt, url, secret, body from private.claim_webhook_delivery()`;
      if (!claim) return;
      const { outcome, status, error } = await deliver(claim, options);
      await sql`select private.settle_webhook_delivery(${claim.id}, ${claim.attempt}, ${outcome}, ${status}, ${error})`;
      counts[outcome === "delivered" ? "delivered" : "failed"] += 1;
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return counts;
}

/** Sends what is due, and again whenever something is added or due once more, until the signal aborts. */
export async function keepSendingWebhooks(
  sql: Sql,
  options: DeliveryOptions & { signal: AbortSignal },
  report: (result: DeliveryCounts | Error) => void,
): Promise<void> {
  const { signal } = options;
  let wake = () => {};
  let isAwake = false;
  const onNotify = () => {
    isAwake = true;
    wake();
  };
  signal.addEventListener("abort", onNotify, { once: true });
  // It says itself when it is connected again after a break.
  const listening = await sql.listen("retune_webhooks", onNotify, onNotify).catch(() => null);
  while (!signal.aborted) {
    isAwake = false;
    let wait = POLL_MS;
    try {
      report(await sendDueWebhooks(sql, options));
      const [next] = await sql<{ wait: number | null }[]>`
        select (extract(epoch from private.next_webhook_attempt() - clock_timestamp()) * 1000)::float8 as wait`;
      wait = Math.min(POLL_MS, Math.max(0, Math.ceil(next?.wait ?? POLL_MS)));
    } catch (error) {
      report(error instanceof Error ? error : new Error(String(error)));
    }
    if (isAwake) continue;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  await listening?.unlisten().catch(() => {});
}

async function deliver(claim: Claim, options: DeliveryOptions): Promise<Outcome> {
  const at = new Date();
  try {
    const { status, text } = await sendOutgoing(
      claim.url,
      claim.body,
      {
        "content-type": "application/json",
        "user-agent": "Retune-Webhooks",
        "webhook-id": claim.id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": new Webhook(claim.secret).sign(claim.id, at, claim.body),
      },
      {
        allowPrivate: options.allowPrivate,
        timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
        maxAnswerBytes: MAX_ANSWER_BYTES,
        ...(options.resolve && { resolve: options.resolve }),
      },
    );
    if (status >= 200 && status < 300) return { outcome: "delivered", status, error: null };
    return { outcome: "failed", status, error: describeAnswer(status, text) };
  } catch (error) {
    const reason = readable(error instanceof Error ? error.message : String(error));
    return error instanceof RefusedTarget
      ? { outcome: "refused", status: null, error: `refused: the address ${reason}` }
      : { outcome: "failed", status: null, error: reason };
  }
}

function describeAnswer(status: number, text: string): string {
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`;
  const said = readable(text);
  return said ? `answered ${status}: ${said}` : `answered ${status}`;
}

/** The beginning of a text on one line; Postgres stores no NUL. */
const readable = (text: string) =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
