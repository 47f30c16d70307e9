import { Fingerprint } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import type { Outcome } from "@/components/ui/outcome";
import { t } from "@/messages/translate";
import { CARD } from "./card-class";

interface ProveCardProps {
  /** What is asked for; a gateway may say what we don't know. */
  level: string | undefined;
  nodeName: string;
  onProve: (level: "sign-in" | "passkey") => Promise<Outcome>;
  /** It is proven: the shell opens. */
  onProven: () => void;
  children: ReactNode;
}

/** Before a shell opens, or is taken over: who is there? */
export function ProveCard({ level, nodeName: node, onProve, onProven, children }: ProveCardProps) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const wanted = level === "sign-in" ? "sign-in" : "passkey";
  const prove = async () => {
    if (isBusy) return;
    setIsBusy(true);
    const outcome = await onProve(wanted);
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
    // A sign-in leaves the page, and whoever comes back from it attaches anew.
    if (outcome.ok && wanted === "passkey") onProven();
  };
  return (
    <section role="alert" aria-label={t("stepUp.start")} className={`${CARD} inset-0 my-auto h-max`}>
      <h2 className="flex items-center gap-2.5 font-semibold text-ink text-lg">
        <Fingerprint aria-hidden className="size-4 shrink-0" />
        {t("stepUp.start")}
      </h2>
      <p>
        <bdi>{t(`stepUp.start.${wanted}`, { node })}</bdi>
      </p>
      {problem !== undefined && <p className="text-red">{problem}</p>}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" isBusy={isBusy} onClick={() => void prove()}>
          {t(wanted === "passkey" ? "stepUp.usePasskey" : "stepUp.signIn")}
        </Button>
        {children}
      </div>
    </section>
  );
}
