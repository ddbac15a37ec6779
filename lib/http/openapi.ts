import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import type { Endpoint } from "./endpoint";
import { problemSchema } from "./problem";

const idempotencyHeader = z.object({
  "Idempotency-Key": z
    .string()
    .max(200)
    .optional()
    .meta({ description: "The same key with the same body answers as the first time, for 24 hours." }),
});

/** The OpenAPI 3.1 document of the endpoints: generated from the schemas that check the requests. */
export function createOpenapiDocument(endpoints: readonly Endpoint[], serverUrl: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: toOperation(endpoint),
    };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Retune",
      version: "1",
      description:
        "Feedback on an LLM application's answers: record it, see it, turn it into training data. Errors are RFC 9457 problem details; lists answer `{data, next_cursor}`; times are ISO 8601 UTC; a filter takes several values by comma or repetition, and `\\,` is a comma within one (in q and in ids of yours every comma is literal); an unknown parameter or field is a 400 that names it.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: serverUrl }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key, rt_…" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "sb-*-auth-token",
          description: "The session of a signed-in person; writes must be same-origin.",
        },
      },
    },
  });
}

const problem = { "application/problem+json": { schema: problemSchema } };

function toOperation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const problems = [
    ...(endpoint.body || endpoint.query || endpoint.lines ? [400] : []),
    ...(endpoint.access === "none" ? [503] : [401, 403]),
    ...(endpoint.params ? [404] : []),
    ...(endpoint.isIdempotent ? [409] : []),
    ...(endpoint.body ? [413, 415] : []),
    ...(endpoint.lines ? [415] : []),
  ];
  const responses: ZodOpenApiOperationObject["responses"] = {};
  for (const [status, { description, schema, contentType, lines }] of Object.entries(endpoint.responses)) {
    responses[status as "200"] = {
      description,
      ...(schema || contentType || lines
        ? {
            content: {
              ...(contentType ? { [contentType]: { schema: z.string() } } : {}),
              ...(schema ? { "application/json": { schema } } : {}),
              ...(lines ? { "application/x-ndjson": { schema: lines } } : {}),
            },
          }
        : Number(status) >= 400
          ? { content: problem }
          : {}),
    };
  }
  for (const status of problems) {
    responses[String(status) as "400"] = { description: "Problem details", content: problem };
  }
  const access = endpoint.access === "none" ? "No key needed." : endpoint.access.allowed;
  return {
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: [endpoint.description, access].filter(Boolean).join("\n\n"),
    ...(endpoint.access === "none" ? { security: [] } : {}),
    ...(endpoint.params || endpoint.query || endpoint.isIdempotent
      ? {
          requestParams: {
            ...(endpoint.params ? { path: endpoint.params as z.ZodObject } : {}),
            ...(endpoint.query ? { query: endpoint.query as z.ZodObject } : {}),
            ...(endpoint.isIdempotent ? { header: idempotencyHeader } : {}),
          },
        }
      : {}),
    ...(endpoint.body
      ? { requestBody: { required: true, content: { "application/json": { schema: endpoint.body } } } }
      : {}),
    ...(endpoint.lines
      ? { requestBody: { required: true, content: { "application/x-ndjson": { schema: endpoint.lines } } } }
      : {}),
    responses,
  };
}
