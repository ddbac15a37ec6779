/**
 * Gives on what `source` yields, and runs it to its end even when nobody reads any more: an answer that was begun is recorded
 * though the browser went away. What was yielded and not read waits in memory. An error of `source` reaches the reader.
 */
export async function* relay<Value>(source: AsyncGenerator<Value>): AsyncGenerator<Value> {
  const waiting: Value[] = [];
  let wake = () => {};
  let failure: { error: unknown } | null = null;
  let isEnded = false;
  let isRead = true;
  void (async () => {
    try {
      for await (const value of source) {
        if (isRead) waiting.push(value);
        wake();
      }
    } catch (error) {
      failure = { error };
    }
    isEnded = true;
    wake();
  })();
  try {
    while (true) {
      while (waiting.length > 0) yield waiting.shift() as Value;
      if (isEnded) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure) throw (failure as { error: unknown }).error;
  } finally {
    isRead = false;
    waiting.length = 0;
  }
}
