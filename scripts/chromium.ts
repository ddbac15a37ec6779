import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { type Finished, packageFile, runNode, runProgram } from "./child";

const installedNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const macApplications = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** True when the program starts, which also means that its libraries are there. */
function isRunnable(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

function findInstalled(): string | null {
  const named = installedNames.flatMap((name) => {
    try {
      return [
        execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim(),
      ];
    } catch {
      return [];
    }
  });
  const candidates = [process.env.RETUNE_CHROMIUM, chromium.executablePath(), ...named, ...macApplications];
  return candidates.find((path) => path && existsSync(path) && isRunnable(path)) ?? null;
}

/** The first line that names an error, else the last line. */
function summarize(output: string): string {
  const lines = output.trim().split("\n");
  return (lines.find((line) => /error|fail|unable/i.test(line)) ?? lines.at(-1) ?? "").trim();
}

/**
 * The path of a Chromium that runs: RETUNE_CHROMIUM, one that is installed, Playwright's own download, or Debian's
 * package (as root). Null when none can be had.
 */
export async function ensureChromium(options: {
  log: (line: string) => void;
  signal: AbortSignal;
}): Promise<string | null> {
  const { log, signal } = options;
  const ways: { name: string; isPossible: boolean; run: () => Promise<Finished> }[] = [
    {
      name: "Playwright's download",
      isPossible: true,
      run: () => runNode([packageFile("@playwright/test/cli.js"), "install", "chromium"], { signal }),
    },
    {
      name: "the package of this Debian or Ubuntu",
      isPossible: process.getuid?.() === 0 && existsSync("/usr/bin/apt-get"),
      run: async () => {
        const apt = (...args: string[]) =>
          runProgram("/usr/bin/apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", ...args], {
            signal,
            env: { DEBIAN_FRONTEND: "noninteractive" },
          });
        await apt("update");
        return apt("install", "-y", "--no-install-recommends", "chromium");
      },
    },
  ];
  const installed = findInstalled();
  if (installed) return installed;
  for (const way of ways.filter((each) => each.isPossible)) {
    log(`Fetching Chromium: ${way.name}`);
    const { code, output } = await way.run();
    signal.throwIfAborted();
    if (code !== 0) log(`  it could not be had: ${summarize(output)}`);
    const found = findInstalled();
    if (found) return found;
  }
  return null;
}
