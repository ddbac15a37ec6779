import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageFile, runNode } from "../scripts/child";
import { rootDir } from "../supabase/local/paths";

/** One import that must not be, by the rule that refuses it: [rule, importing file, imported module]. */
const wrong: [rule: string, from: string, to: string][] = [
  ["lib-stands-below", "lib/query/a.ts", "@/app/shared"],
  ["components-stand-below-app", "components/ui/a.tsx", "@/app/shared"],
  ["supabase-through-lib", "app/a/page.tsx", "@supabase/supabase-js"],
  ["supabase-through-lib", "components/costs/client.tsx", "@supabase/supabase-js"],
  ["routes-are-thin", "app/v1/b/route.ts", "@/components/ui/shared"],
  ["routes-are-thin", "app/v1/c/route.ts", "@/lib/supabase/client"],
  ["routes-are-not-screens", "app/v1/d/route.ts", "@/lib/costs/query-options"],
  ["route-files-are-private", "app/b/page.tsx", "@/app/c/d/private"],
  ["shared-components-know-no-area", "components/charts/a.tsx", "@/components/costs/shared"],
  ["shared-components-know-no-area", "components/filters/a.tsx", "@/lib/costs/schemas"],
  ["area-components-know-one-area", "components/feedback/a.tsx", "@/components/costs/shared"],
  ["area-components-know-one-area", "components/feedback/b.tsx", "@/lib/costs/schemas"],
  ["area-components-know-one-area", "components/costs/c.tsx", "@/lib/costs/queries"],
  ["area-components-know-one-area", "components/costs/d.tsx", "@/lib/supabase/client"],
  ["areas-meet-in-app", "lib/feedback/queries.ts", "@/lib/costs/queries"],
  ["areas-share-types-only", "lib/feedback/mutations.ts", "@/lib/costs/schemas"],
  ["shared-lib-knows-no-area", "lib/format/a.ts", "@/lib/costs/schemas"],
  ["shared-lib-knows-no-area", "lib/b.ts", "@/lib/costs/schemas"],
  ["data-access-knows-no-web", "lib/tuning/queries.ts", "next/headers"],
  ["data-access-knows-no-web", "lib/tuning/mutations.ts", "@/lib/http/shared"],
  ["pure-modules-are-pure", "lib/tuning/prepare-a.ts", "react"],
  ["pure-modules-are-pure", "lib/tuning/rule.ts", "@/lib/supabase/client"],
  ["pure-modules-are-pure", "lib/stats/a.ts", "node:fs"],
  ["no-test-code-in-product", "lib/query/c.ts", "@/e2e/fixtures"],
  ["no-dev-dependency-in-product", "lib/query/d.ts", "postgres"],
  ["no-barrel", "lib/query/e.ts", "@/lib/auth/index"],
  ["no-unresolvable", "lib/query/f.ts", "@/lib/nowhere"],
  ["stack-stands-alone", "supabase/local/a.ts", "@/lib/format/shared"],
  ["commands-draw-nothing", "cli/a.ts", "@/components/ui/shared"],
];

/** Imports that must be possible: the way data flows. */
const right: [from: string, to: string][] = [
  ["app/(dashboard)/costs/page.tsx", "@/components/costs/shared"],
  ["app/(dashboard)/costs/layout.tsx", "@/lib/costs/queries"],
  ["app/v1/costs/route.ts", "@/lib/costs/queries"],
  ["components/costs/table.tsx", "@/components/ui/shared"],
  ["components/costs/chart.tsx", "@/lib/costs/query-options"],
  ["components/costs/form.tsx", "@/lib/costs/schemas"],
  ["components/ui/b.tsx", "@/lib/format/shared"],
  ["lib/costs/mutations.ts", "@/lib/supabase/client"],
];

/** Files that the imports above lead to. */
const targets = [
  "app/shared.ts",
  "app/c/d/private.ts",
  "components/ui/shared.tsx",
  "components/costs/shared.tsx",
  "lib/costs/schemas.ts",
  "lib/costs/queries.ts",
  "lib/costs/query-options.ts",
  "lib/supabase/client.ts",
  "lib/http/shared.ts",
  "lib/format/shared.ts",
  "lib/auth/index.ts",
  "e2e/fixtures.ts",
];

let tree: string;
let violations: { rule: { name: string }; from: string }[];

function write(file: string, text: string) {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), "retune-boundaries-"));
  symlinkSync(join(rootDir, "node_modules"), join(tree, "node_modules"));
  for (const name of ["tsconfig.json", "package.json"]) symlinkSync(join(rootDir, name), join(tree, name));
  for (const file of targets) write(file, "export const value = 1;\n");
  for (const [from, to] of [...wrong.map(([, from, to]) => [from, to] as const), ...right]) {
    write(from, `import * as module from "${to}";\nexport const used = module;\n`);
  }
  write("lib/query/circle-a.ts", 'export * from "./circle-b";\n');
  write("lib/query/circle-b.ts", 'export * from "./circle-a";\n');
  write("lib/query/orphan.ts", "export const lonely = 1;\n");

  const script = `
    const { cruise } = await import(${JSON.stringify(packageFile("dependency-cruiser/src/main/index.mjs"))});
    const { default: rules } = await import(${JSON.stringify(join(rootDir, ".dependency-cruiser.cjs"))});
    const ts = await import(${JSON.stringify(packageFile("dependency-cruiser/src/config-utl/extract-ts-config.mjs"))});
    process.chdir(${JSON.stringify(tree)});
    const options = { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true };
    const result = await cruise(["."], options, undefined, { tsConfig: ts.default("tsconfig.json") });
    console.log(JSON.stringify(result.output.summary.violations));
  `;
  const { stdout, output, code } = await runNode(["--input-type=module", "--eval", script]);
  if (code !== 0) throw new Error(output);
  violations = JSON.parse(stdout);
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe("the rules of .dependency-cruiser.cjs", () => {
  it.each(wrong)("%s refuses %s -> %s", (rule, from) => {
    expect(violations.filter((each) => each.from === from).map((each) => each.rule.name)).toContain(rule);
  });

  it.each(right)("allow %s -> %s", (from) => {
    expect(violations.filter((each) => each.from === from)).toEqual([]);
  });

  it("refuse circles and files that nothing uses", () => {
    const broken = violations.map((each) => `${each.rule.name} ${each.from}`);
    expect(broken).toContain("no-circular lib/query/circle-a.ts");
    expect(broken).toContain("no-orphans lib/query/orphan.ts");
  });
});
