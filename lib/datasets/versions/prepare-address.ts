import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { lintRuleNames, splits } from "../writing/schemas";

// The addresses of the list of datasets, and of one dataset with the version that is looked at.

export const datasetListParsers = { q: parseAsString };
export const loadDatasetList = createLoader(datasetListParsers);

const versionNumber = createParser<number>({
  parse: (text) => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : null),
  serialize: String,
});

/** The parts of a version's page. */
export const versionViews = ["report", "examples", "compare", "manifest"] as const;
export type VersionView = (typeof versionViews)[number];

/** How two versions differ. */
export const diffChanges = ["added", "removed", "changed"] as const;

export const datasetAddressParsers = {
  version: versionNumber,
  view: parseAsStringLiteral(versionViews),
  split: parseAsStringLiteral(splits),
  lint: parseAsStringLiteral(lintRuleNames),
  example: parseAsString,
  with: versionNumber,
  change: parseAsStringLiteral(diffChanges),
};
export type DatasetAddress = inferParserType<typeof datasetAddressParsers>;

/** The parameters of GET …/items. */
export const toItemParameters = ({
  split,
  lint,
}: Pick<DatasetAddress, "split" | "lint">): Record<string, string> => ({
  ...(split ? { split } : {}),
  ...(lint ? { lint } : {}),
});

/** The address of a dataset's page. */
export const toDatasetHref = (id: string): string => `/datasets/${id}`;

/** The address of one version of it. */
export const toVersionHref = (id: string, version: number): string => `/datasets/${id}?version=${version}`;
