import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { askModel, type ModelAnswer } from "@/lib/models/ask";
import { type Connection, connectModel } from "@/lib/models/connection";
import { ModelFailure } from "@/lib/models/failure";
import { canonicalModel } from "@/lib/pricing/canonical-model";
import { protectInput, redactInput } from "@/lib/privacy/ingest";
import type { Shape } from "@/lib/privacy/protect";
import { rowId } from "@/lib/query/fields";
import { type Client, callFunction } from "@/lib/supabase/client";
import type { PlanIssue } from "../plans/schemas";
import { validatePlan } from "../plans/validate";
import { composePrompt } from "../prompts/compose";
import type { PromptMaterial } from "../prompts/material";
import { readMaterial } from "../prompts/queries";
import type { ComposedPrompt, RunAttempt, RunInput, RunResult } from "../prompts/schemas";
import { describeFailure } from "./describe-failure";
import { cleanText, extractPlan, type Json } from "./extract-plan";

type Plan = { [key: string]: Json };
type Attempt = RunAttempt & { plan: Plan | null; prompt: ComposedPrompt; tokensCached: number | null };

/** Tokens that a retry has at least for what was wrong, whatever the strategy gives to errors. */
const ERROR_BUDGET = 1_000;
/** Characters of an answer, of an error and of a prompt, as many as a row may have. */
const MAX_ANSWER = 500_000;
const MAX_ERROR = 100_000;

/** What the fields of a run are to the protection of personal data. */
const runShape: Shape = {
  userIds: ["user_id", "subject"],
  // No metadata: a plan without its keys would be none.
  free: { action_plan: [] },
};

/**
 * Composes a prompt, asks the model that its strategy names and asks again until the plan is valid or the strategy's attempts
 * are used up: the simple prompt first when the strategy is progressive, then the whole one, then max_retries times with what was
 * wrong. The result is recorded as an interaction and an execution in one transaction; an execution whose plan never got valid
 * is a failed one of class validation. Times are milliseconds.
 *
 * A model that gives no answer to the first request leaves nothing behind. One that fails later, and a caller who goes away
 * after an answer came, leave what was answered until then, recorded as failed: it was paid for.
 * @throws AppError forbidden, not_found and bad_request as compose does; model_not_connected, model_failed, model_busy and
 * model_timeout, with execution_id and interaction_id where something was recorded; cancelled when `signal` is aborted.
 */
export async function runPrompt(client: Client, input: RunInput, signal: AbortSignal): Promise<RunResult> {
  const project = await callFunction(
    client,
    "start_run",
    input.project ? { project: input.project } : {},
    z.string(),
  );
  const { user_id, ...toCompose } = input;
  // What could not be recorded is not asked either.
  const stored = await protectInput(
    client,
    { project },
    {
      user_prompt: input.user_prompt,
      available_columns: input.available_columns ?? null,
      user_id: user_id ?? null,
      subject: input.subject ?? null,
    },
    runShape,
  );
  const material = await readMaterial(client, { ...toCompose, project });
  const settings = material.strategy.body.model;
  const connection = connectModel({ provider: settings.provider, name: settings.name });

  const attempts: Attempt[] = [];
  let failure: ModelFailure | null = null;
  try {
    for (const kind of kindsOf(material)) {
      attempts.push(await attempt(connection, material, kind, attempts.at(-1), signal));
      if (attempts.at(-1)?.issues.length === 0) break;
    }
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    failure = error;
  }
  const toError = (recorded?: Recorded) => {
    const asked = { provider: connection.provider, timeoutSeconds: settings.timeout_seconds };
    const { code, message } = describeFailure(failure as ModelFailure, asked);
    return new AppError(code, message, {
      retryAfterSeconds: failure?.retryAfterSeconds,
      ...(recorded && {
        extra: { execution_id: recorded.execution_id, interaction_id: recorded.interaction_id },
      }),
      cause: failure,
    });
  };
  const last = attempts.at(-1);
  if (!last) throw toError();

  const totals = sum(attempts);
  const run = { project, connection, attempts, totals, failure, stored };
  const recorded = await record(client, run);
  if (failure) throw toError(recorded);
  return {
    success: last.issues.length === 0,
    action_plan: last.plan,
    issues: last.issues,
    attempts: attempts.map(({ plan: _, prompt: __, tokensCached: ___, ...shown }) => shown),
    model: connection.name,
    tokens_in: totals.tokensIn,
    tokens_out: totals.tokensOut,
    cost_usd: recorded.cost_usd,
    response_time_ms: totals.responseTimeMs,
    execution_id: recorded.execution_id,
    interaction_id: recorded.interaction_id,
    prompt: last.prompt,
  };
}

function kindsOf({ strategy: { body } }: PromptMaterial): RunAttempt["kind"][] {
  return [
    ...(body.progressive ? (["simple"] as const) : []),
    "full",
    ...Array.from({ length: body.model.max_retries }, () => "retry" as const),
  ];
}

async function attempt(
  connection: Connection,
  material: PromptMaterial,
  kind: RunAttempt["kind"],
  before: Attempt | undefined,
  signal: AbortSignal,
): Promise<Attempt> {
  const prompt =
    kind === "simple"
      ? composePrompt(material, kind)
      : composePrompt(before ? withErrors(material, before.issues) : material);
  const { model } = material.strategy.body;
  const answer = await askModel(connection, prompt.messages, { ...model, signal });
  const { plan, issues } = check(answer, material);
  return {
    kind,
    tokens_in: answer.tokensIn,
    tokens_out: answer.tokensOut,
    response_time_ms: answer.responseTimeMs,
    response_text: cleanText(answer.text).slice(0, MAX_ANSWER).toWellFormed(),
    issues,
    plan,
    prompt,
    tokensCached: answer.tokensCached,
  };
}

