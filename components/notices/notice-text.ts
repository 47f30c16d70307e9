import {
  CalendarClock,
  CircleCheck,
  CircleX,
  ClipboardCheck,
  Flame,
  Keyboard,
  KeyRound,
  Lock,
  type LucideIcon,
  MessageSquare,
  NotebookPen,
  Timer,
  Trash2,
  TriangleAlert,
} from "lucide-react";
import type { Tone } from "@/components/ui/tone";
import type { NoticeKind } from "@/lib/inbox/notices/views";
import type { NoticeRow } from "@/lib/overview/notices/views";
import { t, wordFor } from "@/messages/translate";
import { formatList, formatUtc, formatUtcTime } from "@/messages/values";

interface Sign {
  tone: Tone;
  icon: LucideIcon;
}

/** Only decisions and deadlines are coloured. */
export const NOTICE_SIGN = {
  approved: { tone: "green", icon: CircleCheck },
  denied: { tone: "red", icon: CircleX },
  question: { tone: "blue", icon: MessageSquare },
  answer: { tone: "neutral", icon: MessageSquare },
  comment: { tone: "neutral", icon: MessageSquare },
  "access-ending": { tone: "amber", icon: Timer },
  "review-due": { tone: "amber", icon: ClipboardCheck },
  mention: { tone: "neutral", icon: MessageSquare },
  "log-alarm": { tone: "red", icon: TriangleAlert },
  "outside-session": { tone: "red", icon: TriangleAlert },
  "deletion-asked": { tone: "amber", icon: Trash2 },
  "lifting-asked": { tone: "amber", icon: Lock },
  "opening-asked": { tone: "amber", icon: Keyboard },
  "retention-proposed": { tone: "amber", icon: CalendarClock },
  "passkey-added": { tone: "amber", icon: KeyRound },
  "glass-broken": { tone: "violet", icon: Flame },
  "note-owed": { tone: "violet", icon: NotebookPen },
  "glass-disowned": { tone: "red", icon: Flame },
} as const satisfies Record<NoticeKind, Sign>;

/** A notice as one sentence. */
export function noticeText(notice: NoticeRow): string {
  const { kind, actorName, personName, isMine, tags, endsAt } = notice;
  const person = actorName ?? "";
  const requester = personName ?? "";
  const nodes = tags ?? formatList(notice.nodes);
  const ends = endsAt === null ? undefined : new Date(endsAt);
  switch (kind) {
    case "approved":
    case "denied":
      return isMine
        ? t(`notice.${kind}.mine`, { person, nodes })
        : t(`notice.${kind}.other`, { person, requester, nodes });
    case "question":
      return t("notice.question.mine", { person, nodes });
    case "answer":
      return t("notice.answer.other", { person, nodes });
    case "comment":
      return t(isMine ? "notice.comment.mine" : "notice.comment.other", { person, nodes });
    case "access-ending":
      return t("notice.access-ending", { nodes, time: ends ? formatUtcTime(ends) : "" });
    case "mention":
      if (isMine) return t("notice.mention.mine", { person, nodes });
      return personName === null
        ? t("notice.mention.nobody", { person, nodes })
        : t("notice.mention", { person, requester, nodes });
    case "outside-session":
      return t("notice.outside-session", { nodes });
    case "deletion-asked":
    case "lifting-asked":
    case "opening-asked":
      return t(`notice.${kind}`, { person, requester, nodes });
    case "retention-proposed":
      return t("notice.retention-proposed", {
        person,
        class: wordFor("node.protection", notice.protection ?? ""),
      });
    case "passkey-added":
      return t("notice.passkey-added");
    case "glass-broken":
    case "note-owed":
      return t(`notice.${kind}`, { requester, nodes });
    case "glass-disowned":
      return t(isMine ? "notice.glass-disowned.mine" : "notice.glass-disowned", { person, requester, nodes });
    case "log-alarm":
      return t("notice.log-alarm", { requester, nodes });
    case "review-due":
      return t("notice.review-due", { requester, nodes, time: ends ? formatUtc(ends, "minutes") : "" });
  }
}
