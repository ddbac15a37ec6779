import type { Timing } from "./measure";

/** A timing beside the baseline of the same run; `ratio` is ours through theirs. */
export type Compared = { connections: number; ours: Timing; baseline: Timing; ratio: number };

export type WriteResults = {
  at: string;
  /** POST /v1/feedback against single-row inserts. */
  single: Compared[];
  /** POST /v1/feedback/batch against multi-row inserts, in rows per second. */
  batch: { rows_per_request: number } & Compared;
  /** GET /v1/health, and how much of its rate POST /v1/feedback reaches at the same connections. */
  empty: { connections: number; timing: Timing; ratio: number };
  /** Votes that were answered with 201; each was found in the table afterwards. */
  answered: number;
};

export type AnalyticsResults = {
  at: string;
  /** p50 per question and number of votes, over HTTP and in the database. */
  rows: { question: string; votes: number; http_p50_ms: number; database_p50_ms: number }[];
  /** How much slower the largest size is than the smallest. */
  growth: { question: string; from: number; to: number; http: number; database: number }[];
};

export type InteractionResults = {
  at: string;
  /** POST /v1/interactions: each is priced and counted everywhere before it is answered. */
  single: { connections: number; timing: Timing }[];
  batch: { rows_per_request: number; connections: number; rows_per_second: number };
  /** p50 of the figures of 30 days per number of interactions, over HTTP and in the database. */
  rows: { question: string; interactions: number; http_p50_ms: number; database_p50_ms: number }[];
  growth: AnalyticsResults["growth"];
};

/** As InteractionResults, of POST /v1/executions and the figures of executions. */
export type LearningResults = Omit<InteractionResults, "rows"> & {
  rows: { question: string; executions: number; http_p50_ms: number; database_p50_ms: number }[];
};

export type ExportResults = {
  at: string;
  rows: {
    votes: number;
    rows_per_second: number;
    bytes: number;
    seconds: number;
    first_byte_ms: number;
    resting_mb: number;
    peak_mb: number;
    copy_rows_per_second: number;
    copy_bytes: number;
    /** Rows per second through those of COPY. */
    ratio: number;
  }[];
};

/** Freezing every vote as a version of a dataset, and downloading it; memory is that of the Next.js process, above what it had before. */
export type DatasetResults = {
  at: string;
  rows: {
    votes: number;
    format: string;
    lines: number;
    bytes: number;
    freeze_seconds: number;
    freeze_rows_per_second: number;
    /** COPY of the votes. */
    freeze_copy_rows_per_second: number;
    freeze_growth_mb: number;
    download_seconds: number;
    download_lines_per_second: number;
    /** COPY of the stored lines; a line that is repeated is stored once, and counts as often as it stands in the file. */
    download_copy_lines_per_second: number;
    download_growth_mb: number;
  }[];
};

export type ReviewResults = {
  at: string;
  /** Of the machine: it is often measured by itself, beside results of another run. */
  load_at_start: number;
  /** The review page of sessions with so many turns; `count` measurements of each, one after the other in turns. */
  rows: { turns: number; count: number; paint_p50_ms: number; next_p50_ms: number }[];
  /** The longest session through the shortest. */
  paint_ratio: number;
  next_ratio: number;
};

export type Results = {
  size: string;
  machine: {
    cpu: string;
    cores: number;
    memory_gb: number;
    node: string;
    postgres: string;
    load_at_start: number;
  };
  post?: WriteResults;
  analytics?: AnalyticsResults;
  interactions?: InteractionResults;
  learning?: LearningResults;
  export?: ExportResults;
  datasets?: DatasetResults;
  review?: ReviewResults;
};
