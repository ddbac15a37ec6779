// @ts-check

/** On every answer: pages, API, files. The policy of a page has a nonce and comes from proxy.ts. */
const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
];
const apiPolicy = {
  key: "Content-Security-Policy",
  value: "default-src 'none'; frame-ancestors 'none'",
};

/** @type {import("next").NextConfig} */
const config = {
  // npm test builds beside the build that npm start serves.
  distDir: process.env.RETUNE_DIST_DIR || ".next",
  poweredByHeader: false,
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    {
      // Addresses hold filters, and filters may hold what people typed. Links from e-mails hold a secret: /auth says no-referrer itself.
      source: "/((?!auth/).*)",
      headers: [{ key: "Referrer-Policy", value: "same-origin" }],
    },
    // What the API answers is data: opened in a browser, it loads and runs nothing.
    { source: "/v1/:path*", headers: [apiPolicy] },
    { source: "/v1", headers: [apiPolicy] },
    { source: "/metrics", headers: [apiPolicy] },
    {
      // Behind https only: a browser that has seen it never comes by http again.
      source: "/:path*",
      has: [{ type: "header", key: "x-forwarded-proto", value: "https.*" }],
      headers: [{ key: "Strict-Transport-Security", value: "max-age=63072000" }],
    },
  ],
  // The dev server writes no files of its own into the checkout.
  agentRules: false,
  // `npm run validate` type-checks everything; a build would do it again, without the tests.
  typescript: { ignoreBuildErrors: true },
};

export default config;
