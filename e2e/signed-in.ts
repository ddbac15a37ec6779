import type { APIRequestContext } from "@playwright/test";
import { test as base, expect } from "./fixtures";
import type { Person } from "./person";
import { createSessionCookie } from "./session-cookies";

export { expect };

/** The fixtures, and requests of people who are signed in without a browser. */
export const test = base.extend<{
  /** Requests to the site as this person. */
  as: (person: Person) => Promise<APIRequestContext>;
}>({
  as: async ({ playwright, baseURL }, use) => {
    const contexts: APIRequestContext[] = [];
    await use(async (person) => {
      const context = await playwright.request.newContext({
        baseURL,
        extraHTTPHeaders: { cookie: await createSessionCookie(person), origin: baseURL ?? "" },
      });
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.dispose();
  },
});
