import { describe, expect, it } from "vitest";
import { takeDatabaseUrl } from "./database";

const url = "postgres://u:p@db.example.com:5432/postgres";

describe("takeDatabaseUrl", () => {
  it.each([
    [
      ["create", "--db-url", url, "--name", "bot"],
      ["create", "--name", "bot"],
    ],
    [
      ["create", `--db-url=${url}`, "--name=bot"],
      ["create", "--name=bot"],
    ],
    [["--db-url", url], []],
  ])("takes the address out of %j", (argv, rest) => {
    expect(takeDatabaseUrl(argv)).toEqual({ url, rest });
  });

  it("leaves other arguments as they are", () => {
    expect(takeDatabaseUrl(["list", "--json"])).toEqual({ url: undefined, rest: ["list", "--json"] });
  });

  it.each([[["--db-url"]], [["--db-url", "--json"]]])("refuses %j with a sentence", (argv) => {
    expect(() => takeDatabaseUrl(argv)).toThrow(/--db-url needs an address/);
  });
});
