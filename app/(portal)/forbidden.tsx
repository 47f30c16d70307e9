import { MissingRole } from "@/app/missing-role";

export default function Forbidden() {
  return <MissingRole />;
}
