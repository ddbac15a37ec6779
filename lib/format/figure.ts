import type { Delta } from "./delta";

/** One figure of a page: its value in words, what it rests on, and its change since the period before. */
export type Figure = {
  key: string;
  label: string;
  /** What it counts, for the small "i" beside it. */
  definition?: string;
  value: string;
  /** What the value rests on. */
  detail: string;
  isSmall: boolean;
  delta: Delta | null;
  /** The filter of the rows behind it, beside those of the page. */
  patch?: Record<string, string>;
};
