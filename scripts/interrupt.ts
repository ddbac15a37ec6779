import { Failure } from "../supabase/local/failure";

/**
 * Turns Ctrl-C, SIGTERM and the closing of the terminal into one abort signal, so that a command can end its parts in
 * order. Further signals change nothing: the end is under way and bounded in time.
 */
export function listenForInterrupt(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) return;
      controller.abort();
      onFirst();
    });
  }
  // A terminal that is gone must not end us before our children.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return controller.signal;
}

/** What ends a command that otherwise runs for ever. */
export interface EndWatch {
  /** Resolves when the person or the system asks us to stop. */
  interrupted: Promise<void>;
  /** Rejects when something ends that should not. */
  crashed: Promise<never>;
  onCrash: (sentence: string) => void;
}

/** Turns the abort signal and crashes into promises that may be awaited late, or never. */
export function watchForEnd(signal: AbortSignal): EndWatch {
  const { promise: crashed, reject } = Promise.withResolvers<never>();
  crashed.catch(() => {});
  const interrupted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  return { interrupted, crashed, onCrash: (sentence) => reject(new Failure(sentence)) };
}
