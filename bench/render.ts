import type { Results } from "./results";

const integer = (value: number) => Math.round(value).toLocaleString("en-US");
const milliseconds = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const times = (value: number) => `${value.toFixed(2)} ×`;
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

type Column = { title: string; isText?: boolean };

function table(columns: Column[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map((column) => column.title)),
    line(columns.map((column) => (column.isText ? "---" : "---:"))),
    ...rows.map(line),
  ].join("\n");
}

const numbers = (...titles: string[]): Column[] => titles.map((title) => ({ title }));

/** Other work on half of the cores changes even ratios, because it does not slow both sides alike. */
const isBusy = ({ cores, load_at_start }: Results["machine"]) => load_at_start > cores / 2;

/** The results as Markdown: what `npm run bench` prints and writes into docs/performance.md. */
export function renderResults(results: Results): string {
  const { machine } = results;
  const parts = [
    `Measured on ${machine.cores} cores (${machine.cpu}), ${machine.memory_gb} GB, Node.js ${machine.node}, PostgreSQL ${machine.postgres}; the load generator, Next.js, the Supabase API and PostgreSQL share them. The load of the machine before the start was ${machine.load_at_start.toFixed(1)}${isBusy(machine) ? ": **it was busy with other work, so these figures are provisional**" : ""}.`,
    ...renderWrites(results),
    ...renderAnalytics(results),
    ...renderInteractions(results),
    ...renderLearning(results),
    ...renderExports(results),
    ...renderDatasets(results),
    ...renderReview(results),
  ];
  return parts.join("\n\n");
}

function renderWrites({ post }: Results): string[] {
  if (!post) return [];
  const { single, batch, empty } = post;
  return [
    `**Recording votes** (${post.at}): \`POST /v1/feedback\` against \`postgres.js\` inserting single rows into the same table.`,
    table(
      numbers("connections", "requests/s", "p50 ms", "p99 ms", "baseline/s", "p50 ms", "p99 ms", "ratio"),
      single.map(({ connections, ours, baseline, ratio }) => [
        String(connections),
        integer(ours.rate),
        milliseconds(ours.p50_ms),
        milliseconds(ours.p99_ms),
        integer(baseline.rate),
        milliseconds(baseline.p50_ms),
        milliseconds(baseline.p99_ms),
        times(ratio),
      ]),
    ),
    `\`POST /v1/feedback/batch\`, ${batch.rows_per_request} rows a request at ${batch.connections} connections: ${integer(batch.ours.rate)} rows/s against ${integer(batch.baseline.rate)} rows/s of multi-row inserts (${times(batch.ratio)}).`,
    `An empty route (\`GET /v1/health\`) at ${empty.connections} connections: ${integer(empty.timing.rate)} requests/s, p50 ${milliseconds(empty.timing.p50_ms)} ms; recording a vote reaches ${times(empty.ratio)} of it. All ${integer(post.answered)} votes that were answered with 201 were in the table afterwards.`,
  ];
}

function renderAnalytics({ analytics }: Results): string[] {
  if (!analytics) return [];
  return [
    `**Analytics** (${analytics.at}): p50 over HTTP and of the database function alone, as a key with the scope read.`,
    table(
      [{ title: "question", isText: true }, ...numbers("votes", "HTTP p50 ms", "database p50 ms")],
      analytics.rows.map((row) => [
        row.question,
        integer(row.votes),
        milliseconds(row.http_p50_ms),
        milliseconds(row.database_p50_ms),
      ]),
    ),
    ...(analytics.growth.length > 0
      ? [
          table(
            [
              { title: "from the smallest to the largest", isText: true },
              ...numbers("votes", "HTTP", "database"),
            ],
            analytics.growth.map((row) => [
              row.question,
              `${integer(row.from)} → ${integer(row.to)}`,
              times(row.http),
              times(row.database),
            ]),
          ),
        ]
      : []),
  ];
}

function renderInteractions({ interactions }: Results): string[] {
  if (!interactions) return [];
  const { rows, ...measured } = interactions;
  return renderRecording("interactions", {
    ...measured,
    rows: rows.map(({ interactions: count, ...row }) => ({ ...row, count })),
    title: `**Interactions** (${measured.at}): \`POST /v1/interactions\`; each is priced and counted in its conversation and every rollup before it is answered.`,
    figures: "Figures of 30 days",
  });
}

function renderLearning({ learning }: Results): string[] {
  if (!learning) return [];
  const { rows, ...measured } = learning;
  return renderRecording("executions", {
    ...measured,
    rows: rows.map(({ executions: count, ...row }) => ({ ...row, count })),
    title: `**Executions** (${measured.at}): \`POST /v1/executions\`, every fifth a failure; each is priced, counted and given its failure pattern before it is answered.`,
    figures: "What the pages and the next prompt ask for",
  });
}

