import type { z } from "zod";

/** What an endpoint is: enough to route, check and document it. Declared once per area in `lib/<area>/endpoints.ts`. */
export type Endpoint<
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with parameters in braces, as OpenAPI writes it. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** `none`: no key needed. Otherwise the sentence says who may call it. */
  access: "none" | { allowed: string };
  params?: Params;
  query?: Query;
  body?: Body;
  /** Instead of `body`: newline-delimited JSON that the handler reads as a stream; what one line is. */
  lines?: z.ZodType;
  /** Largest body in bytes; 1 MiB when absent. */
  maxBodyBytes?: number;
  /** Whether a client may send `Idempotency-Key`. */
  isIdempotent?: boolean;
  responses: Record<
    number,
    { description: string; schema?: z.ZodType; contentType?: string; lines?: z.ZodType }
  >;
};

/** Declares an endpoint; keeps the exact types of its schemas. */
export function defineEndpoint<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(endpoint: Endpoint<Params, Query, Body>): Endpoint<Params, Query, Body> {
  return endpoint;
}
