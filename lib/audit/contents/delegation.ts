import { type Content, done, instant } from "./content";

/** Who decides for whoever is away. */
export const DELEGATION_CONTENTS = {
  delegation: {
    rows: `select d.id as key, jsonb_build_object('delegator', d.delegator_id, 'delegate', d.delegate_id,
        'createdAt', ${instant("d.created_at")}, 'endsAt', ${instant("d.ends_at")}) as content
      from delegations d`,
    eventKey: "e.data ->> 'delegationId'",
    eventWhere: done("delegation.made"),
    isRepeated: false,
  },
  "delegation-end": {
    rows: `select d.id as key, jsonb_build_object('withdrawnAt', ${instant("d.withdrawn_at")}) as content
      from delegations d where d.withdrawn_at is not null`,
    eventKey: "e.data ->> 'delegationId'",
    eventWhere: done("delegation.withdrawn"),
    isRepeated: false,
  },
} as const satisfies Record<string, Content>;
