import { expect, test } from "../fixtures";

test("a member saves, lists and deletes views of their own; nobody else sees or deletes them", async ({
  createMember,
  createKey,
  api,
  page,
  browser,
  signIn,
  baseURL,
}) => {
  await signIn(page, await createMember({ role: "reviewer" }), "/");
  const headers = { origin: baseURL ?? "" };
  const view = { name: "Worst answers", path: "/feedback", search: "rating=-1&days=7" };
  const created = await page.request.post("/v1/saved-views", { data: view, headers });
  expect(created.status(), await created.text()).toBe(201);
  const saved = await created.json();
  expect(saved).toMatchObject(view);
  expect(await (await page.request.get("/v1/saved-views")).json()).toEqual({ data: [saved] });

  const twin = await page.request.post("/v1/saved-views", { data: view, headers });
  expect(twin.status()).toBe(409);
  expect((await twin.json()).issues).toEqual([{ path: "name", message: "is taken" }]);
  for (const [bad, path] of [
    [{ ...view, path: "https://evil.example" }, "path"],
    [{ ...view, path: "//evil.example" }, "path"],
    [{ ...view, name: " " }, "name"],
    [{ ...view, colour: 1 }, "colour"],
  ] as const) {
    const response = await page.request.post("/v1/saved-views", { data: bad, headers });
    expect(response.status()).toBe(400);
    expect((await response.json()).issues.map((issue: { path: string }) => issue.path)).toContain(path);
  }

  const context = await browser.newContext({ baseURL });
  const other = await context.newPage();
  await signIn(other, await createMember({ role: "admin" }), "/");
  expect(await (await other.request.get("/v1/saved-views")).json()).toEqual({ data: [] });
  expect((await other.request.delete(`/v1/saved-views/${saved.id}`, { headers })).status()).toBe(404);
  await context.close();
  const program = await api(await createKey({ scopes: ["ingest", "read", "export"] }));
  expect((await program.post("/v1/saved-views", { data: view })).status()).toBe(403);

  expect((await page.request.get("/v1/saved-views").then((response) => response.json())).data).toHaveLength(
    1,
  );
  expect((await page.request.delete(`/v1/saved-views/${saved.id}`, { headers })).status()).toBe(204);
  expect(await (await page.request.get("/v1/saved-views")).json()).toEqual({ data: [] });
});
