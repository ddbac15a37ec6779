import { AppError, type Issue } from "@/lib/errors";

export const MAX_BODY_BYTES = 1024 * 1024;
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const MAX_NESTING = 32;

/**
 * The parsed JSON body of a request.
 * @throws AppError 415 for an encoded or non-JSON body, 413 above `maxBytes`, 400 for malformed JSON and for text that a
 * database cannot store (NUL characters, lone surrogates) or nesting beyond 32, naming the path.
 */
export async function readJson(
  request: Request,
  maxBytes: number,
): Promise<{ value: unknown; text: string }> {
  const encoding = request.headers.get("content-encoding");
  if (encoding && encoding !== "identity") {
    throw new AppError(
      "unsupported_media_type",
      `Send the body without Content-Encoding (got ${encoding.slice(0, 50)}).`,
    );
  }
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new AppError(
      "unsupported_media_type",
      "Send the body as JSON with “Content-Type: application/json”.",
    );
  }
  const text = await readText(request, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "The body is not valid JSON.", {
      issues: [{ path: "", message: "not valid JSON" }],
    });
  }
  const issues = findUnstorable(value);
  if (issues.length > 0)
    throw new AppError("bad_request", "The body contains text that cannot be stored.", { issues });
  return { value, text };
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  // A declared length is enforced by Node's HTTP parser, so such a body can be taken whole.
  const bytes = Number.isNaN(declared) ? await readBounded(request, maxBytes) : await request.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("bad_request", "The body is not valid UTF-8.", {
      issues: [{ path: "", message: "not valid UTF-8" }],
    });
  }
}

async function readBounded(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("payload_too_large", `The body may have at most ${maxBytes / 1024 / 1024} MiB.`);
}

/** Every text in a JSON value that Postgres cannot store or UTF-8 would change, and nesting beyond 32 levels; at most 100 issues. */
export function findUnstorable(value: unknown): Issue[] {
  const issues: Issue[] = [];
  const visit = (current: unknown, path: string, depth: number): void => {
    if (issues.length >= 100) return;
    if (typeof current === "string") {
      if (current.includes("\u0000")) issues.push({ path, message: "contains a NUL character" });
      else if (!current.isWellFormed())
        issues.push({ path, message: "contains a lone surrogate (not valid Unicode)" });
    } else if (typeof current === "object" && current !== null) {
      if (depth >= MAX_NESTING) {
        issues.push({ path, message: `is nested deeper than ${MAX_NESTING} levels` });
        return;
      }
      const isArray = Array.isArray(current);
      for (const [key, child] of Object.entries(current)) {
        const childPath = path ? `${path}.${key}` : key;
        if (!isArray) visit(key, `${childPath} (key)`, depth + 1);
        visit(child, childPath, depth + 1);
      }
    }
  };
  visit(value, "", 0);
  return issues;
}
