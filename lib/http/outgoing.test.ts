import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { checkTarget, isPublicAddress, type OutgoingOptions, RefusedTarget, sendOutgoing } from "./outgoing";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(handler: RequestListener): Promise<{ port: number; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.headers.host} ${request.url}`);
    handler(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, requests };
}

const options: OutgoingOptions = { allowPrivate: true, timeoutMs: 5000, maxAnswerBytes: 4096 };
const send = (url: string, changed: Partial<OutgoingOptions> = {}) =>
  sendOutgoing(url, "{}", {}, { ...options, ...changed });
const to =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

describe("isPublicAddress", () => {
  test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450::1"])(
    "%s is public",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  test.each([
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "0.1.2.3",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2001::1",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "5f00::1",
    "4000::1",
    "localhost",
    "",
  ])("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("checkTarget", () => {
  test.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://a.localhost/",
    "http://169.254.169.254/latest/meta-data",
    "https://10.1.2.3:8443/x",
    "http://user:password@example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
  ])("refuses %s", (url) => expect(() => checkTarget(url, false)).toThrow(RefusedTarget));
  test.each([
    "https://example.com/hooks?x=1",
    "http://8.8.8.8:8080/",
    "https://[2606:4700:4700::1111]/",
    "https://localhost.example.com/",
  ])("lets %s pass", (url) => expect(checkTarget(url, false).href).toBe(url));
  test("lets an installation allow private addresses, and still no user names", () => {
    expect(checkTarget("http://127.0.0.1:9000/x", true).port).toBe("9000");
    expect(() => checkTarget("http://user@127.0.0.1/", true)).toThrow(RefusedTarget);
  });
});

describe("sendOutgoing", () => {
  test("refuses a name of which any address is not public, before anything is sent", async () => {
    const { port, requests } = await listen((_, response) => response.end());
    for (const found of [
      to("127.0.0.1"),
      to("8.8.8.8", "127.0.0.1"),
      to("8.8.8.8", "::1"),
      to("::ffff:127.0.0.1"),
    ])
      await expect(
        send(`http://hooks.test:${port}/`, { allowPrivate: false, resolve: found }),
      ).rejects.toThrow(RefusedTarget);
    await expect(send(`http://localhost:${port}/`, { allowPrivate: false })).rejects.toThrow(RefusedTarget);
    expect(requests).toEqual([]);
  });

  test("connects to the address that was judged: the name is resolved once, and by nobody else", async () => {
    const { port, requests } = await listen((_, response) => response.end("ok"));
    let asked = 0;
    // A name that the system's resolver does not know, so that a second look-up by the connection would fail.
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "192.0.2.1", family: 4 }];
    };
    expect(await send(`http://rebinding.invalid:${port}/in?x=1`, { resolve })).toEqual({
      status: 200,
      text: "ok",
    });
    expect(asked).toBe(1);
    expect(requests).toEqual([`POST rebinding.invalid:${port} /in?x=1`]);
  });

  test("does not follow a redirect", async () => {
    const inner = await listen((_, response) => response.end("secret"));
    const { port } = await listen((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` });
      response.end();
    });
    expect(await send(`http://127.0.0.1:${port}/`)).toEqual({ status: 307, text: "" });
    expect(inner.requests).toEqual([]);
  });

  test("reads the beginning of an answer that never ends", async () => {
    const { port } = await listen((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write("x".repeat(1000)));
        response.once("drain", more);
      };
      more();
    });
    const { text } = await send(`http://127.0.0.1:${port}/`, { maxAnswerBytes: 4096 });
    expect(text).toBe("x".repeat(4096));
  });

  test("gives up on one that takes the request and says nothing, that stops in the middle, and a look-up that hangs", async () => {
    const silent = await listen(() => {});
    const halfway = await listen((_, response) => response.write("x"));
    const late = { timeoutMs: 100 };
    await expect(send(`http://127.0.0.1:${silent.port}/`, late)).rejects.toThrow(
      "no answer within 0.1 seconds",
    );
    await expect(send(`http://127.0.0.1:${halfway.port}/`, late)).rejects.toThrow(
      "no answer within 0.1 seconds",
    );
    await expect(
      send("http://hooks.test/", { ...late, resolve: () => new Promise(() => {}) }),
    ).rejects.toThrow("no answer within");
    expect(silent.requests).toHaveLength(1);
  });

  test("says that nobody listens", async () => {
    const { port } = await listen(() => {});
    const [server] = servers.splice(0) as [Server];
    await new Promise((resolve) => server.close(resolve));
    await expect(send(`http://127.0.0.1:${port}/`)).rejects.toThrow(/ECONNREFUSED/);
  });
});
