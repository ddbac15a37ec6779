import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { rootDir } from "../supabase/local/paths";

/** Where Next.js begins on the server. */
const entry = /^(page|layout|template|default|loading|error|not-found|route)\.tsx?$/;

function findEntries(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((each) => {
    const path = join(dir, each.name);
    return each.isDirectory() ? findEntries(path) : entry.test(each.name) ? [path] : [];
  });
}

/** The file of ours that an import leads to; null for packages and styles. */
function resolveImport(from: string, name: string): string | null {
  const base = name.startsWith("@/")
    ? join(rootDir, name.slice(2))
    : name.startsWith(".")
      ? resolve(dirname(from), name)
      : null;
  if (base === null) return null;
  const isFile = (path: string) =>
    /\.tsx?$/.test(path) && statSync(path, { throwIfNoEntry: false })?.isFile();
  return [base, `${base}.ts`, `${base}.tsx`].find(isFile) ?? null;
}

/** What each import and re-export of a module takes from where; types are left out. */
function readImports(file: string, text: string): { from: string; names: string[] }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : statement;
    if (clause && "isTypeOnly" in clause && clause.isTypeOnly) return [];
    const bindings = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : statement.exportClause;
    const elements = bindings && "elements" in bindings ? [...bindings.elements] : [];
    const names = elements
      .filter((each) => !each.isTypeOnly)
      .map((each) => (each.propertyName ?? each.name).text);
    return [{ from: moduleSpecifier.text, names }];
  });
}

const isClientFile = (text: string) => /^["']use client["']/.test(text.trimStart());

// On the server a value of a client file is only a reference: to render as a component, but not to call or to read.
it("nothing that runs on the server takes from a client file what is not a component", () => {
  const waiting = findEntries(join(rootDir, "app"));
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    if (isClientFile(text)) continue;
    for (const { from, names } of readImports(file, text)) {
      const target = resolveImport(file, from);
      if (target === null) continue;
      if (!isClientFile(readFileSync(target, "utf8"))) waiting.push(target);
      else
        for (const name of names)
          if (!/^[A-Z][A-Za-z]*[a-z]/.test(name))
            wrong.push(`${relative(rootDir, file)} takes ${name} of ${from}`);
    }
  }
  expect(seen.size).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
