import { Refusal } from "./refusal";

/** An address that is none of ours: outside the frame, so it brings its own main. */
export default function NotFound() {
  return (
    <main className="mx-auto max-w-2xl px-4">
      <Refusal kind="notFound" />
    </main>
  );
}
