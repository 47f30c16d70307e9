"use client";

import { ErrorPage, type ErrorPageProps } from "@/app/client/error-page";

/** What failed with its frame, the terminal's page and the sign-in page: it brings its own main. */
export default function RootError(props: ErrorPageProps) {
  return (
    <main className="mx-auto max-w-2xl px-4">
      <ErrorPage {...props} />
    </main>
  );
}
