import { chooseGranularity, preparePreviousParameters } from "@/lib/query/timeline";

type Parameters = Record<string, string | readonly string[] | undefined>;

/** How many of the newest votes the overview lists. */
const NEWEST = 8;

/**
 * The parameters of every query of the overview, for filters in the grammar of the API. The server and the browser build them
 * alike, so that what the server has fetched is found. `previous` is null when there is no period to compare with.
 */
export function prepareOverview(parameters: Parameters, now: number) {
  const granularity = chooseGranularity(parameters, now);
  const previous = preparePreviousParameters(parameters, now);
  return {
    granularity,
    stats: parameters,
    timeseries: { ...parameters, granularity },
    previous: previous && { ...previous, granularity },
    projects: { ...parameters, granularity, group_by: "project" },
    models: { ...parameters, group_by: "model" },
    intents: { ...parameters, group_by: "intent" },
    cells: { ...parameters, group_by: "model,intent" },
    /** What the model and intent filters offer: everything but their own choice. */
    modelOptions: { ...parameters, model: undefined, group_by: "model" },
    intentOptions: { ...parameters, intent: undefined, group_by: "intent" },
    newest: { ...parameters, limit: String(NEWEST) },
  };
}
export type OverviewParameters = ReturnType<typeof prepareOverview>;

/** The address of the votes behind a figure: the filters of the page and those that the figure adds. */
export type HrefOf = (patch: Record<string, string>) => string;
