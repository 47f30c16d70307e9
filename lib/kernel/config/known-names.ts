import leven from "leven";

/** Farther apart than this, two names are not one with a slip of the finger. */
const LONGEST_SLIP = 4;
/** Names of the environment that can only be meant for the portal. */
const OURS = /^(HALLIGAN|OIDC)_/;
/** What Kubernetes sets in every pod for a service that is called halligan, or halligan-web. */
const SERVICE_LINK =
  /^HALLIGAN_([A-Z0-9_]+_)?(SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?|PORT(_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?)$/;
/** Read by the launchers and the tests, not by the portal. */
const OF_LAUNCHERS = new Set([
  "HALLIGAN_CONFIG_FILE",
  "HALLIGAN_STATE",
  "HALLIGAN_KEEP_WORLDS",
  "HALLIGAN_TEST_CLUSTER",
]);

/**
 * Variables that claim to be settings of the portal and are none: a mistyped one would silently be its default.
 * @param names of the environment
 * @param isKnown whether a name is a setting, or the file of one
 */
export function unknownNames(names: readonly string[], isKnown: (name: string) => boolean): string[] {
  return names.filter(
    (name) => OURS.test(name) && !isKnown(name) && !OF_LAUNCHERS.has(name) && !SERVICE_LINK.test(name),
  );
}

/**
 * @param name what was written
 * @param known every name there is
 * @returns "is no setting", and which one was probably meant
 */
export function unknownProblem(name: string, known: readonly string[]): string {
  const [nearest] = known
    .map((one) => ({ one, distance: leven(name, one) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= LONGEST_SLIP
    ? `is no setting; did you mean ${nearest.one}?`
    : "is no setting";
}
