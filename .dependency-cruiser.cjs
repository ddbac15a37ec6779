// Who may import whom. Each rule says why it is there; the message of a broken rule is its comment.

const areas = "feedback|tuning|interactions|costs|learning|datasets|members";
const sharedComponents = "ui|charts|data-table|filters|shell";
// pricing is shared because interactions name the model in the price list and costs fill that list.
// models is shared because both the assistant of test sessions and runs of prompts ask one.
const sharedLib = "http|supabase|auth|query|format|stats|pricing|privacy|models";
/** Shared rules without I/O, the same on the server and in the browser. */
const pureLib = "^lib/((query|format|stats)/|errors\\.ts$)";
/** Modules of an area that do I/O or speak HTTP or React; all others hold pure rules. */
const withEffects = "queries|mutations|actions|query-options|endpoints|session|sign-in";
/** A large area has rooms: one folder per noun, each with the same files (lib/tuning/reviews/queries.ts). */
// "(|x)" rather than "(x)?": dependency-cruiser refuses a repetition inside an optional group.
const room = "(|[a-z-]+/)";
/** Datasets are made of what the other areas collect: this one file knows their filter grammars. */
const sourceFilters = "^lib/datasets/definitions/source-filters\\.ts$";
const tests = "\\.(test|spec)\\.tsx?$";
const supabasePackages = "node_modules/@supabase/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "Modules in a circle cannot be understood, tested or moved one at a time.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-barrel",
      severity: "error",
      comment:
        "An index file hides what a module really needs and pulls server code into the browser: import the file.",
      from: {},
      to: { path: "(^|/)index[.](ts|tsx|mjs|js)$", pathNot: "(^|/)node_modules/" },
    },
    {
      name: "no-orphans",
      severity: "error",
      comment: "Nothing imports this module, and no tool starts it: delete it or use it.",
      from: {
        orphan: true,
        pathNot: [
          // Started by Next.js, by a test runner or from the command line.
          "^app/.*/?(page|layout|route|loading|error|not-found|global-error|template|default|icon|opengraph-image)\\.tsx?$",
          "^(proxy|instrumentation)\\.ts$",
          "^(scripts|cli|bench|e2e|tests)/",
          tests,
          "\\.d\\.ts$",
          "^[^/]+\\.(js|cjs|mjs|ts)$",
        ],
      },
      to: {},
    },
    {
      name: "no-unresolvable",
      severity: "error",
      comment: "This import leads nowhere.",
      // Generated or replaced by Next.js when it bundles.
      from: {},
      to: { couldNotResolve: true, pathNot: "\\.css$" },
    },
    {
      name: "no-dev-dependency-in-product",
      severity: "error",
      comment: "A hosted installation may leave devDependencies out, so the product must run without them.",
      from: { path: "^(app|components|lib|proxy\\.ts)", pathNot: tests },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-test-code-in-product",
      severity: "error",
      comment: "The product does not depend on its tests, its tools or the way it is started on one machine.",
      from: { path: "^(app|components|lib|proxy\\.ts)", pathNot: tests },
      to: { path: `^(e2e|tests|bench|scripts|supabase|cli)/|${tests}` },
    },
    {
      name: "lib-stands-below",
      severity: "error",
      comment: "lib is called by pages, routes and commands and knows none of them.",
      from: { path: "^lib/" },
      to: { path: "^(app|components)/" },
    },
    {
      name: "components-stand-below-app",
      severity: "error",
      comment: "Components are put together in app; one that knows a page cannot be used in another.",
      from: { path: "^components/" },
      to: { path: "^app/" },
    },
    {
      name: "supabase-through-lib",
      severity: "error",
      comment:
        "lib is the only code that talks to Supabase: one place for errors, types and the caller's identity.",
      from: { path: "^(app|components|proxy\\.ts)", pathNot: tests },
      to: { path: supabasePackages, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "routes-are-thin",
      severity: "error",
      comment:
        "A /v1 route parses, calls one function of an area and shapes the answer. It draws nothing, and its client comes from withRoute.",
      from: { path: "^app/v1/.*route\\.ts$" },
      to: {
        path: "^(app|components|lib)/",
        pathNot: [
          "^app/v1/endpoints\\.ts$",
          "^lib/(http|query|format|privacy)/",
          "^lib/errors\\.ts$",
          `^lib/(${areas})/`,
        ],
      },
    },
    {
      name: "routes-are-not-screens",
      severity: "error",
      comment: "Query options, server actions and chart preparation belong to the browser's side of an area.",
      from: { path: "^app/v1/.*route\\.ts$" },
      to: { path: `^lib/(${areas})/${room}(actions|query-options|prepare-[^/]+)\\.ts$` },
    },
    {
      name: "route-files-are-private",
      severity: "error",
      comment: "What lies in a route's directory is its own; share through components or lib.",
      from: { path: "^app/(.+)/[^/]+$", pathNot: tests },
      to: {
        path: "^app/",
        pathNot: ["^app/$1/", "^app/[^/]+$", "^app/\\([a-z]+\\)/[^/]+$", "^app/v1/endpoints\\.ts$"],
      },
    },
    {
      name: "shared-components-know-no-area",
      severity: "error",
      comment:
        "Shared components have no domain words in them, so they import only each other and lib's pure shared rules.",
      from: { path: `^components/(${sharedComponents})/`, pathNot: tests },
      to: {
        path: "^(components|lib)/",
        pathNot: [`^components/(${sharedComponents})/`, pureLib],
      },
    },
    {
      name: "area-components-know-one-area",
      severity: "error",
      comment:
        "A component draws its own area from schemas, query options, actions and prepared data; what it changes or downloads goes through /v1 (lib/http/fetch-json, lib/http/download). Areas meet only in app, and queries run on the server.",
      from: { path: `^components/(${areas})/`, pathNot: tests },
      to: {
        path: "^(components|lib)/",
        pathNot: [
          `^components/(${sharedComponents})/`,
          "^components/$1/",
          pureLib,
          "^lib/http/(fetch-json|download)\\.ts$",
          // No area's own: every area stores under these settings, and one page sets them.
          "^lib/privacy/(schemas|query-options|prepare-settings)\\.ts$",
          `^lib/$1/${room}(schemas|vocabulary|query-options|actions|prepare-[^/]+)\\.ts$`,
          // Who looks at the page: types only, by the next rule.
          "^lib/members/schemas\\.ts$",
        ],
      },
    },
    {
      name: "area-components-share-types-only",
      severity: "error",
      comment:
        "Of another area's schemas a component may know the types, such as the member who looks at it.",
      from: { path: `^components/(${areas})/`, pathNot: tests },
      to: { path: "^lib/members/schemas\\.ts$", pathNot: "^lib/$1/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "areas-meet-in-app",
      severity: "error",
      comment:
        "An area of lib knows another only by the types of its schemas; where two work together is decided in app.",
      from: { path: `^lib/(${areas})/`, pathNot: [tests, sourceFilters] },
      to: { path: `^lib/(${areas})/`, pathNot: ["^lib/$1/", `^lib/(${areas})/${room}schemas\\.ts$`] },
    },
    {
      name: "areas-share-types-only",
      severity: "error",
      comment:
        "Of another area's schemas only types may be imported: its values would tie the two together at run time. Schemas and endpoints are the exception: an endpoint whose body or answer belongs to two areas is described once.",
      from: {
        path: `^lib/(${areas})/`,
        pathNot: [tests, sourceFilters, `^lib/(${areas})/${room}(schemas|endpoints)\\.ts$`],
      },
      to: {
        path: `^lib/(${areas})/${room}schemas\\.ts$`,
        pathNot: "^lib/$1/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "shared-lib-knows-no-area",
      severity: "error",
      comment: "Shared machinery has no domain words in it, so that every area can stand on it.",
      from: { path: `^lib/((${sharedLib})/|[^/]+\\.ts$)`, pathNot: tests },
      to: { path: `^lib/(${areas})/` },
    },
    {
      name: "data-access-knows-no-web",
      severity: "error",
      comment:
        "Queries and mutations serve pages, routes and commands alike: no Next.js, React or HTTP in them.",
      from: { path: `^lib/(${areas})/${room}(queries|mutations|schemas)\\.ts$` },
      to: { path: ["node_modules/(next|react|react-dom|@tanstack)/", "^lib/http/"] },
    },
    {
      name: "pure-modules-are-pure",
      severity: "error",
      comment:
        "Rules, chart preparation, formats and statistics take values and return values: no I/O, Next.js, React or Supabase.",
      from: {
        path: `^lib/((${areas})/|stats/|format/|pricing/)`,
        pathNot: [`^lib/(${areas})/${room}(${withEffects})\\.ts$`, tests],
      },
      to: {
        path: [
          "node_modules/(next|react|react-dom|server-only|@tanstack)/",
          supabasePackages,
          "^lib/(supabase|auth|http|models)/",
          "^lib/env\\.ts$",
          `^lib/(${areas})/${room}(${withEffects})\\.ts$`,
          "^(node:)?(fs|net|http|https|child_process|tls|dns|worker_threads)",
        ],
      },
    },
    {
      name: "stack-stands-alone",
      severity: "error",
      comment: "The local stack runs before the product is built and must not break with it.",
      from: { path: "^supabase/local/", pathNot: tests },
      to: { path: "^(app|components|lib|cli|scripts|supabase/seed)/" },
    },
    {
      name: "commands-draw-nothing",
      severity: "error",
      comment: "The command line calls lib or /v1; it needs no component and no page.",
      from: { path: "^(cli|scripts|supabase)/" },
      to: { path: "^(app|components)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.next-test|\\.data|test-results|playwright-report|next-env\\.d\\.ts)" },
    tsConfig: { fileName: "tsconfig.json" },
    // Type imports count too, and can be told apart by the rules.
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};
