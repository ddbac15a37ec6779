import { describe, expect, it } from "vitest";
import { WorkQueue } from "./work-queue";

/** Work that ends when the test says so. */
function held() {
  let release = () => {};
  const done = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { work: () => done, release };
}

describe("WorkQueue", () => {
  it("does so many at once; the next has its turn when one ends", async () => {
    const queue = new WorkQueue(2);
    const pieces = [held(), held(), held()];
    const begun: number[] = [];
    const runs = pieces.map(({ work }, index) =>
      queue.run(String(index), () => {
        begun.push(index);
        return work();
      }),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    pieces[1]?.release();
    await runs[1];
    expect(begun).toEqual([0, 1, 2]);
    pieces[0]?.release();
    pieces[2]?.release();
    await Promise.all(runs);
  });

  it("takes the same key for the same piece while it is known, and for another one afterwards", async () => {
    const queue = new WorkQueue(1);
    let times = 0;
    const work = async () => {
      times += 1;
    };
    await Promise.all([queue.run("a", work), queue.run("a", work)]);
    expect(times).toBe(1);
    await queue.run("a", work);
    expect(times).toBe(2);
  });

  it("goes on after work that fails", async () => {
    const queue = new WorkQueue(1);
    await queue.run("a", () => Promise.reject(new Error("no")));
    let isDone = false;
    await queue.run("b", async () => {
      isDone = true;
    });
    expect(isDone).toBe(true);
  });
});
