/**
 * The names that a rehearsal answers to. `.test` is reserved for this (RFC 2606): no such name exists anywhere, so
 * none is ever taken for the rehearsal's.
 */
export const PORTAL = "halligan.test";
export const DATABASE = "db.halligan.test";
/** Another site than the portal, as a company's provider mostly is: cookies and policies must bear that. */
export const PROVIDER = "login.identity.test";
/** What AWS's SDKs ask for by default, and nothing of them but these. */
export const AWS_SUFFIX = ".amazonaws.com";

export const ORIGIN = `https://${PORTAL}`;
export const ISSUER = `https://${PROVIDER}`;

/**
 * The names of certificates for the sandbox: one label is all that a wildcard covers.
 * @param {readonly string[]} regions
 * @returns {string[]}
 */
function awsCertificateNames(regions) {
  return [...new Set(regions)].map((region) => `*.${region}.amazonaws.com`).concat("*.amazonaws.com");
}

const REGIONS = ["eu-west-1", "us-east-1", "ap-northeast-1"];
export const AWS_NAMES = awsCertificateNames(REGIONS);
/** Which certificates there are: one for each name that browsers visit, one for each list that only machines do. */
export const CERTIFIED = { people: [PORTAL, PROVIDER], machines: [AWS_NAMES, [DATABASE]] };

/**
 * @typedef {Record<string, number>} Routes name, or `*` and a suffix → port on 127.0.0.1 where it is answered
 */

/**
 * Where a name is answered.
 * @param {Routes} routes
 * @param {string} host
 * @returns {number | undefined} undefined for a name that is none of the rehearsal's
 */
export function portOf(routes, host) {
  const name = host.toLowerCase();
  const exact = routes[name];
  if (exact !== undefined) return exact;
  const pattern = Object.keys(routes).find((key) => key.startsWith("*.") && name.endsWith(key.slice(1)));
  return pattern === undefined ? undefined : routes[pattern];
}
