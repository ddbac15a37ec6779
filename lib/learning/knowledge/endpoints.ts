import { defineEndpoint } from "@/lib/http/endpoint";
import {
  knowledgeBase,
  knowledgeExamplesQuery,
  knowledgeInput,
  knowledgeQuery,
  taskExamples,
} from "./schemas";

const tag = "learning";
const readers = { allowed: "Members, and keys with scope read." };

export const getKnowledgeEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/knowledge",
  tag,
  summary: "Read the knowledge base of a project",
  description:
    "Tasks with their keywords, methods and curated examples; phrases that are easily misread; formulas and the words that mean them. A project that never saved one has the starter, as version 0. `document` is what PUT takes and what the page exports.",
  access: readers,
  query: knowledgeQuery,
  responses: { 200: { description: "The knowledge base", schema: knowledgeBase } },
});

export const putKnowledgeEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/knowledge",
  tag,
  summary: "Save a new version of the knowledge base",
  description:
    "The whole document; earlier versions stay and can be read. It holds for the next prompt that is composed and the next plan that is checked. Names of tasks and patterns are unique, and every `correct_task` is one of the tasks. 409 with `stored_version` when `expected_version` is not the newest. At most 4 MiB.",
  access: { allowed: "Product owners and admins, in their projects." },
  body: knowledgeInput,
  maxBodyBytes: 4 * 1024 * 1024,
  responses: { 200: { description: "The saved version", schema: knowledgeBase } },
});

export const listTaskExamplesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/knowledge/examples",
  tag,
  summary: "Examples of a task",
  description:
    "The curated examples of one task of the knowledge base, in its order. 404 for a task that it does not have.",
  access: readers,
  query: knowledgeExamplesQuery,
  responses: { 200: { description: "The examples", schema: taskExamples } },
});
