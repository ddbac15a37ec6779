import { describe, expect, it } from "vitest";
import { isServerOf } from "./postgres";

describe("isServerOf", () => {
  it.each([
    ["/n/native/bin/postgres -D /srv/retune/.data/postgres -c port=1", true],
    ["/my dir/native/bin/postgres -D /srv/retune/.data/postgres", true],
    ["postgres -D /srv/retune/.data/postgres", true],
    // Another cluster, another program, or one of the server's own helpers.
    ["/n/bin/postgres -D /srv/retune/.data/postgres2 -c port=1", false],
    ["/n/bin/postgres -D /srv/other -c port=1", false],
    ["vim -D /srv/retune/.data/postgres ", false],
    ["postgres: checkpointer", false],
    ["", false],
  ])("%s: %s", (command, expected) => {
    expect(isServerOf(command, "/srv/retune/.data/postgres")).toBe(expected);
  });
});
