import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

const schemes = ["light", "dark"] as const;
/** Narrower than this is a phone. */
const PHONE_PX = 600;

/** Waits until everything that is moving has arrived: axe judges the colours of the moment, half-faded ones too. */
async function waitForAnimations(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    // One that is cancelled, because its element went, is over too.
    await Promise.allSettled(passing.map((animation) => animation.finished));
  });
}

/**
 * Fails with each rule that axe finds broken on the page as it stands, in the light scheme and in the dark one; menus and
 * dialogs that are open stay open. For a page whose theme follows the system, as it does until a person chooses one. On a
 * phone in the dark scheme alone: colours do not depend on the width, and the wide page has been seen in both.
 */
export async function expectNoViolations(page: Page): Promise<void> {
  const isPhone = (page.viewportSize()?.width ?? PHONE_PX) < PHONE_PX;
  for (const colorScheme of isPhone ? (["dark"] as const) : schemes) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveClass(new RegExp(`(^| )${colorScheme}( |$)`));
    await waitForAnimations(page);
    const { violations } = await new AxeBuilder({ page })
      // Only what is broken is described: to describe what is right takes most of the time on long pages.
      .options({ resultTypes: ["violations"] })
      // Spares a second page for each look; the other mode is there for frames of other origins, which we do not have.
      .setLegacyMode()
      .analyze();
    const broken = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    expect(broken, `what axe finds in the ${colorScheme} scheme`).toEqual([]);
  }
}

/** Fails when the page is wider than the window, so that it scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "pixels that the page is too wide").toBeLessThanOrEqual(0);
}
