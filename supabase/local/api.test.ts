import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { composeConfig } from "./api";
import { rootDir } from "./paths";

const values = { port: 25_000, siteUrl: "http://127.0.0.1:3001" };

describe("composeConfig", () => {
  const committed = readFileSync(join(rootDir, "supabase/config.toml"), "utf8");
  const composed = composeConfig(committed, values);

  it("puts the values of this installation into their sections, once each", () => {
    const section = (name: string) =>
      composed.split(/^\[/m).find((part) => part.startsWith(`${name}]`)) ?? "";
    expect(section("api")).toContain("port = 25000\n");
    expect(section("db")).toContain('driver = "postgres"\n');
    expect(section("auth")).toContain('site_url = "http://127.0.0.1:3001"\n');
    expect(section("auth")).toContain('jwt_secret = "env(SUPABASE_JWT_SECRET)"\n');
    expect(composed.match(/^site_url = /gm)).toHaveLength(1);
    expect(section("api").match(/^port = /gm)).toHaveLength(1);
  });

  it("keeps everything else", () => {
    expect(composed).toContain("jwt_expiry = 3600\n");
    expect(composed).toContain("[auth.email.template.magic_link]\n");
  });

  it("does not take a key of one section for the same key of another", () => {
    expect(composeConfig("[api]\nport = 1\n[other]\nport = 2\n", values)).toBe(
      "[api]\nport = 25000\n[other]\nport = 2\n",
    );
  });
});
