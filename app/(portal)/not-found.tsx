import { Refusal } from "@/app/refusal";

export default function NotFound() {
  return <Refusal kind="notFound" />;
}
