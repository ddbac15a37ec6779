import { expect, test } from "vitest";
import { relay } from "./relay";

/** A source that is let on step by step, and tells how far it came. */
function steps(count: number, fails = false) {
  const gates = Array.from({ length: count }, () => Promise.withResolvers<void>());
  const ended = Promise.withResolvers<void>();
  async function* source() {
    for (const [index, gate] of gates.entries()) {
      await gate.promise;
      yield index;
    }
    ended.resolve();
    if (fails) throw new Error("broken");
  }
  return { source: source(), letOn: (index: number) => gates[index]?.resolve(), ended: ended.promise };
}

test("gives on everything in order, also what came before it was read", async () => {
  const { source, letOn } = steps(3);
  const reader = relay(source);
  const first = reader.next();
  for (const index of [0, 1, 2]) letOn(index);
  expect([(await first).value, (await reader.next()).value, (await reader.next()).value]).toEqual([0, 1, 2]);
  expect((await reader.next()).done).toBe(true);
});

test("runs the source to its end when the reader has gone", async () => {
  const { source, letOn, ended } = steps(3);
  const reader = relay(source);
  letOn(0);
  expect((await reader.next()).value).toBe(0);
  await reader.return(undefined);
  letOn(1);
  letOn(2);
  await ended;
});

test("an error of the source reaches the reader after what came before it", async () => {
  const { source, letOn } = steps(1, true);
  const reader = relay(source);
  letOn(0);
  expect((await reader.next()).value).toBe(0);
  await expect(reader.next()).rejects.toThrow("broken");
});

test("an error that nobody reads is no unhandled rejection", async () => {
  const { source, letOn, ended } = steps(2, true);
  const reader = relay(source);
  letOn(0);
  await reader.next();
  await reader.return(undefined);
  letOn(1);
  await ended;
});
