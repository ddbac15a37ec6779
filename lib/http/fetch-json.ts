import { z } from "zod";

const problem = z.object({
  detail: z.string(),
  code: z.string(),
  status: z.number(),
  request_id: z.string().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** What the API says is wrong, or that it could not be reached (`status` 0). `body` is the whole problem, with its extra members. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly issues: { path: string; message: string }[];
  readonly body: unknown;

  constructor(fields: {
    detail: string;
    status: number;
    code: string;
    requestId?: string | undefined;
    issues?: { path: string; message: string }[] | undefined;
    body?: unknown;
  }) {
    super(fields.detail);
    this.name = "ProblemError";
    this.status = fields.status;
    this.code = fields.code;
    this.requestId = fields.requestId;
    this.issues = fields.issues ?? [];
    this.body = fields.body;
  }
}

/**
 * Calls our own API from the browser with the session cookie and gives the answer as it came, for streams and downloads.
 * @throws ProblemError for every answer that is not 2xx and when the server cannot be reached. An aborted call throws AbortError.
 */
export async function fetchApi(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError({
      status: 0,
      code: "unreachable",
      detail: "The server cannot be reached. Check your connection and try again.",
    });
  }
  if (response.ok) return response;
  throw await toProblem(response);
}

/**
 * Calls our own API from the browser and parses the answer with `schema` (an answer without a body is undefined). A `json` body is sent as JSON.
 * @throws ProblemError as fetchApi; also when the answer has another shape.
 */
export async function fetchJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  init: Omit<RequestInit, "body"> & { json?: unknown } = {},
): Promise<z.output<Schema>> {
  const { json, ...rest } = init;
  const response = await fetchApi(path, {
    ...rest,
    headers: {
      accept: "application/json",
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...(rest.headers as Record<string, string> | undefined),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ProblemError({
    status: response.status,
    code: "unexpected_answer",
    detail: "The server answered in a way this page does not understand. Reload the page.",
    requestId: response.headers.get("x-request-id") ?? undefined,
    body,
  });
}

async function toProblem(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = problem.safeParse(body);
  const requestId = response.headers.get("x-request-id") ?? undefined;
  if (!parsed.success) {
    return new ProblemError({
      status: response.status,
      code: "unexpected_answer",
      detail: `The server answered with status ${response.status}.`,
      requestId,
      body,
    });
  }
  const { detail, code, status, issues } = parsed.data;
  return new ProblemError({
    detail,
    code,
    status,
    issues,
    requestId: parsed.data.request_id ?? requestId,
    body,
  });
}
