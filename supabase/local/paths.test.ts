import { describe, expect, it } from "vitest";
import { ancestors, firstClosedDirectory, mayUse } from "./paths";

const postgres = { uid: 101, gid: 104 };
const root = { uid: 0, gid: 0 };

describe("mayUse", () => {
  it.each([
    [0o755, root, 1, true],
    [0o750, root, 1, false],
    [0o711, root, 1, true],
    [0o711, root, 5, false],
    // The first matching class decides, also when a later one would allow more.
    [0o077, postgres, 1, false],
    [0o707, { uid: 0, gid: 104 }, 1, false],
    [0o710, { uid: 0, gid: 104 }, 1, true],
    [0o700, postgres, 7, true],
  ] as const)("mode %o of %o, permission %i: %s", (mode, owner, permission, expected) => {
    expect(mayUse({ ...owner, mode: 0o040000 | mode }, postgres, permission)).toBe(expected);
  });
});

describe("firstClosedDirectory", () => {
  const tree = (modes: Record<string, number>) => (path: string) =>
    path in modes ? { ...root, mode: modes[path] ?? 0 } : undefined;

  it("finds none on an open way", () => {
    const modes = { "/": 0o755, "/srv": 0o755, "/srv/retune": 0o711 };
    expect(firstClosedDirectory("/srv/retune", postgres, tree(modes))).toBeNull();
  });

  it("names the highest closed directory", () => {
    const modes = { "/": 0o755, "/root": 0o700, "/root/retune": 0o700 };
    expect(firstClosedDirectory("/root/retune/.data", postgres, tree(modes))).toBe("/root");
  });

  it("counts what does not exist yet as open", () => {
    expect(firstClosedDirectory("/srv/new/dir", postgres, tree({ "/": 0o755, "/srv": 0o755 }))).toBeNull();
  });
});

describe("ancestors", () => {
  it("lists the way from the root to the path", () => {
    expect(ancestors("/a/b")).toEqual(["/", "/a", "/a/b"]);
    expect(ancestors("/")).toEqual(["/"]);
  });
});
