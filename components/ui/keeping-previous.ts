import { keepPreviousData } from "@tanstack/react-query";

/** A query that shows what it had before while other filters load, so that nothing jumps or flashes. */
export function keepingPrevious<Options extends object>(options: Options) {
  return { ...options, placeholderData: keepPreviousData };
}
