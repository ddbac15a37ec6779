import { describe, expect, it } from "vitest";
import { withCutoff } from "./cutoff";

describe("withCutoff", () => {
  const now = new Date("2026-02-01T10:00:00Z");

  it("ends an open or a later range now", () => {
    expect(withCutoff<{ project: string[]; to?: string }>({ project: ["p"] }, now)).toEqual({
      project: ["p"],
      to: "2026-02-01T10:00:00.000Z",
    });
    expect(withCutoff({ to: "2026-02-02T00:00:00.000Z" }, now).to).toBe("2026-02-01T10:00:00.000Z");
  });

  it("leaves a range that has ended as it is", () => {
    const filter = { from: "2026-01-01T00:00:00.000Z", to: "2026-02-01T10:00:00.000Z" };
    expect(withCutoff(filter, now)).toBe(filter);
  });

  it("leaves rows that are named as they are: their number is known", () => {
    const filter = { ids: ["00000000-0000-4000-8000-000000000001"] };
    expect(withCutoff(filter, now)).toBe(filter);
  });
});
