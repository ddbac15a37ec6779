import { env } from "@/lib/env";

/**
 * The origin under which browsers reach this site: RETUNE_SITE_URL, else what the request's headers say. A sender can
 * choose those headers, so nothing but a link to be checked elsewhere, or an address shown to the sender, may be built on it.
 */
export function siteOrigin(headers: Headers): string {
  const { RETUNE_SITE_URL: known } = env();
  return known ? new URL(known).origin : originFromHeaders(headers);
}

/** What the headers say: the first proxy's words, else the host that was asked for; the loopback when they make no address. */
export function originFromHeaders(headers: Headers): string {
  const first = (name: string) => headers.get(name)?.split(",")[0]?.trim();
  const url = URL.parse(
    `${first("x-forwarded-proto") ?? "http"}://${first("x-forwarded-host") ?? first("host")}`,
  );
  return url && ["http:", "https:"].includes(url.protocol) ? url.origin : "http://127.0.0.1";
}
