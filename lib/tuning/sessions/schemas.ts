import { z } from "zod";
import { cursor, isRanked, rankableCursor } from "@/lib/query/cursor";
import {
  jsonObject,
  label,
  metadataField,
  note,
  ownId,
  pageOf,
  pastTime,
  projectField,
  rowId,
} from "@/lib/query/fields";
import { filterObject } from "@/lib/query/filter-object";
import { anyOf, anyOfLiteral, flag, integer, single } from "@/lib/query/parameters";
import {
  type checkRange,
  checkTimes,
  type Range,
  rangeParameters,
  reportTo,
  resolveRange,
} from "@/lib/query/range";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import { categories, figures, improvementStatuses, severities } from "../vocabulary";

// ---- What programs send ----------------------------------------------------------------------------------------

const tester = {
  tester_id: label("tester_id").nullish().meta({ description: "The tester's id in your system." }),
  tester_email: z.email("must be an e-mail address").max(320).nullish(),
  tester_name: label("tester_name").nullish(),
};
const version = label("master_prompt_version")
  .nullish()
  .meta({ description: "Version of the prompt, such as a Git commit." });

/** What starts a session. */
export const sessionInput = z
  .strictObject({
    id: ownId,
    project: projectField,
    session_start: pastTime.nullish(),
    master_prompt_version: version,
    branch_name: label("branch_name").nullish(),
    ...tester,
    metadata: metadataField.nullish(),
  })
  .meta({
    id: "TuningSessionInput",
    example: { master_prompt_version: "fc26922", tester_email: "meg@example.com", tester_name: "Meg" },
  });
export type SessionInput = z.infer<typeof sessionInput>;

/** What PATCH may change. */
export const sessionUpdate = z
  .strictObject({
    session_end: pastTime
      .optional()
      .meta({ description: "Ends the session. Ending it twice is harmless: the first end stays." }),
    metadata: metadataField.optional(),
    master_prompt_version: label("master_prompt_version").nullable().optional(),
    branch_name: label("branch_name").nullable().optional(),
    tester_name: label("tester_name").nullable().optional(),
    project: label("project").optional(),
  })
  .meta({ id: "TuningSessionUpdate", example: { session_end: "2026-01-31T12:30:00Z" } });
export type SessionUpdate = z.infer<typeof sessionUpdate>;

const searchResult = z.strictObject({
  chunk_id: z.string().max(500).nullish(),
  document_title: z.string().max(1000).nullish(),
  chunk_text: z.string().max(100_000),
  similarity: z.number().min(-1).max(1).nullish(),
});

/** A note that comes with its turn. */
const attachedImprovement = z.strictObject({
  id: ownId,
  improvement_note: note(20_000),
  category: z.enum(categories, `must be one of ${categories.join(", ")}`).nullish(),
  severity: z.enum(severities, `must be one of ${severities.join(", ")}`).nullish(),
  timestamp: pastTime.nullish(),
  metadata: metadataField.nullish(),
});

/** One question and its answer. */
export const turnInput = z
  .strictObject({
    id: ownId,
    turn_number: z
      .int()
      .min(1)
      .max(1_000_000)
      .nullish()
      .meta({ description: "Assigned when left out; a repeated number is 409." }),
    user_message: z.string().max(200_000),
    era_response: z.string().max(500_000).meta({ description: "The assistant's answer." }),
    timestamp: pastTime.nullish(),
    intent: label("intent").nullish(),
    model: label("model").nullish(),
    rating: z
      .union([z.literal(1), z.literal(-1)], "must be 1 (thumbs up) or -1 (thumbs down)")
      .nullish()
      .meta({ description: "The tester's own vote: 1 or -1." }),
    processing_time_ms: z
      .int()
      .min(0)
      .max(2_000_000_000)
      .nullish()
      .meta({ description: "How long the answer took, in ms." }),
    search_results: z
      .strictObject({ results: z.array(searchResult).max(200, "has at most 200 results") })
      .nullish()
      .meta({ description: "What retrieval gave the assistant." }),
    avg_similarity: z
      .number()
      .min(-1)
      .max(1)
      .nullish()
      .meta({ description: "Derived from search_results when left out." }),
    total_chunks: z
      .int()
      .min(0)
      .max(1_000_000)
      .nullish()
      .meta({ description: "Derived from search_results when left out." }),
    confidence_score: z.number().min(0).max(1).nullish(),
    template_used: z.string().min(1, "must not be empty").max(500).nullish(),
    metadata: metadataField.nullish(),
    improvements: z.array(attachedImprovement).max(100, "has at most 100 improvements").nullish(),
  })
  .meta({
    id: "TuningTurnInput",
    example: {
      user_message: "My employee didn't show up",
      era_response: "Got it. When was the shift?",
      processing_time_ms: 1840,
    },
  });
