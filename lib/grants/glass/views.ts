import type { CosignerReason } from "@/lib/requests/glass/views";
import type { StepUpLevel } from "@/lib/step-up/levels";

/** What breaking the glass of a node would be for the viewer now. */
export interface GlassOffer {
  nodeId: string;
  nodeName: string;
  /** What is typed to break it: the node's name, or its id. */
  phrase: string;
  /** The longest that the rules permit. */
  windowSeconds: number;
  /** Which of the month's it would be; null: it takes a co-signer. */
  unit: number | null;
  budget: number;
  cosignerFor: CosignerReason | null;
  /** Groups of which one approves, where it takes a co-signer. */
  cosigners: string[];
  noteWithinSeconds: number;
  /** What is asked for before the shell opens. */
  stepUp: StepUpLevel;
}
