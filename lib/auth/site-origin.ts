import { env } from "@/lib/env";

/**
 * The origin under which browsers reach this site: RETUNE_SITE_URL, else what the request's headers say. A sender can
 * choose those headers, so nothing but a link to be checked elsewhere may be built on it.
 */
export function siteOrigin(headers: Headers): string {
  const { RETUNE_SITE_URL: known } = env();
  if (known) return new URL(known).origin;
  const first = (name: string) => headers.get(name)?.split(",")[0]?.trim();
  const url = URL.parse(
    `${first("x-forwarded-proto") ?? "http"}://${first("x-forwarded-host") ?? first("host")}`,
  );
  return url?.origin ?? "http://127.0.0.1";
}
