/** What guards the evidence in a database that this version's migrations and grants made; a test compares. */

/** Tables that hold evidence. */
export const EVIDENCE = [
  ...["audit_events", "audit_pending", "audit_batches", "audit_links", "audit_kinds"],
  ...["audit_range_seals", "audit_tree_nodes", "audit_keys", "audit_heads"],
  ...[
    "requests",
    "request_nodes",
    "request_facts",
    "request_extensions",
    "request_entries",
    "decisions",
    "grants",
    "grant_nodes",
    "sessions",
    "reviews",
  ],
  ...["recordings", "recording_ranges", "agent_log_events", "trail_events"],
  ...["recording_keys", "recording_packs"],
  ...["agent_log_objects", "agent_log_chunks", "recording_deletions"],
  ...["recording_holds", "hold_liftings", "imported_sessions", "input_openings", "retention_rules"],
  ...["policy_versions", "policy_rehearsals", "passkeys", "passkey_proofs", "fresh_sign_ins"],
  ...["break_glasses", "delegations"],
] as const;

/** Nothing goes but by a deletion that two people had. */
const DELETABLE = ["agent_log_events", "agent_log_objects", "agent_log_chunks", "recording_keys"];

/** What is made of a recording, and goes with it. */
const MADE = ["recording_segments", "recorded_commands", "text_runs"];

const APPEND_ONLY = [
  ...["audit_heads", "audit_keys"],
  ...["audit_batches", "audit_events", "audit_links", "audit_range_seals", "audit_tree_nodes"],
  ...["decisions", "grant_nodes", "recording_holds", "request_entries", "request_nodes", "trail_events"],
  ...["request_facts", "request_extensions", "policy_rehearsals"],
];

