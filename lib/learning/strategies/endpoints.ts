import { defineEndpoint } from "@/lib/http/endpoint";
import {
  defaultStrategy,
  defaultStrategyInput,
  strategy,
  strategyInput,
  strategyList,
  strategyListQuery,
} from "./schemas";

const tag = "learning";
const readers = { allowed: "Members, and keys with scope read." };
const owners = { allowed: "Product owners and admins, in their projects." };

export const listStrategiesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/strategies",
  tag,
  summary: "List strategies",
  description:
    "The newest version of each strategy of a project, and the built-in one as version 0; with `name` every version of one, newest first, at most 200. `default` is what the project composes with when no strategy is named.",
  access: readers,
  query: strategyListQuery,
  responses: { 200: { description: "The strategies", schema: strategyList } },
});

export const saveStrategyEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/strategies",
  tag,
  summary: "Save a version of a strategy",
  description:
    "A version never changes; saving makes the next one. `make_default` also makes it what the project composes with. 409 with `stored_version` when `expected_version` is not the newest.",
  access: owners,
  body: strategyInput,
  responses: { 201: { description: "The saved version", schema: strategy } },
});

export const setDefaultStrategyEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/strategies/default",
  tag,
  summary: "Choose the strategy of a project",
  description:
    "Pins one version; versions saved later change nothing until they are chosen. A null name goes back to the built-in strategy. The audit log keeps both. 409 with `stored_version` when `expected_version` is not `default_version`.",
  access: owners,
  body: defaultStrategyInput,
  responses: { 200: { description: "The choice", schema: defaultStrategy } },
});
