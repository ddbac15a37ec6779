import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toUrl } from "@/lib/query/parameters";
import type { KnowledgeBase, KnowledgeInput } from "./schemas";

const PATH = "/v1/knowledge";

/** Every key of the knowledge base begins with this. */
export const knowledgeKey = ["knowledge"] as const;

/** GET /v1/knowledge; without a version the newest. */
export const knowledgeOptions = (project: string | undefined, version?: number) =>
  queryOptions({
    queryKey: [...knowledgeKey, project ?? null, version ?? null],
    queryFn: ({ signal }) =>
      fetchJson<KnowledgeBase>(toUrl(PATH, { project, version: version?.toString() }), { signal }),
  });

/** PUT /v1/knowledge. @throws ApiError 409 when someone has saved another version since. */
export const putKnowledge = (input: KnowledgeInput) =>
  fetchJson<KnowledgeBase>(PATH, { method: "PUT", body: input });
