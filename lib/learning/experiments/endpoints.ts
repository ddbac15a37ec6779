import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  assignment,
  assignmentQuery,
  experiment,
  experimentInput,
  experimentList,
  experimentListQuery,
  experimentResults,
  experimentUpdate,
  promoteInput,
  promoteResult,
} from "./schemas";

const tag = "learning";
const experimentId = z.object({ experiment_id: rowId });
const readers = { allowed: "Members, and keys with scope read." };
const owners = { allowed: "Product owners and admins, in their projects." };

export const listExperimentsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/experiments",
  tag,
  summary: "List experiments",
  description: "Those that run first, then drafts, then those that were stopped; newest first within each.",
  access: readers,
  query: experimentListQuery,
  responses: { 200: { description: "The experiments", schema: experimentList } },
});

export const createExperimentEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/experiments",
  tag,
  summary: "Plan an experiment",
  description:
    "A draft: nothing is assigned before it starts. The first variant is the control, which the others are compared with. Strategies and prompt versions must exist in the project. 409 when the project has an experiment of that name.",
  access: owners,
  body: experimentInput,
  responses: { 201: { description: "The draft", schema: experiment } },
});

export const getExperimentEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/experiments/{experiment_id}",
  tag,
  summary: "Get an experiment",
  access: readers,
  params: experimentId,
  responses: { 200: { description: "The experiment", schema: experiment } },
});

export const updateExperimentEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/experiments/{experiment_id}",
  tag,
  summary: "Change, start or stop an experiment",
  description:
    "Only the fields sent are changed. Everything but the description is fixed once it has started, and what was stopped does not start again: 409. The start writes down which version of each strategy the variants have. 409 when `expected_version` is not the stored version.",
  access: owners,
  params: experimentId,
  body: experimentUpdate,
  responses: { 200: { description: "The changed experiment", schema: experiment } },
});

export const deleteExperimentEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/experiments/{experiment_id}",
  tag,
  summary: "Delete a draft",
  description: "409 for an experiment that has started: what it measured is kept.",
  access: owners,
  params: experimentId,
  responses: { 204: { description: "Deleted" } },
});

export const getExperimentResultsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/experiments/{experiment_id}/results",
  tag,
  summary: "Get the results of an experiment",
  description:
    "Outcomes of executions and votes from the start to the stop. A subject counts under the variant it was first seen with, and subjects, not requests, are what intervals count. `sequential` stays valid however often one looks; `verdict` follows it.",
  access: readers,
  params: experimentId,
  responses: { 200: { description: "The results so far", schema: experimentResults } },
});

export const getAssignmentEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/experiments/{experiment_id}/assignment",
  tag,
  summary: "Ask which variant a subject has",
  description:
    "Always the same for the same subject; nothing is stored. 409 while the experiment is a draft.",
  access: readers,
  params: experimentId,
  query: assignmentQuery,
  responses: { 200: { description: "The variant", schema: assignment } },
});

export const promoteVariantEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/experiments/{experiment_id}/promote",
  tag,
  summary: "Make a variant the default of the project",
  description:
    "The variant's strategy, in the version it had in the experiment, becomes the default strategy of the project. A variant with a prompt version becomes a new version of its strategy with that text as the system role. The audit log keeps what the default was before; promoting another variant, or PUT /v1/strategies/default, takes it back. 409 while the experiment is a draft.",
  access: owners,
  params: experimentId,
  body: promoteInput,
  responses: { 200: { description: "The new default", schema: promoteResult } },
});
