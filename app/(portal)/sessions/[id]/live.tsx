"use client";

import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import { WatchLive } from "@/components/terminal/watch-live";

/** The live screen; whoever leaves it finds the page as it is then. */
export function Live({
  page,
  ...screen
}: Omit<ComponentProps<typeof WatchLive>, "onOver"> & { page: string }) {
  const router = useRouter();
  return (
    <WatchLive
      {...screen}
      onOver={() => {
        router.replace(page);
        router.refresh();
      }}
    />
  );
}
