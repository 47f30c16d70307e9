"use client";

import { ErrorPage, type ErrorPageProps } from "@/app/client/error-page";

export default function PortalError(props: ErrorPageProps) {
  return <ErrorPage {...props} />;
}
