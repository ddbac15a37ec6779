import { expect, test } from "../signed-in";

test("a member saves, lists and deletes views of their own; nobody else sees or deletes them", async ({
  createMember,
  createKey,
  api,
  as,
}) => {
  const owner = await as(await createMember({ role: "reviewer" }));
  const view = { name: "Worst answers", path: "/feedback", search: "rating=-1&days=7" };
  const created = await owner.post("/v1/saved-views", { data: view });
  expect(created.status(), await created.text()).toBe(201);
  const saved = await created.json();
  expect(saved).toMatchObject(view);
  expect(await (await owner.get("/v1/saved-views")).json()).toEqual({ data: [saved] });

  const twin = await owner.post("/v1/saved-views", { data: view });
  expect(twin.status()).toBe(409);
  expect((await twin.json()).issues).toEqual([{ path: "name", message: "is taken" }]);
  for (const [bad, path] of [
    [{ ...view, path: "https://evil.example" }, "path"],
    [{ ...view, path: "//evil.example" }, "path"],
    [{ ...view, name: " " }, "name"],
    [{ ...view, colour: 1 }, "colour"],
  ] as const) {
    const response = await owner.post("/v1/saved-views", { data: bad });
    expect(response.status()).toBe(400);
    expect((await response.json()).issues.map((issue: { path: string }) => issue.path)).toContain(path);
  }

  const other = await as(await createMember({ role: "admin" }));
  expect(await (await other.get("/v1/saved-views")).json()).toEqual({ data: [] });
  expect((await other.delete(`/v1/saved-views/${saved.id}`)).status()).toBe(404);
  const program = await api(await createKey({ scopes: ["ingest", "read", "export"] }));
  expect((await program.post("/v1/saved-views", { data: view })).status()).toBe(403);

  expect((await owner.get("/v1/saved-views").then((response) => response.json())).data).toHaveLength(1);
  expect((await owner.delete(`/v1/saved-views/${saved.id}`)).status()).toBe(204);
  expect(await (await owner.get("/v1/saved-views")).json()).toEqual({ data: [] });
});
