import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { partsFor } from "@/components/frame/parts";
import { readTheme, THEME_COOKIE } from "@/components/frame/theme";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { ROUTES } from "@/lib/http/routes";
import { hasRole } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config";
import { readFrame } from "@/lib/overview/frame";
import { readTroubles, type Trouble } from "@/lib/overview/troubles";
import { readLanguage } from "@/messages/language";
import { type MessageCode, t } from "@/messages/translate";
import { Frame } from "./frame";

const TROUBLE = {
  "provider-away": "frame.providerAway",
  "gateway-away": "frame.gatewayAway",
  "jobs-away": "frame.jobsAway",
} as const satisfies Record<Trouble, MessageCode>;

/** The frame of every page of somebody who is signed in, the terminal's excepted. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const [frame, troubles] = await pageQuery(Promise.all([readFrame(actor), readTroubles()]));
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
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
      sessions={frame.sessions.map((session) => ({ ...session, href: `/sessions/${session.id}/terminal` }))}
      strips={[
        ...troubles.map((trouble) => ({ tone: "red" as const, text: t(TROUBLE[trouble]) })),
        ...(isDemo ? [{ tone: "neutral" as const, text: t("frame.demo") }] : []),
      ]}
    >
      {children}
    </Frame>
  );
}
