import type { GlassOffer } from "@/lib/grants/glass/views";
import type { RequestTemplate, WindowStart } from "@/lib/requests/views";
import type { Draft, KeptDraft } from "./draft";
import type { Place } from "./where";

export interface RequestValues {
  justification: string;
  incident: string | null;
  windowSeconds: number;
  windowStart: WindowStart;
}

/** What came of sending: where the sign-in has ended meanwhile, the way back to this very form. */
export type Sent = { ok: true } | { ok: false; sentence: string; signInHref?: string | undefined };

export interface RequestFormProps extends Place {
  /** The earlier request that the form begins with. */
  template: RequestTemplate | undefined;
  /** What was written for this very place before and not sent, once the browser has told; the form begins with it. */
  draft: KeptDraft | undefined;
  /** The last that was written for another place. */
  otherDraft: KeptDraft | undefined;
  /** The user on the nodes, of those that the offer has; undefined where it has none. */
  osUser: string | undefined;
  onOsUser: (osUser: string) => void;
  onDraft: (draft: Draft) => void;
  /** Forgets what was written for this place, or for another. */
  onForget: (address?: string) => void;
  onAsk: (values: RequestValues) => Promise<Sent>;
  /** Loads what the dialog says before it opens. @returns whether it is there */
  onGlassWords: () => Promise<boolean>;
  /** Opens the node without waiting for anybody. */
  onBreak: (
    offer: GlassOffer,
    values: Pick<RequestValues, "justification" | "incident">,
    confirmation: string,
  ) => Promise<Sent>;
}
