import { defineEndpoint } from "@/lib/http/endpoint";
import { principal, projectsResult } from "./schemas";

const tag = "members";

export const getMe = defineEndpoint({
  method: "GET",
  path: "/v1/me",
  tag,
  summary: "Who this request acts as",
  access: { allowed: "Members, and every key." },
  responses: { 200: { description: "The member or key", schema: principal } },
});

export const listProjectsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/projects",
  tag,
  summary: "Projects the caller may read",
  access: { allowed: "Members, and keys with scope read or export." },
  responses: { 200: { description: "Names, sorted", schema: projectsResult } },
});
