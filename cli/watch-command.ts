import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { accuracyResult, feedbackPage, feedbackStats } from "../lib/feedback/schemas";
import { type Api, ApiFailure } from "./api-client";
import type { Output } from "./export-command";
import type { WatchRequest } from "./options";
import { type DashboardOptions, type Figures, renderDashboard } from "./render-dashboard";
import { createStyles, wantsColor } from "./terminal";

const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Shows the figures again and again until `signal` is aborted, or once. A server that is away for a while is waited
 * for, and said so; a refusal (a wrong key) throws.
 */
export async function runWatch(
  request: WatchRequest,
  api: Api,
  { out, err }: Output,
  signal: AbortSignal,
): Promise<void> {
  const isLive = Boolean(out.isTTY) && !request.isOnce;
  const styles = createStyles(wantsColor(out, process.env));
  const screen = createScreen(out, isLive);
  let figures: Figures | null = null;
  let trouble: DashboardOptions["trouble"];
  const draw = () => {
    const width = out.isTTY ? (out.columns ?? 80) : 100;
    const height = isLive ? out.rows : undefined;
    const options = { ...request, address: api.address, width, height, styles, trouble };
    screen.draw(renderDashboard(figures, options));
  };

  screen.open(draw);
  try {
    if (isLive) draw();
    while (!signal.aborted) {
      try {
        figures = await fetchFigures(request, api, signal);
        if (trouble && !isLive) err.write("The server is back.\n");
        trouble = undefined;
      } catch (error) {
        if (signal.aborted) return;
        if (request.isOnce || !(error instanceof ApiFailure) || !error.isTemporary) throw error;
        if (!trouble && !isLive)
          err.write(`${error.message} Trying again every ${request.intervalSeconds} s.\n`);
        trouble = { sentence: error.message, since: trouble?.since ?? new Date() };
      }
      if (isLive || !trouble) draw();
      if (request.isOnce) return;
      await delay(request.intervalSeconds * 1000, undefined, { signal }).catch(() => {});
    }
  } finally {
    screen.close();
  }
}

async function fetchFigures(request: WatchRequest, api: Api, outer: AbortSignal): Promise<Figures> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = AbortSignal.any([outer, timeout]);
  const { days, project } = request;
  try {
    const started = performance.now();
    await api.get("/v1/ready", {}, z.object({ status: z.literal("ready") }), signal);
    const readyMs = performance.now() - started;
    const [stats, models, intents, newest] = await Promise.all([
      api.get("/v1/feedback/stats", { days, project }, feedbackStats, signal),
      api.get("/v1/feedback/accuracy", { days, project, group_by: "model" }, accuracyResult, signal),
      api.get("/v1/feedback/accuracy", { days, project, group_by: "intent" }, accuracyResult, signal),
      api.get("/v1/feedback", { project, limit: 1 }, feedbackPage, signal),
    ]);
    const newestVoteAt = newest.data[0]?.created_at ?? null;
    return { stats, models: models.data, intents: intents.data, newestVoteAt, readyMs, at: new Date() };
  } catch (error) {
    if (timeout.aborted && !outer.aborted)
      throw new ApiFailure(`${api.address} did not answer within ${REQUEST_TIMEOUT_MS / 1000} s.`, true);
    throw error;
  }
}

/** The second screen of a terminal, redrawn in place without flicker; elsewhere frames are printed one after the other. */
function createScreen(out: NodeJS.WriteStream, isLive: boolean) {
  let redraw = () => {};
  let isFirst = true;
  return {
    open(onResize: () => void): void {
      if (!isLive) return;
      redraw = onResize;
      out.write("\u001b[?1049h\u001b[?25l");
      out.on("resize", redraw);
    },
    draw(lines: string[]): void {
      if (isLive) {
        const kept = lines.slice(0, out.rows ?? lines.length);
        out.write(`\u001b[H${kept.map((line) => `${line}\u001b[K`).join("\r\n")}\u001b[J`);
      } else {
        out.write(`${isFirst ? "" : "\n"}${lines.join("\n")}\n`);
        isFirst = false;
      }
    },
    close(): void {
      if (!isLive) return;
      out.off("resize", redraw);
      out.write("\u001b[?25h\u001b[?1049l");
    },
  };
}
