import { AppError } from "../errors";
import { config } from "./config";

/**
 * What seals the provider's tokens and the walk to the provider: the first seals, each opens. Only web has them.
 * @throws AppError CONFIG_INVALID in a process without them
 */
export function sealingSecrets(): readonly [string, ...string[]] {
  const { HALLIGAN_SECRET, HALLIGAN_SECRET_SECOND } = config();
  const first = given("HALLIGAN_SECRET", HALLIGAN_SECRET);
  return HALLIGAN_SECRET_SECOND === undefined ? [first] : [first, HALLIGAN_SECRET_SECOND];
}

/** What the portal proves itself with to the identity provider. @throws AppError CONFIG_INVALID */
export function oidcClientSecret(): string {
  return given("OIDC_CLIENT_SECRET", config().OIDC_CLIENT_SECRET);
}

function given(name: string, value: string | undefined): string {
  if (value === undefined) throw new AppError("CONFIG_INVALID", `${name} is missing: only web has it`);
  return value;
}
