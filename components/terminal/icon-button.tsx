import type { ComponentPropsWithRef } from "react";
import { cx } from "@/components/ui/cx";

/** A button that is a sign with a name; a thumb's size on phones. */
export function IconButton({
  label,
  className,
  ...rest
}: Omit<ComponentPropsWithRef<"button">, "type" | "aria-label"> & { label: string }) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      className={cx(
        "inline-flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink max-sm:size-10",
        className,
      )}
    />
  );
}
