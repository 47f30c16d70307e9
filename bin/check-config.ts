import { readConfig } from "@/lib/kernel/config";
import { print, printError } from "./output";

/** sysexits.h, EX_CONFIG */
const WRONG = 78;

/** Names every setting that is missing or wrong. Values are never printed: some are secrets. */
export function checkConfig(): number {
  const result = readConfig(process.env);
  if (result.ok) {
    print(`All settings are there (${result.config.HALLIGAN_WORLD}).`);
    return 0;
  }
  for (const { name, problem } of result.findings) printError(`${name} ${problem}`);
  return WRONG;
}