/** Every trigger that there is, as `pg_get_triggerdef` prints it. */
export const TRIGGERS: readonly { table: string; name: string; definition: string }[] = [
  ...APPEND_ONLY.flatMap((table) => [
    trigger(table, "append_only_rows", "BEFORE DELETE OR UPDATE", "ROW", "refuse_change"),
    trigger(table, "append_only_table", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
  ]),
  ...DELETABLE.flatMap((table) => [
    trigger(table, "append_only_rows", "BEFORE UPDATE", "ROW", "refuse_change"),
    trigger(table, "append_only_table", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
  ]),
  trigger("recording_ranges", "append_only_rows", "BEFORE UPDATE", "ROW", "refuse_change_unless_moving"),
  trigger("recording_packs", "frozen_pack", "BEFORE INSERT OR UPDATE", "ROW", "refuse_changed_pack"),
  ...["recording_ranges", "recording_packs"].map((table) =>
    trigger(table, "append_only_table", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
  ),
  ...[...DELETABLE, "recording_ranges", "recording_packs", ...MADE].map((table) =>
    trigger(table, "deleted_with_recording", "AFTER DELETE", "STATEMENT", "refuse_unless_deleting"),
  ),
  trigger("text_chunks", "deleted_with_run", "AFTER DELETE", "STATEMENT", "refuse_text_of_run"),
  ...[
    "recording_deletions",
    "hold_liftings",
    "input_openings",
    "retention_rules",
    "policy_versions",
    "break_glasses",
    "delegations",
  ].flatMap((table) => [
    trigger(table, "append_only_rows", "BEFORE DELETE", "ROW", "refuse_change"),
    trigger(table, "append_only_table", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
  ]),
  trigger("retention_rules", "frozen_rule", "BEFORE INSERT OR UPDATE", "ROW", "refuse_changed_rule"),
  trigger("policy_versions", "frozen_policy", "BEFORE INSERT OR UPDATE", "ROW", "refuse_changed_policy"),
  ...["passkeys", "passkey_proofs", "fresh_sign_ins"].flatMap((table) => [
    trigger(table, "append_only_rows", "BEFORE DELETE", "ROW", "refuse_change"),
    trigger(table, "append_only_table", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
  ]),
  trigger("passkeys", "frozen_passkey", "BEFORE UPDATE", "ROW", "refuse_changed_passkey"),
  trigger("passkey_proofs", "frozen_proof", "BEFORE UPDATE", "ROW", "refuse_changed_proof"),
  trigger("fresh_sign_ins", "frozen_fresh_sign_in", "BEFORE UPDATE", "ROW", "refuse_changed_fresh_sign_in"),
  trigger("delegations", "frozen_delegation", "BEFORE INSERT OR UPDATE", "ROW", "refuse_changed_delegation"),
  trigger("break_glasses", "frozen_glass", "BEFORE INSERT OR UPDATE", "ROW", "refuse_changed_glass"),
  trigger("sessions", "keep_protection", "BEFORE INSERT", "ROW", "keep_session_protection"),
  trigger("recordings", "keep_protection", "BEFORE INSERT", "ROW", "keep_recording_protection"),
  trigger("hold_liftings", "frozen_lifting", "BEFORE INSERT OR UPDATE", "ROW", "refuse_changed_lifting"),
  trigger("input_openings", "frozen_opening", "BEFORE INSERT OR UPDATE", "ROW", "refuse_changed_opening"),
  trigger(
    "recording_deletions",
    "frozen_deletion",
    "BEFORE INSERT OR UPDATE",
    "ROW",
    "refuse_changed_deletion",
  ),
  trigger("audit_events", "accept_event", "BEFORE INSERT", "ROW", "accept_audit_event"),
  trigger("audit_events", "hand_to_sealer", "AFTER INSERT", "ROW", "hand_to_sealer"),
  trigger("requests", "frozen_request", "BEFORE UPDATE", "ROW", "refuse_changed_request"),
  trigger("request_nodes", "frozen_request", "BEFORE INSERT", "ROW", "refuse_late_request_node"),
  trigger("grants", "frozen_grant", "BEFORE UPDATE", "ROW", "refuse_changed_grant"),
  trigger("grant_nodes", "frozen_grant", "BEFORE INSERT", "ROW", "refuse_foreign_grant_node"),
  {
    ...{ table: "sessions", name: "forget_channel_key" },
    definition:
      "CREATE TRIGGER forget_channel_key AFTER UPDATE OF state ON public.sessions FOR EACH ROW WHEN (((old.state = 'open'::text) AND (new.state <> 'open'::text))) EXECUTE FUNCTION forget_channel_key()",
  },
];

/** SHA-256 of each trigger function, of those that delete, and of those that say what is on hold and which rule applies: language, whether it runs as its owner, settings and body, a line each. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  accept_audit_event: "84986a25a44fb5cd0214e8c4cc1a11e012a20546d87c67d36dd146184fa771cb",
  forget_channel_key: "e10a3440419a72dee6381604e2d89c17812d1ab3dcf8b043fd45e09ef76aa386",
  halligan_delete_recorded: "31d477f9203cf7acbd1694e18a0980cb9878dfe0e42368d1e4fa269db10e6b9d",
  halligan_is_held: "52ab412c67139437ea3090223ac2587d97c06d23edaace03e2dab60b3ffa971b",
  halligan_delete_by_rule: "56c74e051cd7abd1e0e42f1740d6db6de5268099ce752aa2ceda6886fcf0ea83",
  halligan_hash_range: "fae2c19f83a66deb40d1d06d52c95b13bfffb1e858e59d9b6065ca08ea66d3db",
  halligan_move_pack: "e1335a699528d404960888b69aba2dcc3489be81a7cdd4efe8ad3dae5a7aaeb4",
  refuse_change_unless_moving: "da701d48e17a72087aadaaa0dd7b7134a96b3caee717bc493a1d3dd7f37dd14a",
  refuse_changed_pack: "31ce4738cfbd3ab22d106cc87949dd64b0e6c442aad5051bc571934ecd2a0610",
  halligan_rule_in_force: "577d5f4ab985effd97d975fc281e6ba9eb971d120c7b255c6a1676112ebf44df",
  halligan_rule_permits: "a0416c5532cc09573992348e9b1581714fa0ede835b87f51c246fe53c8264e4b",
  keep_recording_protection: "046587579dc2a558feae4a462938bd9ac15d8e54797c4eda63a2931090e97759",
  keep_session_protection: "94a0cd21307168a01872e66656884b9e80b67df700d5ec060d4b8a1e7a142b8d",
  refuse_changed_rule: "20502b3afbb4b9999d897f00d5106b1955784a33a912087045c580bfa95628ea",
  hand_to_sealer: "ff37b837e432877e2d9bec4d4573758cf121130714bda20a45c8e54cb262a9a2",
  refuse_change: "11563f748fcc7d3ef757887d429b517c1244e46a09ea02ca96344dc06c252e5c",
  refuse_unless_deleting: "e75b8484ca3ef19f5a15184951f9349cdcb3980511607cf025a8395cf753e0c8",
  refuse_text_of_run: "76a96edfae622f1b7c03c0e5d8ade2fae65f8524c650a9225868a903ea63519f",
  refuse_changed_delegation: "ceed93e8a755b016c520e81993b8539d6523e39b0150228ab2d41a704d3b9a54",
  refuse_changed_deletion: "099f67ad757a42123db7c4ef1a75aa2f2ad2665c6fb5776aaf36d28a9631627c",
  refuse_changed_fresh_sign_in: "c6f819d4cc8d72b688d9d7d1dcb2f39cf01576176741f95551939fd46f235a33",
  refuse_changed_glass: "61028223c445ef2f86c70940543ea46d0fe1750d00767607c6160a57989d76cf",
  refuse_changed_grant: "41173341322d0aa075e36dcfe74bb9584f3b22631e2114434eae58c026855417",
  refuse_changed_lifting: "4ba3c96a81afa852d2ffbb0edf3abadaa47d2c025ce28b1fcf9e4e24cae3a830",
  refuse_changed_opening: "2ca9fa4b81846ef5720a6db42e07fad9adbdda7f9b56f5128c330ce2ea2524f7",
  refuse_changed_passkey: "084e53131b4f70fd83262d4d4660327f9bf470df6a95416e82b9d201ba4f35c7",
  refuse_changed_policy: "becc7e4cc2217b5525f29e50949c85e63a538b9939e8a216bf527ee7b3f7cad7",
  refuse_changed_proof: "6ccba0a71d757b8db1cc3c0f5fe8587f9fb934dcd8f403ca0d00577c25d7f1eb",
  refuse_changed_request: "da842ebe2ffa64404f3fee442d59dc51db2662a09582b939717b95db6e2ad849",
  refuse_foreign_grant_node: "8c9e1f47a4189a888815dc1edbbbc539ce7649a8b9d696742a597da97861d57d",
  refuse_late_request_node: "8b629e86f747af54aebc2469d6258ec0c6260544bb51e621fb17ac9247a836f8",
};

const ADD = ["SELECT", "INSERT"];
const CHANGE = ["SELECT", "UPDATE"];
const WRITE = ["SELECT", "INSERT", "UPDATE"];

/** The most that each group has on a table, on the whole or on a column; who is not named may read. */
export const MAY: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  audit_events: { halligan_web: ADD, halligan_gateway: ADD, halligan_jobs: ADD },
  audit_pending: { halligan_jobs: ["SELECT", "DELETE"] },
  audit_batches: { halligan_jobs: ADD },
  audit_links: { halligan_jobs: ADD },
  audit_keys: { halligan_jobs: ADD },
  audit_heads: { halligan_jobs: ADD },
  audit_range_seals: { halligan_jobs: ADD },
  audit_tree_nodes: { halligan_jobs: ADD },
  requests: { halligan_web: WRITE, halligan_jobs: CHANGE },
  request_nodes: { halligan_web: ADD },
  request_facts: { halligan_web: ADD },
  request_extensions: { halligan_web: ADD },
  request_entries: { halligan_web: ADD },
  decisions: { halligan_web: ADD },
  passkeys: { halligan_gateway: WRITE },
  passkey_proofs: { halligan_gateway: WRITE },
  fresh_sign_ins: { halligan_web: WRITE, halligan_gateway: CHANGE },
  grants: { halligan_web: WRITE, halligan_jobs: CHANGE },
  grant_nodes: { halligan_web: ADD },
  sessions: { halligan_web: WRITE, halligan_gateway: CHANGE, halligan_jobs: WRITE },
  imported_sessions: { halligan_jobs: WRITE },
  reviews: { halligan_web: CHANGE, halligan_jobs: ADD },
  recordings: { halligan_gateway: WRITE, halligan_jobs: CHANGE },
  recording_deletions: { halligan_web: WRITE, halligan_jobs: CHANGE },
  recording_holds: { halligan_web: ADD },
  hold_liftings: { halligan_web: WRITE, halligan_jobs: CHANGE },
  input_openings: { halligan_web: WRITE, halligan_jobs: CHANGE },
  retention_rules: { halligan_web: WRITE, halligan_jobs: CHANGE },
  break_glasses: { halligan_web: WRITE },
  delegations: { halligan_web: WRITE },
  policy_versions: { halligan_web: WRITE, halligan_jobs: CHANGE },
  policy_rehearsals: { halligan_jobs: ADD },
  recording_ranges: { halligan_gateway: ADD },
  recording_keys: { halligan_jobs: ADD },
  recording_packs: { halligan_gateway: CHANGE, halligan_jobs: [...WRITE, "DELETE"] },
  agent_log_events: { halligan_jobs: ADD },
  agent_log_objects: { halligan_jobs: ADD },
  agent_log_chunks: { halligan_jobs: ADD },
  trail_events: { halligan_jobs: ADD },
};

function trigger(table: string, name: string, when: string, each: string, run: string) {
  // Once a statement, of what it deleted.
  const rows = when === "AFTER DELETE" ? " REFERENCING OLD TABLE AS gone" : "";
  return {
    table,
    name,
    definition: `CREATE TRIGGER ${name} ${when} ON public.${table}${rows} FOR EACH ${each} EXECUTE FUNCTION ${run}()`,
  };
}
