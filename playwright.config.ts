import { defineConfig, devices } from "@playwright/test";
import { adoptTestStack } from "./scripts/test-environment.ts";

adoptTestStack(import.meta.dirname);

// Playwright gives its workers FORCE_COLOR; beside NO_COLOR every program that a test starts would begin with a warning.
if (process.env.FORCE_COLOR !== undefined) delete process.env.NO_COLOR;

const report = process.env.RETUNE_REPORT;
const executablePath = process.env.RETUNE_CHROMIUM;

const disabledFeatures = [
  // Chromium draws the suggestions of its address bar as pages of their own, for every window and also where nobody sees
  // them: about a third of the work of a short test.
  "WebUIOmniboxPopup",
  "WebUIOmniboxFullPopup",
  "WebUIOmniboxAimPopup",
  "PreloadTopChromeWebUI",
  // What Playwright turns off itself: Chromium heeds only the last list that it is given.
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];

export default defineConfig({
  testDir: "e2e",
  // npm test gives each run a directory of its own, because Playwright empties it first.
  outputDir: process.env.RETUNE_OUTPUT_DIR || "test-results/by-hand",
  fullyParallel: true,
  forbidOnly: Boolean(report),
  // A test that passes at the second try hides a fault.
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: report ? [["list"], ["json", { outputFile: report }]] : "list",
  use: {
    baseURL: process.env.RETUNE_URL,
    // Recording takes longer than most of what it records; the picture and the page's outline of a failure are always kept.
    trace: process.env.RETUNE_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [
        // Chromium's sandbox refuses to run as root.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--disable-features=${disabledFeatures.join(",")}`,
      ],
    },
  },
  projects: [
    { name: "api", testMatch: "api/**/*.spec.ts" },
    {
      name: "browser",
      testMatch: "*.spec.ts",
      // The pattern above has no slash, so it would match files of subdirectories too.
      testIgnore: "api/**",
      use: {
        ...devices["Desktop Chrome"],
        viewport: { width: 1440, height: 900 },
      },
    },
  ],
});
