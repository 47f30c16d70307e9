import { type Content, done, instant } from "./content";

/** Access without waiting for anybody, and what was said of it afterwards. */
export const GLASS_CONTENTS = {
  glass: {
    rows: `select b.request_id as key, jsonb_build_object('person', b.person_id, 'month', to_char(b.month, 'YYYY-MM'),
        'unit', b.unit, 'budget', b.budget, 'cosignerFor', b.cosigner_for, 'createdAt', ${instant("b.created_at")},
        'brokenAt', ${instant("b.broken_at")}, 'noteDueAt', ${instant("b.note_due_at")}) as content
      from break_glasses b`,
    eventKey: "e.request_id",
    eventWhere: done("glass.broken", "glass.cosigner-asked", "glass.cosigned"),
    isRepeated: true,
  },
  "glass-note": {
    rows: `select b.request_id as key, jsonb_build_object('note', b.note, 'notedAt', ${instant("b.noted_at")}) as content
      from break_glasses b where b.note is not null`,
    eventKey: "e.request_id",
    eventWhere: done("glass.noted"),
    isRepeated: false,
  },
  "glass-verdict": {
    rows: `select b.request_id as key, jsonb_build_object('verdict', b.verdict, 'reason', b.verdict_reason,
        'by', b.judged_by_id, 'judgedAt', ${instant("b.judged_at")}) as content
      from break_glasses b where b.verdict is not null`,
    eventKey: "e.request_id",
    eventWhere: done("glass.ratified", "glass.disowned"),
    isRepeated: false,
  },
} as const satisfies Record<string, Content>;
