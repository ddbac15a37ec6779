import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  conversationCountQuery,
  conversationDetail,
  conversationExportInput,
  conversationListQuery,
  conversationPage,
} from "./schemas";

const tag = "interactions";
const readers = { allowed: "Members, and keys with scope read or export." };

export const listConversationsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/conversations",
  tag,
  summary: "List conversations, newest activity first",
  description: "The range is over `last_activity`.",
  access: readers,
  query: conversationListQuery,
  responses: { 200: { description: "One page", schema: conversationPage } },
});

export const countConversationsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/conversations/count",
  tag,
  summary: "Count conversations under a filter",
  description: "The range is over `last_activity`.",
  access: readers,
  query: conversationCountQuery,
  responses: { 200: { description: "The number", schema: z.object({ total: z.int() }) } },
});

export const getConversationEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/conversations/{conversation_id}",
  tag,
  summary: "Read a conversation with its first 200 interactions",
  description:
    "`next_cursor` continues them through `GET /v1/interactions?conversation_id=…&sort=timestamp&cursor=…`.",
  access: readers,
  params: z.object({ conversation_id: rowId }),
  responses: { 200: { description: "The conversation", schema: conversationDetail } },
});

export const exportConversationRows = defineEndpoint({
  method: "POST",
  path: "/v1/conversations/export",
  tag,
  summary: "Download conversations as CSV or JSONL",
  description:
    "Streams every conversation under the filters, or only the given ids, oldest activity first, with its totals and quality; their texts are in `POST /v1/interactions/export`.",
  access: { allowed: "Product owners, admins, and keys with scope export." },
  body: conversationExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});
