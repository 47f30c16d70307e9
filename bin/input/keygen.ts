import { makeCustodianKeys } from "@/lib/recordings/sealed-input/custodian-keys";
import { Claimed } from "../claimed-files";
import { print, printError } from "../output";

const EXIT = { done: 0, notDone: 1, usage: 64 } as const;

/**
 * Makes a custodian's pair of keys, in the form of age-keygen: the private one goes into a file that was not there
 * before, the public one is printed. Needs neither database nor network.
 */
export async function generateKeys({ out }: { out?: string | undefined }): Promise<number> {
  if (out === undefined) {
    printError("keygen needs --out: the file for the private key.");
    return EXIT.usage;
  }
  const claimed = new Claimed();
  try {
    const file = await claimed.make(out);
    const { identity, recipient } = await makeCustodianKeys();
    await file.writeFile(`# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`);
    await file.sync();
    claimed.keep();
    print(recipient);
    printError(
      `The private key is in ${out}. Keep it where the portal can't reach it, and a copy elsewhere.`,
    );
    return EXIT.done;
  } catch (error) {
    claimed.remove();
    printError(`Could not make keys: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.notDone;
  } finally {
    await claimed.close();
  }
}
