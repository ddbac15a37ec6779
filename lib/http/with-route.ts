import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { authenticate, type Caller } from "@/lib/auth/authenticate";
import { AppError, type Issue } from "@/lib/errors";
import { toIssues } from "@/lib/query/issues";
import { type Parameters, readChoices, toParameters } from "@/lib/query/parameters";
import { MAX_BODY_BYTES, readJson } from "./body";
import type { Endpoint } from "./endpoint";
import { problemResponse } from "./problem";

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export type RouteInput<Params, Query, Body> = {
  caller: Caller;
  params: Output<Params>;
  query: Output<Query>;
  body: Output<Body>;
  /** The body as it was sent, for idempotency checks; empty when the endpoint takes none. */
  bodyText: string;
  idempotencyKey: string | undefined;
  request: Request;
  requestId: string;
};

/** What a handler answers: a plain value (200, or `status`), or a Response of its own for streams and files. */
export type RouteResult = Response | { status?: number; body?: unknown; headers?: Record<string, string> };

type Context = { params: Promise<Record<string, string | string[] | undefined>> };

const nobody: Caller = { kind: "key", id: "", client: null as never };

/**
 * A route handler for an endpoint: authenticate → parse → run → shape. Every failure becomes problem+json with the
 * request's id; an unexpected one is logged under that id and answers 500 without its text.
 */
export function withRoute<
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
>(
  endpoint: Endpoint<Params, Query, Body>,
  handler: (input: RouteInput<Params, Query, Body>) => Promise<RouteResult>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    const requestId = readRequestId(request);
    try {
      const caller = endpoint.access === "none" ? nobody : await authenticate(request);
      const params = parse(endpoint.params as Params, await context.params, "params");
      const query = parseQuery(endpoint.query as Query, request);
      const { value, text } = endpoint.body
        ? await readJson(request, endpoint.maxBodyBytes ?? MAX_BODY_BYTES)
        : { value: undefined, text: "" };
      const body = parse(endpoint.body as Body, value, "body");
      const result = await handler({
        caller,
        params,
        query,
        body,
        bodyText: text,
        idempotencyKey: endpoint.isIdempotent ? readIdempotencyKey(request) : undefined,
        request,
        requestId,
      });
      return shape(result, requestId);
    } catch (error) {
      return problemResponse(toKnownError(error, requestId), requestId);
    }
  };
}

/** The AppError for anything thrown; an unexpected error is logged under the request's id and becomes a 500 without its text. */
export function toKnownError(error: unknown, requestId: string): AppError {
  const known =
    error instanceof AppError
      ? error
      : new AppError("internal_error", "Something went wrong on our side.", { cause: error });
  if (known.status >= 500) {
    const cause = known.cause instanceof Error ? (known.cause.stack ?? known.cause.message) : known.cause;
    console.error(
      JSON.stringify({
        level: "error",
        request_id: requestId,
        code: known.code,
        message: known.message,
        cause,
      }),
    );
  }
  return known;
}

function shape(result: RouteResult, requestId: string): Response {
  if (result instanceof Response) {
    result.headers.set("x-request-id", requestId);
    if (!result.headers.has("cache-control")) result.headers.set("cache-control", "no-store");
    return result;
  }
  const status = result.status ?? 200;
  const headers = { "x-request-id": requestId, "cache-control": "no-store", ...result.headers };
  return status === 204
    ? new Response(null, { status, headers })
    : Response.json(result.body, { status, headers });
}

function readRequestId(request: Request): string {
  const sent = request.headers.get("x-request-id");
  return sent && /^[\w.-]{1,100}$/.test(sent) ? sent : randomUUID();
}

function readIdempotencyKey(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new AppError("bad_request", "The Idempotency-Key is not valid.", {
      issues: [{ path: "Idempotency-Key", message: "must be 1 to 200 visible ASCII characters" }],
    });
  }
  return key;
}

function parseQuery<Query extends z.ZodType | undefined>(schema: Query, request: Request): Output<Query> {
  const search = new URL(request.url).searchParams;
  if (!schema) {
    const first = search.keys().next();
    if (!first.done) throw invalid([{ path: first.value, message: "unknown parameter" }], "query");
    return undefined as Output<Query>;
  }
  const parameters = toParameters(search);
  const result = schema.safeParse(parameters);
  if (result.success) return result.data as Output<Query>;
  throw invalid(
    toIssues(result.error).map((issue) => nameParameter(issue, parameters)),
    "query",
  );
}

/** Every parameter is a list to its schema; of one that has a single value the issue names the parameter alone. */
function nameParameter({ path, message }: Issue, parameters: Parameters): Issue {
  const [, name] = /^([^.]+)\.0$/.exec(path) ?? [];
  const isSingle = name !== undefined && readChoices(parameters[name] ?? []).length < 2;
  return { path: isSingle ? name : path, message };
}

function parse<Schema extends z.ZodType | undefined>(
  schema: Schema,
  value: unknown,
  part: "params" | "query" | "body",
): Output<Schema> {
  if (!schema) return undefined as Output<Schema>;
  const result = schema.safeParse(value);
  if (result.success) return result.data as Output<Schema>;
  if (part === "params") throw new AppError("not_found", "There is nothing at this address.");
  throw invalid(toIssues(result.error), part);
}

function invalid(issues: Issue[], part: string): AppError {
  const first = issues[0];
  const detail = first ? `${first.path || `The ${part}`}: ${first.message}` : "The request is not valid";
  return new AppError(
    "bad_request",
    issues.length > 1 ? `${detail} (and ${issues.length - 1} more).` : `${detail}.`,
    { issues },
  );
}
