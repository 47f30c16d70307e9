import type { ParsedOnce } from "../engine/cedar";
import type { ReadAnnotations } from "./annotations";
import type { PolicyReads } from "./reads";

export interface CompiledRule extends ReadAnnotations {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly effect: "permit" | "forbid";
  /** The group whose people it is about, where its head names one. */
  readonly group: string | null;
  readonly text: string;
}

/** Rules that may be asked. */
export interface CompiledPolicy {
  readonly version: string;
  /** Of the files, in hexadecimal. */
  readonly sha256: string;
  /** By id, in the order of the files. */
  readonly rules: ReadonlyMap<string, CompiledRule>;
  readonly reads: PolicyReads;
  /** Rules of one time zone are asked together. */
  readonly parts: readonly { readonly zone: string; readonly parsed: ParsedOnce }[];
}
