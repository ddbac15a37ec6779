import type { DatasetSource } from "./schemas";

const addresses: Readonly<Record<DatasetSource, (id: string) => string>> = {
  // The range would hide an old row of the list beside it; the row itself opens all the same.
  feedback: (id) => `/feedback?vote=${id}`,
  turns: (id) => `/tuning/review?turn=${id}`,
  interactions: (id) => `/interactions?interaction=${id}`,
  executions: (id) => `/learning/executions?execution=${id}`,
};

/** The page that shows a source row. */
export const toRowHref = (source: DatasetSource, id: string): string => addresses[source](id);
