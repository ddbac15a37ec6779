import { describe, expect, it } from "vitest";
import { findMissing, readTarget } from "./lockfile.mjs";

describe("readTarget", () => {
  it.each([
    ["@next/swc-linux-x64-gnu", { cpu: ["x64"], os: ["linux"] }],
    ["@next/swc-linux-x64-musl", { cpu: ["x64"], os: ["linux"], libc: ["musl"] }],
    ["@img/sharp-linuxmusl-x64", { cpu: ["x64"], os: ["linux"], libc: ["musl"] }],
    ["@supabase/cli-windows-arm64", { cpu: ["arm64"], os: ["win32"] }],
    ["@oxc-parser/binding-linux-arm-musleabihf", { cpu: ["arm"], os: ["linux"], libc: ["musl"] }],
    ["@tailwindcss/oxide-wasm32-wasi", { cpu: ["wasm32"] }],
    ["zod", {}],
  ])("reads %s", (name, target) => {
    expect(readTarget(name)).toEqual(target);
  });
});

describe("findMissing", () => {
  const parent = { version: "1.0.0", dev: true, optionalDependencies: { "@a/b-darwin-arm64": "1.0.0" } };

  it("finds an optional package for another machine, with the version that its parent wants", () => {
    expect(findMissing({ "node_modules/@a/b": parent })).toEqual({
      "node_modules/@a/b-darwin-arm64": {
        version: "1.0.0",
        cpu: ["arm64"],
        os: ["darwin"],
        dev: true,
        optional: true,
      },
    });
  });

  it("finds nothing when it is there, beside its parent or inside", () => {
    const entry = { version: "1.0.0" };
    expect(findMissing({ "node_modules/@a/b": parent, "node_modules/@a/b-darwin-arm64": entry })).toEqual({});
    expect(
      findMissing({ "node_modules/@a/b": parent, "node_modules/@a/b/node_modules/@a/b-darwin-arm64": entry }),
    ).toEqual({});
  });

  it("leaves packages without a machine in their name, and version ranges, to npm", () => {
    const optionalDependencies = { fsevents: "2.3.3", "@a/c-linux-x64": "^1.0.0" };
    expect(findMissing({ "node_modules/a": { optionalDependencies } })).toEqual({});
  });
});
