import { describe, expect, it } from "vitest";
import { type Moments, welchInterval } from "./welch";

const moments = (values: number[]): Moments => ({
  n: values.length,
  total: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value * value, 0),
});

describe("welchInterval", () => {
  it("is that of the extra sleep of Student 1908, as R's t.test prints it", () => {
    // R: t.test(extra ~ group, data = sleep): df = 17.776, -3.3654832 to 0.2054832.
    const first = moments([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]);
    const second = moments([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    const interval = welchInterval(first, second);
    expect(interval?.low).toBeCloseTo(-3.3654832, 6);
    expect(interval?.high).toBeCloseTo(0.2054832, 6);
  });

  it("turns round when the sides change places", () => {
    const a = moments([1, 2, 4]);
    const b = moments([3, 3.5, 5, 9]);
    const there = welchInterval(a, b);
    const back = welchInterval(b, a);
    expect(back?.low).toBeCloseTo(-(there?.high ?? 0), 10);
    expect(back?.high).toBeCloseTo(-(there?.low ?? 0), 10);
  });

  it("is null with fewer than two values, and where nothing varies", () => {
    expect(welchInterval(moments([1]), moments([1, 2]))).toBeNull();
    expect(welchInterval(moments([1, 2]), moments([]))).toBeNull();
    expect(welchInterval(moments([0.1, 0.1, 0.1]), moments([0.3, 0.3]))).toBeNull();
  });

  it("takes the spread of one side when the other has none", () => {
    const interval = welchInterval(moments([1, 1, 1]), moments([1, 2, 3]));
    // d = -1, s²/n = 1/3, 2 degrees of freedom: t = 4.302653.
    expect(interval?.low).toBeCloseTo(-1 - 4.302653 * Math.sqrt(1 / 3), 5);
    expect(interval?.high).toBeCloseTo(-1 + 4.302653 * Math.sqrt(1 / 3), 5);
  });
});
