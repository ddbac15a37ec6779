import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import { pageOf, rowId } from "@/lib/query/fields";
import { anyOf, integer, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { improvement } from "../improvements/schemas";
import { session, turn } from "../sessions/schemas";

const daysField = z.int().min(1, "must be at least 1 day").max(36_500, "must be at most 36,500 days");

/** The policy that the schedule follows. Off by default. */
export const retentionPolicy = z
  .object({
    is_enabled: z.boolean(),
    archive_after_days: daysField
      .nullable()
      .meta({ description: "Sessions that started longer ago are archived; null = never." }),
    delete_after_days: daysField.nullable().meta({
      description: "Archived sessions that were archived longer ago are deleted for good; null = never.",
    }),
    updated_at: timestamp.nullable(),
  })
  .meta({ id: "TuningRetentionPolicy" });
export type RetentionPolicy = z.infer<typeof retentionPolicy>;
export const retentionPolicyInput = z
  .strictObject({
    is_enabled: z.boolean(),
    archive_after_days: daysField.nullable(),
    delete_after_days: daysField.nullable(),
    expected_updated_at: z.iso.datetime({ offset: true }).nullable().optional().meta({
      description: "The updated_at you read (null = none); 409 when someone has changed the policy since.",
    }),
  })
  .refine(
    (value) => !value.is_enabled || value.archive_after_days !== null || value.delete_after_days !== null,
    { path: ["is_enabled"], error: "needs archive_after_days or delete_after_days" },
  )
  .meta({ id: "TuningRetentionPolicyInput" });
export type RetentionPolicyInput = z.infer<typeof retentionPolicyInput>;

/** POST /v1/tuning/retention/run */
export const retentionRunInput = z
  .strictObject({
    action: z.enum(["archive", "delete_archived"], "must be archive or delete_archived"),
    older_than_days: daysField,
    dry_run: z.boolean().default(true).meta({ description: "true (the default): only count." }),
  })
  .meta({ id: "TuningRetentionRunInput" });
export type RetentionRunInput = z.infer<typeof retentionRunInput>;
export const retentionRunResult = z
  .object({
    action: z.enum(["archive", "delete_archived"]),
    dry_run: z.boolean(),
    sessions: z.int(),
    turns: z.int(),
    improvements: z.int(),
    reviews: z.int(),
    before: timestamp.meta({ description: "Sessions that started (or were archived) before this time." }),
  })
  .meta({ id: "TuningRetentionRunResult" });
export type RetentionRunResult = z.infer<typeof retentionRunResult>;

/** GET /v1/tuning/archive */
export const archiveListQuery = z
  .strictObject({
    project: anyOf("Project.").optional(),
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(cursor, "next_cursor of the page before.").optional(),
  })
  .transform(({ project, limit, cursor: position }) => ({
    filter: project ? { project } : {},
    limit,
    cursor: position ?? null,
  }));
export type ArchiveListQuery = z.output<typeof archiveListQuery>;
export const archivedSession = session
  .extend({ archived_at: timestamp })
  .meta({ id: "ArchivedTuningSession" });
export type ArchivedSession = z.infer<typeof archivedSession>;
export const archivePage = pageOf(archivedSession);
export type ArchivePage = z.infer<typeof archivePage>;

/** GET /v1/tuning/archive/{id}: an archived session to read. */
export const archivedSessionDetail = z
  .object({ session: archivedSession, turns: z.array(turn), improvements: z.array(improvement) })
  .meta({ id: "ArchivedTuningSessionDetail" });
export type ArchivedSessionDetail = z.infer<typeof archivedSessionDetail>;

/** POST /v1/tuning/archive/{id}/restore */
export const restoredSession = z
  .object({ session_id: rowId, turns: z.int(), improvements: z.int(), reviews: z.int() })
  .meta({ id: "RestoredTuningSession" });
export type RestoredSession = z.infer<typeof restoredSession>;
