import type { z } from "zod";
import type { jsonObject } from "@/lib/query/fields";
import type { SimilarExample } from "../examples/schemas";
import type { KnowledgeDocument } from "../knowledge/schemas";
import type { Section, StrategyBody } from "../strategies/schemas";

export type JsonObject = z.infer<typeof jsonObject>;

/** All that a prompt is made of. Everything that composing needs is in here, so that it can be done again to the same bytes. */
export type PromptMaterial = {
  project: string;
  user_prompt: string;
  available_columns: readonly string[] | null;
  context: string | null;
  previous_errors: readonly string[];
  /** name and version are null for a draft; the built-in strategy has version 0. */
  strategy: { name: string | null; version: number | null; body: StrategyBody };
  /** A prompt version whose text takes the place of the strategy's system role. */
  prompt_version: { version: string; prompt_text: string } | null;
  knowledge: { version: number; document: KnowledgeDocument };
  /** Similar executions, the most similar first. */
  retrieved: readonly SimilarExample[];
  /** The schema of the strategy, else the action-plan schema. */
  output_schema: JsonObject;
  /** The variant that decided the strategy. */
  experiment: { id: string; variant: string; subject: string } | null;
};

/** full = every section that is switched on; simple = the first attempt of a progressive strategy. */
export type PromptKind = "simple" | "full";

/** What a simple prompt has. */
export const simpleSections: readonly Section[] = ["system_role", "context", "output_schema"];