export type TurnInput = z.infer<typeof turnInput>;

/** POST .../turns: one turn, or `{turns: [...]}`. */
export const turnsInput = z
  .union([
    z.strictObject({
      turns: z.array(turnInput).min(1, "must have at least one turn").max(1000, "has at most 1,000 turns"),
    }),
    turnInput,
  ])
  .meta({ description: "One turn, or {turns: [...]} with up to 1,000." });
export type TurnsInput = z.infer<typeof turnsInput>;

/** One line of an import: a whole session. Without ids they are derived from the line, so that a repeated import changes nothing. */
export const importedSession = sessionInput
  .extend({
    session_end: pastTime.nullish().meta({ description: "Left out: the time of the last turn." }),
    turns: z.array(turnInput).max(20_000, "has at most 20,000 turns"),
  })
  .meta({ id: "TuningImportLine" });
export type ImportedSession = z.infer<typeof importedSession>;

// ---- What is shown ---------------------------------------------------------------------------------------------

/** A session as it is stored. */
export const session = z
  .object({
    id: rowId,
    project: z.string(),
    session_start: timestamp,
    session_end: timestamp.nullable().meta({ description: "null = active" }),
    master_prompt_version: z.string().nullable(),
    branch_name: z.string().nullable(),
    total_turns: z.int(),
    total_improvements: z.int(),
    tester_id: z.string().nullable(),
    tester_email: z.string().nullable(),
    tester_name: z.string().nullable(),
    metadata: jsonObject,
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "TuningSession" });
export type Session = z.infer<typeof session>;

/** The names of the seed's "Session Statistics" query. */
export const sessionStats = z
  .object({
    id: rowId,
    session_start: timestamp,
    session_end: timestamp.nullable(),
    branch_name: z.string().nullable(),
    total_turns: z.int(),
    total_improvements: z.int(),
    duration_minutes: z.number().meta({ description: "Until now while the session is active." }),
    avg_rag_similarity: z.number().nullable(),
    avg_processing_time_ms: z.number().nullable(),
  })
  .meta({ id: "TuningSessionStats" });
export type SessionStats = z.infer<typeof sessionStats>;

/** A session in a list: with its statistics and how much of it is reviewed. */
export const sessionRow = session
  .extend({
    duration_minutes: z.number(),
    avg_rag_similarity: z.number().nullable(),
    avg_processing_time_ms: z.number().nullable(),
    reviewed_turns: z.int().meta({ description: "Turns with at least one finished review." }),
  })
  .meta({ id: "TuningSessionRow" });
export type SessionRow = z.infer<typeof sessionRow>;

export const shownSearchResult = z.object({
  chunk_id: z.string().nullish(),
  document_title: z.string().nullish(),
  chunk_text: z.string(),
  similarity: z.number().nullish(),
});
export type SearchResult = z.infer<typeof shownSearchResult>;

/** A turn as it is stored. */
export const turn = z
  .object({
    id: rowId,
    session_id: rowId,
    project: z.string(),
    turn_number: z.int(),
    user_message: z.string(),
    era_response: z.string(),
    timestamp,
    intent: z.string().nullable(),
    model: z.string().nullable(),
    rating: z.union([z.literal(1), z.literal(-1)]).nullable(),
    processing_time_ms: z.int().nullable(),
    search_results: z.object({ results: z.array(shownSearchResult) }).nullable(),
    avg_similarity: z.number().nullable(),
    total_chunks: z.int().nullable(),
    confidence_score: z.number().nullable(),
    template_used: z.string().nullable(),
    metadata: jsonObject,
    has_policy_citation: z.boolean().nullable(),
    appropriate_action_suggested: z.boolean().nullable(),
    structure_complete: z.boolean().nullable(),
    professionalism_score: z.int().nullable(),
    empathy_score: z.int().nullable(),
    clarity_score: z.int().nullable(),
  })
  .meta({ id: "TuningTurn" });
