import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { Failure, hasCode } from "./failure";

/** True when 127.0.0.1:port can be listened on now. Any other error than "in use" or "not allowed" is thrown. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host: "127.0.0.1", port, exclusive: true }, resolve);
    });
    return true;
  } catch (error) {
    if (hasCode(error, "EADDRINUSE", "EACCES")) return false;
    throw error;
  } finally {
    server.close();
  }
}

/**
 * A free port on 127.0.0.1, random between 20000 and 29999: below the range from which the system takes ports for
 * outgoing connections, and spread so that two test runs side by side do not pick the same one.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 30_000);
    if (await isPortFree(port)) return port;
  }
  throw new Failure("No free port was found between 20000 and 29999.");
}

/** Throws a Failure naming the environment variable that moves the port, when the port is in use. */
export async function requireFreePort(port: number, purpose: string, variable: string): Promise<void> {
  if (await isPortFree(port)) return;
  throw new Failure(
    `Port ${port} (${purpose}) is in use by another program: stop that program, or choose another port with ${variable}=<number> npm start.`,
  );
}

/** Reads a port number from the environment. Throws a Failure when it is set and not a port. */
export function readPort(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (!text) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure(`${variable} must be a port number between 1 and 65535, not "${text}".`);
}
