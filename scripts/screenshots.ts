// npm run screenshots: the pictures of the documentation, taken from a running Retune with demo data (npm start).
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "@playwright/test";
import { Failure, runCommand } from "../supabase/local/failure";
import { rootDir } from "../supabase/local/paths";
import { ensureChromium } from "./chromium";
import { requireNode } from "./environment";
import { listenForInterrupt } from "./interrupt";

interface Picture {
  path: string;
  file: string;
  /** A text that is there when the page is. */
  ready: string;
  /** Pressed before the picture is taken. */
  press?: string;
}

const pictures: Picture[] = [
  { path: "/", file: "docs/images/overview.png", ready: "Newest votes" },
  { path: "/feedback", file: "docs/images/feedback.png", ready: "votes" },
  { path: "/feedback/accuracy", file: "docs/images/accuracy.png", ready: "Wilson" },
  { path: "/tuning?days=90", file: "docs/images/sessions.png", ready: "25 sessions" },
  {
    path: "/tuning/review",
    file: "docs/images/review.png",
    ready: "Newest prompt",
    press: "Start reviewing",
  },
  { path: "/interactions/agents", file: "docs/images/agents.png", ready: "technical" },
  { path: "/costs", file: "docs/images/costs.png", ready: "Cost per day" },
  { path: "/learning?days=90", file: "docs/images/learning.png", ready: "When a version came" },
  { path: "/learning/failures?days=90", file: "docs/images/failures.png", ready: "Patterns" },
  { path: "/learning/experiments", file: "docs/images/experiments.png", ready: "Examples in the prompt" },
  { path: "/costs/budgets", file: "docs/images/budgets.png", ready: "How a program asks" },
];

await runCommand(async () => {
  requireNode();
  const signal = listenForInterrupt(() => {});
  const site = process.env.RETUNE_URL || "http://127.0.0.1:3000";
  const executablePath = await ensureChromium({ log: (line) => console.log(line), signal });
  if (!executablePath) throw new Failure("No Chromium could be found or installed.");
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ["--no-sandbox", "--disable-gpu"] : ["--disable-gpu"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme: "light" });
    await page.goto(`${site}/login`).catch(() => {
      throw new Failure(`Nothing answers at ${site}: start Retune with demo data first (npm start).`);
    });
    await page.getByLabel("E-mail").fill("owner@example.com");
    await page.getByLabel("Password").fill("retune-demo");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(`${site}/`);
    for (const { path, file, ready, press } of pictures) {
      await page.goto(`${site}${path}`);
      await page.getByText(ready).first().waitFor();
      if (press) await page.getByRole("button", { name: press }).first().click();
      await page.waitForLoadState("networkidle");
      mkdirSync(dirname(join(rootDir, file)), { recursive: true });
      await page.screenshot({ path: join(rootDir, file), animations: "disabled" });
      console.log(file);
    }
  } finally {
    await browser.close();
  }
  return 0;
});