export type Turn = z.infer<typeof turn>;

/** POST .../turns: ids and numbers of what was recorded, in the order sent; one turn is answered whole. */
export const recordedTurns = z
  .object({ turns: z.array(z.object({ id: rowId, turn_number: z.int() })) })
  .meta({ id: "RecordedTurns" });
export type RecordedTurns = z.infer<typeof recordedTurns>;

/** One line of the answer of an import. */
export const importReportLine = z
  .object({
    line: z.int().meta({ description: "1-based line of the file." }),
    status: z.enum(["imported", "extended", "unchanged", "error"]).meta({
      description: "extended: the session was known and turns or improvements were added.",
    }),
    id: rowId.nullish(),
    turns: z.int().optional().meta({ description: "Turns added." }),
    improvements: z.int().optional().meta({ description: "Improvements added." }),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "TuningImportReportLine" });
export type ImportReportLine = z.infer<typeof importReportLine>;

/** The last line of the answer of an import. */
export const importSummary = z.object({
  summary: z.object({
    sessions: z.int(),
    imported: z.int(),
    extended: z.int(),
    unchanged: z.int(),
    errors: z.int(),
    turns: z.int(),
    improvements: z.int(),
  }),
});
export type ImportSummary = z.infer<typeof importSummary>;

// ---- Lists -----------------------------------------------------------------------------------------------------

/** The filters of sessions, and of exports of several sessions. */
export const sessionFilterParameters = {
  ...rangeParameters,
  project: anyOf("Project.").optional(),
  tester_id: anyOfLiteral("Tester id.").optional(),
  tester_email: anyOfLiteral("Tester, by e-mail.").optional(),
  branch_name: anyOf("Branch.").optional(),
  master_prompt_version: anyOf("Prompt version.").optional(),
  is_active: flag("Only active (true) or ended (false) sessions.").optional(),
};
export type SessionFilter = Range & {
  project?: string[];
  tester_id?: string[];
  tester_email?: string[];
  branch_name?: string[];
  master_prompt_version?: string[];
  is_active?: boolean;
  ids?: string[];
};

type SessionFilterInput = Omit<SessionFilter, "ids"> & { days?: number | undefined };

/** The filter without absent keys, its range resolved. */
export function resolveSessionFilter(input: SessionFilterInput): SessionFilter {
  const { project, tester_id, tester_email, branch_name, master_prompt_version, is_active } = input;
  return {
    ...resolveRange(input, null),
    ...(project ? { project } : {}),
    ...(tester_id ? { tester_id } : {}),
    ...(tester_email ? { tester_email } : {}),
    ...(branch_name ? { branch_name } : {}),
    ...(master_prompt_version ? { master_prompt_version } : {}),
    ...(is_active === undefined ? {} : { is_active }),
  };
}

/** GET /v1/tuning/sessions. Without a range: all time. */
export const sessionListQuery = z
  .strictObject({
    ...sessionFilterParameters,
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(cursor, "next_cursor of the page before.").optional(),
    sort: single(
      z.enum(["session_start", "-session_start"], "must be session_start or -session_start"),
      "Oldest or newest (-) first.",
    ).default("-session_start"),
  })
  .superRefine(checkTimes)
  .transform((value) => ({
    filter: resolveSessionFilter(value),
    limit: value.limit,
    cursor: value.cursor ?? null,
    sort: value.sort,
  }));
export type SessionListQuery = z.output<typeof sessionListQuery>;

export const sessionPage = pageOf(sessionRow);
export type SessionPage = z.infer<typeof sessionPage>;

/** GET /v1/tuning/sessions/summary. Without a range: all time. */
export const sessionSummaryQuery = z
  .strictObject(sessionFilterParameters)
  .superRefine(checkTimes)
  .transform((value) => ({ filter: resolveSessionFilter(value) }));
export type SessionSummaryQuery = z.output<typeof sessionSummaryQuery>;

