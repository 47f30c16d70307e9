import { MissingRole } from "@/app/missing-role";

export default function Forbidden() {
  return (
    <main className="mx-auto max-w-2xl px-4">
      <MissingRole />
    </main>
  );
}
