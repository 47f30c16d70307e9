import { Refusal } from "@/app/refusal";

export default function Forbidden() {
  return (
    <main className="mx-auto max-w-2xl px-4">
      <Refusal kind="forbidden" />
    </main>
  );
}