const choices = z
  .array(z.object({ value: z.string(), total: z.int() }))
  .meta({ description: "Most sessions first, at most 500; counted under all filters but its own." });
export const sessionSummary = z
  .object({
    total: z.int(),
    active: z.int(),
    turns: z.int(),
    improvements: z.int(),
    testers: choices,
    branches: choices,
    versions: choices,
  })
  .meta({ id: "TuningSessionSummary" });
export type SessionSummary = z.infer<typeof sessionSummary>;

/** GET /v1/tuning/sessions/active: one of the two names the tester. */
export const activeSessionQuery = z
  .strictObject({
    tester_email: single(z.string().min(1).max(320), "Tester, by e-mail.").optional(),
    tester_id: single(z.string().min(1).max(200), "Tester, by id.").optional(),
    project: single(z.string().min(1).max(200), "Project.").optional(),
  })
  .superRefine((value, context) => {
    if ((value.tester_email === undefined) === (value.tester_id === undefined))
      reportTo(context)("tester_email", "send tester_email or tester_id");
  });
export type ActiveSessionQuery = z.output<typeof activeSessionQuery>;

const turnCursor = z
  .string()
  .regex(/^\d{1,9}$/, "is not a cursor of this list")
  .transform(Number);

/** GET /v1/tuning/sessions/{id}/turns, in order. */
export const sessionTurnsQuery = z
  .strictObject({
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(turnCursor, "next_cursor of the page before: the last turn_number of it.").optional(),
  })
  .transform((value) => ({ limit: value.limit, after: value.cursor ?? 0 }));
export type SessionTurnsQuery = z.output<typeof sessionTurnsQuery>;
export const turnPage = pageOf(turn);
export type TurnPage = z.infer<typeof turnPage>;

/** GET /v1/tuning/turns: turns of all sessions, newest first, or by a figure. */
export const turnListQuery = z
  .strictObject({
    ...rangeParameters,
    project: anyOf("Project.").optional(),
    session_id: anyOfLiteral("Session.")
      .refine((ids) => ids.every((id) => rowId.safeParse(id).success), "must be session ids")
      .optional(),
    branch_name: anyOf("Branch.").optional(),
    master_prompt_version: anyOf("Prompt version.").optional(),
    intent: anyOf("Intent.").optional(),
    model: anyOf("Model.").optional(),
    category: anyOf("Turns with a note of this category.").optional(),
    q: anyOfLiteral("Full-text search in question and answer.").optional(),
    has_note: flag("Only turns with (true) or without (false) a note.").optional(),
    figure: single(
      z.enum(figures, `must be one of ${figures.join(", ")}`),
      "Only turns that have this figure of a comparison of versions; those that speak most against their version first.",
    ).optional(),
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(rankableCursor, "next_cursor of the page before.").optional(),
  })
  .superRefine((value, context) => {
    checkTimes(value, context);
    if (value.cursor && isRanked(value.cursor) !== (value.figure !== undefined))
      reportTo(context)("cursor", "is not a cursor of this list");
  })
  .transform(({ limit, cursor: position, days, from, to, ...filter }) => ({
    filter: { ...resolveRange({ days, from, to }, null), ...filter },
    limit,
    cursor: position ?? null,
  }));
export type TurnListQuery = z.output<typeof turnListQuery>;

// ---- Downloads -------------------------------------------------------------------------------------------------

/** Columns of the session CSV: the seed's six, in its order, then those that may be added. */
export const seedColumns = [
  "turn_number",
  "user_message",
  "era_response",
  "improvement_note",
  "category",
  "timestamp",
] as const;
export const extraColumns = [
  "session_id",
  "turn_id",
  "severity",
  "status",
  "reviewer",
  "better_response",
  "thumbs",
  "professionalism_score",
  "empathy_score",
  "clarity_score",
  "has_policy_citation",
  "appropriate_action_suggested",
  "structure_complete",
  "search_results",
  "avg_similarity",
  "processing_time_ms",
  "confidence_score",
  "master_prompt_version",
  "branch_name",
  "tester_email",
  "intent",
  "model",
] as const;
export type ExtraColumn = (typeof extraColumns)[number];
export const csvColumns = [...seedColumns, ...extraColumns] as const;
export type CsvColumn = (typeof csvColumns)[number];

