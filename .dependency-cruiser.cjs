/**
 * The import order of the parts. A folder of lib imports only what stands before it; what stands in one group
 * does not know each other. tools/checks/boundaries.mjs runs this and fails on a folder of lib that is not listed.
 */
const ORDER = require("./tools/checks/import-order.json");

const UNIT_TEST = "\\.test\\.tsx?$";
const INTEGRATION_TEST = "\\.int\\.test\\.ts$";
const STORE = "^lib/[a-z/-]+/(store|[^/]+-store)\\.ts$";
const GENERATED = "^lib/db/generated/";
const PURE = "/(rules|views|labels|selector|visibility|catalogue|obligations|[^/]+-(rules|views))\\.ts$";
const RULES = "^lib/[a-z/-]+/(rules|[^/]+-rules|transitions)\\.ts$";
/** Parts that take bytes and instants and give some back: whoever calls them does the I/O. */
const WITHOUT_IO =
  "^lib/(recorded-ranges|session-manager|session-policy|terminal-output|terminal-protocol|terminal-screen)/";
const IO =
  "^(node:)?(fs|fs/promises|net|tls|dgram|dns|http|http2|https|child_process|cluster|worker_threads|os|process|readline)$";
const DATABASE_PACKAGES = "(^|/)node_modules/(pg|@prisma)/";
const PROGRAMS = "^(app|server|bin|components|messages)/|^(proxy|instrumentation)\\.ts$";

function orderRules() {
  return ORDER.flatMap((group, rank) => {
    const later = ORDER.slice(rank + 1).flat();
    return group.map((folder) => ({
      name: `order-${folder}`,
      comment: "A folder of lib imports only what stands before it; what must happen further right is a job.",
      severity: "error",
      from: { path: `^lib/${folder}/`, pathNot: INTEGRATION_TEST },
      to: { path: `^lib/(${[...group.filter((other) => other !== folder), ...later, "http"].join("|")})/` },
    }));
  });
}

