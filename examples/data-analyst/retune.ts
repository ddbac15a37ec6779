// As much of Retune's HTTP API as the example needs.

export type Issue = { path: string; message: string };
export type Prompt = {
  messages: { role: string; content: string }[];
  tokens: number;
  /** Goes back with the execution as it is. */
  report: { example_ids: string[]; [field: string]: unknown };
};

export class Retune {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url.replace(/\/+$/, "");
    this.#key = key;
  }

  /** A prompt for a request, made of what worked before. */
  compose(input: Record<string, unknown>): Promise<Prompt> {
    return this.#send("POST", "/v1/prompts/compose", input);
  }

  /** What is wrong with a plan, in sentences that a model can act on. */
  async validate(input: Record<string, unknown>): Promise<Issue[]> {
    const { issues } = await this.#send<{ issues: Issue[] }>("POST", "/v1/action-plans/validate", input);
    return issues;
  }

  /** Reports how it went: the next prompt is made of it. */
  async record(execution: Record<string, unknown>): Promise<void> {
    await this.#send("POST", "/v1/executions", execution);
  }

  /** How the strategy that ships with Retune puts prompts together. */
  async readBuiltIn(
    project: string,
  ): Promise<{ examples: Record<string, unknown>; [field: string]: unknown }> {
    const { data } = await this.#send<{
      data: { name: string; body: { examples: Record<string, unknown> } }[];
    }>("GET", `/v1/strategies?project=${encodeURIComponent(project)}`);
    const builtIn = data.find(({ name }) => name === "built-in");
    if (!builtIn) throw new Error("The built-in strategy is not there.");
    return builtIn.body;
  }

  async #send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json() as Promise<Answer>;
    // A key has so many requests a second, and a server may be busy: both say when to come again.
    const seconds = Number(response.headers.get("retry-after"));
    if ((response.status === 429 || response.status === 503) && seconds > 0) {
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return this.#send(method, path, body);
    }
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  }
}
