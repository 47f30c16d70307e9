"use client";

import { useRouter } from "next/navigation";
import { Download } from "@/components/recordings/download/download";

/** The session's files; those that were downloaded meanwhile are read when it opens. */
export function DownloadFiles(props: Omit<Parameters<typeof Download>[0], "onOpen">) {
  const router = useRouter();
  return <Download {...props} onOpen={() => router.refresh()} />;
}
