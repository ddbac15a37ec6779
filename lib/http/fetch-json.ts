import type { Issue } from "@/lib/errors";

/** An answer of /v1 that was not a success: what its problem+json said, or a sentence for a connection that broke (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly issues: Issue[];
  readonly requestId: string | undefined;
  /** Named values beyond the standard ones that help to go on, such as `stored_version` of a conflict. */
  readonly extra: Record<string, unknown>;

  constructor(
    message: string,
    options: {
      status: number;
      code: string;
      issues?: Issue[];
      requestId?: string | undefined;
      extra?: Record<string, unknown>;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = "ApiError";
    this.status = options.status;
    this.code = options.code;
    this.issues = options.issues ?? [];
    this.requestId = options.requestId;
    this.extra = options.extra ?? {};
  }
}

/**
 * Sends a request of this site's own pages to /v1 and gives back the answer when it is a success.
 * @throws ApiError otherwise; an abort is thrown as it is.
 */
export async function fetchApi(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError("The server cannot be reached. Check the connection and try again.", {
      status: 0,
      code: "unreachable",
      cause: error,
    });
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

/** The parsed JSON of a /v1 answer; a body is sent as JSON. 204 gives undefined. @throws ApiError */
export async function fetchJson<Result>(
  path: string,
  init: { method?: string; body?: unknown; signal?: AbortSignal | undefined } = {},
): Promise<Result> {
  const { method = "GET", body, signal } = init;
  const response = await fetchApi(path, {
    method,
    ...(signal ? { signal } : {}),
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return (response.status === 204 ? undefined : await response.json()) as Result;
}

async function readProblem(response: Response): Promise<ApiError> {
  const requestId = response.headers.get("x-request-id") ?? undefined;
  try {
    const { type, title, status, detail, code, issues, request_id, ...extra } = (await response.json()) as {
      detail?: string;
      code?: string;
      issues?: Issue[];
      [name: string]: unknown;
    };
    return new ApiError(detail ?? response.statusText, {
      status: response.status,
      code: code ?? "unknown",
      issues: issues ?? [],
      requestId,
      extra,
    });
  } catch {
    return new ApiError(`The server answered ${response.status} without a reason.`, {
      status: response.status,
      code: "unknown",
      requestId,
    });
  }
}
