// What every page tells the browser about itself. The headers that are the same for every answer are in next.config.js.

/**
 * The Content-Security-Policy of a page: scripts run only with the nonce of this one request, or when such a script loads
 * them; nothing may frame the page, and nothing on it sends data elsewhere. Styles may be inline, because charts and
 * floating elements place themselves by style attributes. In development React rebuilds stacks with eval.
 */
export function contentSecurityPolicy(nonce: string, options: { isSecure: boolean; isDev: boolean }): string {
  const evaluated = options.isDev ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluated}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(options.isSecure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** The header by which a page learns the nonce of its own request. */
export const nonceHeader = "x-nonce";
