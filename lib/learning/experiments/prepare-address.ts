import { createLoader, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { writeChoices } from "@/lib/query/parameters";
import { filterParsers } from "@/lib/query/url-state";
import { experimentStatuses } from "./schemas";

// The address of the list of experiments.

export const experimentAddressParsers = {
  project: filterParsers.project,
  status: parseAsStringLiteral(experimentStatuses),
};
export const loadExperimentAddress = createLoader(experimentAddressParsers);
export type ExperimentAddress = inferParserType<typeof experimentAddressParsers>;

/** The parameters of GET /v1/experiments, on the server and in the browser alike. */
export const toExperimentParameters = ({ project, status }: ExperimentAddress): Record<string, string> => ({
  ...(project ? { project: writeChoices(project) } : {}),
  ...(status ? { status } : {}),
});
