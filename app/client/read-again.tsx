"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const AGAIN_MS = 1_500;

/** Reads the page again and again while something that was ordered is under way. */
export function ReadAgain() {
  const router = useRouter();
  // The timer is the browser's; the page comes anew from the server.
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
