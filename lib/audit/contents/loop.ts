import { type Content, done, ifAny, instant } from "./content";

/** Rows of the loop, from the request to the end of the review. */
export const LOOP = {
  request: {
    rows: `select r.id as key, jsonb_build_object(
        'requester', r.requester_id, 'justification', r.justification, 'incident', r.incident,
        'windowSeconds', r.window_seconds, 'windowStart', r.window_start, 'selector', r.selector,
        'mostNodes', r.most_nodes, 'ruleVersion', r.rule_version, 'obligations', r.obligations,
        'createdAt', ${instant("r.created_at")}, 'lapsesAt', ${instant("r.lapses_at")},
        'nodes', (select jsonb_agg(n.node_id order by n.node_id collate "C") from request_nodes n
          where n.request_id = r.id))
        -- what rules were told; there is none of requests of before it was kept
        || coalesce((select jsonb_build_object('facts', jsonb_build_object('roles', f.roles, 'groups', f.groups,
          'onCall', f.on_call, 'tags', f.tags)) from request_facts f where f.request_id = r.id), '{}')
        || ${ifAny("osUsers", "nullif(r.os_users, '{}')")}
        -- of what it is the extension, if of any
        || coalesce((select jsonb_build_object('extends', jsonb_build_object('grant', x.grant_id,
          'until', ${instant("x.until")})) from request_extensions x where x.request_id = r.id), '{}') as content
      from requests r`,
    eventKey: "e.request_id",
    eventWhere: done("request.created"),
    isRepeated: false,
  },
  decision: {
    rows: `select d.request_id || ' ' || coalesce(d.person_id, 'web') as key, jsonb_build_object(
        'id', d.id, 'request', d.request_id, 'person', d.person_id, 'verdict', d.verdict, 'comment', d.comment,
        'windowSeconds', d.window_seconds, 'nodes', d.node_ids, 'mostNodes', d.most_nodes, 'groups', d.groups,
        'requestVersion', d.request_version, 'ruleVersion', d.rule_version,
        'createdAt', ${instant("d.created_at")})
        || ${ifAny("osUser", "d.os_user")}
        || ${ifAny("delegation", "d.delegation_id")}
        || ${ifAny("delegatedGroups", "nullif(d.delegated_groups, '{}')")} as content
      from decisions d`,
    eventKey: "e.request_id || ' ' || e.actor_id",
    eventWhere: done("request.approved", "request.denied"),
    isRepeated: false,
  },
  "request-entry": {
    rows: `select n.id as key, jsonb_build_object('request', n.request_id, 'person', n.person_id, 'kind', n.kind,
        'text', n.text, 'answers', n.answers_id, 'createdAt', ${instant("n.created_at")}) as content
      from request_entries n`,
    eventKey: "e.data ->> 'entryId'",
    eventWhere: done(
      ...[
        "request.opened",
        "request.commented",
        "request.questioned",
        "request.answered",
        "request.reminded",
      ],
    ),
    isRepeated: false,
  },
  grant: {
    rows: `select g.id as key, jsonb_build_object(
        'request', g.request_id, 'person', g.person_id, 'windowStart', g.window_start,
        'windowSeconds', g.window_seconds, 'selector', g.selector, 'mostNodes', g.most_nodes,
        'ruleVersion', g.rule_version, 'obligations', g.obligations,
        -- a window that begins with the first use is in another event; a selector's nodes come with its sessions
        'startsAt', case when g.window_start = 'approval' then ${instant("g.starts_at")} end,
        'endsAt', case when g.window_start = 'approval' then ${instant("g.ends_at")} end,
        'nodes', case when g.selector is null then (select jsonb_agg(n.node_id order by n.node_id collate "C")
          from grant_nodes n where n.grant_id = g.id) end)
        || ${ifAny("osUser", "g.os_user")} as content
      from grants g`,
    eventKey: "e.grant_id",
    eventWhere: done("grant.issued"),
    isRepeated: false,
  },
  "grant-use": {
    rows: `select g.id as key, jsonb_build_object('startsAt', ${instant("g.starts_at")},
        'endsAt', ${instant("g.ends_at")}, 'firstUsedAt', ${instant("g.first_used_at")}) as content
      from grants g where g.window_start = 'first-use' and g.first_used_at is not null`,
    eventKey: "e.grant_id",
    eventWhere: done("grant.first-used"),
    isRepeated: false,
  },
  "grant-end": {
    rows: `select g.id as key, jsonb_build_object('endedAt', ${instant("g.ended_at")},
        'reason', g.end_reason, 'by', g.ended_by_id) as content
      from grants g where g.ended_at is not null`,
    eventKey: "e.grant_id",
    eventWhere: done("grant.ended"),
    isRepeated: false,
  },
  session: {
    rows: `select s.id as key, jsonb_build_object(
        'grant', s.grant_id, 'person', s.person_id, 'account', s.account_id, 'region', s.region, 'node', s.node_id,
        'document', s.document_name, 'createdAt', ${instant("s.created_at")})
        || ${ifAny("osUser", "s.os_user")} as content
      from sessions s where s.kind = 'brokered'`,
    eventKey: "e.session_id",
    eventWhere: done("session.created"),
    isRepeated: false,
  },
  "session-import": {
    rows: `select s.id as key, jsonb_build_object('account', s.account_id, 'region', s.region, 'node', s.node_id,
        'document', s.document_name, 'awsSession', s.aws_session_id, 'openedAt', ${instant("s.opened_at")},
        'owner', i.owner, 'reason', i.reason, 'isBeforeWatch', i.is_before_watch) as content
      from imported_sessions i join sessions s on s.id = i.session_id`,
    eventKey: "e.session_id",
    eventWhere: done("session.imported"),
    isRepeated: false,
  },
  "session-end": {
    rows: `select s.id as key, jsonb_build_object('state', s.state, 'reason', s.end_reason, 'note', s.end_note,
        'by', s.ended_by_id, 'endedAt', ${instant("s.ended_at")}) as content
      from sessions s where s.state in ('ended', 'failed')
        and (s.kind = 'brokered' or exists (select from imported_sessions i where i.session_id = s.id))`,
    eventKey: "e.session_id",
    eventWhere: `(${done("session.ended")} or e.outcome = 'failed' and e.code = 'session.failed')`,
    isRepeated: false,
  },
  review: {
    rows: `select v.id as key, jsonb_build_object('session', v.session_id,
        'createdAt', ${instant("v.created_at")}, 'dueAt', ${instant("v.due_at")}) as content
      from reviews v`,
    eventKey: "e.review_id",
    eventWhere: done("review.opened"),
    isRepeated: false,
  },
  "review-end": {
    rows: `select v.id as key, jsonb_build_object('verdict', v.verdict, 'notes', v.notes,
        'by', v.closed_by_id, 'closedAt', ${instant("v.closed_at")}) as content
      from reviews v where v.state = 'closed'`,
    eventKey: "e.review_id",
    eventWhere: done("review.closed"),
    isRepeated: false,
  },
} as const satisfies Record<string, Content>;
