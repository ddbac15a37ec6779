import type { Request } from "./requests";
import type { Prompt, Retune } from "./retune";
import { carryOut, columns, description, ExecutionError, type Plan } from "./table";

const MAX_RETRIES = 1;

/** How one request went: whether its sender got what they wanted at first. */
export type Outcome = { isRight: boolean; tokens: number; examples: number };

type Model = { url: string };
type Answered = {
  plan: Plan;
  prompt: Prompt;
  retries: number;
  tokensIn: number;
  tokensOut: number;
  issues: string[];
};

/**
 * The data analyst: has a prompt composed, asks the model, has its plan checked and asks again when it is not valid, carries it
 * out, and reports how that went. Whoever gets something else than they wanted may say so in plain words; then it tries again
 * with what they said, and reports that as well.
 */
export class Agent {
  readonly #retune: Retune;
  readonly #model: Model;
  /** Goes with every prompt: the project, and perhaps a draft of a strategy. */
  readonly #settings: Record<string, unknown>;
  /** Takes the place of the report's strategy: a draft has no name of its own. */
  readonly #strategy: string | null;

  constructor(retune: Retune, model: Model, settings: Record<string, unknown>, strategy: string | null) {
    this.#retune = retune;
    this.#model = model;
    this.#settings = settings;
    this.#strategy = strategy;
  }

  async serve(request: Request, at: Date): Promise<Outcome> {
    const first = await this.#answer(request.prompt, []);
    const isRight = await this.#finish(request, first, at, "first");
    if (!isRight && request.isCorrecting) {
      const second = await this.#answer(request.prompt, [`The person says: ${request.correction}`]);
      await this.#finish(request, { ...second, retries: second.retries + 1 }, at, "after correction");
    }
    return {
      isRight,
      tokens: first.tokensIn + first.tokensOut,
      examples: first.prompt.report.example_ids.length,
    };
  }

  async #answer(user_prompt: string, said: string[]): Promise<Answered> {
    let issues: string[] = [];
    let [tokensIn, tokensOut] = [0, 0];
    for (let retries = 0; ; retries += 1) {
      const prompt = await this.#retune.compose({
        ...this.#settings,
        user_prompt,
        available_columns: columns,
        context: description,
        previous_errors: [...said, ...issues],
      });
      const { plan, usage } = await this.#ask(prompt);
      tokensIn += usage.prompt_tokens;
      tokensOut += usage.completion_tokens;
      const { project } = this.#settings;
      const found = await this.#retune.validate({ project, action_plan: plan, available_columns: columns });
      issues = found.map(({ path, message }) => `${path}: ${message}`);
      if (issues.length === 0 || retries === MAX_RETRIES)
        return { plan, prompt, retries, tokensIn, tokensOut, issues };
    }
  }

  async #ask({
    messages,
  }: Prompt): Promise<{ plan: Plan; usage: { prompt_tokens: number; completion_tokens: number } }> {
    const response = await fetch(`${this.#model.url}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "scripted-analyst", messages }),
    });
    const { choices, usage } = await response.json();
    return { plan: JSON.parse(choices[0].message.content), usage };
  }

  /** Carries the plan out and reports how it went. @returns whether it is what was wanted */
  async #finish(request: Request, answered: Answered, at: Date, turn: string): Promise<boolean> {
    const failure = judge(request, answered);
    const isCorrected = failure !== null && turn === "first" && request.isCorrecting;
    await this.#retune.record({
      ...answered.prompt.report,
      ...(this.#strategy ? { strategy: this.#strategy } : {}),
      user_prompt: request.prompt,
      action_plan: answered.plan,
      success: failure === null,
      ...failure,
      user_id: request.userId,
      model: "scripted-analyst",
      tokens_in: answered.tokensIn,
      tokens_out: answered.tokensOut,
      retries: answered.retries,
      ...(isCorrected ? { user_correction: request.correction } : {}),
      metadata: { turn },
      created_at: at.toISOString(),
    });
    return failure === null;
  }
}

function judge(
  { wanted }: Request,
  { plan, issues }: Answered,
): { error: string; error_class: string } | null {
  if (issues.length > 0) return { error: issues.join("\n"), error_class: "validation" };
  try {
    const result = JSON.stringify(carryOut(plan));
    return result === JSON.stringify(carryOut(wanted))
      ? null
      : { error: `The result is not what was asked for (task ${plan.task})`, error_class: "logic" };
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    return { error: error.message, error_class: "execution" };
  }
}