/** The material of a further ask: what was wrong with the plan before is among the errors to avoid, and that section is in the prompt in any case. */
function withErrors(material: PromptMaterial, issues: readonly PlanIssue[]): PromptMaterial {
  const { body } = material.strategy;
  const budget_tokens = Math.max(body.sections.previous_errors.budget_tokens, ERROR_BUDGET);
  const sections = { ...body.sections, previous_errors: { is_enabled: true, budget_tokens } };
  return {
    ...material,
    previous_errors: [...issues.map(describeIssue), ...material.previous_errors],
    strategy: { ...material.strategy, body: { ...body, sections } },
  };
}

const describeIssue = ({ path, message }: PlanIssue) => (path === "" ? message : `${path}: ${message}`);

/** The plan of an answer (null when that is no JSON object), and what is wrong with it. */
function check(answer: ModelAnswer, material: PromptMaterial): { plan: Plan | null; issues: PlanIssue[] } {
  const found = extractPlan(answer.text);
  if (found === undefined) {
    const message = answer.isCut
      ? "The answer was cut off at the largest number of output tokens before its JSON object ended. Answer with a shorter plan."
      : "The answer holds no JSON object. Answer with one JSON object and nothing else.";
    return { plan: null, issues: [{ path: "", kind: "schema", message }] };
  }
  const issues = validatePlan(found, {
    schema: material.output_schema,
    knowledge: material.knowledge.document,
    availableColumns: material.available_columns,
  });
  const isObject = typeof found === "object" && found !== null && !Array.isArray(found);
  return { plan: isObject ? found : null, issues };
}

type Totals = {
  tokensIn: number | null;
  tokensOut: number | null;
  tokensCached: number | null;
  responseTimeMs: number;
};

/** Of all attempts. A count that one of them does not say is not known of them together. */
function sum(attempts: readonly Attempt[]): Totals {
  const add = (values: (number | null)[]) =>
    values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);
  const tokensIn = add(attempts.map(({ tokens_in }) => tokens_in));
  const cached = attempts.reduce((total, { tokensCached }) => total + (tokensCached ?? 0), 0);
  return {
    tokensIn,
    tokensOut: add(attempts.map(({ tokens_out }) => tokens_out)),
    tokensCached: tokensIn !== null && cached > 0 && cached <= tokensIn ? cached : null,
    responseTimeMs: attempts.reduce((total, { response_time_ms }) => total + response_time_ms, 0),
  };
}

const recordedRun = z.object({
  interaction_id: rowId,
  execution_id: rowId,
  cost_usd: z.coerce.number().nullable(),
});
type Recorded = z.infer<typeof recordedRun>;

type Run = {
  project: string;
  connection: Connection;
  attempts: Attempt[];
  totals: Totals;
  failure: ModelFailure | null;
  stored: {
    user_prompt: string;
    available_columns: string[] | null;
    user_id: string | null;
    subject: string | null;
  };
};

async function record(
  client: Client,
  { project, connection, attempts, totals, failure, stored }: Run,
): Promise<Recorded> {
  const last = attempts.at(-1) as Attempt;
  const { report } = last.prompt;
  const isSuccess = last.issues.length === 0;
  const answered = await redactInput(
    client,
    { project },
    {
      agent_response: last.response_text,
      response_text: last.plan ? null : last.response_text,
      action_plan: last.plan ?? {},
      error: isSuccess ? null : last.issues.map(describeIssue).join("\n").slice(0, MAX_ERROR).toWellFormed(),
    },
    runShape,
  );
  const priced_as = canonicalModel(connection.name, providerName(connection));
  const run = {
    project,
    interaction: {
      user_id: stored.user_id ?? stored.subject ?? "unknown",
      agent_type: report.strategy ?? "draft",
      user_message: stored.user_prompt,
      agent_response: answered.agent_response,
      response_time_ms: totals.responseTimeMs,
      context_size_tokens: last.prompt.tokens,
      llm_metadata: {
        model: connection.name,
        provider: connection.provider,
        input_tokens: totals.tokensIn,
        output_tokens: totals.tokensOut,
        ...(totals.tokensCached === null ? {} : { cached_tokens: totals.tokensCached }),
        attempts: attempts.length,
      },
      priced_as,
    },
    execution: {
      user_prompt: stored.user_prompt,
      action_plan: answered.action_plan,
      response_text: answered.response_text,
      success: isSuccess,
      error: answered.error,
      error_class: isSuccess ? null : "validation",
      user_id: stored.user_id,
      model: connection.name,
      tokens_in: totals.tokensIn,
      tokens_out: totals.tokensOut,
      response_time_ms: totals.responseTimeMs,
      retries: attempts.length - 1,
      strategy: report.strategy,
      strategy_version: report.strategy_version,
      prompt_version: report.prompt_version,
      experiment: report.experiment,
      variant: report.variant,
      subject: report.subject === null ? null : stored.subject,
      available_columns: stored.available_columns,
      example_ids: report.example_ids,
      metadata: { source: "run", ...(failure ? { ended_by: failure.kind } : {}) },
      priced_as,
    },
  };
  return callFunction(client, "record_run", { run: JSON.stringify(run) }, recordedRun);
}

/** What the price list calls the provider; null lets the model's name decide. */
const providerName = ({ provider }: Connection) => (provider === "gemini" ? "google" : null);
