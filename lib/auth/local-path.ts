/** Pages that only make sense on the way in: nobody is sent back to them. */
const wayIn = /^\/(login|auth|no-access|new-password)(\/|$)/;

/**
 * A path on this site to which a person may be sent, or `fallback` for anything else. Never another site, in whatever
 * form it was written: what comes back begins with exactly one slash and holds no backslash or control character,
 * which browsers would read as another host.
 */
export function toLocalPath(value: unknown, fallback = "/"): string {
  if (typeof value !== "string" || value.length > 2000 || !value.startsWith("/")) return fallback;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop tabs and newlines before they read an address.
  if (/[\\\u0000-\u0020\u007f]/.test(value)) return fallback;
  const base = "http://local.invalid";
  const url = URL.parse(value, base);
  if (url?.origin !== base || url.username !== "" || url.password !== "") return fallback;
  // Dots are resolved by now ("/..//evil.example"); encoded slashes might be decoded by something on the way.
  if (/^\/(\/|%2f|%5c)/i.test(url.pathname) || wayIn.test(url.pathname)) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}

/**
 * Where a link from an e-mail leads, from its `redirect_to`: an address of this site, given whole or as a path. An
 * address of our confirm page stands for its own `next`.
 */
export function toLocalTarget(value: string | null, origin: string): string {
  if (!value) return "/";
  const url = URL.parse(value, origin);
  if (url?.origin !== origin) return "/";
  if (url.pathname === "/auth/confirm") return toLocalPath(url.searchParams.get("next"));
  return toLocalPath(`${url.pathname}${url.search}`);
}

/** The cookie that remembers where a person wanted to go who has asked for a sign-in link. */
export const nextCookie = "retune-next";

/** The header in which proxy.ts tells pages their own address. */
export const pathHeader = "x-retune-path";

/** The sign-in page that leads back to `path` afterwards. */
export function loginPath(path: string | null): string {
  const next = toLocalPath(path);
  return next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`;
}
