import type { CosignerReason } from "@/lib/requests/glass/views";

/** What breaking the glass of a node would be for the viewer now. */
export interface GlassOffer {
  nodeId: string;
  nodeName: string;
  /** The longest that the rules permit. */
  windowSeconds: number;
  /** Which of the month's it would be; null: it takes a co-signer. */
  unit: number | null;
  budget: number;
  cosignerFor: CosignerReason | null;
  /** Groups of which one approves, where it takes a co-signer. */
  cosigners: string[];
  noteWithinSeconds: number;
}
