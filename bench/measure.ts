import { performance } from "node:perf_hooks";

/** Repeated timings of one thing. Rates are per second, times in milliseconds. */
export type Timing = { count: number; rate: number; p50_ms: number; p99_ms: number };

/** The value below which a fraction of the sorted values lies (nearest rank); NaN without values. */
export function percentile(sorted: readonly number[], fraction: number): number {
  return (
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1))] ?? Number.NaN
  );
}

/** Rate, median and 99th percentile of `times` (ms each) that were measured within `seconds`. */
export function toTiming(times: readonly number[], seconds: number): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    count: times.length,
    rate: times.length / seconds,
    p50_ms: percentile(sorted, 0.5),
    p99_ms: percentile(sorted, 0.99),
  };
}

/** Runs `work` from `workers` loops at the same time, for `seconds`; what has begun is finished and counted. */
export async function measureConcurrently(
  work: () => Promise<unknown>,
  { workers, seconds, signal }: { workers: number; seconds: number; signal: AbortSignal },
): Promise<Timing> {
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  const loop = async () => {
    while (performance.now() < end && !signal.aborted) {
      const before = performance.now();
      await work();
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: workers }, loop));
  signal.throwIfAborted();
  return toTiming(times, (performance.now() - started) / 1000);
}

/** Runs `work` again and again, one at a time: at most `times` and `seconds`, at least three times, after one to warm up. */
export async function measureRepeatedly(
  work: () => Promise<unknown>,
  { times, seconds, signal }: { times: number; seconds: number; signal: AbortSignal },
): Promise<Timing> {
  await work();
  const measured: number[] = [];
  const started = performance.now();
  while (measured.length < times && (measured.length < 3 || performance.now() - started < seconds * 1000)) {
    signal.throwIfAborted();
    const before = performance.now();
    await work();
    measured.push(performance.now() - before);
  }
  return toTiming(measured, (performance.now() - started) / 1000);
}
