import type { ReactNode } from "react";
import { SessionMessages } from "@/app/session-messages";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import type { KeepingView } from "@/lib/keeping/deletion/views";
import type { HoldingView } from "@/lib/keeping/hold/views";
import type { InputOpeningView } from "@/lib/keeping/input-opening/views";
import { isOver } from "@/lib/sessions/rules";
import type { SessionDetail } from "@/lib/sessions/views";
import { t } from "@/messages/translate";
import { AskDeletion } from "./deletion";
import { EndSession } from "./end-session";
import { PlaceHold } from "./hold";
import { AskOpening } from "./input-opening";

/** What can be done with the session itself: besides taking it away, seldom anything, once it is over. */
export function SessionActions({
  session,
  canWatch,
  keeping,
  holding,
  typed,
  children,
}: {
  session: SessionDetail;
  canWatch: boolean;
  keeping: KeepingView;
  holding: HoldingView;
  typed: InputOpeningView;
  children: ReactNode;
}) {
  const { connect, end } = session.actions;
  return (
    <div className="flex items-start gap-2 empty:hidden max-rail:flex-wrap rail:shrink-0 print:hidden">
      {children}
      {end.allowed && <EndSession sessionId={session.id} isMine={session.isMine} />}
      {canWatch && (
        <Link href={`/sessions/${session.id}?live`} className={buttonClass("primary")}>
          {t("watch.start")}
        </Link>
      )}
      {holding.actions?.place.allowed && (
        <SessionMessages>
          <PlaceHold sessionId={session.id} />
        </SessionMessages>
      )}
      {typed.actions && typed.opening === null && isOver(session.state) && (
        <SessionMessages>
          <AskOpening sessionId={session.id} ask={typed.actions.ask} />
        </SessionMessages>
      )}
      {keeping.actions &&
        keeping.deletion === null &&
        session.recording !== null &&
        isOver(session.state) && (
          <SessionMessages>
            <AskDeletion sessionId={session.id} ask={keeping.actions.ask} />
          </SessionMessages>
        )}
      {connect.allowed && (
        <Link href={`/sessions/${session.id}/terminal`} className={buttonClass("primary")}>
          {t("pages.session.terminal")}
        </Link>
      )}
    </div>
  );
}
