import type { Locator, Page } from "@playwright/test";
import type { ContextBin, ContextResult } from "@/lib/interactions/context/schemas";
import type { InteractionInput } from "@/lib/interactions/schemas";
import { expectNoSidewaysScroll, expectNoViolations } from "./accessibility";
import { csvOf, toCells } from "./chart-files";
import { expect, test } from "./fixtures";
import { noonBefore, recordInteractions } from "./interaction-rows";

const satisfaction = "Satisfaction by context size";
const responseTime = "Response time by context size";
const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** 35 small contexts that please, 10 large ones that do not, 15 interactions without a size. */
const someContexts = (project: string): Partial<InteractionInput>[] =>
  Array.from({ length: 60 }, (_, n) => ({
    project,
    timestamp: noonBefore(1 + (n % 3), n),
    agent_type: n % 2 === 0 ? "technical" : "billing",
    context_size_tokens: n < 35 ? 300 + n : n < 45 ? 3000 + n : null,
    user_satisfaction: n < 35 ? 4 + (n % 2) : 2,
    response_time_ms: n < 35 ? 800 + n : 2400 + n,
  }));

test("draws satisfaction and response time over context sizes, and leads to what is behind", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  await recordInteractions(client, someContexts(project));
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/context");
  await expect(
    page.getByRole("main").getByText("45 of 60 interactions sent their context size (75.0%)"),
  ).toBeVisible();
  const params = { project, days: "30" };
  const result: ContextResult = await (await client.get("/v1/analytics/context", { params })).json();
  expect(result.data.map((bin: ContextBin) => [bin.from_tokens, bin.satisfaction_count])).toEqual([
    [256, 35],
    [2048, 10],
  ]);
  const own = [
    [
      satisfaction,
      "avg_user_satisfaction",
      "satisfaction_ci_low",
      "satisfaction_ci_high",
      "satisfaction_count",
    ],
    [
      responseTime,
      "avg_response_time_ms",
      "response_time_ci_low",
      "response_time_ci_high",
      "response_time_count",
    ],
  ] as const;
  for (const [title, ...columns] of own) {
    const all = ["from_tokens", "to_tokens", "total_interactions", ...columns];
    expect(await csvOf(page, title)).toEqual(toCells(result.data, all));
  }
  // A dot for each size with interactions, none for the two sizes between; n under each.
  const figure = page.getByRole("figure", { name: satisfaction });
  await expect(figure.locator("circle")).toHaveCount(2);
  await expect(figure.getByText("35", { exact: true })).toBeVisible();
  await expect(
    card(page, satisfaction).getByText("200 rated interactions are needed, there are 45"),
  ).toBeVisible();

  await figure.locator("svg").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(figure.getByText("256 to 511 tokens")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/interactions?context_tokens_below=512&context_tokens_from=256&days=30");
  await expect(page.getByText("35 interactions", { exact: true })).toBeVisible();
  await page.goBack();

  await page.getByRole("button", { name: `${responseTime}: show as table` }).click();
  await card(page, `${responseTime}, table`).getByRole("link", { name: "2,048" }).click();
  await expect(page).toHaveURL("/interactions?context_tokens_below=4096&context_tokens_from=2048&days=30");
  await expect(page.getByText("10 interactions", { exact: true })).toBeVisible();

  await page.goto("/interactions/context?agent_type=billing");
  await expect(page.getByRole("main").getByText(/^22 of 30 interactions/)).toBeVisible();
  await recordInteractions(client, [
    { project, agent_type: "billing", timestamp: noonBefore(1), context_size_tokens: 300 },
  ]);
  await page.reload();
  await expect(page.getByRole("main").getByText(/^23 of 31 interactions/)).toBeVisible();
});

test("marks a knee that the API finds, with its numbers", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"] }));
  const items = Array.from({ length: 900 }, (_, n) => {
    const x = 8 + (8 * (n + 0.5)) / 900;
    const mean = 4.5 - 0.8 * Math.max(0, x - 12);
    // As many above the mean as its fraction says.
    const rating = Math.floor(mean) + (((n * 7) % 10) / 10 < mean % 1 ? 1 : 0);
    return {
      project,
      timestamp: noonBefore(1),
      context_size_tokens: Math.round(2 ** x),
      user_satisfaction: rating,
    };
  });
  await recordInteractions(client, items);
  await signIn(
    page,
    await createMember({ role: "product_owner", projects: [project] }),
    "/interactions/context?days=7",
  );
  const params = { project, days: "7" };
  const { knee }: ContextResult = await (await client.get("/v1/analytics/context", { params })).json();
  expect(knee?.at_tokens).toBeGreaterThan(2000);
  await expect(
    card(page, satisfaction).getByText(
      `From about ${knee?.at_tokens.toLocaleString("en-US")} tokens on satisfaction falls`,
    ),
  ).toContainText(`p = ${knee?.p_value.toFixed(4)}`);
  await expect(page.getByRole("figure", { name: satisfaction }).getByText("Turning point")).toBeVisible();
});

test("is right on a phone, for everyone, and before the first interaction", async ({
  page,
  project,
  api,
  createKey,
  createMember,
  signIn,
}) => {
  const client = await api(await createKey({ scopes: ["ingest"] }));
  await signIn(page, await createMember({ role: "reviewer", projects: [project] }), "/interactions/context");
  await expect(page.getByText("No interactions in this range")).toBeVisible();
  await expect(page.getByText("curl -X POST")).toBeVisible();
  await recordInteractions(client, someContexts(project));
  await page.reload();
  await expect(page.getByRole("figure", { name: satisfaction }).locator("circle")).toHaveCount(2);
  await expectNoViolations(page);
  // Sizes over twelve more doublings: each keeps its label and its n where there is little room.
  await recordInteractions(
    client,
    Array.from({ length: 12 }, (_, n) => ({
      project,
      timestamp: noonBefore(1, n),
      context_size_tokens: 300 * 2 ** n,
      user_satisfaction: 4,
      response_time_ms: 900,
    })),
  );
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  const labels = page.getByRole("figure", { name: satisfaction }).locator('text[text-anchor="middle"]');
  await expect(labels).toHaveText([
    "25636",
    "5121",
    "1k1",
    "2k11",
    "4k1",
    "8k1",
    "16k1",
    "32k1",
    "64k1",
    "128k1",
    "256k1",
    "512k1",
  ]);
  await expect(async () => expect(await findOverlaps(labels)).toEqual([])).toPass();
  await expectNoSidewaysScroll(page);
  await expectNoViolations(page);
});

/** The texts that lie over another one. */
async function findOverlaps(texts: Locator): Promise<string[]> {
  return await texts.evaluateAll((elements) => {
    const boxes = elements.map((element) => element.getBoundingClientRect());
    return elements
      .filter((_, index) =>
        boxes.some((other, at) => {
          const own = boxes[index];
          if (!own || at === index) return false;
          return (
            own.left < other.right &&
            other.left < own.right &&
            own.top < other.bottom &&
            other.top < own.bottom
          );
        }),
      )
      .map((element) => element.textContent ?? "");
  });
}
