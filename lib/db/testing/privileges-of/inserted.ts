/** An inbox item as it is put in: not done, nobody reminded of it. */
export const INBOX_ITEM =
  "id kind subject_id groups except_person_ids created_at due_at escalate_at escalate_to remind_at person_id";

/** A delivery as it is put in: not tried yet. */
export const DELIVERY =
  "id key channel kind subject_id request_id person_id next_try_at expires_at created_at";
