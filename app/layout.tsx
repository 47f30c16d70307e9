import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { readTheme, THEME_COOKIE } from "@/components/frame/theme";
import { ClockProvider } from "@/components/ui/clock";
import { t } from "@/messages/translate";

export const metadata: Metadata = {
  title: { template: `%s · ${t("app.name")}`, default: t("app.name") },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark", width: "device-width", initialScale: 1 };

/** What every page has: fonts, theme, and the server's time, by which all countdowns run. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Prerendered pages would carry scripts without this request's nonce.
  await connection();
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <ClockProvider serverNow={new Date().toISOString()}>{children}</ClockProvider>
      </body>
    </html>
  );
}
