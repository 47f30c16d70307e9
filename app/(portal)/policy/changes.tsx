"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/controls/button";
import { TextArea, TextField } from "@/components/ui/controls/field";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import type { PolicyFile } from "@/lib/policy/text/problems";
import { t } from "@/messages/translate";

const ROWS = 18;

/** Files of rules in fields, to be changed and proposed with a reason. */
export function ProposePolicy({ files: given }: { files: PolicyFile[] }) {
  const router = useRouter();
  // Names are typed too: a file is known by where it was.
  const [files, setFiles] = useState(given.map((file, key) => ({ key, ...file })));
  const [isAsking, setIsAsking] = useState(false);
  const change = (key: number, changed: Partial<PolicyFile>) =>
    setFiles(files.map((file) => (file.key === key ? { ...file, ...changed } : file)));
  const add = () => {
    const key = Math.max(-1, ...files.map((file) => file.key)) + 1;
    setFiles([...files, { key, name: `rules-${key + 1}.cedar`, text: "" }]);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <p className="text-soft text-sm">{t("policy.change.hint")}</p>
      {files.map(({ key, name, text }) => (
        <div key={key} className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <div className="flex flex-wrap items-end gap-2">
            <div className="min-w-0 flex-1">
              <TextField
                label={t("policy.change.name")}
                value={name}
                maxLength={66}
                spellCheck={false}
                className="font-mono text-sm"
                onChange={(event) => change(key, { name: event.target.value })}
              />
            </div>
            {files.length > 1 && (
              <Button variant="quiet" onClick={() => setFiles(files.filter((file) => file.key !== key))}>
                {t("policy.change.remove", { name })}
              </Button>
            )}
          </div>
          <TextArea
            label={t("policy.change.text", { name })}
            value={text}
            rows={ROWS}
            spellCheck={false}
            wrap="off"
            className="font-mono text-xs leading-5 [font-variant-ligatures:none]"
            onChange={(event) => change(key, { text: event.target.value })}
          />
        </div>
      ))}
      <div className="flex flex-wrap gap-2 max-sm:[&>*]:w-full">
        <Button variant="primary" onClick={() => setIsAsking(true)}>
          {t("policy.change.propose")}
        </Button>
        <Button onClick={add}>{t("policy.change.add")}</Button>
      </div>
      <ReasonDialog
        isOpen={isAsking}
        title={t("policy.change.propose.title")}
        consequence={t("policy.change.propose.line")}
        reasonLabel={t("policy.change.reason")}
        confirmLabel={t("policy.change.propose")}
        onConfirm={(reason) =>
          act("/api/policy/propose", { files: files.map(({ name, text }) => ({ name, text })), reason }, () =>
            router.replace("/policy"),
          )
        }
        onClose={() => setIsAsking(false)}
      />
    </div>
  );
}

/** What can be done about a proposed version. */
export function DecidePolicy({
  policyId,
  insteadOf,
  isOwn,
  approveReason,
  rejectReason,
}: {
  policyId: string;
  /** The number of the version that it was compared with; null: the portal's own. */
  insteadOf: number | null;
  /** Whoever proposed it takes it back instead. */
  isOwn: boolean;
  /** Why not, in the server's words. */
  approveReason: string | undefined;
  rejectReason: string | undefined;
}) {
  const router = useRouter();
  const [asked, setAsked] = useState<"approve" | "reject">();
  const close = () => setAsked(undefined);
  const rejectLabel = isOwn ? t("policy.change.withdraw") : t("policy.change.reject");
  return (
    <>
      {!isOwn && (
        <Button variant="primary" onClick={() => setAsked("approve")} disabledReason={approveReason}>
          {t("policy.change.approve")}
        </Button>
      )}
      <Button variant="refusal" onClick={() => setAsked("reject")} disabledReason={rejectReason}>
        {rejectLabel}
      </Button>
      <ReasonDialog
        isOpen={asked === "approve"}
        title={t("policy.change.approve.title")}
        consequence={t("policy.change.approve.line")}
        confirmLabel={t("policy.change.approve")}
        onConfirm={() => act("/api/policy/approve", { policyId, insteadOf }, () => router.refresh())}
        onClose={close}
      />
      <ReasonDialog
        isOpen={asked === "reject"}
        title={t("policy.change.reject.title")}
        consequence={t("policy.change.reject.line")}
        reasonLabel={t("policy.change.reason")}
        confirmLabel={rejectLabel}
        onConfirm={(reason) => act("/api/policy/reject", { policyId, reason }, () => router.refresh())}
        onClose={close}
      />
    </>
  );
}
