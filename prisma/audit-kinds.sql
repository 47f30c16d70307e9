-- Which process may write which kind of audit event: in a person's name, and in its own (`system`). Run after the
-- migrations and safe to run again. lib/audit/catalogue.test.ts holds it against the catalogue.
DELETE FROM audit_kinds;
INSERT INTO audit_kinds (process, actor_kind, code)
SELECT kinds.process, kinds.actor_kind, unnest(kinds.codes)
FROM (VALUES
  ('web', 'person', ARRAY[
    'sign-in.started', 'sign-in.ended', 'sign-in.revoked', 'sign-in.repeated',
    'person.roles-changed', 'person.groups-confirmed', 'person.disabled', 'person.enabled', 'person.language-chosen',
    'person.mail-enabled', 'person.mail-disabled', 'person.device-added', 'person.device-removed',
    'delegation.made', 'delegation.withdrawn',
    'request.created', 'request.approved', 'request.denied', 'request.withdrawn',
    'request.opened', 'request.commented', 'request.questioned', 'request.answered', 'request.reminded',
    'glass.broken', 'glass.cosigner-asked', 'glass.cosigned', 'glass.noted', 'glass.ratified', 'glass.disowned',
    'grant.issued', 'grant.first-used', 'grant.ended',
    'session.created', 'session.end-requested', 'session.ended',
    'recording.unmasked', 'recording.deletion-asked', 'recording.deletion-confirmed', 'recording.deletion-withdrawn',
    'recording.held', 'recording.hold-lift-asked', 'recording.hold-lifted', 'recording.hold-lift-withdrawn',
    'retention.proposed', 'retention.confirmed', 'retention.withdrawn',
    'policy.proposed', 'policy.approved', 'policy.rejected',
    'recording.noted', 'recording.note-withdrawn',
    'recording.input-opening-asked', 'recording.input-opening-confirmed', 'recording.input-opening-withdrawn',
    'review.closed',
    'node.starred', 'node.unstarred',
    'view.saved', 'view.deleted',
    'connection.test-ordered', 'document.ordered',
    'list.export-begun', 'list.exported', 'audit.exported'
  ]),
  -- what a rule decides without asking anybody
  ('web', 'system', ARRAY['request.approved', 'grant.issued']),

  -- who is in which group is web's to say, whoever asked for it (docs/decisions/017)
  ('gateway', 'person', ARRAY[
    'session.attached', 'session.detached', 'session.keyboard-taken', 'session.watched', 'session.unwatched',
    'session.end-requested', 'session.ended',
    'passkey.added', 'passkey.renamed', 'passkey.removed', 'passkey.used',
    'recording.replayed', 'recording.searched', 'evidence.read', 'recording.export-begun', 'recording.exported',
    'evidence.exported'
  ]),
  ('gateway', 'system', ARRAY[
    'session.opening', 'session.role-assuming', 'session.role-assumed', 'session.starting', 'session.opened',
    'session.log-doubtful', 'session.encrypted', 'session.taken-over', 'session.resuming', 'session.resumed',
    'session.end-requested', 'session.ended', 'session.end-confirmed', 'session.failed',
    'recording.gap-found', 'recording.closed', 'evidence.exported',
    'connection.tested'
  ]),

  ('jobs', 'system', ARRAY[
    'request.lapsed', 'grant.ended',
    'session.end-requested', 'session.ended', 'session.end-confirmed', 'session.failed', 'session.swept', 'session.imported',
    'review.opened', 'inbox.reminded', 'inbox.escalated',
    'node.found', 'node.lost',
    'recording.deletion-expired', 'recording.deletion-begun', 'recording.deleted', 'recording.hold-lift-expired',
    'recording.input-opening-expired', 'recording.moved',
    'retention.expired',
    'policy.checked', 'policy.rehearsed',
    'evidence.fetched', 'evidence.object-kept', 'evidence.graded', 'evidence.alarmed',
    'connection.tested', 'document.created', 'document.failed'
  ])
) AS kinds (process, actor_kind, codes);
