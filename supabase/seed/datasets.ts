import type { Sql, TransactionSql } from "postgres";
import { type DatasetDefinition, datasetDefinition } from "../../lib/datasets/definitions/schemas";
import { freezeVersion } from "../../lib/datasets/versions/freeze";
import { createSqlStore } from "../../scripts/dataset-freezing";
import { Failure } from "../local/failure";
import { uuidOf } from "./random";

/** What the demo datasets tell; the tests hold it to this. */
export const datasetStory = {
  weekly: { name: "Weekly votes", versions: 2, keeps: 8, weekday: 1, hour: 6, time_zone: "Europe/Berlin" },
  pairs: { name: "Preference pairs of the support bot", project: "support-bot" },
} as const;

const definitions: Record<"weekly" | "pairs", DatasetDefinition> = {
  weekly: datasetDefinition.parse({ filters: { days: 7 } }),
  pairs: datasetDefinition.parse({
    format: "openai-dpo",
    filters: { project: datasetStory.pairs.project },
    validation_share: 0.1,
    redaction: "redact",
  }),
};

/**
 * Two datasets over the demo votes, which must be there: the weekly one, whose schedule has run twice, and one of preference pairs
 * that nobody has frozen yet.
 */
export async function loadDemoDatasets(sql: TransactionSql): Promise<void> {
  const { weekly, pairs } = datasetStory;
  const weeklyId = uuidOf("demo dataset weekly");
  await sql`
    insert into public.datasets (id, name, description, definition, created_by_label, created_at, updated_at)
    values
      (${weeklyId}, ${weekly.name}, 'What people voted on in the last seven days, for the weekly fine-tuning run.',
        ${sql.json(definitions.weekly as never)}, 'admin@example.com', now() - interval '17 days', now() - interval '17 days'),
      (${uuidOf("demo dataset pairs")}, ${pairs.name}, 'Corrected answers over the originals, and good answers over bad ones to the same question.',
        ${sql.json(definitions.pairs as never)}, 'admin@example.com', now() - interval '3 days', now() - interval '3 days')`;
  const runs = await sql<{ planned_at: Date; window_from: Date }[]>`
    with runs as (
      select (private.last_dataset_run(${weekly.weekday}, ${weekly.hour}, ${weekly.time_zone}, now()) at time zone ${weekly.time_zone})
        - n * interval '7 days' as at
      from generate_series(${weekly.versions}::int - 1, 0, -1) n
    )
    select at at time zone ${weekly.time_zone} as planned_at, (at - interval '7 days') at time zone ${weekly.time_zone} as window_from
    from runs order by at`;
  await sql`
    insert into public.dataset_schedules (dataset_id, weekday, hour, time_zone, keep_versions, next_run_at)
    values (${weeklyId}, ${weekly.weekday}, ${weekly.hour}, ${weekly.time_zone}, ${weekly.keeps}, ${runs[0]?.planned_at ?? new Date()})`;
  for (const { planned_at, window_from } of runs) {
    const range = { from: window_from.toISOString(), to: planned_at.toISOString() };
    await freeze(sql, weeklyId, planned_at, { ...definitions.weekly, filters: range });
  }
}

/** A version as the jobs would have made it at that time. @throws Failure when it does not become ready */
async function freeze(
  sql: TransactionSql,
  dataset: string,
  at: Date,
  definition: DatasetDefinition,
): Promise<void> {
  const [made] = await sql<{ id: string }[]>`
    select private.create_scheduled_dataset_version(${dataset}, ${at}, ${sql.json(definition as never)}, 0, null) as id`;
  const outcome = await freezeVersion(createSqlStore(sql as unknown as Sql, made?.id ?? "", {}));
  if (outcome !== "ready")
    throw new Failure(`A version of the demo dataset could not be frozen: ${outcome}.`);
  await sql`
    update public.dataset_versions set created_at = ${at}::timestamptz + interval '12 seconds',
      started_at = ${at}::timestamptz + interval '14 seconds', finished_at = ${at}::timestamptz + interval '15 seconds'
    where id = ${made?.id ?? ""}`;
}
