"use client";

import { useRouter } from "next/navigation";
import { act } from "@/app/client/post";
import { AppShell, type AppShellProps } from "@/components/frame/app-shell";

/** The frame with what its buttons do. */
export function Frame(props: Omit<AppShellProps, "onSignOut" | "onEndSession">) {
  const router = useRouter();
  const signOut = async () => {
    await act("/api/sign-in/end", {});
    // A full load: nothing of this person stays in the page's memory.
    window.location.assign("/sign-in");
  };
  return (
    <AppShell
      {...props}
      onSignOut={() => void signOut()}
      onEndSession={(sessionId) => act("/api/sessions/end", { sessionId }, () => router.refresh())}
    />
  );
}