module.exports = {
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist|\\.halligan|test-results|fixtures)/|^next-env\\.d\\.ts$" },
    tsConfig: { fileName: "tsconfig.json" },
    // Type-only imports count too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".d.ts", ".json"],
    },
  },
  forbidden: [
    ...orderRules(),
    {
      name: "no-cycle",
      severity: "error",
      from: { pathNot: GENERATED },
      // Types too: what two files name belongs in a third.
      to: { circular: true, viaOnly: { pathNot: GENERATED } },
    },
    {
      name: "no-unresolved",
      severity: "error",
      from: { pathNot: GENERATED },
      to: { couldNotResolve: true, pathNot: "^\\./generated|/generated/" },
    },
    {
      name: "prisma-in-stores",
      comment: "Only stores and lib/db touch Prisma or SQL.",
      severity: "error",
      from: {
        path: "^(lib|app|server|bin|components|messages|e2e)/|^proxy\\.ts$",
        // Tests of the running portal look at its rows from outside.
        pathNot: [STORE, "^lib/db/", "^server/testing/", "^e2e/support/rows\\.ts$", INTEGRATION_TEST],
      },
      to: { path: [DATABASE_PACKAGES, GENERATED] },
    },
    {
      name: "sdk-in-aws",
      comment: "Only lib/aws knows Amazon's SDK. The sandbox's own tests use it as a client.",
      severity: "error",
      from: {
        path: "^(lib|app|server|bin|components|messages|sandbox)/",
        pathNot: ["^lib/aws/", UNIT_TEST, "/testing/"],
      },
      to: { path: "(^|/)node_modules/(@aws-sdk|@smithy|@aws)/" },
    },
    {
      name: "programs-call-use-cases",
      comment: "Pages, gateway, jobs and the command line call use cases: never a store.",
      severity: "error",
      from: { path: PROGRAMS, pathNot: UNIT_TEST },
      to: { path: STORE },
    },
    {
      name: "pages-know-no-outside",
      comment: "The web process has no credentials and no database handle of its own.",
      severity: "error",
      from: { path: "^(app|components|messages)/|^proxy\\.ts$", pathNot: UNIT_TEST },
      to: { path: "^lib/(db|aws|session-manager)/" },
    },
    {
      name: "http-only-for-web",
      comment: "lib/http is the web edge.",
      severity: "error",
      from: {
        pathNot: [
          "^app/",
          "^lib/http/",
          "^e2e/",
          "^bench/",
          "^(proxy|instrumentation)\\.ts$",
          INTEGRATION_TEST,
        ],
      },
      to: { path: "^lib/http/" },
    },
    {
      name: "next-only-at-the-web-edge",
      comment: "next/headers and server-only throw outside Next; gateway, jobs and tests load lib.",
      severity: "error",
      from: { path: "^(lib|server|bin|messages)/", pathNot: ["^lib/http/", UNIT_TEST] },
      to: { path: "(^|/)node_modules/(next|server-only|client-only|react|react-dom)/" },
    },
    {
      name: "views-take-types-and-rules",
      comment:
        "A view takes props; from lib it knows types and pure rules only. lib/terminal-output, -protocol and -screen are all rules.",
      severity: "error",
      from: { path: "^components/", pathNot: UNIT_TEST },
      to: {
        path: "^lib/",
        pathNot: ["^lib/kernel/", "^lib/terminal-(output|protocol|screen)/", "^lib/session-policy/", PURE],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "ui-knows-nothing-of-ours",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^(lib|app|server)/|^components/(?!ui/)" },
    },
    {
      name: "lib-knows-no-page",
      comment:
        "Nor a sentence: those are chosen by code at the edge. Its tests may ask for a database or a world.",
      severity: "error",
      from: { path: "^lib/(?!http/)" },
      to: {
        path: "^(app|components|server|bin|tools|e2e|bench|infra|prisma)/|^(proxy|instrumentation)\\.ts$",
        pathNot: "^tools/(world|database/(own-database|test-cluster|test-database))\\.mjs$",
      },
    },
    {
      name: "lib-knows-no-sentence",
      comment: "A use case answers with codes; the edge that speaks to a person looks the sentence up.",
      severity: "error",
      from: { path: "^lib/(?!http/)", pathNot: [UNIT_TEST, INTEGRATION_TEST] },
      to: { path: "^messages/" },
    },
    {
      name: "sentences-know-types-only",
      comment: "messages/ holds the words for unions of codes that lib declares.",
      severity: "error",
      from: { path: "^messages/", pathNot: UNIT_TEST },
      to: {
        path: "^(lib|app|components|server|bin|sandbox|tools|prisma|infra)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "views-know-no-program",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(app|server|bin|prisma|infra)/|^(proxy|instrumentation)\\.ts$" },
    },
    {
      name: "programs-stand-apart",
      comment: "Three processes that meet in PostgreSQL only: none imports another's code.",
      severity: "error",
      from: { path: "^(app|server|bin)/" },
      to: { path: "^(app|server|bin)/", pathNot: ["^$1/"] },
    },
    {
      name: "servers-show-nothing",
      severity: "error",
      from: { path: "^(server|bin)/" },
      to: { path: "^(app|components)/" },
    },
    {
      name: "gateway-and-jobs-apart",
      severity: "error",
      from: { path: "^server/(gateway|jobs)/" },
      to: { path: "^server/(gateway|jobs)/", pathNot: "^server/$1/" },
    },
    {
      name: "rules-are-pure",
      comment: "A rule gets its time and its facts: no clock, no environment, no I/O, no store.",
      severity: "error",
      from: { path: RULES, pathNot: UNIT_TEST },
      to: { path: [IO, STORE, "^lib/(db|aws|http)/", DATABASE_PACKAGES] },
    },
    {
      name: "protocol-without-io",
      comment: "Sockets, files and processes belong to whoever calls.",
      severity: "error",
      from: { path: WITHOUT_IO, pathNot: [UNIT_TEST, INTEGRATION_TEST, "/testing/"] },
      to: { path: [IO, "(^|/)node_modules/(ws|undici|pg)/"] },
    },
    {
      name: "launchers-know-no-part",
      comment: "They run before anything is installed. The rehearsal and tests walk the running portal.",
      severity: "error",
      from: { path: "^tools/", pathNot: [UNIT_TEST, INTEGRATION_TEST, "/testing/", "^tools/rehearsal/"] },
      to: { path: "^(lib|app|components|server|bin|messages|sandbox|prisma)/.*\\.tsx?$" },
    },
    {
      name: "seed-and-templates-are-leaves",
      comment: "The seed is called by the command line; templates by nobody but tests.",
      severity: "error",
      from: {
        path: "^(lib|app|components|server|messages|sandbox)/",
        pathNot: [UNIT_TEST, INTEGRATION_TEST, "/testing/"],
      },
      to: { path: "^(prisma|infra)/" },
    },
    {
      name: "sandbox-stands-alone",
      comment: "Sharing code with what it stands in for would hide the same mistake twice.",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^(lib|app|components|server|bin|messages|prisma)/" },
    },
    {
      name: "nothing-uses-the-sandbox",
      severity: "error",
      from: { pathNot: "^sandbox/" },
      to: { path: "^sandbox/" },
    },
    {
      name: "two-sandbox-programs",
      severity: "error",
      from: { path: "^sandbox/(aws|identity)/" },
      to: { path: "^sandbox/(aws|identity)/", pathNot: "^sandbox/$1/" },
    },
    {
      name: "no-test-code-in-programs",
      severity: "error",
      from: { path: "^(lib|app|server|bin|components|messages|sandbox)/", pathNot: [UNIT_TEST, "/testing/"] },
      to: { path: `/testing/|${UNIT_TEST}|^(tools|e2e|bench)/` },
    },
    {
      name: "production-packages-only",
      comment: "npm ci --omit=dev must run the portal.",
      severity: "error",
      from: {
        path: "^(lib|app|server|bin|components|messages)/|^(proxy|instrumentation|next\\.config)\\.ts$",
        pathNot: [UNIT_TEST, "/testing/"],
      },
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only"],
        // Imported at run time in the sandbox only, where logs are read by people.
        pathNot: "^node_modules/pino-pretty/",
      },
    },
  ],
};
