import * as costsAlerts from "@/lib/costs/alerts/endpoints";
import * as costsBudgets from "@/lib/costs/budgets/endpoints";
import * as costsForecast from "@/lib/costs/forecast/endpoints";
import * as costsPrices from "@/lib/costs/prices/endpoints";
import * as costsSpend from "@/lib/costs/spend/endpoints";
import * as costsWebhooks from "@/lib/costs/webhooks/endpoints";
import * as datasets from "@/lib/datasets/definitions/endpoints";
import * as datasetExamples from "@/lib/datasets/examples/endpoints";
import * as datasetVersions from "@/lib/datasets/versions/endpoints";
import * as feedback from "@/lib/feedback/endpoints";
import type { Endpoint } from "@/lib/http/endpoint";
import * as system from "@/lib/http/system-endpoints";
import * as agents from "@/lib/interactions/agents/endpoints";
import * as context from "@/lib/interactions/context/endpoints";
import * as conversations from "@/lib/interactions/conversations/endpoints";
import * as interactions from "@/lib/interactions/endpoints";
import * as handoffs from "@/lib/interactions/handoffs/endpoints";
import * as people from "@/lib/interactions/people/endpoints";
import * as learningExamples from "@/lib/learning/examples/endpoints";
import * as learningExecutions from "@/lib/learning/executions/endpoints";
import * as learningExperiments from "@/lib/learning/experiments/endpoints";
import * as learningFailures from "@/lib/learning/failures/endpoints";
import * as learningKnowledge from "@/lib/learning/knowledge/endpoints";
import * as learningPlans from "@/lib/learning/plans/endpoints";
import * as learningPrompts from "@/lib/learning/prompts/endpoints";
import * as learningRun from "@/lib/learning/run/endpoints";
import * as learningStrategies from "@/lib/learning/strategies/endpoints";
import * as members from "@/lib/members/endpoints";
import * as privacy from "@/lib/privacy/endpoints";
import * as tuningAssistant from "@/lib/tuning/assistant/endpoints";
import * as tuningImprovements from "@/lib/tuning/improvements/endpoints";
import * as tuningQueues from "@/lib/tuning/queues/endpoints";
import * as tuningRetention from "@/lib/tuning/retention/endpoints";
import * as tuningReviews from "@/lib/tuning/reviews/endpoints";
import * as tuningSessions from "@/lib/tuning/sessions/endpoints";
import * as tuningVersions from "@/lib/tuning/versions/endpoints";

/** The endpoints of each area; a large one declares them room by room. */
const areas: readonly (readonly object[])[] = [
  [feedback],
  [
    tuningAssistant,
    tuningImprovements,
    tuningQueues,
    tuningRetention,
    tuningReviews,
    tuningSessions,
    tuningVersions,
  ],
  [interactions, conversations, agents, context, handoffs, people],
  [costsAlerts, costsBudgets, costsForecast, costsPrices, costsSpend, costsWebhooks],
  [
    learningExamples,
    learningExecutions,
    learningExperiments,
    learningFailures,
    learningKnowledge,
    learningPlans,
    learningPrompts,
    learningRun,
    learningStrategies,
  ],
  [datasets, datasetExamples, datasetVersions],
  [members],
  [privacy],
  [system],
];

/** Every endpoint of the public API, areas in this order, by path within each. A route that is not in here fails a test. */
export const endpoints: readonly Endpoint[] = areas.flatMap((rooms) =>
  rooms
    .flatMap((room) => Object.values(room) as Endpoint[])
    .sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method)),
);
