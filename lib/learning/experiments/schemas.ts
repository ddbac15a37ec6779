import { z } from "zod";
import { label, note, projectField, rowId } from "@/lib/query/fields";
import { anyOf, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { strategyName } from "../strategies/schemas";

export const experimentStatuses = ["draft", "running", "stopped"] as const;
export const experimentMetrics = ["success", "feedback"] as const;
/** What must not get worse. tokens, cost and response_time: relative to the control; the others: as a fraction more. */
export const guardrailMetrics = ["tokens", "cost", "response_time", "failure_rate", "retry_rate"] as const;

const variantInput = z.strictObject({
  name: label("name"),
  weight: z.int("must be a whole number").min(1, "must be at least 1").max(1000, "must be at most 1,000"),
  strategy: strategyName.nullish(),
  strategy_version: z
    .int()
    .min(1)
    .nullish()
    .meta({ description: "Left out: the newest when the experiment starts." }),
  prompt_version: label("prompt_version").nullish().meta({
    description: "A prompt version whose stored text takes the place of the strategy's system role.",
  }),
});
const guardrail = z.strictObject({
  metric: z.enum(guardrailMetrics, `must be one of ${guardrailMetrics.join(", ")}`),
  max_increase: z.number().min(0, "must not be negative").max(10, "must be at most 10"),
});

const variantInputs = z
  .array(variantInput)
  .min(2, "must have at least two variants")
  .max(10, "has at most ten variants")
  .superRefine((variants, context) => {
    const names = new Set<string>();
    variants.forEach(({ name }, index) => {
      if (names.has(name))
        context.addIssue({ code: "custom", path: [index, "name"], message: "is used twice" });
      names.add(name);
    });
  });

/** POST /v1/experiments. The first variant is the control. */
export const experimentInput = z
  .strictObject({
    project: projectField,
    name: label("name"),
    description: note(20_000).nullish(),
    metric: z.enum(experimentMetrics, `must be one of ${experimentMetrics.join(", ")}`).default("success"),
    variants: variantInputs,
    minimum_effect: z.number().gt(0, "must be more than 0").lt(1, "must be less than 1").nullish(),
    guardrails: z.array(guardrail).max(10).default([]),
    stop_on_guardrail: z.boolean().default(false),
  })
  .meta({
    id: "ExperimentInput",
    example: {
      name: "Retrieved examples",
      variants: [
        { name: "control", weight: 1, strategy: "analyst" },
        { name: "with examples", weight: 1, strategy: "analyst-few-shot" },
      ],
    },
  });
export type ExperimentInput = z.infer<typeof experimentInput>;

/** PATCH /v1/experiments/{experiment_id}. Everything else is fixed once it has started. */
export const experimentUpdate = z
  .strictObject({
    action: z.enum(["start", "stop"], "must be start or stop").optional(),
    reason: note(2_000).nullish().meta({ description: "Why it was stopped." }),
    name: label("name").optional(),
    description: note(20_000).nullable().optional(),
    variants: variantInputs
      .optional()
      .meta({ description: "Of a draft: all of them, in place of those it had. The first is the control." }),
    minimum_effect: z
      .number()
      .gt(0, "must be more than 0")
      .lt(1, "must be less than 1")
      .nullable()
      .optional(),
    guardrails: z.array(guardrail).max(10).optional(),
    stop_on_guardrail: z.boolean().optional(),
    expected_version: z.int().optional(),
  })
  .refine((value) => Object.keys(value).some((key) => key !== "expected_version"), "must change something")
  .refine((value) => value.reason == null || value.action === "stop", {
    path: ["reason"],
    message: "belongs to the action stop",
  })
  .meta({ id: "ExperimentUpdate", example: { action: "start" } });
export type ExperimentUpdate = z.infer<typeof experimentUpdate>;

export const experimentVariant = z.object({
  name: z.string(),
  weight: z.int(),
  is_control: z.boolean(),
  strategy: z.string().nullable(),
  strategy_version: z.int().nullable(),
  prompt_version: z.string().nullable(),
});
export const experiment = z
  .object({
    id: rowId,
    project: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(experimentStatuses),
    metric: z.enum(experimentMetrics),
    variants: z.array(experimentVariant),
    minimum_effect: z.number().nullable(),
    guardrails: z.array(guardrail),
    stop_on_guardrail: z.boolean(),
    started_at: timestamp.nullable(),
    stopped_at: timestamp.nullable(),
    stop_reason: z.string().nullable(),
    promoted_variant: z.string().nullable(),
    promoted_at: timestamp.nullable(),
    version: z.int(),
    created_by_label: z.string().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Experiment" });
export type Experiment = z.infer<typeof experiment>;
export const experimentListQuery = z.strictObject({
  project: anyOf("Project.").optional(),
  status: anyOf("Status.")
    .pipe(z.array(z.enum(experimentStatuses, `must be one of ${experimentStatuses.join(", ")}`)))
    .optional(),
});
export const experimentList = z.object({ data: z.array(experiment) });

/** GET /v1/experiments/{experiment_id}/assignment?subject=: always the same for the same subject. */
export const assignmentQuery = z.strictObject({ subject: single(label("subject"), "Who is assigned.") });
export const assignment = z
  .object({
    experiment_id: rowId,
    subject: z.string(),
    variant: z.string(),
    strategy: z.string().nullable(),
    strategy_version: z.int().nullable(),
    prompt_version: z.string().nullable(),
  })
  .meta({ id: "Assignment" });
export type Assignment = z.infer<typeof assignment>;

const rate = z.number().nullable();
const interval = z.object({ difference: z.number(), ci_low: z.number(), ci_high: z.number() });
/** A variant in the results. Rates are per request; their intervals count subjects, because requests of one subject depend on each other. */
export const variantResult = z.object({
  name: z.string(),
  is_control: z.boolean(),
  weight: z.int(),
  subjects: z.int(),
  requests: z
    .int()
    .meta({ description: "What the rate is of: executions, or votes where the metric is feedback." }),
  successes: z.int().meta({ description: "Successful executions, or thumbs up." }),
  rate,
  ci_low: rate,
  ci_high: rate,
  tokens_per_request: rate,
  cost_per_request: rate.meta({ description: "USD." }),
  response_time_ms: rate,
  retries_per_request: rate,
  errors: z
    .object({ validation: z.int(), execution: z.int(), logic: z.int(), unclassified: z.int() })
    .meta({ description: "Failed executions by class." }),
  /** Against the control; null for the control and where too few subjects are there. */
  difference: interval
    .nullable()
    .meta({ description: "With the 95 % interval of this moment, valid when looked at once." }),
  sequential: interval
    .nullable()
    .meta({ description: "With the interval that stays valid however often one looks." }),
  verdict: z
    .enum(["too_few", "undecided", "better", "worse", "no_difference"])
    .nullable()
    .meta({ description: "Against the control, by the sequential interval; null for the control." }),
});
export type VariantResult = z.infer<typeof variantResult>;
export const experimentResults = z
  .object({
    experiment,
    variants: z.array(variantResult),
    winner: z.string().nullable().meta({
      description:
        "The best variant whose verdict is better; the control when every other is worse; null = none yet.",
    }),
    crossovers: z
      .int()
      .meta({ description: "Subjects seen with more than one variant; counted under their first." }),
    sample_ratio: z.object({ p_value: z.number().nullable(), is_suspicious: z.boolean() }),
    guardrails: z.array(
      z.object({
        variant: z.string(),
        metric: z.enum(guardrailMetrics),
        max_increase: z.number(),
        increase: z.number().nullable(),
        ci_low: z.number().nullable(),
        ci_high: z.number().nullable(),
        state: z.enum(["ok", "unclear", "breached"]),
      }),
    ),
    timeline: z
      .array(
        z.object({
          date: z.string(),
          variant: z.string(),
          subjects: z.int(),
          difference: z.number().nullable(),
          ci_low: z.number().nullable(),
          ci_high: z.number().nullable(),
        }),
      )
      .meta({
        description:
          "Up to the end of each UTC day: the difference to the control with its sequential interval.",
      }),
    days_to_decision: z
      .number()
      .nullable()
      .meta({ description: "At today's rate of subjects and difference; null when that cannot be said." }),
    rule: z.object({ name: z.string(), alpha: z.number(), minimum_subjects: z.int(), source: z.string() }),
  })
  .meta({ id: "ExperimentResults" });
export type ExperimentResults = z.infer<typeof experimentResults>;

/** POST /v1/experiments/{experiment_id}/promote. */
export const promoteInput = z.strictObject({ variant: label("variant") }).meta({ id: "PromoteInput" });
export const promoteResult = z
  .object({
    experiment_id: rowId,
    variant: z.string(),
    project: z.string(),
    strategy: z.string(),
    strategy_version: z.int(),
    default_version: z.int(),
    previous: z.object({ name: z.string().nullable(), strategy_version: z.int().nullable() }),
    verdict: variantResult.shape.verdict,
    subjects: z.int().meta({ description: "Subjects of the variant, at the moment of the promotion." }),
    warning: z.string().nullable().meta({
      description:
        "What speaks against it: the rule has not found the variant to be the best. null = it has.",
    }),
  })
  .meta({ id: "PromoteResult" });
export type PromoteResult = z.infer<typeof promoteResult>;
