import { describe, expect, it } from "vitest";
import { COMPLETENESS, CORROBORATION } from "@/lib/sessions/grades";
import { COMPLETENESS_LOOK, CORROBORATION_LOOK, evidenceProblem } from "./grades";

describe("what is the matter with a session's evidence", () => {
  it("is nothing where all is well, or nobody can say yet", () => {
    for (const completeness of ["complete", "not-recordable", null])
      for (const corroboration of ["agreed", "pending", "not-comparable", null])
        expect(evidenceProblem({ completeness, corroboration })).toBeNull();
  });

  it("is the worst first", () => {
    for (const completeness of COMPLETENESS)
      expect(evidenceProblem({ completeness, corroboration: "differs" })).toBe(CORROBORATION_LOOK.differs);
    for (const corroboration of CORROBORATION.filter((one) => one !== "differs")) {
      expect(evidenceProblem({ completeness: "missing", corroboration })).toBe(COMPLETENESS_LOOK.missing);
      expect(evidenceProblem({ completeness: "partial", corroboration })).toBe(COMPLETENESS_LOOK.partial);
    }
    expect(evidenceProblem({ completeness: "complete", corroboration: "absent" })).toBe(
      CORROBORATION_LOOK.absent,
    );
  });
});
