import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Step, standInModel, startStandInModel } from "../../scripts/stand-in-model";
import type { StandIn } from "../../scripts/stand-in-server";
import { type AskOptions, askModel } from "./ask";
import { connectCompatible, connectModel, type ModelProvider } from "./connection";

let server: StandIn;
beforeAll(async () => {
  server = await startStandInModel();
  const settings = {
    SUPABASE_URL: "http://127.0.0.1:1",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_test",
    SUPABASE_JWT_SECRET: "x".repeat(32),
    ...server.env,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const options: AskOptions = {
  temperature: 0.1,
  top_p: 0.95,
  top_k: 64,
  max_output_tokens: 500,
  timeout_seconds: 1,
  signal: new AbortController().signal,
};
const messages = (name: string) => [
  { role: "system" as const, content: "You plan." },
  { role: "user" as const, content: `script:${name}` },
];
const scriptAt = (name: string) => `${server.testEnv.RETUNE_TEST_MODEL}/scripts/${name}`;
const put = (name: string, steps: Step[]) =>
  fetch(scriptAt(name), { method: "PUT", body: JSON.stringify(steps) });
const read = async (name: string) => (await fetch(scriptAt(name))).json();

const providers: ModelProvider[] = ["openai-compatible", "gemini"];

test.each(providers)(
  "%s: sends prompt and settings, answers text, tokens and whether it was cut",
  async (provider) => {
    const name = `good-${provider}`;
    await put(name, [
      { say: "Hello", usage: [7, 3] },
      { say: "Hel", usage: null, finish: "length" },
    ]);
    const connection = connectModel({ provider, name: null });
    expect(await askModel(connection, messages(name), options)).toMatchObject({
      text: "Hello",
      tokensIn: 7,
      tokensOut: 3,
      isCut: false,
    });
    expect(await askModel(connection, messages(name), options)).toMatchObject({
      text: "Hel",
      tokensIn: null,
      tokensOut: null,
      isCut: true,
    });
    const { asked } = await read(name);
    expect(asked[0].body).toMatchObject(
      provider === "gemini"
        ? {
            systemInstruction: { parts: [{ text: "You plan." }] },
            generationConfig: { temperature: 0.1, topP: 0.95, topK: 64, maxOutputTokens: 500 },
          }
        : {
            model: standInModel.name,
            messages: [{ role: "system", content: "You plan." }, { role: "user" }],
            temperature: 0.1,
            top_p: 0.95,
            top_k: 64,
            max_tokens: 500,
          },
    );
  },
);

test.each(
  providers.flatMap(
    (provider) =>
      [
        [
          provider,
          "refuses",
          { status: 429, headers: { "retry-after": "7" } },
          { kind: "refused", status: 429, retryAfterSeconds: 7 },
        ],
        [provider, "refuses the key", { status: 401 }, { kind: "refused", status: 401 }],
        [provider, "fails", { status: 500 }, { kind: "refused", status: 500 }],
        [
          provider,
          "redirects",
          { status: 302, headers: { location: "http://127.0.0.1:1/" } },
          { kind: "unreachable" },
        ],
        [provider, "answers nonsense", { garbage: "<html>" }, { kind: "unreadable" }],
        [provider, "answers another JSON", { garbage: '{"choices":7}' }, { kind: "unreadable" }],
        [provider, "breaks off", { cut: true }, { kind: "unreadable" }],
        [provider, "hangs", { hang: true }, { kind: "timeout" }],
      ] as const,
  ),
)("%s that %s is a failure of its kind", async (provider, what, step, failure) => {
  const name = `${provider}-${what.replaceAll(" ", "-")}`;
  await put(name, [step]);
  const connection = connectModel({ provider, name: null });
  await expect(askModel(connection, messages(name), options)).rejects.toMatchObject(failure);
});

test("who goes away ends the request at the provider", async () => {
  await put("leave", [{ hang: true }]);
  const leaving = new AbortController();
  const asked = askModel(connectModel({ provider: null, name: null }), messages("leave"), {
    ...options,
    timeout_seconds: 60,
    signal: leaving.signal,
  });
  asked.catch(() => {});
  await expect.poll(async () => (await read("leave")).asked.length).toBe(1);
  leaving.abort();
  await expect(asked).rejects.toMatchObject({ kind: "cancelled" });
  await expect.poll(async () => (await read("leave")).left).toBe(1);
});

test("nobody listening is unreachable", async () => {
  const connection = connectModel({ provider: "openai-compatible", name: "other" });
  expect(connection.name).toBe("other");
  const gone = await startStandInModel();
  await gone.close();
  const model = connectCompatible(gone.env.MODEL_URL ?? "", "key", "m");
  await expect(askModel({ ...connection, model }, messages("gone"), options)).rejects.toMatchObject({
    kind: "unreachable",
  });
});
