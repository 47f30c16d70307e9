import { CircleCheck, CircleHelp, CircleX, Hourglass, TriangleAlert } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { Completeness, Corroboration } from "@/lib/sessions/grades";
import { look } from "./look";

/** How complete a recording is. */
export const COMPLETENESS_LOOK = {
  complete: look("green", CircleCheck, "grade.completeness.complete"),
  partial: look("amber", TriangleAlert, "grade.completeness.partial"),
  missing: look("amber", TriangleAlert, "grade.completeness.missing"),
  "not-recordable": look("neutral", CircleHelp, "grade.completeness.not-recordable"),
} as const satisfies Record<Completeness, StateLook>;

/** What the node's log says of it. */
export const CORROBORATION_LOOK = {
  pending: look("neutral", Hourglass, "grade.corroboration.pending"),
  agreed: look("green", CircleCheck, "grade.corroboration.agreed"),
  "not-comparable": look("neutral", CircleHelp, "grade.corroboration.not-comparable"),
  differs: look("red", CircleX, "grade.corroboration.differs"),
  absent: look("amber", TriangleAlert, "grade.corroboration.absent"),
} as const satisfies Record<Corroboration, StateLook>;

/** What is the matter with a session's evidence, the worst first; null: nothing, or nobody can say yet. */
export function evidenceProblem({
  completeness,
  corroboration,
}: {
  completeness: string | null;
  corroboration: string | null;
}): StateLook | null {
  if (corroboration === "differs") return CORROBORATION_LOOK.differs;
  if (completeness === "missing" || completeness === "partial") return COMPLETENESS_LOOK[completeness];
  return corroboration === "absent" ? CORROBORATION_LOOK.absent : null;
}
