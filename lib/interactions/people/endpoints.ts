import { defineEndpoint } from "@/lib/http/endpoint";
import { erasedResult, userExportLine, userPath, userProfileResult, userQuery } from "./schemas";

const tag = "users";

export const getUserProfileEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/users/{user_id}/profile",
  tag,
  summary: "Read what is stored about an end user, and their profile per project",
  description:
    "The id as it was sent, or in its one-way form. Profiles are worked out every night; counts are of this moment. 404 when nothing is stored in your projects.",
  access: { allowed: "Members, and keys with scope read or export." },
  params: userPath,
  query: userQuery,
  responses: { 200: { description: "The person", schema: userProfileResult } },
});

export const exportUserEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/users/{user_id}/export",
  tag,
  summary: "Download everything stored about an end user as JSONL",
  description:
    "One object a line; `type` says what it is: vote, vote_revision, deleted_vote, conversation, interaction, profile, daily_figures, budget, execution, assignment (to a variant of an experiment) or user. Of your projects; the row of users, which belongs to none, for admins of every project.",
  access: { allowed: "Admins." },
  params: userPath,
  responses: { 200: { description: "The file", lines: userExportLine } },
});

export const eraseUserEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/users/{user_id}",
  tag,
  summary: "Erase an end user",
  description:
    "Removes their votes, interactions, conversations, profile, figures, budgets, executions and assignments everywhere, at once and for good. Answers how many rows are gone; zeros when nothing was stored.",
  access: { allowed: "Admins of every project." },
  params: userPath,
  responses: { 200: { description: "How much was erased", schema: erasedResult } },
});
