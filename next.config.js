// @ts-check

/** @type {import("next").NextConfig} */
const config = {
  // npm test builds beside the build that npm start serves.
  distDir: process.env.RETUNE_DIST_DIR || ".next",
  poweredByHeader: false,
  // The dev server writes no files of its own into the checkout.
  agentRules: false,
  // `npm run validate` type-checks everything; a build would do it again, without the tests.
  typescript: { ignoreBuildErrors: true },
};

export default config;
