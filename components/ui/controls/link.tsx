import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the portal. Nothing is fetched before it is followed: each page is made for whoever asks, when they ask,
 * so what is fetched in advance shows nothing earlier, and each link of a page would cost the server two requests.
 */
export default function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
