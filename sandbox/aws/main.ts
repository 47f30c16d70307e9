import { z } from "zod";
import { type Sandbox, startSandbox } from "./sandbox";
import { CORE } from "./seed/account";
import { createSessionPort } from "./sessions/service";

const environment = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4600),
  SANDBOX_STATE: z.string().min(1),
  SANDBOX_CONTROL_TOKEN: z.string().min(16).optional(),
  SANDBOX_SOCKET_SECONDS: z.coerce.number().min(1).default(3600),
  SANDBOX_SHELL_UID: z.coerce.number().int().min(1).optional(),
  SANDBOX_PRINT_ENV: z.enum(["0", "1"]).default("0"),
  SANDBOX_AWS_NAMES: z.enum(["0", "1"]).default("0"),
  SANDBOX_STORY: z.enum(["0", "1"]).default("0"),
});

/** Shells are never root: as root they drop to this user, which is not the database's. */
const UNPRIVILEGED_UID = 65_533;

async function main(): Promise<void> {
  // Also while starting: nobody would stop a sandbox whose launcher is gone.
  if (process.send) process.once("disconnect", () => process.exit(0));
  const parsed = environment.safeParse(process.env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const settings = parsed.data;
  const isRoot = process.getuid?.() === 0;
  const shellUid = settings.SANDBOX_SHELL_UID ?? (isRoot ? UNPRIVILEGED_UID : undefined);
  const sandbox = await startSandbox({
    stateDir: settings.SANDBOX_STATE,
    port: settings.SANDBOX_PORT,
    socketSeconds: settings.SANDBOX_SOCKET_SECONDS,
    createSessionPort,
    hasAwsNames: settings.SANDBOX_AWS_NAMES === "1",
    hasStory: settings.SANDBOX_STORY === "1",
    ...(settings.SANDBOX_CONTROL_TOKEN === undefined ? {} : { controlToken: settings.SANDBOX_CONTROL_TOKEN }),
    ...(shellUid === undefined ? {} : { shellUid }),
  });
  stopWhenTold(sandbox);
  if (settings.SANDBOX_PRINT_ENV === "1") printEnvironment(sandbox);
  console.log("ready");
  process.send?.({ ready: true });
}

/** What the AWS CLI needs to be the operator of this account. */
function printEnvironment(sandbox: Sandbox): void {
  const { accessKeyId, secretAccessKey } = sandbox.install.users.operator;
  const lines = {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: CORE.regions[0],
    AWS_DEFAULT_REGION: CORE.regions[0],
    AWS_EC2_METADATA_DISABLED: "true",
  };
  for (const [name, value] of Object.entries(lines)) console.log(`${name}=${value}`);
}

/** A launcher that died closes the channel; without one, signals end the program. */
function stopWhenTold(sandbox: Sandbox): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  if (!process.send) return;
  process.removeAllListeners("disconnect");
  process.on("disconnect", stop);
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
