import { keepPreviousData } from "@tanstack/react-query";

/** A query that shows what it had before while other filters load, so that nothing jumps or flashes. */
export function keepingPrevious<Options extends object>(options: Options) {
  return { ...options, placeholderData: keepPreviousData };
}

/** The address of the votes behind something: the page's filters, changed by these. */
export type HrefOf = (patch: Record<string, string>) => string;
