import { Lock, Trash2 } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { Retention } from "@/lib/sessions/views";
import { look } from "./look";

/** What became of a recording. */
export const RETENTION_LOOK = {
  held: look("neutral", Lock, "lists.retention.held"),
  deleted: look("neutral", Trash2, "lists.retention.deleted"),
} as const satisfies Record<Retention, StateLook>;
