import { describe, expect, it } from "vitest";
import { meanInterval } from "./mean";

const moments = (values: number[]) => ({
  n: values.length,
  total: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value * value, 0),
});

describe("meanInterval", () => {
  it("is that of the extra sleep of Student 1908, as R's t.test prints it", () => {
    // R: t.test(sleep$extra): 0.5955845 to 2.4844155.
    const extra = [
      0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2, 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4,
    ];
    const interval = meanInterval(moments(extra));
    expect(interval?.low).toBeCloseTo(0.5955845, 6);
    expect(interval?.high).toBeCloseTo(2.4844155, 6);
  });

  it("is cut to what a value can be", () => {
    expect(meanInterval(moments([5, 5, 4]), { min: 1, max: 5 })).toMatchObject({ high: 5 });
    expect(meanInterval(moments([1, 5]), { min: 1, max: 5 })).toEqual({ low: 1, high: 5 });
  });

  it("is null below two values, and when none differs from the others", () => {
    expect(meanInterval(moments([]))).toBeNull();
    expect(meanInterval(moments([4]))).toBeNull();
    expect(meanInterval(moments([4, 4, 4]))).toBeNull();
    // Sums of tenths leave rounding behind, which is no spread.
    expect(meanInterval(moments(Array.from({ length: 1000 }, () => 0.1)))).toBeNull();
  });
});
