import { describe, expect, it } from "vitest";
import { parseRunState } from "./run-state";

const state = {
  owner: { pid: 12, started: "boot/1" },
  command: "npm start",
  url: "http://127.0.0.1:3000",
  ports: { db: 54322, api: 54321 },
  children: [{ name: "postgres", pid: 13, started: "boot/2" }],
};

describe("parseRunState", () => {
  it("reads what was written", () => {
    expect(parseRunState(JSON.stringify(state))).toEqual(state);
    expect(parseRunState(JSON.stringify({ ...state, url: null, ports: null, children: [] }))).not.toBeNull();
  });

  it.each([
    ["an empty file", ""],
    ["a file that was cut off", JSON.stringify(state).slice(0, -5)],
    ["another JSON value", "[]"],
    // 0 and negative ids would address whole process groups.
    ["process id 0", JSON.stringify({ ...state, children: [{ name: "lite", pid: 0, started: "x" }] })],
    ["a negative process id", JSON.stringify({ ...state, owner: { pid: -1, started: "x" } })],
    ["a missing start time", JSON.stringify({ ...state, owner: { pid: 12 } })],
  ])("takes %s for no state", (_, text) => {
    expect(parseRunState(text)).toBeNull();
  });
});
