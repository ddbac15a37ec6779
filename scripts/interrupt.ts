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
