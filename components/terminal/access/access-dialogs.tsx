import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import type { AccessActions } from "./access-actions";

export type AccessDialog = "extend" | "hand-back";

/** Asks for more time, or gives back what is left of it: one confirmation each. */
export function AccessDialogs({
  access,
  asked,
  onClose,
}: {
  access: AccessActions;
  asked: AccessDialog | undefined;
  onClose: () => void;
}) {
  const duration = formatDuration(access.windowSeconds);
  return (
    <>
      <ReasonDialog
        isOpen={asked === "extend"}
        title={t("terminal.extend")}
        consequence={t("terminal.extend.line", { duration })}
        reasonLabel={t("terminal.extend.reason")}
        firstReason={access.justification}
        confirmLabel={t("terminal.extend.confirm", { duration })}
        confirmVariant="primary"
        onConfirm={access.onExtend}
        onClose={onClose}
      />
      <ReasonDialog
        isOpen={asked === "hand-back"}
        title={t("terminal.handBack")}
        consequence={t("terminal.handBack.line")}
        confirmLabel={t("terminal.handBack")}
        onConfirm={access.onHandBack}
        onClose={onClose}
      />
    </>
  );
}
