import { z } from "zod";
import { Failure } from "../supabase/local/failure";

/** A request that failed. `isTemporary`: the same request may succeed later (server away, restarting or busy). */
export class ApiFailure extends Failure {
  readonly isTemporary: boolean;

  constructor(message: string, isTemporary: boolean) {
    super(message);
    this.isTemporary = isTemporary;
  }
}

export type ApiSettings = { url: URL; key: string };

/** Address and key from the environment. Throws a Failure that says what to set. */
export function readApiSettings(environment: Record<string, string | undefined>): ApiSettings {
  const address = environment.RETUNE_URL || "http://127.0.0.1:3000";
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new Failure(`RETUNE_URL must be an address such as http://127.0.0.1:3000, not “${address}”.`);
  }
  if (new URL(address).username || new URL(address).password)
    throw new Failure("RETUNE_URL must not hold a user name or password: the key goes into RETUNE_API_KEY.");
  const key = environment.RETUNE_API_KEY?.trim();
  if (!key) {
    throw new Failure(
      "RETUNE_API_KEY is not set: make a key with “npm run -s keys -- create --name cli --scopes read,export”.",
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Failure("RETUNE_API_KEY is not an API key (rt_…).");
  const url = new URL(address);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return { url, key };
}

const problem = z.object({ detail: z.string(), request_id: z.string().optional() });

/** The HTTP API of one server, as the bearer of one key. Every failure is an ApiFailure with one sentence. */
export class Api {
  readonly #settings: ApiSettings;

  constructor(settings: ApiSettings) {
    this.#settings = settings;
  }

  /** The address without a trailing slash, for messages. Never holds a password. */
  get address(): string {
    return `${this.#settings.url.origin}${this.#settings.url.pathname}`.replace(/\/$/, "");
  }

  async get<Schema extends z.ZodType>(
    path: string,
    query: Record<string, string | number | string[] | undefined>,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.infer<Schema>> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const each of Array.isArray(value) ? value : value === undefined ? [] : [value])
        search.append(name, String(each));
    }
    return this.#parse(await this.#send(`${path}?${search}`, { method: "GET", signal }), schema);
  }

  async post<Schema extends z.ZodType>(
    path: string,
    body: object,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.infer<Schema>> {
    return this.#parse(await this.stream(path, body, signal), schema);
  }

  /** The answer itself, for reading its body piece by piece; its status is a success. */
  stream(path: string, body: object, signal: AbortSignal): Promise<Response> {
    return this.#send(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
      signal,
    });
  }

  /** An ApiFailure for an error of the connection; an interruption stays what it is. */
  toFailure(error: unknown, signal: AbortSignal): unknown {
    if (signal.aborted || error instanceof Failure) return error;
    return new ApiFailure(
      `The connection to ${this.address} failed (${reasonOf(error)}): is Retune running there?`,
      true,
    );
  }

  async #send(path: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
    const { url, key } = this.#settings;
    let response: Response;
    try {
      response = await fetch(new URL(path.replace(/^\//, ""), url), {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${key}` },
        // The key is not carried to wherever a redirect points.
        redirect: "manual",
      });
    } catch (error) {
      throw this.toFailure(error, init.signal);
    }
    if (response.ok) return response;
    throw await this.#refusal(response);
  }

  async #refusal(response: Response): Promise<ApiFailure> {
    const { status } = response;
    const isTemporary = status >= 500 || status === 429 || status === 408;
    const location = response.headers.get("location");
    if (status >= 300 && status < 400 && location) {
      const target = URL.parse(location, this.#settings.url)?.origin ?? location;
      return new ApiFailure(
        `${this.address} redirects to ${target}: set RETUNE_URL to the final address.`,
        false,
      );
    }
    const body = problem.safeParse(await response.json().catch(() => null));
    if (!body.success) {
      return new ApiFailure(
        `${this.address} answered ${status}, and not as Retune does: is RETUNE_URL right?`,
        isTemporary,
      );
    }
    const request = status >= 500 && body.data.request_id ? ` (request ${body.data.request_id})` : "";
    return new ApiFailure(`The server answered ${status}: ${body.data.detail}${request}`, isTemporary);
  }

  async #parse<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.infer<Schema>> {
    const parsed = schema.safeParse(await response.json().catch(() => null));
    if (parsed.success) return parsed.data;
    throw new ApiFailure(`${this.address} answered in an unexpected shape: is it another version?`, false);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError && "code" in cause) return String(cause.code);
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.message;
}
