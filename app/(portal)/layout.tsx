import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readTheme, THEME_COOKIE } from "@/components/frame/theme";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { config } from "@/lib/kernel/config";
import { readFrame } from "@/lib/overview/frame";
import { t } from "@/messages/translate";
import { Frame } from "./frame";

/** The frame of every page of somebody who is signed in, the terminal's excepted. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const frame = await pageQuery(readFrame(actor));
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Frame
      me={{ name: actor.name, roles: actor.roles.map((role) => t(`role.${role}`)) }}
      theme={theme}
      waiting={frame.waiting}
      sessions={frame.sessions.map((session) => ({ ...session, href: `/sessions/${session.id}/terminal` }))}
      strips={config().HALLIGAN_WORLD === "sandbox" ? [{ tone: "neutral", text: t("frame.demo") }] : []}
    >
      {children}
    </Frame>
  );
}
