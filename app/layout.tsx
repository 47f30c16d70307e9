import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies, headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { readTheme, THEME_COOKIE } from "@/components/frame/theme";
import { ClockProvider } from "@/components/ui/time/clock";
import { messageBundle } from "@/lib/http/page/message-bundle";
import { pageLanguage } from "@/lib/http/page/page";
import { NONCE_HEADER } from "@/lib/http/request-id";
import { t } from "@/messages/translate";
import { PageMessages } from "./message-bundle";

/*
 * The letters of nearly all pages, asked for with the page and not when its first text is drawn: letters that come
 * later push everything below them. Other scripts come with the imports above, when a page has them.
 */
const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-letters",
  adjustFontFallback: "Arial",
});

export const generateMetadata = (): Metadata => ({
  title: { template: `%s · ${t("app.name")}`, default: t("app.name") },
  robots: { index: false, follow: false },
  manifest: "/manifest.webmanifest",
  icons: { icon: "/icon.svg", apple: "/apple-touch-icon.png" },
});

export const viewport: Viewport = {
  colorScheme: "light dark",
  width: "device-width",
  initialScale: 1,
  // The page's ground, where a browser has no other frame: tokens.css, --surface.
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1013" },
  ],
};

/** What every page has: language, fonts, theme, and the server's time, by which all countdowns run. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Prerendered pages would carry scripts without this request's nonce.
  await connection();
  const language = await pageLanguage();
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const bundle = messageBundle("page", language).path;
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang={language} data-theme={theme} className={inter.variable}>
      <head>
        {/* Not async: nothing is drawn before its messages are there. Browsers hide a nonce from scripts. */}
        <script src={bundle} nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <PageMessages part="page" src={bundle}>
          <ClockProvider serverNow={new Date().toISOString()}>{children}</ClockProvider>
        </PageMessages>
      </body>
    </html>
  );
}
