// Adds to package-lock.json the optional packages for other machines that npm left out.
//
// Some registries do not carry the binaries for every system. npm then writes a lock file without them, and `npm ci`
// refuses that file on every machine. Their versions are exact in the packages that ask for them, so they can be
// filled in; only the checksum is missing. `node scripts/lockfile.mjs --check` fails when something is missing.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const file = resolve(fileURLToPath(import.meta.url), "../../package-lock.json");

const systems = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
  "aix",
];
const processors = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "x64",
];

/**
 * What a package name such as `@next/swc-linux-x64-musl` says about the machine it is for.
 * @param {string} name
 */
export function readTarget(name) {
  const synonyms = /** @type {Record<string, string[]>} */ ({
    windows: ["win32"],
    wasm: ["wasm32"],
    linuxmusl: ["linux", "musl"],
  });
  const parts = name.split(/[/\-_]/).flatMap((part) => synonyms[part] ?? [part]);
  const os = systems.find((system) => parts.includes(system));
  const cpu = processors.find((processor) => parts.includes(processor));
  const libc = parts.some((part) => part.startsWith("musl")) ? "musl" : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }), ...(libc && { libc: [libc] }) };
}

/**
 * The entries that are missing, by their path in the lock file. Packages without a target are left alone: npm would
 * have found them.
 * @param {Record<string, any>} packages
 */
export function findMissing(packages) {
  /** @type {Record<string, object>} */
  const missing = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const isPresent = `node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages;
      const target = readTarget(name);
      if (isPresent || !/^\d+\.\d+\.\d+/.test(version) || (!target.cpu && !target.os)) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...target,
        ...(entry.dev && { dev: true }),
        optional: true,
      };
    }
  }
  return missing;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = findMissing(lock.packages);
  const names = Object.keys(missing);
  if (process.argv.includes("--check")) {
    if (names.length > 0) {
      console.error(
        `package-lock.json lacks ${names.join(", ")}: run "node scripts/lockfile.mjs" and commit it.`,
      );
      process.exit(1);
    }
  } else if (names.length > 0) {
    const all = Object.entries({ ...lock.packages, ...missing });
    lock.packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, "en")));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(`Added ${names.length} packages for other machines to package-lock.json`);
  }
}