type Recording = Omit<NonNullable<Results["interactions"]>, "rows"> & {
  rows: { question: string; count: number; http_p50_ms: number; database_p50_ms: number }[];
  title: string;
  figures: string;
};

function renderRecording(what: string, { single, batch, rows, growth, title, figures }: Recording): string[] {
  const named = (text: string) => ({ title: text, isText: true });
  return [
    title,
    table(
      numbers("connections", "requests/s", "p50 ms", "p99 ms"),
      single.map(({ connections, timing }) => [
        String(connections),
        integer(timing.rate),
        milliseconds(timing.p50_ms),
        milliseconds(timing.p99_ms),
      ]),
    ),
    `\`POST /v1/${what}/batch\`, ${batch.rows_per_request} rows a request at ${batch.connections} connections: ${integer(batch.rows_per_second)} rows/s.`,
    `${figures}, p50 over HTTP and of the database function alone, as a key with the scope read:`,
    table(
      [named("figures"), ...numbers(what, "HTTP p50 ms", "database p50 ms")],
      rows.map((row) => [
        row.question,
        integer(row.count),
        milliseconds(row.http_p50_ms),
        milliseconds(row.database_p50_ms),
      ]),
    ),
    ...(growth.length > 0
      ? [
          table(
            [named("from the smallest to the largest"), ...numbers(what, "HTTP", "database")],
            growth.map((row) => [
              row.question,
              `${integer(row.from)} → ${integer(row.to)}`,
              times(row.http),
              times(row.database),
            ]),
          ),
        ]
      : []),
  ];
}

function renderExports(results: Results): string[] {
  const measured = results.export;
  if (!measured) return [];
  return [
    `**Fine-tuning export** (${measured.at}): \`POST /v1/feedback/export/finetuning\` against \`COPY (select ...) to stdout\` of the same columns and rows. Memory is the resident set of the Next.js process, before and at its highest.`,
    table(
      numbers(
        "votes",
        "rows/s",
        "MB",
        "s",
        "first byte ms",
        "memory MB",
        "peak MB",
        "COPY rows/s",
        "COPY MB",
        "ratio",
      ),
      measured.rows.map((row) => [
        integer(row.votes),
        integer(row.rows_per_second),
        megabytes(row.bytes),
        row.seconds.toFixed(1),
        milliseconds(row.first_byte_ms),
        integer(row.resting_mb),
        integer(row.peak_mb),
        integer(row.copy_rows_per_second),
        megabytes(row.copy_bytes),
        times(row.ratio),
      ]),
    ),
  ];
}

function renderDatasets({ datasets }: Results): string[] {
  if (!datasets) return [];
  return [
    `**Frozen datasets** (${datasets.at}): freezing every vote as a version (read, written as lines, stored, sealed with SHA-256) against \`COPY\` of the votes, and downloading it against \`COPY\` of the stored lines. Growth is the resident set of the Next.js process at its highest above what it was before.`,
    table(
      numbers(
        "votes",
        "format",
        "lines",
        "MB",
        "freeze s",
        "rows/s",
        "COPY rows/s",
        "growth MB",
        "download s",
        "lines/s",
        "COPY lines/s",
        "growth MB",
      ),
      datasets.rows.map((row) => [
        integer(row.votes),
        row.format,
        integer(row.lines),
        megabytes(row.bytes),
        row.freeze_seconds.toFixed(1),
        integer(row.freeze_rows_per_second),
        integer(row.freeze_copy_rows_per_second),
        integer(row.freeze_growth_mb),
        row.download_seconds.toFixed(1),
        integer(row.download_lines_per_second),
        integer(row.download_copy_lines_per_second),
        integer(row.download_growth_mb),
      ]),
    ),
  ];
}

function renderReview({ review }: Results): string[] {
  if (!review) return [];
  const turns = review.rows.map((row) => integer(row.turns));
  return [
    `**The review page** (${review.at}): navigation until the text of the turn under review is visible, and Ctrl+Enter until the next one is, medians of ${review.rows[0]?.count ?? 0} each in a real Chromium, the sessions one after the other in turns. The load before the start was ${review.load_at_start.toFixed(1)}.`,
    table(numbers("turns in the session", "first paint ms", "key to next turn ms"), [
      ...review.rows.map((row) => [
        integer(row.turns),
        milliseconds(row.paint_p50_ms),
        milliseconds(row.next_p50_ms),
      ]),
      [`${turns.at(-1)} / ${turns[0]}`, times(review.paint_ratio), times(review.next_ratio)],
    ]),
  ];
}

/**
 * The document with what stands between the markers of `name` replaced.
 * Throws an Error when it has no such markers.
 */
export function replaceSection(document: string, name: string, content: string): string {
  const begin = `<!-- bench:${name} -->`;
  const end = `<!-- /bench:${name} -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`The document has no place for the results of ${name}.`);
  return `${document.slice(0, from + begin.length)}\n\n${content}\n\n${document.slice(to)}`;
}
