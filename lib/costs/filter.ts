import { anyOf } from "@/lib/query/parameters";
import { type Range, type RangeInput, rangeParameters, resolveRange } from "@/lib/query/range";

// The filter grammar of costs: the dimensions of the daily rollup.

/** Stands for interactions without a model in filters and URLs. */
export const NO_MODEL = "(none)";

export const costParameters = {
  ...rangeParameters,
  project: anyOf("Project.").optional(),
  agent_type: anyOf("Agent.").optional(),
  model: anyOf(`Model; ${NO_MODEL} = interactions without one.`).optional(),
  channel_id: anyOf("Channel.").optional(),
};

/** A resolved filter. Models are null for interactions without one. */
export type CostFilter = Range & {
  project?: string[];
  agent_type?: string[];
  model?: (string | null)[];
  channel_id?: string[];
};

type CostInput = RangeInput & {
  project?: string[];
  agent_type?: string[];
  model?: string[];
  channel_id?: string[];
};

/** The filter that checked parameters name. Without a range: the last `defaultDays` days. */
export function resolveCostFilter(input: CostInput, defaultDays: number | null): CostFilter {
  const { project, agent_type, model, channel_id } = input;
  return {
    ...resolveRange(input, defaultDays),
    ...(project ? { project } : {}),
    ...(agent_type ? { agent_type } : {}),
    ...(model ? { model: model.map((value) => (value === NO_MODEL ? null : value)) } : {}),
    ...(channel_id ? { channel_id } : {}),
  };
}
