import { Refusal } from "@/app/refusal";

export default function Forbidden() {
  return <Refusal kind="forbidden" />;
}
