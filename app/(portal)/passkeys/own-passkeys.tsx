"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useState } from "react";
import { act } from "@/app/client/post";
import { makePasskey, proveByPasskey, signInAgain } from "@/app/client/step-up";
import { Button } from "@/components/ui/controls/button";
import { TextField } from "@/components/ui/controls/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { Dialog } from "@/components/ui/overlay/dialog";
import { useIsInBrowser } from "@/components/ui/time/clock";
import { MOST_NAME } from "@/lib/step-up/passkeys/views";
import { t } from "@/messages/translate";

const SUBJECT = { purpose: "passkeys" } as const;

interface AddPasskeyProps {
  gateway: string;
  /** What vouches for a new one. */
  level: "sign-in" | "passkey";
  /** How long a first one waits before it counts. */
  waitSeconds: number;
  count: number;
  /** Whether the reader comes back from the identity provider, and with what. */
  isSignedInAgain: boolean;
  failure: string | undefined;
}

/** Adds a passkey, after one that counts or a sign-in has vouched for it. */
export function AddPasskey(props: AddPasskeyProps) {
  const { gateway, level, waitSeconds, count, failure } = props;
  const router = useRouter();
  const [isProven, setIsProven] = useState(props.isSignedInAgain);
  const { run, problem, isBusy } = useRun(failure);
  // A form that is sent before the page has come alive would load the page anew.
  const isAlive = useIsInBrowser();

  // The browser's address says why the reader came: it is taken at its word once.
  useEffect(() => window.history.replaceState(null, "", window.location.pathname), []);

  const add = async (name: string): Promise<Outcome> => {
    if (level === "passkey") {
      const proven = await proveByPasskey(gateway, SUBJECT);
      if (!proven.ok) return proven;
    }
    const made = await makePasskey(gateway, name);
    // The sign-in is more than two minutes old: what was typed stays.
    if (!made.ok && made.code === "STEP_UP_NEEDED") setIsProven(false);
    if (made.ok) {
      setIsProven(false);
      router.refresh();
    }
    return made;
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = nameIn(event.currentTarget);
    if (name !== "") void run(() => add(name));
  };

  return (
    <section aria-label={t("passkeys.add")} className="grid justify-items-start gap-3">
      {level === "sign-in" && (
        <p className="max-w-prose text-soft text-sm">
          {t("passkeys.add.first")}
          {waitSeconds > 0 && ` ${t("passkeys.add.wait", { waitSeconds })}`}
        </p>
      )}
      {isProven && <Notice tone="green">{t("passkeys.again")}</Notice>}
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      {level === "sign-in" && !isProven ? (
        <Button
          variant="primary"
          isBusy={isBusy || !isAlive}
          onClick={() => void run(() => signInAgain(SUBJECT))}
        >
          {t("stepUp.signIn")}
        </Button>
      ) : (
        <form key={count} onSubmit={submit} className="grid w-full max-w-sm gap-3">
          <TextField
            name="name"
            label={t("passkeys.name")}
            defaultValue={t("passkeys.name.usual", { number: count + 1 })}
            maxLength={MOST_NAME}
            required
          />
          <Button
            type={isAlive ? "submit" : "button"}
            variant="primary"
            className="justify-self-start"
            isBusy={isBusy || !isAlive}
          >
            {t("passkeys.add")}
          </Button>
        </form>
      )}
    </section>
  );
}

/** The browser's own field has it: what was typed before the page came alive is there too. */
function nameIn(form: HTMLFormElement): string {
  return String(new FormData(form).get("name") ?? "").trim();
}

interface ChangePasskeyProps {
  gateway: string;
  passkey: { id: string; name: string; counts: boolean };
}

/** Renames or removes one. */
export function ChangePasskey({ gateway, passkey }: ChangePasskeyProps) {
  const router = useRouter();
  const [open, setOpen] = useState<"rename" | "remove">();
  const { id: passkeyId, counts } = passkey;
  const refresh = () => router.refresh();
  const remove = async (): Promise<Outcome> => {
    if (counts) {
      const proven = await proveByPasskey(gateway, SUBJECT);
      if (!proven.ok) return proven;
    }
    return act(`${gateway}/gateway/passkeys/remove`, { passkeyId }, refresh);
  };
  return (
    <div className="flex gap-2">
      <Button size="small" onClick={() => setOpen("rename")}>
        {t("passkeys.rename")}
      </Button>
      <Button size="small" variant="refusal" onClick={() => setOpen("remove")}>
        {t("passkeys.remove")}
      </Button>
      <Dialog
        isOpen={open === "rename"}
        title={t("passkeys.rename.title", { name: passkey.name })}
        onClose={() => setOpen(undefined)}
        isFresh
      >
        <RenameSheet
          name={passkey.name}
          onRename={(name) => act(`${gateway}/gateway/passkeys/rename`, { passkeyId, name }, refresh)}
          onClose={() => setOpen(undefined)}
        />
      </Dialog>
      <Dialog
        isOpen={open === "remove"}
        title={t("passkeys.remove.title", { name: passkey.name })}
        onClose={() => setOpen(undefined)}
        isFresh
      >
        <RemoveSheet counts={counts} onRemove={remove} onClose={() => setOpen(undefined)} />
      </Dialog>
    </div>
  );
}

interface SheetProps {
  onClose: () => void;
}

function RenameSheet(props: SheetProps & { name: string; onRename: (name: string) => Promise<Outcome> }) {
  const { run, problem, isBusy } = useRun();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = nameIn(event.currentTarget);
    if (name !== "") void run(() => props.onRename(name), props.onClose);
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        name="name"
        label={t("passkeys.name")}
        defaultValue={props.name}
        maxLength={MOST_NAME}
        required
        data-first-field
      />
      <Problem text={problem} />
      <Button type="submit" variant="primary" className="justify-self-end" isBusy={isBusy}>
        {t("passkeys.rename")}
      </Button>
    </form>
  );
}

function RemoveSheet(props: SheetProps & { counts: boolean; onRemove: () => Promise<Outcome> }) {
  const { run, problem, isBusy } = useRun();
  return (
    <div className="grid gap-4">
      <p className="text-soft">{t(props.counts ? "passkeys.remove.what" : "passkeys.remove.waits")}</p>
      <Problem text={problem} />
      <Button
        variant="danger"
        className="justify-self-end"
        isBusy={isBusy}
        onClick={() => void run(props.onRemove, props.onClose)}
      >
        {t("passkeys.remove")}
      </Button>
    </div>
  );
}

function Problem({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <Notice tone="red" role="alert">
      {text}
    </Notice>
  );
}

/** Runs one thing at a time and says why it failed. */
function useRun(failure?: string) {
  const [problem, setProblem] = useState(failure);
  const [isBusy, setIsBusy] = useState(false);
  const run = async (work: () => Promise<Outcome>, then?: () => void) => {
    if (isBusy) return;
    setIsBusy(true);
    const outcome = await work();
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
    if (outcome.ok) then?.();
  };
  return { run, problem, isBusy };
}
