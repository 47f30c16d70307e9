import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { partsFor } from "@/components/frame/parts";
import { readTheme, THEME_COOKIE } from "@/components/frame/theme";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { ROUTES } from "@/lib/http/routes";
import { hasRole } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { readFrame } from "@/lib/overview/frame";
import { readTroubles, type Trouble } from "@/lib/overview/troubles";
import type { MessageCode } from "@/messages/codes";
import { readLanguage } from "@/messages/language";
import { sentenceFor, t } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import { Frame } from "./frame";

const TROUBLE = {
  "provider-away": "health.providerAway",
  "provider-away-long": "health.providerAwayLong",
  "provider-misconfigured": "health.providerMisconfigured",
  "gateway-away": "health.gatewayAway",
  "jobs-away": "health.jobsAway",
  "anchor-late": "health.anchorLate",
  "anchor-unlocked": "health.anchorUnlocked",
  "anchor-conflict": "health.anchorConflict",
  "recordings-unmoved": "health.recordingsUnmoved",
  "store-nearly-full": "health.storeNearlyFull",
  "store-full": "health.storeFull",
  "clock-ahead": "health.clockAhead",
  "clock-behind": "health.clockBehind",
  "role-denied": "health.roleDenied",
  "role-failed": "health.roleFailed",
} as const satisfies Record<Trouble["kind"], MessageCode>;

function troubleText(trouble: Trouble): string {
  switch (trouble.kind) {
    case "store-nearly-full":
    case "store-full":
      return sentenceFor(TROUBLE[trouble.kind], { percent: trouble.percent });
    case "clock-ahead":
    case "clock-behind": {
      const { process, against, seconds } = trouble;
      const clock = t(`health.clock.${against}`);
      return sentenceFor(TROUBLE[trouble.kind], { process: t(`health.process.${process}`), clock, seconds });
    }
    case "role-denied":
    case "role-failed": {
      const { process, role, accounts } = trouble;
      const effect = t(`health.effect.${EFFECT[role]}`);
      const named = { process: t(`health.process.${process}`), role, accounts, effect };
      return sentenceFor(TROUBLE[trouble.kind], named);
    }
    case "provider-away-long":
      return sentenceFor(TROUBLE[trouble.kind], { since: formatUtcTime(trouble.since) });
    case "anchor-late":
      return sentenceFor(TROUBLE[trouble.kind], {
        place: t(`health.anchor.${trouble.anchor}`),
        seconds: trouble.seconds,
      });
    default:
      return t(TROUBLE[trouble.kind]);
  }
}

/** What can't be done without a role. */
const EFFECT = {
  broker: "shell",
  target: "shell",
  reader: "reader",
  closer: "closer",
  author: "author",
} as const;

/** The frame of every page of somebody who is signed in, the terminal's excepted. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const [frame, troubles] = await pageQuery(Promise.all([readFrame(actor), readTroubles()]));
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  // Whoever vouches for the record, and whoever can mend it.
  const readsAudit = hasRole(actor, "reviewer") || hasRole(actor, "administrator");
  const told = troubles.filter(({ kind }) => !kind.startsWith("anchor-") || readsAudit);
  const isDemo = config().HALLIGAN_WORLD === "sandbox";
  return (
    <Frame
      me={{
        name: actor.name,
        roles: actor.roles.map((role) => t(`role.${role}`)),
        language: readLanguage(actor.language) ?? null,
      }}
      theme={theme}
      liveAddress={`${config().GATEWAY_ORIGIN.replace(/^http/, "ws")}/gateway/live`}
      parts={partsFor(actor.roles, ROUTES)}
      canAsk={hasRole(actor, "engineer")}
      waiting={frame.waiting}
      shells={frame.shells}
      notices={frame.notices}
      strips={told.map((trouble) => ({ tone: "red" as const, text: troubleText(trouble) }))}
      {...(isDemo ? { note: t("frame.demo") } : {})}
    >
      {children}
    </Frame>
  );
}
