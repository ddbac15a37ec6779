import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Api, ApiFailure, readApiSettings } from "./api-client";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers what Retune's would in odd situations, or what something else on that port would. */
async function serve(listener: RequestListener): Promise<Api> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return new Api(readApiSettings({ RETUNE_URL: `http://127.0.0.1:${port}`, RETUNE_API_KEY: "rt_k" }));
}

const { signal } = new AbortController();
const get = (api: Api) =>
  api.get("/v1/x", { days: 7, project: ["a", "b"], none: undefined }, z.object({ ok: z.boolean() }), signal);

async function failure(api: Api): Promise<ApiFailure> {
  const error = await get(api).catch((thrown: unknown) => thrown);
  if (error instanceof ApiFailure) return error;
  throw error;
}

describe("readApiSettings", () => {
  it("has a default address and keeps a path", () => {
    expect(new Api(readApiSettings({ RETUNE_API_KEY: "rt_k" })).address).toBe("http://127.0.0.1:3000");
    const settings = readApiSettings({ RETUNE_API_KEY: " rt_k\n", RETUNE_URL: "https://x.org/retune" });
    expect(new Api(settings).address).toBe("https://x.org/retune");
    expect(settings.key).toBe("rt_k");
  });

  it("says in one sentence what to set", () => {
    expect(() => readApiSettings({})).toThrow(/^RETUNE_API_KEY is not set: make a key with/);
    expect(() => readApiSettings({ RETUNE_API_KEY: "rt_ü" })).toThrow(/is not an API key/);
    expect(() => readApiSettings({ RETUNE_API_KEY: "k", RETUNE_URL: "localhost:3000" })).toThrow(
      /^RETUNE_URL must be/,
    );
    expect(() => readApiSettings({ RETUNE_API_KEY: "k", RETUNE_URL: "http://u:secret@h/" })).toThrow(
      /^(?!.*secret)RETUNE_URL must not hold/,
    );
  });
});

describe("Api", () => {
  it("sends the key and the query, and parses the answer", async () => {
    const seen: unknown[] = [];
    const api = await serve((request, response) => {
      seen.push(request.url, request.headers.authorization);
      response.end('{"ok":true}');
    });
    expect(await get(api)).toEqual({ ok: true });
    expect(seen).toEqual(["/v1/x?days=7&project=a&project=b", "Bearer rt_k"]);
  });

  it("keeps the server's own sentence", async () => {
    const api = await serve((_, response) =>
      response.writeHead(403).end('{"detail":"You may not do that."}'),
    );
    expect(await failure(api)).toMatchObject({
      message: "The server answered 403: You may not do that.",
      isTemporary: false,
    });
  });

  it("takes a busy, broken or missing server for temporary", async () => {
    for (const status of [429, 500, 503]) {
      const api = await serve((_, response) =>
        response.writeHead(status).end('{"detail":"Later.","request_id":"r1"}'),
      );
      const { message, isTemporary } = await failure(api);
      expect(isTemporary).toBe(true);
      expect(message.includes("(request r1)")).toBe(status >= 500);
      server?.close();
    }
    const gone = new Api(readApiSettings({ RETUNE_API_KEY: "rt_k", RETUNE_URL: "http://127.0.0.1:1" }));
    expect(await failure(gone)).toMatchObject({
      message: expect.stringMatching(
        /^The connection to http:\/\/127.0.0.1:1 failed \(.*\): is Retune running there\?$/,
      ),
      isTemporary: true,
    });
  });

  it("tells another program's answer from its own", async () => {
    const page = await serve((_, response) => response.writeHead(404).end("<h1>Not found</h1>"));
    expect((await failure(page)).message).toMatch(
      /answered 404, and not as Retune does: is RETUNE_URL right\?$/,
    );
    server?.close();
    const other = await serve((_, response) => response.end('{"ok":"perhaps"}'));
    expect((await failure(other)).message).toMatch(/answered in an unexpected shape/);
  });

  it("carries the key to no other address", async () => {
    const api = await serve((_, response) =>
      response.writeHead(308, { location: "https://elsewhere.example/v1/x" }).end(),
    );
    expect((await failure(api)).message).toMatch(/redirects to https:\/\/elsewhere.example: set RETUNE_URL/);
  });
});