const isExtraColumn = (name: string): name is ExtraColumn =>
  (extraColumns as readonly string[]).includes(name);

const columnsParameter = single(
  z
    .string()
    .transform((value) => [...new Set(value.split(","))])
    .refine(
      (names): names is ExtraColumn[] => names.every(isExtraColumn),
      `must be any of ${extraColumns.join(", ")}, by comma`,
    ),
  `Columns to add to ${seedColumns.join(", ")}: any of ${extraColumns.join(", ")}, by comma.`,
);

/** A turn in an export, with its notes. Better answer, thumbs and reviewer are those of its first finished review. */
export const exportedTurn = z.object({
  session_id: rowId,
  session_start: timestamp,
  turn_id: rowId,
  turn_number: z.int(),
  user_message: z.string(),
  era_response: z.string(),
  professionalism_score: z.int().nullable(),
  empathy_score: z.int().nullable(),
  clarity_score: z.int().nullable(),
  has_policy_citation: z.boolean().nullable(),
  appropriate_action_suggested: z.boolean().nullable(),
  structure_complete: z.boolean().nullable(),
  search_results: z.object({ results: z.array(shownSearchResult) }).nullable(),
  avg_similarity: z.number().nullable(),
  processing_time_ms: z.int().nullable(),
  confidence_score: z.number().nullable(),
  master_prompt_version: z.string().nullable(),
  branch_name: z.string().nullable(),
  tester_email: z.string().nullable(),
  intent: z.string().nullable(),
  model: z.string().nullable(),
  reviewer: z.string().nullable(),
  better_response: z.string().nullable(),
  thumbs: z.union([z.literal(1), z.literal(-1)]).nullable(),
  notes: z.array(
    z.object({
      improvement_note: z.string(),
      category: z.enum(categories).nullable(),
      timestamp,
      severity: z.enum(severities).nullable(),
      status: z.enum(improvementStatuses),
      applied_in_version: z.string().nullable(),
      reviewer: z.string().nullable(),
      better_response: z.string().nullable(),
      thumbs: z.union([z.literal(1), z.literal(-1)]).nullable(),
    }),
  ),
});
export type ExportedTurn = z.infer<typeof exportedTurn>;

/** GET /v1/tuning/sessions/{id}/export.csv */
export const sessionCsvQuery = z.strictObject({
  columns: columnsParameter.optional(),
  bom: flag("Begin with a byte order mark, which Excel needs for UTF-8.").optional(),
});

/** GET /v1/tuning/export.csv and /v1/tuning/brief.md: several sessions, by the filters of the list or by id. */
const severalSessions = {
  ...sessionFilterParameters,
  id: anyOf("Session ids.").optional(),
};
const severalFilter = (value: SessionFilterInput & { id?: string[] | undefined }): SessionFilter => ({
  ...resolveSessionFilter(value),
  ...(value.id ? { ids: value.id } : {}),
});
const checkSeveral = (
  value: { id?: string[] | undefined } & Parameters<typeof checkRange>[0],
  context: z.RefinementCtx,
) => {
  checkTimes(value, context);
  if (value.id?.some((id) => !rowId.safeParse(id).success))
    reportTo(context)("id", "must be session ids, by comma");
};
export const sessionsCsvQuery = z
  .strictObject({
    ...severalSessions,
    columns: columnsParameter.optional(),
    bom: flag("Begin with a byte order mark.").optional(),
  })
  .superRefine(checkSeveral)
  .transform((value) => ({ filter: severalFilter(value), columns: value.columns, bom: value.bom }));
export const sessionsBriefQuery = z
  .strictObject(severalSessions)
  .superRefine(checkSeveral)
  .transform((value) => ({ filter: severalFilter(value) }));

/** POST /v1/tuning/export: the turns of several sessions with their notes as a file. */
export const sessionsExportInput = rowsExportBody({
  columns: csvColumns,
  usualColumns: seedColumns,
  filters: filterObject(
    z.strictObject(sessionFilterParameters).superRefine(checkTimes),
    "The filter grammar of GET /v1/tuning/sessions as an object.",
  ),
  resolve: (filters): SessionFilter => resolveSessionFilter(filters ?? {}),
  idsDescription: "Only these sessions (“selected”).",
});
