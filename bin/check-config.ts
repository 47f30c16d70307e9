import { type ProcessName, readConfig } from "@/lib/kernel/config/config";
import { describeFinding } from "@/lib/kernel/config/sources";
import { print, printError } from "./output";

/** sysexits.h, EX_CONFIG */
const WRONG = 78;

/**
 * Names every setting that is missing or wrong, and the file it stands in. Values are never printed: some are secrets.
 * @param reader the process that is to start with these settings
 */
export function checkConfig(reader: ProcessName, options: { json?: boolean | undefined }): number {
  const result = readConfig(process.env, reader);
  if (result.ok) {
    const { HALLIGAN_WORLD, LISTEN_ADDRESS, PORT, GATEWAY_PORT } = result.config;
    // Where to listen, for launchers of programs that can't read the settings themselves, such as Next's server.
    if (options.json) print(JSON.stringify({ LISTEN_ADDRESS, PORT, GATEWAY_PORT }));
    else print(`All settings are there (${HALLIGAN_WORLD}).`);
    return 0;
  }
  for (const finding of result.findings) printError(describeFinding(finding));
  return WRONG;
}
