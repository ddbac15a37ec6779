import { z } from "zod";
import { defineEndpoint } from "./endpoint";

const tag = "system";

export const getHealth = defineEndpoint({
  method: "GET",
  path: "/v1/health",
  tag,
  summary: "Whether the process answers",
  access: "none",
  responses: { 200: { description: "It does", schema: z.object({ status: z.literal("ok") }) } },
});

export const getReady = defineEndpoint({
  method: "GET",
  path: "/v1/ready",
  tag,
  summary: "Whether the database is reachable and migrated",
  access: "none",
  responses: { 200: { description: "It is", schema: z.object({ status: z.literal("ready") }) } },
});

export const getIndex = defineEndpoint({
  method: "GET",
  path: "/v1",
  tag,
  summary: "List the endpoints",
  access: "none",
  responses: {
    200: {
      description: "Method, path and summary of each",
      schema: z.object({
        data: z.array(z.object({ method: z.string(), path: z.string(), summary: z.string() })),
      }),
    },
  },
});

export const getOpenapi = defineEndpoint({
  method: "GET",
  path: "/v1/openapi.json",
  tag,
  summary: "This document",
  access: "none",
  responses: { 200: { description: "OpenAPI 3.1", schema: z.record(z.string(), z.unknown()) } },
});
