import type { Outcome } from "@/components/ui/outcome";
import type { GrantExtension } from "@/lib/grants/views";

/** What can be done with the access itself from its terminal. */
export interface AccessActions {
  /** Why it was requested: an extension begins with that. */
  justification: string;
  /** For how long: an extension asks for as much again. */
  windowSeconds: number;
  /** The extension that was requested, if one was. */
  extension: Pick<GrantExtension, "state"> | null;
  /** Why it can't be extended; undefined: it can be, or is. */
  refusal: string | undefined;
  onExtend: (justification: string) => Promise<Outcome>;
  onHandBack: () => Promise<Outcome>;
  /** The window of a shell ended: what was extended goes on in a new one. */
  onOver: (nodeId: string) => void;
}
