/** What a command says, a line each. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** The same, waiting until whoever reads has taken it: what is much does not pile up in memory. */
export function printInTime(text: string): Promise<void> {
  // Where it can't be written `endWhereNobodyReads` ends the program.
  return new Promise((resolve) => {
    process.stdout.write(`${text}\n`, (error) => {
      if (!error) resolve();
    });
  });
}

/** Output that can't be written (a full disk, a reader that has gone) ends the program with a sentence. */
export function endWhereNobodyReads(code: number): void {
  process.stdout.on("error", (error) => {
    printError(`The output could not be written: ${error.message}.`);
    process.exit(code);
  });
}

/** What went wrong, a line each. */
export function printError(text: string): void {
  process.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** What a terminal would act on, what can't be seen, and what turns the order of what can. */
const ACTED_ON = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text of a file or a database in one line, as signs: it can neither add a line of ours nor take one off the screen. */
export function inOneLine(text: string): string {
  return text.replace(ACTED_ON, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}
