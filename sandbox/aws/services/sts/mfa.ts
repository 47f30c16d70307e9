import { createHash, createHmac } from "node:crypto";
import type { Context } from "../../iam/context";
import { AwsError } from "../../wire/aws-error";
import type { Call } from "../../wire/operation";

const STEP_SECONDS = 30;
/** The device's clock may be one step off. */
const DRIFT_STEPS = [0, -1, 1];

/**
 * What a trust policy can read of the MFA device whose code came with a call: that there was one, and how long ago it
 * was used. Of which kind it is there is no key. Without a device there is neither.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 * @throws AwsError AccessDenied: the device is not the caller's, or the code is wrong or was used
 */
export function mfaContext(
  input: { SerialNumber?: string | undefined; TokenCode?: string | undefined },
  call: Call,
): Context {
  const { SerialNumber: serial, TokenCode: code } = input;
  if (serial === undefined && code === undefined) return {};
  const { caller, world } = call;
  if (caller.kind !== "user" || caller.user.mfaSerial !== serial || serial === undefined)
    throw new AwsError(
      "AccessDenied",
      "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
    );
  const secret = world.userKeys.get(caller.accessKeyId)?.secretAccessKey ?? "";
  const now = Math.floor(call.now / 1000 / STEP_SECONDS);
  const step = DRIFT_STEPS.map((drift) => now + drift).find((one) => mfaCode(secret, one) === code);
  if (step === undefined || step <= (world.usedMfaSteps.get(serial) ?? 0))
    throw new AwsError(
      "AccessDenied",
      "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
    );
  world.usedMfaSteps.set(serial, step);
  return { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0" };
}

/**
 * The code that a user's hardware token shows. The install keeps no secret for it beside the user's own.
 * https://www.rfc-editor.org/rfc/rfc6238
 * @param step thirty seconds each, since 1970
 */
export function mfaCode(secretAccessKey: string, step: number): string {
  const seed = createHash("sha256").update(`mfa ${secretAccessKey}`).digest();
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", seed).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}
