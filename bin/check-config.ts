import { readConfig } from "@/lib/kernel/config";
import { describeFinding } from "@/lib/kernel/config-sources";
import { print, printError } from "./output";

/** sysexits.h, EX_CONFIG */
const WRONG = 78;

/** Names every setting that is missing or wrong, and the file it stands in. Values are never printed: some are secrets. */
export function checkConfig(): number {
  const result = readConfig(process.env);
  if (result.ok) {
    print(`All settings are there (${result.config.HALLIGAN_WORLD}).`);
    return 0;
  }
  for (const finding of result.findings) printError(describeFinding(finding));
  return WRONG;
}
