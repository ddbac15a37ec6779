import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of tests that stands in for somebody else's. */
export interface StandIn {
  /** The settings with which the site finds it. */
  env: Record<string, string>;
  /** Where tests tell it what to do. */
  testEnv: Record<string, string>;
  close: () => Promise<void>;
}

/** Listens on a free port of this machine; a request whose handler fails is cut. */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<{ url: string; close: StandIn["close"] }> {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

/** Everything that stands in for another program while tests run. */
export function joinStandIns(standIns: readonly StandIn[]): StandIn {
  return {
    env: Object.assign({}, ...standIns.map(({ env }) => env)),
    testEnv: Object.assign({}, ...standIns.map(({ testEnv }) => testEnv)),
    close: async () => {
      await Promise.all(standIns.map((standIn) => standIn.close()));
    },
  };
}
