/**
 * WRONG_KEY: no key that was given is a custodian's. ONE_KEY: one is, and a second is needed. ALTERED: what was sealed was
 * changed, left out or put in. NOTHING_SEALED: no input of the session is kept.
 */
export type SealedInputFaultCode = "WRONG_KEY" | "ONE_KEY" | "ALTERED" | "NOTHING_SEALED";

/** Why sealed input can't be opened. */
export class SealedInputFault extends Error {
  readonly code: SealedInputFaultCode;

  constructor(code: SealedInputFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
