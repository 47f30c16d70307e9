import { stateSubfolder } from "../checkout/state-folder.mjs";

/**
 * What the machine's own environment hands on to our children: nothing that could lead off loopback. No AWS_*,
 * no proxies, no NODE_OPTIONS, no HOME with a ~/.aws in it.
 */
const PASSED_ON = ["PATH", "LANG", "LC_ALL", "TERM", "TMPDIR"];

/** A developer's own account must not be reachable from demo or test, wherever the SDK looks for it. */
const NO_AWS = {
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
  // Node 20 is what this project promises to run on; the SDK would say otherwise in every process.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/**
 * @param {NodeJS.ProcessEnv} [from]
 * @returns {Record<string, string>}
 */
export function passedOn(from = process.env) {
  const entries = PASSED_ON.flatMap((name) => (from[name] ? [[name, from[name]]] : []));
  return Object.fromEntries(entries);
}

/**
 * The environment every process of a demo or a test world starts from.
 * @param {string} stateFolder
 * @returns {Record<string, string>}
 */
export function closedEnvironment(stateFolder) {
  return {
    ...passedOn(),
    HOME: stateSubfolder(stateFolder, "home"),
    TZ: "UTC",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...NO_AWS,
  };
}

/**
 * The environment of a tool that we run (npm, next build): the user's own without what would change its result.
 * @param {NodeJS.ProcessEnv} [from]
 * @returns {Record<string, string>}
 */
export function toolEnvironment(from = process.env) {
  const entries = Object.entries(from).filter(
    ([name, value]) => value !== undefined && !CHANGES_RESULTS.some((pattern) => pattern.test(name)),
  );
  return { ...Object.fromEntries(entries), NEXT_TELEMETRY_DISABLED: "1", ...NO_AWS };
}

/** For launchers that call the SDK in their own process: the machine's own AWS settings are not theirs. */
export function forgetOwnAws() {
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  Object.assign(process.env, NO_AWS);
}

const CHANGES_RESULTS = [
  /^NODE_(ENV|OPTIONS|PATH)$/,
  /^npm_(package|lifecycle|command|config_(omit|include|only|production|global|dry_run|ignore_scripts|prefix|local_prefix|workspace))/i,
  /^(AWS|HALLIGAN|OIDC|IDP|SANDBOX|PRISMA)_/,
  /^(DATABASE_URL|MIGRATE_DATABASE_URL|PUBLIC_ORIGIN|GATEWAY_ORIGIN|PORT|GATEWAY_PORT|JOBS_PORT)$/,
];
