import type { KnowledgeDocument } from "./schemas";

/** The knowledge base that a project has until it saves one of its own, as version 0. */
export const starterKnowledge: KnowledgeDocument = {
  tasks: [],
  patterns: [],
  formulas: [],
};
