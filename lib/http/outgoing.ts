import { lookup as resolveHost } from "node:dns/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

// Requests to addresses that people enter. They must not reach what only this machine or its network can reach
// (server-side request forgery): a host is resolved here, each of its addresses is judged, and the connection goes to a
// judged address, so that a name which resolves to something else a moment later gains nothing.

/** The target may not be asked. The sentence says why, and is shown to whoever entered it. */
export class RefusedTarget extends Error {
  override name = "RefusedTarget";
}

type Address = { address: string; family: number };

/** What `sendOutgoing` needs to be told. */
export type OutgoingOptions = {
  /** Whether addresses of this machine and of private networks may be asked. */
  allowPrivate: boolean;
  /** From the first look-up to the last byte. */
  timeoutMs: number;
  /** How much of the answer's body is read; the rest is dropped. */
  maxAnswerBytes: number;
  /** Ends the request early. */
  signal?: AbortSignal;
  /** Resolves a name to its addresses; the system's resolver unless given. */
  resolve?: (host: string) => Promise<Address[]>;
};

export type OutgoingAnswer = { status: number; text: string };

/** Whether an IP address belongs to a machine anywhere in the public internet. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  // `unicast` is what no registry has set apart: not loopback, private, link-local, shared (RFC 6598), mapped, translated, reserved …
  if (parsed.range() !== "unicast") return false;
  // Of IPv6 only 2000::/3 is given out.
  return parsed.kind() === "ipv4" || ((parsed as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1;
}

/** The host of a URL as a resolver takes it: IPv6 without its brackets. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, "");

/**
 * Checks what can be said of a target before anybody resolves its name.
 * @throws RefusedTarget for another scheme, a user name or password, and a literal address that is not public (unless allowed).
 */
export function checkTarget(address: string, allowPrivate: boolean): URL {
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new RefusedTarget("must be an http or https address");
  if (url.username || url.password) throw new RefusedTarget("must not hold a user name or password");
  const host = hostOf(url);
  const isLocalName = /(^|\.)localhost\.?$/i.test(host);
  if (!allowPrivate && (isLocalName || (ipaddr.isValid(host) && !isPublicAddress(host))))
    throw new RefusedTarget(`leads to ${host}, which is not a public address`);
  return url;
}

/** The addresses of a host, each of them judged. */
async function resolveTarget(url: URL, options: OutgoingOptions): Promise<Address[]> {
  const host = hostOf(url);
  if (ipaddr.isValid(host)) return [{ address: host, family: ipaddr.parse(host).kind() === "ipv6" ? 6 : 4 }];
  const resolve = options.resolve ?? ((name: string) => resolveHost(name, { all: true }));
  const found = await resolve(host);
  const refused = options.allowPrivate ? undefined : found.find((each) => !isPublicAddress(each.address));
  if (refused) throw new RefusedTarget(`leads to ${refused.address}, which is not a public address`);
  if (found.length === 0) throw new Error(`${host} has no address`);
  return found;
}

/**
 * POSTs a body and answers the status and the beginning of the text. Redirects are not followed: a 3xx is the answer.
 * @throws RefusedTarget when the target may not be asked; Error with a sentence when it cannot be reached, or not in time.
 */
export async function sendOutgoing(
  address: string,
  body: string,
  headers: Record<string, string>,
  options: OutgoingOptions,
): Promise<OutgoingAnswer> {
  const url = checkTarget(address, options.allowPrivate);
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  try {
    const addresses = await within(signal, resolveTarget(url, options));
    return await post(url, addresses, body, headers, options.maxAnswerBytes, signal);
  } catch (error) {
    if (timeout.aborted) throw new Error(`no answer within ${options.timeoutMs / 1000} seconds`);
    throw error;
  }
}

/** A look-up cannot be called off, but nobody has to wait for it. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", end));
}

function post(
  url: URL,
  addresses: Address[],
  body: string,
  headers: Record<string, string>,
  maxAnswerBytes: number,
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  const [first] = addresses as [Address];
  // The connection asks for the address here, and nowhere else.
  const lookup: LookupFunction = (_host, { all }, done) =>
    all ? done(null, addresses) : done(null, first.address, first.family);
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const { promise, resolve, reject } = Promise.withResolvers<OutgoingAnswer>();
  const request = send(
    url,
    {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      lookup,
      signal,
      // A connection of its own, so that none which led elsewhere is used again.
      agent: false,
    },
    (response) => {
      const status = response.statusCode ?? 0;
      const parts: Buffer[] = [];
      let size = 0;
      const finish = () => {
        resolve({ status, text: Buffer.concat(parts).subarray(0, maxAnswerBytes).toString() });
        response.destroy();
      };
      response.on("data", (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size >= maxAnswerBytes) finish();
      });
      response.on("end", finish);
      response.on("error", reject);
    },
  );
  request.on("error", reject);
  request.end(body);
  return promise;
}
