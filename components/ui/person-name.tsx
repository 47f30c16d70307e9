import { Initials } from "./initials";

/** Somebody in a row: initials and name in one line. @param shown what stands there instead of the name: "You" */
export function PersonName({ name, shown = name }: { name: string; shown?: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2 align-middle">
      <Initials name={name} />
      <bdi className="truncate">{shown}</bdi>
    </span>
  );
}
